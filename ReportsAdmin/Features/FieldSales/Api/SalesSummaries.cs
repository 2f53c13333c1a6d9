using System.Text.Json.Serialization;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;

namespace ReportsAdmin.Features.FieldSales.Api;

/// <summary>Totals over all rows of the report, in rupees; the rate in percent.</summary>
public sealed record DistributorsSummary(
    decimal TotalOpeningStock,
    [property: JsonPropertyName("totalYTDSales")] decimal TotalYtdSales,
    decimal TotalLiquidation,
    decimal TotalBalanceStock,
    decimal AverageLiquidationRate
)
{
    public static DistributorsSummary From(StockFigures s) =>
        new(
            s.Opening.Value.Rupees,
            s.Sales.Value.Rupees,
            s.Liquidation.Value.Rupees,
            s.Balance.Value.Rupees,
            s.LiquidationPercent
        );
}

/// <summary>Totals over all rows of the report, in rupees.</summary>
public sealed record ProductsSummary(
    int TotalProducts,
    decimal TotalOpeningStock,
    [property: JsonPropertyName("totalYTDSales")] decimal TotalYtdSales,
    decimal TotalLiquidation,
    decimal TotalBalanceStock
)
{
    public static ProductsSummary From(int products, StockFigures s) =>
        new(products, s.Opening.Value.Rupees, s.Sales.Value.Rupees, s.Liquidation.Value.Rupees, s.Balance.Value.Rupees);
}

/// <summary>Totals over all rows of the report, in rupees; the share in percent.</summary>
public sealed record CustomersSummary(
    int TotalCustomers,
    int ActiveCustomers,
    decimal TotalPurchases,
    decimal TotalOutstanding,
    decimal GeoTaggedPercentage
)
{
    public static CustomersSummary From(OutletReport report) =>
        new(
            report.Page.Total,
            report.Active,
            report.Purchases.Rupees,
            report.Outstanding.Rupees,
            report.Page.Total == 0
                ? 0
                : Math.Round(report.GeoTagged * 100m / report.Page.Total, 2, MidpointRounding.AwayFromZero)
        );
}
