using System.Globalization;
using System.IO.Compression;
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
    private const string ZipExtension = "zip";
    private const string ZipType = "application/zip";

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
            NameOf(run, format.Extension),
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

    /// <summary>Packs the files of a report that is many into one ZIP, each as soon as it is written.</summary>
    /// <param name="report">The list of them, whose rows tell how many there are, and the files.</param>
    internal async Task<Artifact> BundleAsync(
        JobContext context,
        ReportRun run,
        (ReportDocument List, IAsyncEnumerable<BundledDocument> Files) report,
        ReportFormat format,
        CancellationToken ct
    )
    {
        var total = report.List.Blocks.OfType<TableBlock>().Sum(t => t.Rows);
        var warnings = new HashSet<string>(StringComparer.Ordinal);
        var written = 0;
        var artifact = await context.SaveAsync(
            ReportJobHandler.ArtifactName,
            NameOf(run, ZipExtension),
            ZipType,
            Keep,
            async (output, token) =>
            {
                await using var zip = await ZipArchive.CreateAsync(
                    output,
                    ZipArchiveMode.Create,
                    leaveOpen: true,
                    entryNameEncoding: null,
                    token
                );
                await foreach (var (name, document) in report.Files.WithCancellation(token))
                {
                    context.Report("Writing files", Percent(written, total), written, total);
                    // What is packed is compressed already.
                    var entry = zip.CreateEntry($"{name}.{format.Extension}", CompressionLevel.Fastest);
                    await using var file = await entry.OpenAsync(token);
                    warnings.UnionWith((await renderers.RenderAsync(document, format, file, null, token)).Warnings);
                    written++;
                }
            },
            ct
        );
        context.SetResult(new ReportOutcome(written, null, report.List.DataAsOf, [.. warnings]));
        context.Report("Finishing", 99, written, written);
        return artifact;
    }

    private static int Percent(int done, long all) => all == 0 ? 20 : 20 + (int)(done * 78 / all);

    internal async Task<Artifact> CopyAsync(
        JobContext context,
        ReportRun run,
        ReusableReport same,
        (ReportFormat Format, bool IsBundle) kind,
        CancellationToken ct
    )
    {
        context.Report("Taking over an identical report", 50);
        await using var source = await files.OpenAsync(same.FileKey, null, ct);
        var artifact = await context.SaveAsync(
            ReportJobHandler.ArtifactName,
            NameOf(run, kind.IsBundle ? ZipExtension : kind.Format.Extension),
            kind.IsBundle ? ZipType : kind.Format.ContentType,
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

    private string NameOf(ReportRun run, string extension)
    {
        var name = run.FileName
            ?? string.Create(
                CultureInfo.InvariantCulture,
                $"report-{run.ReportType}-{clock.ToLocal(clock.UtcNow):yyyyMMdd-HHmmss}"
            );
        return $"{name}.{extension}";
    }
}

/// <summary>The file of an earlier run that is the same as the one asked for.</summary>
/// <param name="Result">The outcome of that run, as JSON.</param>
internal sealed record ReusableReport(long RunId, string FileKey, string? Result);
