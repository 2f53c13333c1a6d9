namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>The lines of the stock ledger of one distributor, one kind and one month, added up over products: what figures of long times are made of.</summary>
public sealed class StockMonthSum
{
    public int DistributorId { get; init; }

    /// <summary>Its first day.</summary>
    public DateOnly Month { get; init; }

    public MovementKind Kind { get; init; }

    public long VolumeMilli { get; init; }

    public long ValuePaise { get; init; }
}
