using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>Age buckets as people read them, and their colours.</summary>
public static class BucketText
{
    public static readonly IReadOnlyList<AgeBucket> All =
    [
        AgeBucket.UpTo30,
        AgeBucket.UpTo90,
        AgeBucket.UpTo180,
        AgeBucket.UpTo365,
        AgeBucket.Older,
        AgeBucket.Unclassified,
    ];

    /// <summary><c>31–90 days</c>, <c>Over 365 days</c>, <c>No date</c>, from a bucket's label.</summary>
    public static string Of(string label) =>
        label switch
        {
            "unclassified" => "No date",
            ['>', .. var days] => $"Over {days} days",
            _ => label.Replace('-', '–') + " days",
        };

    /// <summary>The same without the word "days".</summary>
    public static string Short(string label) => Of(label).Replace(" days", "", StringComparison.Ordinal);

    /// <summary><c>51 days</c>, <c>1 day</c>; <c>dated ahead</c> and <c>no date</c> where there is no age.</summary>
    public static string Age(int? days) =>
        days switch
        {
            null => "no date",
            < 0 => "dated ahead",
            { } d => Counts.Of(d, "day"),
        };

    /// <summary>Amounts in paise in the order of <see cref="All"/>.</summary>
    public static long[] Paise(AgeingAmounts amounts) => [.. All.Select(b => amounts[b].Paise)];

    /// <summary>Names in the order of <see cref="All"/>.</summary>
    public static string[] Names(AgeingScheme scheme) => [.. All.Select(b => Of(scheme.Labels[(int)b]))];

    public static string Color(AgeBucket bucket) => $"var(--age-{(int)bucket})";

    /// <summary>The name of a bucket in an address: always that of the standard scheme.</summary>
    public static string Key(AgeBucket bucket) => AgeingScheme.Standard.Labels[(int)bucket];
}
