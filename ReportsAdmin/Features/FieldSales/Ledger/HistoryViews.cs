using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>The stock of one month, its first day named.</summary>
public sealed record StockMonth(DateOnly Month, StockFigures Stock);

/// <summary>An outlet's month.</summary>
/// <param name="Outstanding">Owed on the last day of the month, or of the range.</param>
public sealed record OutletMonth(DateOnly Month, StockAmount Purchases, int Visits, Money Outstanding);

/// <summary>What was owed on a day.</summary>
public sealed record DuesRow(DateOnly Day, Money Outstanding, Money Overdue, int UploadId, int SheetRow);

public sealed record PurchaseRow(
    long Id,
    DateOnly Day,
    int ProductId,
    string Product,
    string Unit,
    StockAmount Amount,
    int UploadId,
    int SheetRow
);

/// <param name="Sum">Of every purchase that matched.</param>
public sealed record PurchaseList(Page<PurchaseRow> Page, StockAmount Sum);
