using System.Globalization;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads dates written as text. Whether 03/04/2025 is April or March is decided for the whole column (<see cref="DateEvidence"/>), never per cell.</summary>
public static class DateText
{
    private static readonly string[] Months =
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    private static readonly string[] Weekdays =
    [
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ];
    private const int LongestDate = 48;

    /// <summary>The three numbers of a date in the order written, with the year first or last; null when the text is no date.</summary>
    public static (int First, int Second, int Year, bool YearFirst, bool NamedMonth)? Parts(string text)
    {
        var plain = text.AsSpan().Trim();
        if (plain.Length is < 5 or > LongestDate)
            return null;
        var words = default(DateWords);
        if (!words.Read(plain))
            return null;
        return words.Month > 0 ? Named(words) : Numeric(words);
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

    /// <summary>An ISO instant with its offset (<c>2026-09-12T20:30:00Z</c>); null for a day or a time without one, which is the company's own.</summary>
    public static DateTimeOffset? Instant(string text)
    {
        var plain = text.AsSpan().Trim();
        if (plain.Length is < 17 or > LongestDate || plain[4] != '-' || plain[10] is not ('T' or 't' or ' '))
            return null;
        var hasOffset = plain[^1] is 'Z' or 'z' || plain[16..].IndexOfAny('+', '-') >= 0;
        return
            hasOffset
            && DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : null;
    }

    private static (int, int, int, bool, bool)? Named(in DateWords words)
    {
        if (words.Count != 2 || words.MonthAt == 2)
            return null;
        var yearFirst = words.MonthAt == 1 && words.FirstDigits == 4;
        var (day, dayDigits, year, yearDigits) = yearFirst
            ? (words.Second, words.SecondDigits, words.First, words.FirstDigits)
            : (words.First, words.FirstDigits, words.Second, words.SecondDigits);
        return dayDigits <= 2 && YearOf(year, yearDigits) is { } y ? (day, words.Month, y, false, true) : null;
    }

    private static (int, int, int, bool, bool)? Numeric(in DateWords words)
    {
        // 20260913, as databases and SAP write it.
        if (words is { Count: 1, FirstDigits: 8 })
            return YearOf(words.First / 10000, 4) is { } compact
                ? (words.First % 100, words.First / 100 % 100, compact, true, false)
                : null;
        if (words.Count != 3 || words.SecondDigits > 2)
            return null;
        if (words.FirstDigits == 4)
            return YearOf(words.First, 4) is { } first && words.ThirdDigits <= 2
                ? (words.Third, words.Second, first, true, false)
                : null;
        return words.FirstDigits <= 2 && YearOf(words.Third, words.ThirdDigits) is { } last
            ? (words.First, words.Second, last, false, false)
            : null;
    }

    private static int? YearOf(int number, int digits) =>
        digits switch
        {
            4 when number is >= 1950 and <= 2199 => number,
            2 => number < 70 ? 2000 + number : 1900 + number,
            _ => null,
        };

    /// <summary>The numbers and the month's name of a date, gathered without allocating.</summary>
    private struct DateWords
    {
        public int Count;
        public int First;
        public int FirstDigits;
        public int Second;
        public int SecondDigits;
        public int Third;
        public int ThirdDigits;
        public int Month;
        public int MonthAt;

        /// <summary>False when a word or a sign occurs that no date has. A time of day ends the date.</summary>
        public bool Read(ReadOnlySpan<char> text)
        {
            var at = 0;
            while (at < text.Length)
            {
                var start = at;
                if (char.IsAsciiDigit(text[at]))
                {
                    while (at < text.Length && char.IsAsciiDigit(text[at]))
                        at++;
                    if (at < text.Length && text[at] == ':')
                        return Count + (Month > 0 ? 1 : 0) >= 3 || Count == 1 && FirstDigits == 8;
                    if (!Add(text[start..at]))
                        return false;
                }
                else if (char.IsLetter(text[at]))
                {
                    while (at < text.Length && char.IsLetter(text[at]))
                        at++;
                    if (!Word(text[start..at]))
                        return false;
                }
                else if (!IsSeparator(text[at++]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Add(ReadOnlySpan<char> digits)
        {
            if (digits.Length > 8)
                return false;
            var value = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            switch (Count++)
            {
                case 0:
                    (First, FirstDigits) = (value, digits.Length);
                    return true;
                case 1:
                    (Second, SecondDigits) = (value, digits.Length);
                    return true;
                case 2:
                    (Third, ThirdDigits) = (value, digits.Length);
                    return true;
                default:
                    return false;
            }
        }

        private bool Word(ReadOnlySpan<char> word)
        {
            if (Month == 0 && MonthOf(word) is var month and > 0)
            {
                (Month, MonthAt) = (month, Count);
                return true;
            }

            // 13th, the T before a time, and what a sentence has between the parts of a date.
            return IsOneOf(word, "st", "nd", "rd", "th", "T", "of") || IsWeekday(word);
        }

        private static int MonthOf(ReadOnlySpan<char> word)
        {
            if (word.Length < 3)
                return 0;
            for (var i = 0; i < Months.Length; i++)
            {
                if (Months[i].AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    return i + 1;
            }

            return 0;
        }

        private static bool IsWeekday(ReadOnlySpan<char> word)
        {
            if (word.Length < 3)
                return false;
            foreach (var day in Weekdays)
            {
                if (day.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            return IsOneOf(word, "tues", "weds", "thurs");
        }

        private static bool IsOneOf(ReadOnlySpan<char> word, params ReadOnlySpan<string> words)
        {
            foreach (var one in words)
            {
                if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            return false;
        }

        private static bool IsSeparator(char c) =>
            c is '/' or '-' or '.' or ',' or '\'' or '’' or '‐' or '‑' or '–' or '(' or ')' || char.IsWhiteSpace(c);
    }
}
