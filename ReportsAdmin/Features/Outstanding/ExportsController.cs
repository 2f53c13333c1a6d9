using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Outstanding;

/// <summary>Downloads of the data sheet and the invoice list. A whole answer or an error, never a cut-off file.</summary>
[ApiController]
[Route("api/v2/outstanding")]
[Dialect<JobsDialect>]
[Permission(OutstandingQueries.ReadPermission)]
public sealed class ExportsController(OutstandingExports exports, BusinessClock clock) : ControllerBase
{
    [HttpGet("customers/export")]
    public Task Customers([FromQuery] SheetQuery query, string format, CancellationToken ct) => SendAsync("customers", format, (viewer, writer) => exports.WriteCustomersAsync(viewer, query, writer, ct), ct);

    [HttpGet("invoices/export")]
    public Task Invoices([FromQuery] SheetQuery query, string format, CancellationToken ct) => SendAsync("invoices", format, (viewer, writer) => exports.WriteInvoicesAsync(viewer, query, writer, ct), ct);

    private async Task SendAsync(string type, string format, Func<Viewer, ITableWriter, Task> write, CancellationToken ct)
    {
        var (extension, contentType) = format switch
        {
            "xlsx" or "excel" => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            "csv" => ("csv", "text/csv; charset=utf-8"),
            _ => throw Refusal.Invalid("format", "format is xlsx or csv."),
        };
        var viewer = HttpContext.Viewer();
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        using (ITableWriter writer = extension == "csv" ? new CsvTable(file) : new XlsxWriter(file)) await write(viewer, writer);
        var name = string.Create(CultureInfo.InvariantCulture, $"report-{type}-{clock.ToLocal(clock.UtcNow):yyyyMMdd-HHmmss}.{extension}");
        Response.ContentType = contentType;
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name, FileNameStar = name }.ToString();
        Response.ContentLength = file.Length;
        file.Position = 0;
        await file.CopyToAsync(Response.Body, ct);
    }
}
