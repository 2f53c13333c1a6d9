using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Makes the file of a report job, with the rights its owner has when it runs.</summary>
public sealed class ReportJobHandler(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    ReportRenderers renderers,
    CurrentUserAccessor viewers,
    FileStore files,
    BusinessClock clock,
    IConfiguration configuration
) : IJobHandler
{
    public const string JobKind = "reports.run";
    public const string ArtifactName = "report";

    private const int DefaultKeepDays = 7;

    public string Kind => JobKind;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        context.Report("Preparing", 1);
        var run = await LoadAsync(context.JobId, ct);
        var currentUser = await viewers.OfUserAsync(run.OwnerId, ct);
        var type = catalog.Require(currentUser, run.ReportType);
        var request = await ReportCatalog.CheckAsync(currentUser, type, ReportRequests.Read(run.Parameters), ct);
        var format = ReportFormat.Find(run.Format)!;
        var fingerprint = ReportRequests.Fingerprint(
            currentUser,
            run.ReportType,
            request,
            format.Key,
            await type.DataVersionAsync(currentUser, ct)
        );
        await RememberAsync(run.Id, FrozenScope.Of(currentUser, request), fingerprint, ct);
        if (await IdenticalAsync(run, fingerprint, ct) is { } same)
        {
            await CopyAsync(context, run, same, format, ct);
            return;
        }

        context.Report("Reading data", 10);
        // The figures and the rows of the file are of one instant.
        await using var held = ReadSnapshot.Hold();
        var document = await type.BuildAsync(currentUser, request, ct);
        renderers.Require(document, format);
        await WriteAsync(context, run, document, format, ct);
    }

    private TimeSpan Keep => TimeSpan.FromDays(configuration.GetValue("Reports:KeepDays", DefaultKeepDays));

    private async Task WriteAsync(
        JobContext context,
        ReportRun run,
        ReportDocument document,
        ReportFormat format,
        CancellationToken ct
    )
    {
        var total = document.Blocks.OfType<TableBlock>().Sum(t => t.Rows);
        RenderedReport? rendered = null;
        context.Report("Writing the file", 20, 0, total);
        await context.SaveAsync(
            ArtifactName,
            NameOf(run, format),
            format.ContentType,
            Keep,
            async (output, token) =>
            {
                var progress = new RowProgress(context, total);
                rendered = await renderers.RenderAsync(document, format, output, progress, token);
            },
            ct
        );
        context.SetResult(new ReportOutcome(rendered!.Rows, rendered.Pages, document.DataAsOf, rendered.Warnings));
        context.Report("Finishing", 99, rendered.Rows, rendered.Rows);
    }

    private async Task CopyAsync(
        JobContext context,
        ReportRun run,
        Reusable same,
        ReportFormat format,
        CancellationToken ct
    )
    {
        context.Report("Taking over an identical report", 50);
        await using var source = files.Open(same.FileKey);
        await context.SaveAsync(ArtifactName, NameOf(run, format), format.ContentType, Keep, source.CopyToAsync, ct);
        context.SetResult(
            System.Text.Json.JsonSerializer.Deserialize<ReportOutcome>(
                same.Result!,
                System.Text.Json.JsonSerializerOptions.Web
            )! with
            {
                ReusedFrom = same.RunId,
            }
        );
    }

    private string NameOf(ReportRun run, ReportFormat format) =>
        $"{run.FileName ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"report-{run.ReportType}-{clock.ToLocal(clock.UtcNow):yyyyMMdd-HHmmss}")}.{format.Extension}";

    private async Task<ReportRun> LoadAsync(long jobId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<ReportRun>().SingleOrDefaultAsync(r => r.JobId == jobId, ct)
            ?? throw new JobFailure("REPORT_GONE", "The report that this job was for is gone.", retryable: false);
    }

    private async Task RememberAsync(long runId, string scope, string fingerprint, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await db.Set<ReportRun>()
            .Where(r => r.Id == runId)
            .ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Scope, scope).SetProperty(r => r.Fingerprint, fingerprint),
                ct
            );
    }

    private async Task<Reusable?> IdenticalAsync(ReportRun run, string fingerprint, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var now = clock.UtcNow;
        return await db.Set<ReportRun>()
            .Where(r => r.Fingerprint == fingerprint && r.OwnerId == run.OwnerId && r.Id != run.Id)
            .Join(
                db.Set<Job>().Where(j => j.State == JobState.Completed && j.Result != null),
                r => r.JobId,
                j => j.Id,
                (r, j) => new { r, j }
            )
            .Join(
                db.Set<Artifact>()
                    .Where(a =>
                        a.Name == ArtifactName && a.RemovedAt == null && (a.ExpiresAt == null || a.ExpiresAt > now)
                    ),
                x => x.j.Id,
                a => a.JobId,
                (x, a) =>
                    new
                    {
                        x.r.Id,
                        x.j.Result,
                        a.FileKey,
                    }
            )
            .OrderByDescending(x => x.Id)
            .Select(x => new Reusable(x.Id, x.FileKey, x.Result))
            .FirstOrDefaultAsync(ct);
    }

    private sealed record Reusable(long RunId, string FileKey, string? Result);

    /// <summary>Rows written, as a part of the whole between 20 and 95.</summary>
    private sealed class RowProgress(JobContext context, long total) : IProgress<long>
    {
        public void Report(long value) =>
            context.Report(
                "Writing the file",
                total == 0 ? 95 : 20 + (int)Math.Min(75, value * 75 / total),
                value,
                Math.Max(total, value)
            );
    }
}
