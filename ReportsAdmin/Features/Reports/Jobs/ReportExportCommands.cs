using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>What became of an export: a file at once, or a job when it is large.</summary>
public sealed record Exported(OpenFile? File, CreatedReportJob? Job);

/// <summary>Exports of any report type: up to a number of rows at once, above it as a job. Nothing is ever cut off.</summary>
public sealed class ReportExportCommands(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    ReportRenderers renderers,
    ReportJobCommands jobs,
    BusinessClock clock,
    Limits limits
)
{
    public async Task<Exported> ExportAsync(
        CurrentUser currentUser,
        string reportType,
        ReportRequest asked,
        string? formatText,
        CancellationToken ct
    )
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        var type = catalog.Require(currentUser, ReportStatus.Plain(reportType));
        var format = ReportFormat.Find(ReportStatus.Plain(formatText))
            ?? throw DomainException.Invalid(
                "format",
                $"'{formatText}' is not a format. Use one of: {string.Join(", ", ReportFormat.All.Select(f => f.Key))}."
            );
        var request = await ReportCatalog.CheckAsync(currentUser, type, asked, ct);
        string name;
        // The figures and the rows of the file are of one instant; the job that reads them later is written after it.
        await using (await contexts.SnapshotAsync(ct))
        {
            var document = await type.BuildAsync(currentUser, request, ct);
            renderers.Require(document, format);
            var rows = document.Blocks.OfType<TableBlock>().Sum(t => t.Rows);
            // Many files take long, however few rows the list of them has.
            if (rows <= limits.Of(ExportOptions.RowsLimit) && type.Files(currentUser, request, ct) is null)
                return new Exported(await FileAsync(type.Info.Key, document, format, ct), null);
            name = $"{document.Title}: {document.Subtitle}";
        }

        var job = new CreateReportJob(type.Info.Key, name, request, format.Key);
        return new Exported(null, await jobs.CreateAsync(currentUser, job, ct));
    }

    private async Task<OpenFile> FileAsync(
        string reportType,
        ReportDocument document,
        ReportFormat format,
        CancellationToken ct
    )
    {
        var file = await renderers.RenderToFileAsync(document, format, ct);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"report-{reportType}-{clock.ToLocal(clock.UtcNow):yyyyMMdd-HHmmss}.{format.Extension}"
        );
        return new OpenFile(file, name, format.ContentType, file.Length, "", clock.UtcNow, null);
    }
}
