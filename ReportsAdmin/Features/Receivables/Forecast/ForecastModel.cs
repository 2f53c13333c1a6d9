using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Forecast;

/// <summary>What a position says of a customer. In paise.</summary>
internal readonly record struct CustomerMonth(int SnapshotId, int CustomerId, long Owed, long New, long Received)
{
    public long Opening => Owed - New + Received;
}

/// <summary>A position and the one before it of the same department and region.</summary>
internal sealed record LinkedPosition(Position Position, LinkedPosition? Before)
{
    /// <summary>How many months lie between the two; 0 without one before.</summary>
    public int Gap =>
        Before is null
            ? 0
            : ((Position.Period.Year - Before.Position.Period.Year) * 12)
                + Position.Period.Month
                - Before.Position.Period.Month;

    public Receipts Receipts =>
        new(Position.OutstandingPaise - Position.NewPaise + Position.RecoveredPaise, Position.RecoveredPaise, Gap);

    /// <summary>This and those before it that a pace looks at. The first of a department and region tells nothing of what came in.</summary>
    public IEnumerable<LinkedPosition> History()
    {
        var since = Position.Period.AddMonths(1 - ForecastFormulas.HistoryMonths);
        for (var link = this; link.Before is not null && link.Position.Period.CompareTo(since) >= 0; link = link.Before)
            yield return link;
    }

    /// <summary>Every position, by its key.</summary>
    public static Dictionary<int, LinkedPosition> Of(IEnumerable<Position> positions)
    {
        var links = new Dictionary<int, LinkedPosition>();
        foreach (var place in positions.GroupBy(p => (p.DepartmentId, p.Region)))
        {
            LinkedPosition? before = null;
            foreach (var position in place.OrderBy(p => p.Period))
                links[position.Id] = before = new LinkedPosition(position, before);
        }

        return links;
    }
}

/// <summary>What is forecast of a customer.</summary>
/// <param name="Pace">Null where nothing is known of the department and region either: then nothing is expected.</param>
internal sealed record CustomerForecast(
    int CustomerId,
    long OwedPaise,
    long DisputedPaise,
    decimal? Pace,
    bool IsOwnPace,
    IReadOnlyList<Money> Expected
);

/// <summary>
/// Forecasts from what positions say of customers. A forecast for a past month knows nothing but what was known before it, so it can be
/// held against what came in.
/// </summary>
internal sealed class ForecastModel(
    IEnumerable<CustomerMonth> months,
    IReadOnlyDictionary<(int SnapshotId, int CustomerId), long> disputed
)
{
    private readonly ILookup<int, CustomerMonth> rows = months.ToLookup(r => r.SnapshotId);

    /// <summary>What comes in after a position, of each customer whom it names.</summary>
    public IEnumerable<CustomerForecast> After(LinkedPosition position, int monthsAhead)
    {
        var history = position.History().ToList();
        var shared = ForecastFormulas.PaceOf(history.Select(l => l.Receipts));
        var paces = history
            .SelectMany(l =>
                rows[l.Position.Id].Select(r => (r.CustomerId, Of: new Receipts(r.Opening, r.Received, l.Gap)))
            )
            .GroupBy(r => r.CustomerId)
            .ToDictionary(g => g.Key, g => ForecastFormulas.PaceOf(g.Select(r => r.Of)));
        foreach (var row in rows[position.Position.Id])
        {
            var inDispute = disputed.GetValueOrDefault((row.SnapshotId, row.CustomerId));
            var owed = Math.Max(0, row.Owed - inDispute);
            var own = paces.GetValueOrDefault(row.CustomerId);
            var pace = own ?? shared;
            yield return new CustomerForecast(
                row.CustomerId,
                owed,
                inDispute,
                pace,
                own is not null,
                ForecastFormulas.Expected(owed, pace ?? 0, monthsAhead)
            );
        }
    }

    /// <summary>What was expected for the time up to a position from the one before it, and what came in. Empty when nothing could be forecast.</summary>
    public IEnumerable<(int CustomerId, long ExpectedPaise, long ReceivedPaise)> Held(LinkedPosition position)
    {
        if (
            position.Before is not { } before
            || ForecastFormulas.PaceOf(before.History().Select(l => l.Receipts)) is null
        )
            yield break;
        foreach (var forecast in After(before, position.Gap))
            yield return (forecast.CustomerId, forecast.Expected.Sum(e => e.Paise), 0);
        foreach (var row in rows[position.Position.Id])
            yield return (row.CustomerId, 0, row.Received);
    }
}
