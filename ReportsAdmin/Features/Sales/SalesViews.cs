using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Sales;

public sealed record DistributorRow(int Id, string Code, string Name, string Location, string Zone, string Region, string Territory, string State, bool Active, DateTime UpdatedAt, StockFigures Stock, Money Outstanding, Money Overdue);

/// <param name="Stock">Over every distributor that matched, not only those on the page.</param>
public sealed record DistributorReport(Page<DistributorRow> Page, StockFigures Stock);

/// <param name="AveragePrice">Of the sales in the range, per unit; null when nothing was sold.</param>
public sealed record ProductRow(int Id, string Code, string Name, string Category, string PackSize, string Unit, StockFigures Stock, Money? AveragePrice, int Distributors, int ActiveDistributors);

public sealed record ProductReport(Page<ProductRow> Page, StockFigures Stock);

/// <param name="Frequency"><c>weekly</c>, <c>fortnightly</c>, <c>monthly</c>, <c>rarely</c> or <c>none</c>: how often he bought in the range.</param>
public sealed record OutletRow(int Id, string Code, string Name, string Type, string Location, string Zone, string Region, string Territory, string State, string Pincode, string Phone, string Email,
    StockAmount Purchases, string Frequency, Money Outstanding, Money CreditLimit, DateTime? LastVisit, bool Active, bool GeoTagged);

public sealed record OutletReport(Page<OutletRow> Page, int Active, int GeoTagged, Money Purchases, Money Outstanding);
