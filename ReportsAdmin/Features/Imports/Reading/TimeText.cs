using System.Globalization;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads times of day and months written as text.</summary>
public static class TimeText
{
    private static readonly string[] Times =
    [
        "H:mm",
        "HH:mm",
        "H:mm:ss",
        "HH:mm:ss",
        "h:mm tt",
        "h:mmtt",
        "h tt",
        "htt",
        "h:mm:ss tt",
        "H.mm",
    ];
    private static readonly string[] MonthForms =
    [
        "MMM-yy",
        "MMM-yyyy",
        "MMMM-yy",
        "MMMM-yyyy",
        "yyyy-MM",
        "yyyy-M",
        "MM-yyyy",
        "M-yyyy",
        "yyyyMM",
        "yyyy-MMM",
        "yyyy-MMMM",
    ];

    /// <summary><c>10:30</c>, <c>2:05 pm</c>, <c>14.30</c>; null when it is no time of day.</summary>
    public static TimeOnly? Parse(string text) =>
        TimeOnly.TryParseExact(
            text.Trim()
                .Replace("a.m.", "AM", StringComparison.OrdinalIgnoreCase)
                .Replace("p.m.", "PM", StringComparison.OrdinalIgnoreCase)
                .ToUpperInvariant(),
            Times,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowInnerWhite,
            out var time
        )
            ? time
            : null;

    /// <summary><c>Apr-25</c>, <c>April 2025</c>, <c>Apr'25</c>, <c>2025-04</c>, <c>04/2025</c>, <c>202504</c>: the first of the month; null when it is no month alone.</summary>
    public static DateOnly? Month(string text)
    {
        var words = text.Split(
            [' ', '-', '/', '\'', '.', ','],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        if (words.Length is 0 or > 2)
            return null;
        // "Sept" is how many write it, and no form of the framework.
        var joined = string.Join('-', words).Replace("Sept-", "Sep-", StringComparison.OrdinalIgnoreCase);
        return
            DateOnly.TryParseExact(joined, MonthForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1954 and <= 2119
            ? new DateOnly(date.Year, date.Month, 1)
            : null;
    }
}
