using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Writes the file of a report job: rendered, or taken over from an identical one.</summary>
public sealed class ReportWriting(
    ReportRenderers renderers,
    FileStore files,
    BusinessClock clock,
    ReportOptions options
)
{
    private TimeSpan Keep => TimeSpan.FromDays(options.KeepDays);

    internal async Task<Artifact> RenderAsync(
        JobContext context,
        ReportRun run,
        ReportDocument document,
        ReportFormat format,
        CancellationToken ct
    )
    {
        renderers.Require(document, format);
        var total = document.Blocks.OfType<TableBlock>().Sum(t => t.Rows);
        RenderedReport? rendered = null;
        const string Step = "Writing the file";
        context.Report(Step, 20, 0, total);
        var artifact = await context.SaveAsync(
            ReportJobHandler.ArtifactName,
            NameOf(run, format),
            format.ContentType,
            Keep,
            async (output, token) =>
            {
                var progress = new RowProgress(context, Step, total);
                rendered = await renderers.RenderAsync(document, format, output, progress, token);
            },
            ct
        );
        context.SetResult(new ReportOutcome(rendered!.Rows, rendered.Pages, document.DataAsOf, rendered.Warnings));
        context.Report("Finishing", 99, rendered.Rows, rendered.Rows);
        return artifact;
    }

    internal async Task<Artifact> CopyAsync(
        JobContext context,
        ReportRun run,
        ReusableReport same,
        ReportFormat format,
        CancellationToken ct
    )
    {
        context.Report("Taking over an identical report", 50);
        await using var source = files.Open(same.FileKey);
        var artifact = await context.SaveAsync(
            ReportJobHandler.ArtifactName,
            NameOf(run, format),
            format.ContentType,
            Keep,
            source.CopyToAsync,
            ct
        );
        context.SetResult(
            JsonSerializer.Deserialize<ReportOutcome>(same.Result!, JsonSerializerOptions.Web)! with
            {
                ReusedFrom = same.RunId,
            }
        );
        return artifact;
    }

    private string NameOf(ReportRun run, ReportFormat format)
    {
        var name = run.FileName
            ?? string.Create(
                CultureInfo.InvariantCulture,
                $"report-{run.ReportType}-{clock.ToLocal(clock.UtcNow):yyyyMMdd-HHmmss}"
            );
        return $"{name}.{format.Extension}";
    }
}

/// <summary>The file of an earlier run that is the same as the one asked for.</summary>
/// <param name="Result">The outcome of that run, as JSON.</param>
internal sealed record ReusableReport(long RunId, string FileKey, string? Result);
