using System.Globalization;
using System.Text;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads quantities: <c>1,23,456.5</c>, <c>(12)</c>, <c>-3</c>, <c>3-</c>. Held as whole units of the last decimal: thousandths for three.</summary>
public static class NumberText
{
    private const decimal Limit = 9_00_00_00_00_00_000m;

    /// <summary>The number, or null with the reason. Blank, <c>-</c> and <c>nil</c> answer null without a reason. More decimals than asked are a fault.</summary>
    public static long? Parse(string? text, int decimals, out string? problem)
    {
        problem = null;
        var plain = (text ?? "").Replace('\u00A0', ' ').Trim();
        if (plain.Length == 0 || plain is "-" or "–" or "—" || plain.Equals("nil", StringComparison.OrdinalIgnoreCase))
            return null;
        var negative = false;
        if (plain is ['(', .., ')'])
            (negative, plain) = (true, plain[1..^1].Trim());
        if (plain.StartsWith('-') || plain.StartsWith('−'))
            (negative, plain) = (!negative, plain[1..].Trim());
        else if (plain.EndsWith('-'))
            (negative, plain) = (!negative, plain[..^1].Trim());
        else if (plain.StartsWith('+'))
            plain = plain[1..].Trim();
        if (
            !AmountText.GroupsAreSound(plain)
            || !decimal.TryParse(
                plain.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            problem = $"'{CleanText.Clip(CleanText.Of(text!), 40)}' is not a number.";
            return null;
        }

        return Scaled(negative ? -number : number, decimals, out problem);
    }

    /// <summary>A number cell, taken at the fifteen digits that Excel shows.</summary>
    public static long? FromNumber(double number, int decimals, out string? problem)
    {
        problem = !double.IsFinite(number) || Math.Abs(number) > (double)Limit ? "The number is too large." : null;
        if (problem is not null)
            return null;
        var shown = decimal.Parse(
            number.ToString("G15", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );
        // A formula leaves fractions beyond what a scale shows; of a number without decimals any fraction is a mistake.
        return Scaled(
            decimals == 0 ? Math.Round(shown, 6) : Math.Round(shown, decimals, MidpointRounding.AwayFromZero),
            decimals,
            out problem
        );
    }

    /// <summary>Thousandths in Indian grouping, without zeros at the end: <c>1,23,456.5</c>.</summary>
    public static string OfThousandths(long milli)
    {
        var text = new StringBuilder(milli < 0 ? "-" : "").Append(Platform.Money.GroupWhole(Math.Abs(milli / 1000)));
        var rest = Math.Abs(milli % 1000);
        return rest == 0
            ? text.ToString()
            : text.Append(CultureInfo.InvariantCulture, $".{rest:000}").ToString().TrimEnd('0');
    }

    private static long? Scaled(decimal number, int decimals, out string? problem)
    {
        problem = Math.Abs(number) > Limit ? "The number is too large." : null;
        if (problem is not null)
            return null;
        for (var i = 0; i < decimals; i++)
            number *= 10;
        if (number != decimal.Truncate(number))
            problem =
                decimals == 0
                    ? $"{number.ToString("0.######", CultureInfo.InvariantCulture)} is not a whole number."
                    : $"At most {decimals} decimals are kept.";
        return problem is null ? (long)number : null;
    }
}
