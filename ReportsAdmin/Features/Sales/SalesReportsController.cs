using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Sales;

/// <summary>The business reports of spec 001.</summary>
[ApiController]
[Route("api/reports")]
[Dialect<EnvelopeDialect>]
[Permission(SalesQueries.ReadPermission)]
public sealed class SalesReportsController(
    SalesQueries sales,
    OutletQueries outlets,
    AnswerCache answers,
    ReportCatalog catalog,
    DocumentRenderers renderers,
    BusinessClock clock
) : ControllerBase
{
    [HttpGet("distributors")]
    [ResponseExample(200, SalesExamples.Distributors)]
    public async Task<IActionResult> Distributors([FromQuery] SalesParameters query, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var version = await sales.VersionAsync(ct);
        if (HttpContext.HasFresh(viewer, version))
            return StatusCode(StatusCodes.Status304NotModified);
        var (filter, page) = (query.ToFilter(clock.Today), query.Window());
        var report = await answers.GetAsync(
            viewer,
            version,
            (filter, page),
            token => sales.DistributorsAsync(viewer, filter, page, token),
            ct
        );
        return Ok(
            EnvelopeDialect.List(
                report.Page,
                DistributorWire.From,
                new
                {
                    totalOpeningStock = report.Stock.Opening.Value.Rupees,
                    totalYTDSales = report.Stock.Sales.Value.Rupees,
                    totalLiquidation = report.Stock.Liquidation.Value.Rupees,
                    totalBalanceStock = report.Stock.Balance.Value.Rupees,
                    averageLiquidationRate = report.Stock.LiquidationPercent,
                },
                clock.UtcNow
            )
        );
    }

    [HttpGet("products")]
    [ResponseExample(200, SalesExamples.Products)]
    public async Task<IActionResult> Products([FromQuery] SalesParameters query, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var version = await sales.VersionAsync(ct);
        if (HttpContext.HasFresh(viewer, version))
            return StatusCode(StatusCodes.Status304NotModified);
        var (filter, page) = (query.ToFilter(clock.Today), query.Window());
        var report = await answers.GetAsync(
            viewer,
            version,
            (filter, page),
            token => sales.ProductsAsync(viewer, filter, page, token),
            ct
        );
        return Ok(
            EnvelopeDialect.List(
                report.Page,
                ProductWire.From,
                new
                {
                    totalProducts = report.Page.Total,
                    totalOpeningStock = report.Stock.Opening.Value.Rupees,
                    totalYTDSales = report.Stock.Sales.Value.Rupees,
                    totalLiquidation = report.Stock.Liquidation.Value.Rupees,
                    totalBalanceStock = report.Stock.Balance.Value.Rupees,
                },
                clock.UtcNow
            )
        );
    }

    [HttpGet("customers")]
    [ResponseExample(200, SalesExamples.Customers)]
    public async Task<IActionResult> Customers([FromQuery] SalesParameters query, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var version = await sales.VersionAsync(ct);
        if (HttpContext.HasFresh(viewer, version))
            return StatusCode(StatusCodes.Status304NotModified);
        var (filter, page) = (query.ToFilter(clock.Today), query.Window());
        var report = await answers.GetAsync(
            viewer,
            version,
            (filter, page),
            token => outlets.OutletsAsync(viewer, filter, page, token),
            ct
        );
        return Ok(
            EnvelopeDialect.List(
                report.Page,
                OutletWire.From,
                new
                {
                    totalCustomers = report.Page.Total,
                    activeCustomers = report.Active,
                    totalPurchases = report.Purchases.Rupees,
                    totalOutstanding = report.Outstanding.Rupees,
                    geoTaggedPercentage = report.Page.Total == 0
                        ? 0
                        : Math.Round(report.GeoTagged * 100m / report.Page.Total, 2, MidpointRounding.AwayFromZero),
                },
                clock.UtcNow
            )
        );
    }

    /// <summary>Always the file, whatever its size; rendered whole before the first byte leaves.</summary>
    [HttpGet("export")]
    [RateLimit(SalesFeature.ExportLimit)]
    public async Task<IActionResult> Export(
        [FromQuery] SalesParameters query,
        CancellationToken ct,
        string? type = null,
        string? format = null
    )
    {
        var key = type switch
        {
            "distributors" => "field-distributors",
            "products" => "field-products",
            "customers" => "field-customers",
            _ => throw Refusal.Invalid("type", "type is distributors, products or customers."),
        };
        var target = format switch
        {
            "excel" => DocumentFormat.Excel,
            "pdf" => DocumentFormat.Pdf,
            "csv" => DocumentFormat.Csv,
            _ => throw Refusal.Invalid("format", "format is excel, pdf or csv."),
        };
        var viewer = HttpContext.Viewer();
        var report = catalog.Demand(viewer, key);
        // The address has the report in `type`; the customers' own filter of that name is `customerType` here.
        var document = await report.BuildAsync(
            viewer,
            await ReportCatalog.CheckAsync(viewer, report, query.ToRequest(report.Info), ct),
            ct
        );
        var file = await renderers.RenderToFileAsync(document, target, ct);
        var name = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"report-{type}-{clock.ToLocal(clock.UtcNow):yyyyMMdd-HHmmss}.{target.Extension}"
        );
        return File(file, target.ContentType, name);
    }
}
