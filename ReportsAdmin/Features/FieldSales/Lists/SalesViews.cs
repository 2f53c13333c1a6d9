using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Lists;

public sealed record DistributorRow(
    int Id,
    string Code,
    string Name,
    string Location,
    string Zone,
    string Region,
    string Territory,
    string State,
    bool Active,
    DateTime UpdatedAt,
    StockFigures Stock,
    Money Outstanding,
    Money Overdue
);

/// <summary>Several distributors or products together: those of one zone, or all that matched.</summary>
/// <param name="Name">The place or category; empty for all.</param>
/// <param name="Outstanding">Of distributors; products owe nothing.</param>
public sealed record StockGroup(string Name, int Count, StockFigures Stock, Money Outstanding, Money Overdue);

/// <param name="All">Over every group, not only those on the page.</param>
public sealed record StockGroups(Page<StockGroup> Page, StockGroup All);

/// <param name="All">Over every distributor that matched, not only those on the page.</param>
public sealed record DistributorReport(Page<DistributorRow> Page, StockGroup All)
{
    public StockFigures Stock => All.Stock;
}

/// <param name="AveragePrice">Of the sales in the range, per unit; null when nothing was sold.</param>
public sealed record ProductRow(
    int Id,
    string Code,
    string Name,
    string Category,
    string PackSize,
    string Unit,
    StockFigures Stock,
    Money? AveragePrice,
    int Distributors,
    int ActiveDistributors,
    bool Active
);

public sealed record ProductReport(Page<ProductRow> Page, StockGroup All)
{
    public StockFigures Stock => All.Stock;
}

/// <summary>A distributor by its name, to be chosen from.</summary>
public sealed record DistributorName(int Id, string Name);

/// <summary>A product by its name, to be chosen from.</summary>
public sealed record ProductName(int Id, string Name, string Category);

/// <param name="Frequency"><c>weekly</c>, <c>fortnightly</c>, <c>monthly</c>, <c>rarely</c> or <c>none</c>: how often they bought in the range.</param>
public sealed record OutletRow(
    int Id,
    string Code,
    string Name,
    string Type,
    string Location,
    string Zone,
    string Region,
    string Territory,
    string State,
    string Pincode,
    string Phone,
    string Email,
    StockAmount Purchases,
    string Frequency,
    Money Outstanding,
    Money CreditLimit,
    DateTime? LastVisit,
    bool Active,
    bool GeoTagged
);

/// <summary>Several outlets together.</summary>
public sealed record OutletGroup(
    string Name,
    int Count,
    int Active,
    int GeoTagged,
    StockAmount Purchases,
    Money Outstanding,
    Money CreditLimit
);

public sealed record OutletGroups(Page<OutletGroup> Page, OutletGroup All);

public sealed record OutletReport(Page<OutletRow> Page, OutletGroup All)
{
    public int Active => All.Active;

    public int GeoTagged => All.GeoTagged;

    public Money Purchases => All.Purchases.Value;

    public Money Outstanding => All.Outstanding;
}

/// <summary>Where distributors and outlets are.</summary>
public sealed record Place(string Zone, string Region, string State, string Territory);

/// <summary>The places and categories that occur, in the order of their names.</summary>
public sealed record SalesPlaces(IReadOnlyList<Place> Places, IReadOnlyList<string> Categories)
{
    public IReadOnlyList<string> Zones => Names(p => p.Zone);

    public IReadOnlyList<string> Regions => Names(p => p.Region);

    public IReadOnlyList<string> States => Names(p => p.State);

    public IReadOnlyList<string> Territories => Names(p => p.Territory);

    /// <summary>What is left where the filter's zone, region and state are; null means any.</summary>
    public SalesPlaces Within(string? zone, string? region = null, string? state = null) =>
        this with
        {
            Places =
            [
                .. Places.Where(p =>
                    (zone is null || p.Zone == zone)
                    && (region is null || p.Region == region)
                    && (state is null || p.State == state)
                ),
            ],
        };

    private IReadOnlyList<string> Names(Func<Place, string> name) =>
        [
            .. Places
                .Select(name)
                .Where(n => n.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
}
