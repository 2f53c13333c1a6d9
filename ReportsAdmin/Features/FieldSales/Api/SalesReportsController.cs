using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Api;

/// <summary>The business reports of spec 001.</summary>
[ApiController]
[Tags("Sales reports")]
[Route("api/reports")]
[ApiFormat<EnvelopeFormat>]
[Permission(SalesQueries.ReadPermission)]
public sealed class SalesReportsController(
    SalesQueries sales,
    OutletQueries outlets,
    AnswerCache answers,
    ReportCatalog catalog,
    ReportRenderers renderers,
    BusinessClock clock
) : ControllerBase
{
    [HttpGet("distributors")]
    [EndpointSummary("Stock and sales of distributors")]
    [EntityTagged]
    [ProducesResponseType<EnvelopeReport<DistributorResponse, DistributorsSummary>>(200)]
    [ResponseExample(200, SalesExamples.Distributors)]
    public async Task<IActionResult> Distributors([FromQuery] SalesParameters query, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var version = await sales.VersionAsync(ct);
        if (HttpContext.HasFresh(currentUser, version))
            return StatusCode(StatusCodes.Status304NotModified);
        var (filter, page) = (query.ToFilter(clock.Today), query.Window());
        var report = await answers.GetAsync(
            currentUser,
            version,
            (filter, page),
            token => sales.DistributorsAsync(currentUser, filter, page, token),
            ct
        );
        return Ok(
            EnvelopeFormat.Report(
                report.Page,
                DistributorResponse.From,
                DistributorsSummary.From(report.Stock),
                clock.UtcNow
            )
        );
    }

    [HttpGet("products")]
    [EndpointSummary("Stock and sales of products")]
    [EntityTagged]
    [ProducesResponseType<EnvelopeReport<ProductResponse, ProductsSummary>>(200)]
    [ResponseExample(200, SalesExamples.Products)]
    public async Task<IActionResult> Products([FromQuery] SalesParameters query, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var version = await sales.VersionAsync(ct);
        if (HttpContext.HasFresh(currentUser, version))
            return StatusCode(StatusCodes.Status304NotModified);
        var (filter, page) = (query.ToFilter(clock.Today), query.Window());
        var report = await answers.GetAsync(
            currentUser,
            version,
            (filter, page),
            token => sales.ProductsAsync(currentUser, filter, page, token),
            ct
        );
        return Ok(
            EnvelopeFormat.Report(
                report.Page,
                ProductResponse.From,
                ProductsSummary.From(report.Page.Total, report.Stock),
                clock.UtcNow
            )
        );
    }

    [HttpGet("customers")]
    [EndpointSummary("Purchases and outstanding of customers")]
    [EntityTagged]
    [ProducesResponseType<EnvelopeReport<OutletResponse, CustomersSummary>>(200)]
    [ResponseExample(200, SalesExamples.Customers)]
    public async Task<IActionResult> Customers([FromQuery] SalesParameters query, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var version = await sales.VersionAsync(ct);
        if (HttpContext.HasFresh(currentUser, version))
            return StatusCode(StatusCodes.Status304NotModified);
        var (filter, page) = (query.ToFilter(clock.Today), query.Window());
        var report = await answers.GetAsync(
            currentUser,
            version,
            (filter, page),
            token => outlets.OutletsAsync(currentUser, filter, page, token),
            ct
        );
        return Ok(EnvelopeFormat.Report(report.Page, OutletResponse.From, CustomersSummary.From(report), clock.UtcNow));
    }

    /// <summary>Always the file, whatever its size; rendered whole before the first byte leaves.</summary>
    [HttpGet("export")]
    [EndpointSummary("Export a sales report as a file")]
    [FileAnswer(ReportTypes.Excel, ReportTypes.Pdf, ReportTypes.Csv, HasRanges = false)]
    [AuditedDownload("sales report", "type")]
    [RateLimit(FieldSalesFeature.ExportLimit)]
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
            _ => throw DomainException.Invalid("type", "type is distributors, products or customers."),
        };
        var target = format switch
        {
            "excel" => ReportFormat.Excel,
            "pdf" => ReportFormat.Pdf,
            "csv" => ReportFormat.Csv,
            _ => throw DomainException.Invalid("format", "format is excel, pdf or csv."),
        };
        var currentUser = HttpContext.CurrentUser();
        var report = catalog.Require(currentUser, key);
        // The address has the report in `type`; the customers' own filter of that name is `customerType` here.
        await using var held = await HttpContext.SnapshotAsync();
        var document = await report.BuildAsync(
            currentUser,
            await ReportCatalog.CheckAsync(currentUser, report, query.ToRequest(report.Info), ct),
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
