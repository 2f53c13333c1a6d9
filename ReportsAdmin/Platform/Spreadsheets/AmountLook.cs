using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>The signs that a number format writes beside an amount, by sign of the number.</summary>
/// <param name="Currency">The symbol or code of a currency in the format: <c>$</c>, <c>€</c>, <c>₹</c>; null when it has none.</param>
public sealed record AmountLook(string PositiveText, string NegativeText, string? Currency)
{
    /// <summary>What the format writes beside a number; null when it writes nothing that matters.</summary>
    public static AmountLook? Of(string format)
    {
        if (format.AsSpan().IndexOfAny("\"$\\€£₹") < 0 && !format.Contains("r", StringComparison.OrdinalIgnoreCase))
            return null;
        var sections = format.Split(';');
        var (positive, currency) = Literals(sections[0]);
        var (negative, other) = sections.Length > 1 ? Literals(sections[1]) : (positive, currency);
        currency ??= other;
        return positive.Length == 0 && negative.Length == 0 && currency is null
            ? null
            : new AmountLook(positive, negative, currency);
    }

    /// <summary>The literal text beside a number of that sign.</summary>
    public string TextOf(double number) => number < 0 ? NegativeText : PositiveText;

    private static (string Text, string? Currency) Literals(string section)
    {
        var text = new StringBuilder();
        string? currency = null;
        for (var i = 0; i < section.Length; i++)
        {
            switch (section[i])
            {
                case '"':
                    var end = section.IndexOf('"', i + 1);
                    end = end < 0 ? section.Length : end;
                    text.Append(section, i + 1, end - i - 1);
                    i = end;
                    break;
                case '[':
                    var close = section.IndexOf(']', i + 1);
                    close = close < 0 ? section.Length : close;
                    if (i + 1 < close && section[i + 1] == '$')
                        currency ??= section[(i + 2)..close].Split('-')[0].Trim();
                    i = close;
                    break;
                case '\\' when i + 1 < section.Length:
                    text.Append(section[++i]);
                    break;
                case '_' or '*':
                    i++;
                    break;
                case '$' or '€' or '£' or '¥' or '₹':
                    text.Append(section[i]);
                    break;
                default:
                    if (char.IsLetter(section[i]))
                        text.Append(section[i]);
                    break;
            }
        }

        var plain = text.ToString().Trim();
        if (plain.AsSpan().IndexOfAny("$€£¥₹") is >= 0 and var at)
            currency ??= plain[at].ToString();
        return (plain, currency is "" ? null : currency);
    }
}
