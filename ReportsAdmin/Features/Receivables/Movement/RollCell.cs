using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>What became of an amount between two months.</summary>
public enum RollKind
{
    /// <summary>Owed in both months, in the same bucket or another.</summary>
    Rolled,

    /// <summary>The part by which an invoice that is still open shrank.</summary>
    Received,

    /// <summary>Open in the first month, and in the second paid or no longer in the books.</summary>
    Gone,

    /// <summary>Open in the second month alone.</summary>
    New,

    /// <summary>The part by which an invoice that was open already grew.</summary>
    Grown,
}

/// <summary>A cell of the roll matrix. In addresses and answers it reads <c>31-90:91-180</c>, <c>31-90:received</c>, <c>31-90:gone</c>, <c>new:0-30</c> or <c>grown:0-30</c>.</summary>
/// <param name="Then">The bucket at the end of the first month; null for what is new or grew.</param>
/// <param name="Now">The bucket at the end of the second month; null for what was received or is gone.</param>
public sealed record RollCell(RollKind Kind, AgeBucket? Then, AgeBucket? Now)
{
    private const string New = "new";
    private const string Grown = "grown";
    private const string Received = "received";
    private const string Gone = "gone";

    public static readonly IReadOnlyList<AgeBucket> Buckets = Enum.GetValues<AgeBucket>();

    /// <summary>The name of the row.</summary>
    public string From =>
        Kind switch
        {
            RollKind.New => New,
            RollKind.Grown => Grown,
            _ => KeyOf(Then!.Value),
        };

    /// <summary>The name of the column.</summary>
    public string To =>
        Kind switch
        {
            RollKind.Received => Received,
            RollKind.Gone => Gone,
            _ => KeyOf(Now!.Value),
        };

    /// <summary>The name of a bucket in addresses and answers: always that of the standard scheme.</summary>
    public static string KeyOf(AgeBucket bucket) => AgeingScheme.Standard.Labels[(int)bucket];

    public static RollCell Rolled(AgeBucket then, AgeBucket now) => new(RollKind.Rolled, then, now);

    public static RollCell NewIn(AgeBucket now) => new(RollKind.New, null, now);

    public static RollCell GrownIn(AgeBucket now) => new(RollKind.Grown, null, now);

    public static RollCell ReceivedFrom(AgeBucket then) => new(RollKind.Received, then, null);

    public static RollCell GoneFrom(AgeBucket then) => new(RollKind.Gone, then, null);

    /// <summary>The cell of a name, or null when the text is anything else.</summary>
    public static RollCell? Parse(string? text)
    {
        if (text?.Split(':') is not [var from, var to])
            return null;
        return (from, BucketOf(from), to, BucketOf(to)) switch
        {
            (New, _, _, { } now) => NewIn(now),
            (Grown, _, _, { } now) => GrownIn(now),
            (_, { } then, Received, _) => ReceivedFrom(then),
            (_, { } then, Gone, _) => GoneFrom(then),
            (_, { } then, _, { } now) => Rolled(then, now),
            _ => null,
        };
    }

    public override string ToString() => $"{From}:{To}";

    private static AgeBucket? BucketOf(string key)
    {
        for (var at = 0; at < Buckets.Count; at++)
        {
            if (KeyOf(Buckets[at]) == key)
                return Buckets[at];
        }

        return null;
    }
}
