using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>What a line of the stock ledger says.</summary>
public enum MovementKind : short
{
    /// <summary>Stock that was there when the books began.</summary>
    Opening = 0,

    /// <summary>From the company to the distributor.</summary>
    Sale = 1,

    /// <summary>To farmers: out of the distributor's stock for good.</summary>
    Liquidation = 2,

    /// <summary>A correction, either sign.</summary>
    Adjustment = 3,
}

/// <summary>
/// A line of the stock ledger: what one distributor got or gave of one product on one day. Opening, sales and liquidation are
/// written as positive amounts. Every stock figure of any range of dates derives from these rows.
/// </summary>
public sealed class StockMovement : IUploaded
{
    public long Id { get; init; }

    public int DistributorId { get; init; }

    public int ProductId { get; init; }

    public DateOnly Day { get; init; }

    public MovementKind Kind { get; init; }

    /// <summary>Thousandths of the product's unit.</summary>
    public long VolumeMilli { get; init; }

    public long ValuePaise { get; init; }

    public string Reference { get; init; } = "";

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>What an outlet bought of a product on a day.</summary>
public sealed class OutletPurchase : IUploaded
{
    public long Id { get; init; }

    public int OutletId { get; init; }

    public int ProductId { get; init; }

    public DateOnly Day { get; init; }

    public long VolumeMilli { get; init; }

    public long ValuePaise { get; init; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>What a distributor or an outlet owed at the end of a day; the latest row up to a day counts.</summary>
public sealed class PartyBalance : IUploaded
{
    public long Id { get; init; }

    public int? DistributorId { get; set; }

    public int? OutletId { get; set; }

    public DateOnly Day { get; init; }

    public long OutstandingPaise { get; init; }

    public long OverduePaise { get; init; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>A visit of a field person to an outlet.</summary>
public sealed class Visit : IUploaded
{
    public long Id { get; init; }

    public int UserId { get; init; }

    public int OutletId { get; init; }

    public DateTime At { get; init; }

    public int Minutes { get; init; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}

/// <summary>How many visits a field person is to make in a month.</summary>
public sealed class VisitTarget : IUploaded
{
    public int UserId { get; init; }

    /// <summary><c>yyyymm</c>.</summary>
    public int Month { get; init; }

    public int Visits { get; init; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }
}
