using System.Globalization;
using System.Text.RegularExpressions;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>The days that the header of an age bucket names.</summary>
/// <param name="To">Null when it has no end: <c>90+</c>.</param>
internal readonly record struct AgeRange(int From, int? To);

/// <summary>Reads the headers of age buckets in any wording: <c>31 - 60 days</c>, <c>90+</c>, <c>121 and above</c>, <c>Up to 30</c>, <c>Current</c>, <c>Not due</c>.</summary>
internal static partial class AgeHeader
{
    // A greater number is a year: "2024-2025" is no bucket.
    private const int MostDays = 1_899;

    // "31 - 60 days past due", as QuickBooks writes it.
    private const string PastDue = "past due";

    private static readonly int[] Ends = [30, 90, 180, 365];

    /// <summary>The days of a header; null when it names no bucket.</summary>
    public static AgeRange? Parse(string header)
    {
        var text = header.ToLowerInvariant().Replace('\u2013', '-').Replace('\u2014', '-').Trim();
        if (text.EndsWith(PastDue, StringComparison.Ordinal))
            text = text[..^PastDue.Length].TrimEnd();
        if (NotDue().IsMatch(text))
            return new AgeRange(0, 0);
        if (Between().Match(text) is { Success: true } between)
            return Range(between, 1);
        if (UpTo().Match(text) is { Success: true } upTo)
            return new AgeRange(0, Days(upTo, "to"));
        if (Above().Match(text) is not { Success: true } above)
            return null;
        var from = Days(above, "from");
        return from is null ? null : new AgeRange(from.Value + (above.Groups["open"].Success ? 1 : 0), null);
    }

    /// <summary>The company's bucket that holds all of the header's days; null when none does, or the header names no bucket.</summary>
    public static int? BucketOf(string header) =>
        Parse(header) is { } range && YoungestOf(range) is var bucket && Holds(bucket, range) ? bucket : null;

    /// <summary>The company's bucket in which the header's days begin, where they do not fit into one; null when they fit, or the header names no bucket.</summary>
    public static int? CrossingFrom(string header) =>
        Parse(header) is { } range && YoungestOf(range) is var bucket && !Holds(bucket, range) ? bucket : null;

    private static int YoungestOf(AgeRange range)
    {
        // "30-60" and "365+" begin where the earlier bucket ends: the shared day belongs to the earlier one.
        var from = Ends.Contains(range.From) && range.To != range.From ? range.From + 1 : range.From;
        return Ends.TakeWhile(end => from > end).Count();
    }

    private static bool Holds(int bucket, AgeRange range) => bucket == Ends.Length || range.To <= Ends[bucket];

    /// <summary>The bucket of a cell such as <c>31-90</c>; null when the text names none.</summary>
    public static AgeBucket? OfCell(string text) => BucketOf(text) is { } bucket ? (AgeBucket)bucket : null;

    private static AgeRange? Range(Match match, int unit)
    {
        if (Days(match, "from") is not { } from || Days(match, "to") is not { } to || to < from || from > MostDays)
            return null;
        return new AgeRange(from * unit, to * unit);
    }

    private static int? Days(Match match, string group)
    {
        if (
            !int.TryParse(
                match.Groups[group].ValueSpan,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            return null;
        var unit =
            match.Groups["unit"].Value is ['y', ..] ? 365
            : match.Groups["unit"].Value is ['m', ..] ? 30
            : 1;
        var days = number == 12 && unit == 30 ? 365 : number * unit;
        return days <= MostDays ? days : null;
    }

    [GeneratedRegex(@"^(current|not\s*(yet\s*)?due|not\s*overdue|within\s*(due|terms|credit\s*period))(\s*\(.*\))?$")]
    private static partial Regex NotDue();

    [GeneratedRegex(
        @"^(age\w*\s*|bucket\s*|overdue\s*|due\s*|\(|outstanding\s*)*(from\s*)?(?<from>\d{1,4})\s*(days?\s*)?(-|to|~)\s*(?<to>\d{1,4})\s*(?<unit>days?|d|months?|mths?|m|years?|yrs?|y)?\b\)?(\s*(days?|overdue|amount|\(.*\)))*$"
    )]
    private static partial Regex Between();

    [GeneratedRegex(
        @"^(<\s*=?|up\s*to|upto|less\s*than|below|under|within)\s*(?<to>\d{1,4})\s*(?<unit>days?|d|months?|mths?|m|years?|yrs?|y)?(\s*\(.*\))?$"
    )]
    private static partial Regex UpTo();

    [GeneratedRegex(
        @"^((?<open>>|above|over|more\s*than|greater\s*than|beyond|older\s*than)|>\s*=)\s*(?<from>\d{1,4})\s*(?<unit>days?|d|months?|mths?|m|years?|yrs?|y)?(\s*\(.*\))?$|^(?<from>\d{1,4})\s*(?<unit>days?|d|months?|mths?|m|years?|yrs?|y)?\s*(\+|(and|&)\s*(above|over|more|older)|or\s*(more|above|older)|plus|onwards?)\s*(days?)?(\s*\(.*\))?$"
    )]
    private static partial Regex Above();
}
