using System.Globalization;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Api;

/// <summary>The query of the field reports, as spec 001 and its client send it; <c>All</c> and blanks mean no filter.</summary>
public sealed record SalesParameters
{
    private const int DefaultSize = 10;

    public string? Search { get; init; }

    public string? Zone { get; init; }

    public string? Region { get; init; }

    public string? State { get; init; }

    public string? Territory { get; init; }

    public string? Status { get; init; }

    public string? Category { get; init; }

    public string? ProductId { get; init; }

    /// <summary>Of customers: retailer or distributor. In an export the same word names the report, so it is <see cref="CustomerType"/> there.</summary>
    public string? Type { get; init; }

    public string? CustomerType { get; init; }

    public string? StartDate { get; init; }

    public string? EndDate { get; init; }

    public int? Page { get; init; }

    public int? PageSize { get; init; }

    public PageRequest Window() => new(Page ?? 1, PageSize ?? DefaultSize);

    public SalesFilter ToFilter(DateOnly today)
    {
        var standard = SalesFilter.YearToDate(today);
        var end = Day(EndDate, "endDate") ?? standard.End;
        var start = Day(StartDate, "startDate") ?? SalesFilter.YearToDate(end).Start;
        return new SalesFilter(
            start,
            end,
            Given(Search),
            Given(Zone),
            Given(Region),
            Given(State),
            Given(Territory),
            Given(Status),
            Given(Category),
            ProductKey(Given(ProductId)),
            Given(Type)
        ).Checked();
    }

    /// <summary>The same for a report type, which declares what it understands; what it does not is left out as the reports themselves do.</summary>
    public ReportRequest ToRequest(ReportTypeInfo info)
    {
        var values = new Dictionary<string, string?>
        {
            ["search"] = Search,
            ["zone"] = Zone,
            ["region"] = Region,
            ["state"] = State,
            ["territory"] = Territory,
            ["status"] = Status,
            ["category"] = Category,
            ["productId"] = ProductId,
            ["customerType"] = CustomerType,
        };
        return new ReportRequest
        {
            Start = Day(StartDate, "startDate"),
            End = Day(EndDate, "endDate"),
            Filters = values
                .Where(v => Given(v.Value) is not null && info.Filters.Any(f => f.Key == v.Key))
                .ToDictionary(v => v.Key, v => (IReadOnlyList<string>)[v.Value!], StringComparer.Ordinal),
        };
    }

    internal static string? Given(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim().Equals("all", StringComparison.OrdinalIgnoreCase)
            ? null
            : text.Trim();

    internal static int? ProductKey(string? text) => Key(text, SalesIds.Product, "productId", "product");

    internal static int? DistributorKey(string? text) =>
        Key(text, SalesIds.Distributor, "distributorId", "distributor");

    private static int? Key(string? text, string kind, string field, string thing) =>
        text is null ? null
        : ApiId.KeyOf(kind, text) is { } key and <= int.MaxValue ? (int)key
        : throw DomainException.Invalid(field, $"'{text}' is not the id of a {thing}.");

    private static DateOnly? Day(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        // A time of day, as JavaScript's toISOString gives it, is of no account.
        var day = text.Length > 10 && text[10] == 'T' ? text[..10] : text;
        return ApiTime.IsDay(day, out var date)
            ? date
            : throw DomainException.Invalid(field, $"'{text}' is not a date. Write it as 2025-04-30.");
    }
}

public sealed record StockResponse(decimal Value, decimal Volume, string Unit)
{
    public static StockResponse From(StockAmount amount, string unit) => new(amount.Value.Rupees, amount.Volume, unit);
}

public sealed record LiquidationResponse(decimal Value, decimal Volume, string Unit, decimal Percentage);

/// <summary>A distributor, field by field as in spec 001.</summary>
public sealed record DistributorResponse(
    string Id,
    string Name,
    string Code,
    string Location,
    string Territory,
    string Region,
    string Zone,
    string State,
    StockResponse OpeningStock,
    StockResponse YtdSales,
    LiquidationResponse Liquidation,
    StockResponse BalanceStock,
    decimal OutstandingAmount,
    decimal OverdueAmount,
    string Status,
    DateTime LastUpdated
)
{
    private const string Unit = "Kg/Ltr";

    public static DistributorResponse From(DistributorRow r) =>
        new(
            ApiId.Of(SalesIds.Distributor, r.Id),
            r.Name,
            r.Code,
            r.Location,
            r.Territory,
            r.Region,
            r.Zone,
            r.State,
            StockResponse.From(r.Stock.Opening, Unit),
            StockResponse.From(r.Stock.Sales, Unit),
            new LiquidationResponse(
                r.Stock.Liquidation.Value.Rupees,
                r.Stock.Liquidation.Volume,
                Unit,
                r.Stock.LiquidationPercent
            ),
            StockResponse.From(r.Stock.Balance, Unit),
            r.Outstanding.Rupees,
            r.Overdue.Rupees,
            r.Active ? "active" : "inactive",
            r.UpdatedAt
        );
}

public sealed record CoverageResponse(int TotalDistributors, int ActiveDistributors);

public sealed record ProductResponse(
    string Id,
    string Name,
    string Code,
    string Category,
    string PackSize,
    StockResponse OpeningStock,
    StockResponse YtdSales,
    LiquidationResponse Liquidation,
    StockResponse BalanceStock,
    decimal AveragePrice,
    CoverageResponse DistributionCoverage
)
{
    public static ProductResponse From(ProductRow r) =>
        new(
            ApiId.Of(SalesIds.Product, r.Id),
            r.Name,
            r.Code,
            r.Category,
            r.PackSize,
            StockResponse.From(r.Stock.Opening, r.Unit),
            StockResponse.From(r.Stock.Sales, r.Unit),
            new LiquidationResponse(
                r.Stock.Liquidation.Value.Rupees,
                r.Stock.Liquidation.Volume,
                r.Unit,
                r.Stock.LiquidationPercent
            ),
            StockResponse.From(r.Stock.Balance, r.Unit),
            // Its client formats it as a number without asking; nothing sold is a price of nothing.
            r.AveragePrice?.Rupees
                ?? 0,
            new CoverageResponse(r.Distributors, r.ActiveDistributors)
        );
}

public sealed record ContactResponse(string Phone, string Email);

public sealed record PurchasesResponse(decimal YtdValue, decimal YtdVolume, string Unit, string Frequency);

public sealed record OutletResponse(
    string Id,
    string Name,
    string Code,
    string Type,
    string Location,
    string Territory,
    string Region,
    string Zone,
    string State,
    string Pincode,
    ContactResponse Contact,
    PurchasesResponse Purchases,
    decimal OutstandingAmount,
    decimal CreditLimit,
    DateTime? LastVisit,
    string Status,
    bool GeoTagged
)
{
    public static OutletResponse From(OutletRow r) =>
        new(
            ApiId.Of(SalesIds.Outlet, r.Id),
            r.Name,
            r.Code,
            r.Type,
            r.Location,
            r.Territory,
            r.Region,
            r.Zone,
            r.State,
            r.Pincode,
            new ContactResponse(r.Phone, r.Email),
            new PurchasesResponse(r.Purchases.Value.Rupees, r.Purchases.Volume, "Kg/Ltr", r.Frequency),
            r.Outstanding.Rupees,
            r.CreditLimit.Rupees,
            r.LastVisit,
            r.Active ? "active" : "inactive",
            r.GeoTagged
        );
}
