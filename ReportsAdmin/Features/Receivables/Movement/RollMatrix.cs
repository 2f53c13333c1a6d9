using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <param name="Invoices">Invoices, and parts of totals that came without invoices.</param>
public readonly record struct RollAmount(Money Amount, int Invoices)
{
    public static RollAmount operator +(RollAmount a, RollAmount b) =>
        new(a.Amount + b.Amount, checked(a.Invoices + b.Invoices));
}

/// <summary>
/// Where the amounts of one month's end are at another's. An invoice that is open in both stands in the cell of its two
/// buckets with the smaller of its two amounts; by what it shrank is "received" in its row, by what it grew is "grown" in its
/// column. So every row adds up to the ageing of the first month, and every column to that of the second.
/// </summary>
public sealed class RollMatrix
{
    private readonly Dictionary<RollCell, RollAmount> cells = [];

    /// <summary>The cells that hold something.</summary>
    public IReadOnlyDictionary<RollCell, RollAmount> Cells => cells;

    public RollAmount this[RollCell cell] => cells.GetValueOrDefault(cell);

    /// <summary>The amount of a bucket at the end of the first month. An invoice that was received in part counts once, where it is now.</summary>
    public RollAmount Then(AgeBucket bucket) => Sum(c => c.Then == bucket, RollKind.Received);

    /// <summary>The amount of a bucket at the end of the second month. An invoice that grew counts once, where it was.</summary>
    public RollAmount Now(AgeBucket bucket) => Sum(c => c.Now == bucket, RollKind.Grown);

    public RollAmount Opening => Sum(c => c.Then is not null, RollKind.Received);

    public RollAmount Closing => Sum(c => c.Now is not null, RollKind.Grown);

    public RollAmount All(RollKind kind) => Sum(c => c.Kind == kind, null);

    /// <summary>Adds invoices that share their buckets and the direction of their change.</summary>
    /// <param name="then">Null when they were not open.</param>
    /// <param name="now">Null when they are not open.</param>
    internal void Add(AgeBucket? then, AgeBucket? now, Money thenAmount, Money nowAmount, int invoices)
    {
        switch (then, now)
        {
            case ({ } was, { } isIn):
                Add(RollCell.Rolled(was, isIn), nowAmount < thenAmount ? nowAmount : thenAmount, invoices);
                if (nowAmount < thenAmount)
                    Add(RollCell.ReceivedFrom(was), thenAmount - nowAmount, invoices);
                if (nowAmount > thenAmount)
                    Add(RollCell.GrownIn(isIn), nowAmount - thenAmount, invoices);
                break;
            case ({ } was, null):
                Add(RollCell.GoneFrom(was), thenAmount, invoices);
                break;
            case (null, { } isIn):
                Add(RollCell.NewIn(isIn), nowAmount, invoices);
                break;
        }
    }

    private void Add(RollCell cell, Money amount, int invoices) =>
        cells[cell] = cells.GetValueOrDefault(cell) + new RollAmount(amount, invoices);

    /// <param name="countedElsewhere">Amounts of this kind are parts of invoices that another cell counts.</param>
    private RollAmount Sum(Func<RollCell, bool> within, RollKind? countedElsewhere) =>
        cells
            .Where(c => within(c.Key))
            .Aggregate(default(RollAmount), (sum, c) =>
                sum + (c.Key.Kind == countedElsewhere ? c.Value with { Invoices = 0 } : c.Value)
            );
}
