using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Makes the file of a report job, with the rights its owner has when it runs.</summary>
public sealed class ReportJobHandler(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    CurrentUserAccessor viewers,
    ReportWriting writing,
    ReadyReports ready,
    BusinessClock clock
) : IJobHandler
{
    public const string JobKind = "reports.run";
    public const string ArtifactName = "report";

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
            var isBundle = type.Files(currentUser, request, ct) is not null;
            await ready.TellAsync(run, await writing.CopyAsync(context, run, same, (format, isBundle), ct), ct);
            return;
        }

        context.Report("Reading data", 10);
        Artifact artifact;
        // The figures and the rows of the file are of one instant.
        await using (await contexts.SnapshotAsync(ct))
        {
            var document = await type.BuildAsync(currentUser, request, ct);
            artifact = type.Files(currentUser, request, ct) is { } files
                ? await writing.BundleAsync(context, run, (document, files), format, ct)
                : await writing.RenderAsync(context, run, document, format, ct);
        }

        await ready.TellAsync(run, artifact, ct);
    }

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

    private async Task<ReusableReport?> IdenticalAsync(ReportRun run, string fingerprint, CancellationToken ct)
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
            .Select(x => new ReusableReport(x.Id, x.FileKey, x.Result))
            .FirstOrDefaultAsync(ct);
    }
}
