using System.Text.RegularExpressions;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>What the figures of a column are counted in.</summary>
/// <param name="Factor">Rupees for one.</param>
/// <param name="Name">As people say it: <c>lakhs</c>.</param>
public sealed record AmountScale(long Factor, string Name);

/// <summary>Finds the scale that a header or a title states: <c>(₹ in lakhs)</c>, <c>in '000</c>, <c>Rs. Cr</c>.</summary>
public static partial class AmountScales
{
    public static readonly AmountScale Thousands = new(1_000, "thousands");
    public static readonly AmountScale Lakhs = new(100_000, "lakhs");
    public static readonly AmountScale Millions = new(1_000_000, "millions");
    public static readonly AmountScale Crores = new(10_000_000, "crores");

    /// <summary>Words that may follow a single amount.</summary>
    internal static readonly (string Word, decimal Scale)[] Words =
    [
        ("crores", 10_000_000),
        ("crore", 10_000_000),
        ("lakhs", 100_000),
        ("lakh", 100_000),
        ("lacs", 100_000),
        ("lac", 100_000),
        ("thousand", 1_000),
    ];

    /// <summary>The scale that a text states; null when it states none.</summary>
    /// <param name="isTitle">Whether the text is a line above the header: there a scale counts only after "in", or beside a currency.</param>
    public static AmountScale? In(string text, bool isTitle = false)
    {
        if (isTitle && !TitleStatement().IsMatch(text))
            return null;
        return Lakh().IsMatch(text) ? Lakhs
            : Crore().IsMatch(text) ? Crores
            : Million().IsMatch(text) ? Millions
            : Thousand().IsMatch(text) ? Thousands
            : null;
    }

    /// <summary>Whether a header says <c>Cr</c> in a way that may mean crore or credit: <c>Outstanding (Rs. Cr)</c>.</summary>
    public static bool MayBeCrore(string header) => CroreSign().IsMatch(header);

    [GeneratedRegex(@"\b(lakhs?|lacs?|lkhs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Lakh();

    [GeneratedRegex(@"\bcrores?\b|\bcrs\b|\bin\s+cr\b", RegexOptions.IgnoreCase)]
    private static partial Regex Crore();

    [GeneratedRegex(@"\b(millions?|mn|mio)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Million();

    [GeneratedRegex(
        @"\bthousands?\b|\bin\s+k\b|['’`]\s?000s?\b|\(\s*000s?\s*\)|\bin\s+000s?\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Thousand();

    [GeneratedRegex(@"(\bin\b|₹|\brs\b|\binr\b|\bfigures\b|\bamounts?\b)", RegexOptions.IgnoreCase)]
    private static partial Regex TitleStatement();

    [GeneratedRegex(@"(₹|\brs\.?|\binr|\()\s*cr\.?\s*\)?\s*$|\bcr\.?\s*\)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex CroreSign();
}
