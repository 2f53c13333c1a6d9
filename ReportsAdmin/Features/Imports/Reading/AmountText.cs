using System.Globalization;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads amounts as people in India write them: <c>1,23,456.00</c>, <c>(1,234)</c>, <c>₹ 500/-</c>, <c>Rs. 12 Cr</c>, <c>-5</c>, <c>5-</c>.</summary>
public static class AmountText
{
    private static readonly string[] Currencies = ["₹", "rs.", "rs", "inr"];
    private const decimal Limit = 9_00_00_00_00_00_000m;

    /// <summary>The amount in paise, or null with the reason. Blank, <c>-</c> and <c>nil</c> are zero-length and answer null without a reason.</summary>
    /// <remarks>Dr is a debt of the customer (positive), Cr a credit (negative). More than two decimals are a fault, not rounded silently.</remarks>
    public static long? Parse(string? text, out string? problem)
    {
        problem = null;
        var plain = (text ?? "").Replace('\u00A0', ' ').Trim();
        if (plain.Length == 0 || plain is "-" or "–" or "—" || plain.Equals("nil", StringComparison.OrdinalIgnoreCase))
            return null;
        var negative = false;
        if (plain is ['(', .., ')'])
            (negative, plain) = (true, plain[1..^1].Trim());
        if (Ends(ref plain, "cr") || Ends(ref plain, "cr."))
            negative = !negative;
        else if (!Ends(ref plain, "dr"))
            Ends(ref plain, "dr.");
        foreach (var currency in Currencies)
        {
            if (!plain.StartsWith(currency, StringComparison.OrdinalIgnoreCase))
                continue;
            plain = plain[currency.Length..].Trim();
            break;
        }

        if (plain.EndsWith("/-", StringComparison.Ordinal))
            plain = plain[..^2].Trim();
        if (plain.StartsWith('-') || plain.StartsWith('−'))
            (negative, plain) = (!negative, plain[1..].Trim());
        else if (plain.EndsWith('-'))
            (negative, plain) = (!negative, plain[..^1].Trim());
        else if (plain.StartsWith('+'))
            plain = plain[1..].Trim();
        if (plain.StartsWith('₹'))
            plain = plain[1..].Trim();

        if (
            !GroupsAreSound(plain)
            || !decimal.TryParse(
                plain.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var rupees
            )
        )
        {
            problem = $"'{Short(text!)}' is not an amount.";
            return null;
        }

        return ToPaise(negative ? -rupees : rupees, out problem);
    }

    /// <summary>A number cell. Doubles such as 0.1 + 0.2 are taken at the fifteen digits that Excel shows.</summary>
    public static long? FromNumber(double number, out string? problem)
    {
        if (!double.IsFinite(number) || Math.Abs(number) > (double)Limit)
        {
            problem = "The amount is too large.";
            return null;
        }

        // Nearly always the cell holds whole paise; only fractions of them need the digits that Excel shows.
        var paise = Math.Round(number * 100);
        if (Math.Abs(number) < 1e9 && Math.Abs((number * 100) - paise) < 1e-4)
        {
            problem = null;
            return (long)paise;
        }

        var shown = decimal.Parse(
            number.ToString("G15", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );
        return ToPaise(Math.Round(shown, 6), out problem, rounds: true);
    }

    private static long? ToPaise(decimal rupees, out string? problem, bool rounds = false)
    {
        problem = Math.Abs(rupees) > Limit ? "The amount is too large." : null;
        if (problem is not null)
            return null;
        var paise = rupees * 100m;
        // A formula such as price × 1.18 leaves fractions of a paisa in a number cell; typed text with three decimals is a mistake.
        if (!rounds && paise != decimal.Truncate(paise))
            problem = $"{rupees.ToString(CultureInfo.InvariantCulture)} has more than two decimals.";
        return problem is null ? (long)Math.Round(paise, MidpointRounding.AwayFromZero) : null;
    }

    private static bool Ends(ref string text, string suffix)
    {
        if (!text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            return false;
        text = text[..^suffix.Length].Trim();
        return true;
    }

    /// <summary>Commas part groups of two or three digits, the last of three: 1,234 and 12,34,567 are sound, 1,23 and 1.234,5 are not.</summary>
    internal static bool GroupsAreSound(string text)
    {
        var whole = text.Split('.')[0];
        if (text.Count(c => c == '.') > 1 || text.LastIndexOf(',') > text.IndexOf('.') && text.Contains('.'))
            return false;
        if (!whole.Contains(','))
            return text.Length > 0;
        var groups = whole.Split(',');
        return groups[0].Length is >= 1 and <= 3
            && groups[^1].Length == 3
            && groups[1..^1].All(g => g.Length is 2 or 3);
    }

    private static string Short(string text) => CleanText.Clip(CleanText.Of(text), 40);
}
