using System.Globalization;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads dates written as text. Whether 03/04/2025 is April or March is decided for the whole column (<see cref="DateEvidence"/>), never per cell.</summary>
public static class DateText
{
    private static readonly string[] Months =
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ];
    private static readonly char[] Separators = ['/', '-', '.', ' ', ',', '\''];

    /// <summary>The three numbers of a date in the order written, with the year first or last; null when the text is no date.</summary>
    public static (int First, int Second, int Year, bool YearFirst, bool NamedMonth)? Parts(string text)
    {
        var plain = text.Trim();
        var time = plain.IndexOfAny(['T', 't']);
        if (time == 10 && char.IsDigit(plain[0]))
            plain = plain[..10];
        var words = plain.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 3 or > 5)
            return null;
        if (words.Length > 3 && !words[3].Contains(':', StringComparison.Ordinal))
            return null;
        var named = Array.FindIndex(words, 0, 3, w => char.IsLetter(w[0]));
        if (named == 2)
            return null;
        if (named >= 0)
        {
            if (words[named].Length < 3)
                return null;
            var month = Array.IndexOf(Months, words[named][..3].ToLowerInvariant()) + 1;
            var (day, year) = named == 0 ? (words[1], words[2]) : (words[0], words[2]);
            if (words[0].Length == 4 && named == 1)
                (day, year) = (words[2], words[0]);
            return month > 0 && Number(day.TrimEnd('s', 't', 'n', 'd', 'r', 'h')) is { } d && YearOf(year) is { } y
                ? (d, month, y, false, true)
                : null;
        }

        if (words[0].Length == 4)
            return YearOf(words[0]) is { } first && Number(words[1]) is { } m && Number(words[2]) is { } n
                ? (n, m, first, true, false)
                : null;
        return Number(words[0]) is { } a && Number(words[1]) is { } b && YearOf(words[2]) is { } last
            ? (a, b, last, false, false)
            : null;
    }

    /// <summary>The date, read in the column's order; null when it is no date or does not exist (31 June).</summary>
    public static DateOnly? Parse(string text, DateOrder order)
    {
        if (Parts(text) is not { } p)
            return null;
        var (day, month) =
            p.YearFirst || p.NamedMonth || order != DateOrder.MonthFirst ? (p.First, p.Second) : (p.Second, p.First);
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(p.Year, month)
            ? new DateOnly(p.Year, month, day)
            : null;
    }

    private static int? Number(string text) =>
        text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;

    private static int? YearOf(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            return null;
        return text.Length switch
        {
            4 when n is >= 1950 and <= 2199 => n,
            2 => n < 70 ? 2000 + n : 1900 + n,
            _ => null,
        };
    }
}

/// <summary>What the text dates of one column say about their order, gathered over all rows.</summary>
public sealed class DateEvidence
{
    private int dayFirst;
    private int monthFirst;
    private int open;

    public List<string> Examples { get; } = [];

    /// <summary>Whether any text date depends on the order.</summary>
    public bool Any => dayFirst + monthFirst + open > 0;

    public void Add(string text)
    {
        if (DateText.Parts(text) is not { YearFirst: false, NamedMonth: false } p)
            return;
        if (p.First > 12 && p.Second <= 12)
            dayFirst++;
        else if (p.Second > 12 && p.First <= 12)
            monthFirst++;
        else if (p.First != p.Second)
        {
            open++;
            if (Examples.Count < 3)
                Examples.Add(text.Trim());
        }
    }

    /// <summary>The order that the column proves; day first when nothing is open; unknown when only a person can tell.</summary>
    public DateOrder Order =>
        dayFirst > 0 && monthFirst == 0 ? DateOrder.DayFirst
        : monthFirst > 0 && dayFirst == 0 ? DateOrder.MonthFirst
        : open == 0 && dayFirst == 0 ? DateOrder.DayFirst
        : DateOrder.Unknown;
}
