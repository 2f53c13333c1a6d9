using System.Globalization;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>The side that a sign beside an amount names.</summary>
public enum AmountSide : byte
{
    None = 0,

    /// <summary><c>Dr</c>: owed by the customer.</summary>
    Debit = 1,

    /// <summary><c>Cr</c>: in the customer's favour, unless the sheet means crore.</summary>
    Credit = 2,
}

/// <summary>An amount as it is written, before a sheet's scale and the meaning of <c>Cr</c> are applied.</summary>
/// <param name="Value">Signed by minus or brackets alone.</param>
/// <param name="Currency">The code of a foreign currency; null for rupees and where none is named.</param>
public readonly record struct WrittenAmount(decimal Value, AmountSide Side, string? Currency);

/// <summary>Reads amounts as people in India write them: <c>1,23,456.00</c>, <c>(1,234)</c>, <c>₹ 500/-</c>, <c>1.5 lakh</c>, <c>-5</c>, <c>5-</c>, <c>USD 20</c>.</summary>
public static class AmountText
{
    /// <summary>The largest amount that is believed, in rupees.</summary>
    internal const decimal Limit = 9_00_00_00_00_00_000m;

    /// <summary>The amount in paise, or null with the reason. Blank, <c>-</c> and <c>nil</c> are nothing and answer null without a reason.</summary>
    /// <remarks>Dr is a debt of the customer (positive), Cr a credit (negative, also behind a minus). More than two decimals are a fault, not rounded silently.</remarks>
    public static long? Parse(string? text, out string? problem)
    {
        if (Read(text, out problem) is not { } amount)
            return null;
        if (amount.Currency is { } foreign)
        {
            problem = $"'{Short(text!)}' is in {foreign}, not in rupees.";
            return null;
        }

        return ToPaise(amount.Side == AmountSide.Credit ? -Math.Abs(amount.Value) : amount.Value, out problem);
    }

    /// <summary>The amount as it is written; null with the reason, or without one when there is nothing.</summary>
    public static WrittenAmount? Read(string? text, out string? problem)
    {
        problem = null;
        var plain = (text ?? "").Replace('\u00A0', ' ').Trim();
        if (plain.Length == 0 || plain is "-" or "–" or "—" || plain.Equals("nil", StringComparison.OrdinalIgnoreCase))
            return null;
        var negative = false;
        var (scale, side, currency) = (1m, AmountSide.None, (string?)null);
        // Nearly every amount ends in a digit and begins with one: nothing is to be looked for.
        if (plain.Length > 0 && !char.IsAsciiDigit(plain[^1]))
            (side, scale) = TakeEnding(ref plain);
        if (plain is ['(', .., ')'])
            (negative, plain) = (true, plain[1..^1].Trim());
        if (plain.Length > 0 && (!char.IsAsciiDigit(plain[0]) || !char.IsAsciiDigit(plain[^1])))
            currency = Currencies.Take(ref plain);
        if (plain.EndsWith("/-", StringComparison.Ordinal))
            plain = plain[..^2].Trim();
        if (plain.StartsWith('-') || plain.StartsWith('−'))
            (negative, plain) = (!negative, plain[1..].Trim());
        else if (plain.EndsWith('-'))
            (negative, plain) = (!negative, plain[..^1].Trim());
        else if (plain.StartsWith('+'))
            plain = plain[1..].Trim();
        if (plain.Length > 0 && !char.IsAsciiDigit(plain[0]))
            currency ??= Currencies.Take(ref plain);
        if (
            !GroupsAreSound(plain)
            || !decimal.TryParse(
                plain.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            problem = $"'{Short(text!)}' is not an amount.";
            return null;
        }

        if (value > Limit)
        {
            problem = "The amount is too large.";
            return null;
        }

        return new WrittenAmount((negative ? -value : value) * scale, side, currency);
    }

    /// <summary>A number cell, in paise. Doubles such as 0.1 + 0.2 are taken at the fifteen digits that Excel shows.</summary>
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

        return ToPaise(Math.Round(Shown(number), 6), out problem, rounds: true);
    }

    /// <summary>The number at the fifteen digits that Excel shows: the conversion keeps no more.</summary>
    internal static decimal Shown(double number) => (decimal)number;

    /// <param name="rounds">Whether fractions of a paisa are rounded: a formula such as price × 1.18 leaves them in a number cell; in typed text they are a mistake.</param>
    internal static long? ToPaise(decimal rupees, out string? problem, bool rounds = false)
    {
        problem = Math.Abs(rupees) > Limit ? "The amount is too large." : null;
        if (problem is not null)
            return null;
        var paise = rupees * 100m;
        if (!rounds && paise != decimal.Truncate(paise))
            problem = $"{rupees.ToString(CultureInfo.InvariantCulture)} has more than two decimals.";
        return problem is null ? (long)Math.Round(paise, MidpointRounding.AwayFromZero) : null;
    }

    private static (AmountSide Side, decimal Scale) TakeEnding(ref string text)
    {
        if (Ends(ref text, "cr") || Ends(ref text, "cr."))
            return (AmountSide.Credit, 1);
        if (Ends(ref text, "dr") || Ends(ref text, "dr."))
            return (AmountSide.Debit, 1);
        foreach (var (word, scale) in AmountScales.Words)
        {
            if (Ends(ref text, word))
                return (AmountSide.None, scale);
        }

        return (AmountSide.None, 1);
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
