using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>How old a debt is: the five buckets of spec 003 and the one for items without a date.</summary>
public enum AgeBucket : short
{
    UpTo30 = 0,
    UpTo90 = 1,
    UpTo180 = 2,
    UpTo365 = 3,
    Older = 4,
    Unclassified = 5,
}

/// <summary>
/// Where the buckets part, in days. The standard scheme is 30, 90, 180, 365; a department may choose its own four edges.
/// The wire of spec 003 always speaks the standard scheme.
/// </summary>
public sealed record AgeingScheme(int First, int Second, int Third, int Fourth)
{
    public static readonly AgeingScheme Standard = new(30, 90, 180, 365);

    /// <summary>The bucket names in order, <c>0-30</c> to <c>&gt;365</c> in the standard scheme, then <c>unclassified</c>.</summary>
    public IReadOnlyList<string> Labels { get; } =
    [
        string.Create(CultureInfo.InvariantCulture, $"0-{First}"),
        string.Create(CultureInfo.InvariantCulture, $"{First + 1}-{Second}"),
        string.Create(CultureInfo.InvariantCulture, $"{Second + 1}-{Third}"),
        string.Create(CultureInfo.InvariantCulture, $"{Third + 1}-{Fourth}"),
        string.Create(CultureInfo.InvariantCulture, $">{Fourth}"),
        "unclassified",
    ];

    /// <summary>Four ascending whole numbers of days, separated by commas; anything else gives the standard scheme.</summary>
    public static AgeingScheme Parse(string? edges)
    {
        var days = (edges ?? "")
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)
            .ToArray();
        return days is [> 0, _, _, _] && days[0] < days[1] && days[1] < days[2] && days[2] < days[3]
            ? new AgeingScheme(days[0], days[1], days[2], days[3])
            : Standard;
    }

    /// <summary>The bucket of a date on a day. A date in the future is not overdue: it counts as the youngest.</summary>
    public AgeBucket BucketOf(DateOnly? date, DateOnly asOf)
    {
        if (date is not { } day)
            return AgeBucket.Unclassified;
        var age = asOf.DayNumber - day.DayNumber;
        return age <= First ? AgeBucket.UpTo30
            : age <= Second ? AgeBucket.UpTo90
            : age <= Third ? AgeBucket.UpTo180
            : age <= Fourth ? AgeBucket.UpTo365
            : AgeBucket.Older;
    }

    /// <summary>The oldest dates that still fall into the first four buckets on a day: a date on or after an edge is younger than it.</summary>
    public AgeingEdges EdgesOn(DateOnly asOf) =>
        new(asOf.AddDays(-First), asOf.AddDays(-Second), asOf.AddDays(-Third), asOf.AddDays(-Fourth));
}

public readonly record struct AgeingEdges(DateOnly First, DateOnly Second, DateOnly Third, DateOnly Fourth);

/// <summary>One sum per bucket. They always add up to <see cref="Total"/>, the outstanding shown beside them.</summary>
public sealed record AgeingAmounts(
    Money UpTo30,
    Money UpTo90,
    Money UpTo180,
    Money UpTo365,
    Money Older,
    Money Unclassified
)
{
    public static readonly AgeingAmounts None = new(
        Money.Zero,
        Money.Zero,
        Money.Zero,
        Money.Zero,
        Money.Zero,
        Money.Zero
    );

    public Money Total => UpTo30 + UpTo90 + UpTo180 + UpTo365 + Older + Unclassified;

    public Money this[AgeBucket bucket] =>
        bucket switch
        {
            AgeBucket.UpTo30 => UpTo30,
            AgeBucket.UpTo90 => UpTo90,
            AgeBucket.UpTo180 => UpTo180,
            AgeBucket.UpTo365 => UpTo365,
            AgeBucket.Older => Older,
            _ => Unclassified,
        };

    public static AgeingAmounts operator +(AgeingAmounts a, AgeingAmounts b) =>
        new(
            a.UpTo30 + b.UpTo30,
            a.UpTo90 + b.UpTo90,
            a.UpTo180 + b.UpTo180,
            a.UpTo365 + b.UpTo365,
            a.Older + b.Older,
            a.Unclassified + b.Unclassified
        );

    /// <summary>The oldest bucket that holds a debt, or null when nothing is owed.</summary>
    public AgeBucket? Oldest
    {
        get
        {
            foreach (
                var bucket in (ReadOnlySpan<AgeBucket>)
                    [
                        AgeBucket.Older,
                        AgeBucket.UpTo365,
                        AgeBucket.UpTo180,
                        AgeBucket.UpTo90,
                        AgeBucket.UpTo30,
                        AgeBucket.Unclassified,
                    ]
            )
            {
                if (this[bucket].Paise > 0)
                    return bucket;
            }

            return null;
        }
    }
}
