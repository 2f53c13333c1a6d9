using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Report jobs that a user may see: their own, those shared with them, and those open to their department or to everyone, as far as their scope covers them.</summary>
public sealed class ReportJobQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    JobQueue queue,
    AccessQueries access,
    FileStore files,
    BusinessClock clock
)
{
    public const string ReadPermission = "reports:read";

    /// <summary>Sees and manages everybody's jobs within one's scope.</summary>
    public const string ManagePermission = "reports:manage";

    public async Task<Page<ReportJobRow>> ListAsync(
        CurrentUser currentUser,
        ReportJobFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var query = JoinedRun.Of(db, await VisibleRuns.OfAsync(db, currentUser, catalog, ct));
        if (filter.ReportTypes is { Count: > 0 } types)
            query = query.Where(x => types.Contains(x.Run.ReportType));
        if (filter.OwnerId is { } owner)
            query = query.Where(x => x.Run.OwnerId == owner);
        if (filter.DepartmentId is { } department)
            query = query.Where(x => x.Run.DepartmentId == department);
        if (filter.From is { } from)
            query = query.Where(x => x.Run.CreatedAt >= from);
        if (filter.To is { } to)
            query = query.Where(x => x.Run.CreatedAt <= to);
        if (filter.Statuses is { Count: > 0 } statuses)
            query = JoinedRun.Within(query, statuses);
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var text = filter.Search.Trim().ToUpperInvariant();
            query = query.Where(x => x.Run.Name.ToUpper().Contains(text));
        }

        var total = await query.CountAsync(ct);
        var rows = await JoinedRun.Sorted(query, filter.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new Page<ReportJobRow>(await EnrichAsync(currentUser, rows, ct), total, page);
    }

    /// <summary>How many of the current user's jobs are in each state.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var rows = await JoinedRun
            .Of(db, await VisibleRuns.OfAsync(db, currentUser, catalog, ct))
            .GroupBy(x => new
            {
                x.Job.State,
                Fresh = x.Job.Attempt == 0 && x.Job.Retries == 0,
                Gone = x.Job.State == JobState.Completed && (x.Artifact == null || x.Artifact.RemovedAt != null),
            })
            .Select(g => new
            {
                g.Key.State,
                g.Key.Fresh,
                g.Key.Gone,
                Count = g.Count(),
            })
            .ToListAsync(ct);
        return rows.GroupBy(r => ReportStatus.Of(r.State, r.Fresh ? 0 : 1, 0, r.Gone), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Count), StringComparer.Ordinal);
    }

    /// <summary>Rows again, for a page that shows them already: those that are gone are left out.</summary>
    public async Task<ReportJobRow?> RowAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var row = await JoinedRun
            .Of(db, (await VisibleRuns.OfAsync(db, currentUser, catalog, ct)).Where(r => r.Id == id))
            .SingleOrDefaultAsync(ct);
        return row is null ? null : (await EnrichAsync(currentUser, [row], ct))[0];
    }

    public async Task<ReportJobDetails> DetailsAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var run = await VisibleRuns.FindAsync(db, currentUser, catalog, id, ct);
        var x = await JoinedRun.Of(db, db.Set<ReportRun>().Where(r => r.Id == id)).SingleAsync(ct);
        var errors = await db.Set<JobError>()
            .Where(e => e.JobId == run.JobId)
            .OrderByDescending(e => e.Id)
            .Take(PageRequest.MaxSize)
            .Select(e => new AttemptError(e.Attempt, e.At, e.Code, e.Message))
            .ToListAsync(ct);
        var request = ReportRequests.Read(run.Parameters);
        var owner = (await access.PeopleAsync([run.OwnerId], ct)).GetValueOrDefault(run.OwnerId);
        return new ReportJobDetails(
            (await EnrichAsync(currentUser, [x], ct))[0],
            run.Description,
            request,
            catalog.Find(run.ReportType) is { } type ? await RequestFacts.OfAsync(currentUser, type, request, ct) : [],
            x.Artifact?.FileName,
            x.Artifact?.Hash,
            ReportStatus.NameOf(run.Visibility),
            run.DepartmentId,
            owner?.Email ?? "",
            x.Job.Attempt,
            x.Job.MaxAttempts,
            x.Job.Retries,
            x.Job.CancelledBy,
            x.Job.CancelReason,
            x.Job.RunAt > run.CreatedAt.AddMinutes(1) && x.Job.Attempt <= 1 ? x.Job.RunAt : null,
            errors,
            x.Job.Result is { } result
                ? JsonSerializer.Deserialize<ReportOutcome>(result, JsonSerializerOptions.Web)
                : null
        );
    }

    /// <summary>The file of a finished job. What the current user sees is checked again here, so a right that was lost since ends the download too.</summary>
    public async Task<OpenFile> FileAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var run = await VisibleRuns.FindAsync(db, currentUser, catalog, id, ct);
        var x = await JoinedRun.Of(db, db.Set<ReportRun>().Where(r => r.Id == id)).SingleAsync(ct);
        if (!currentUser.Scope.Contains(FrozenScope.Parse(run.Scope)))
            throw DomainException.Forbidden("The report covers more than you may see today.");
        if (catalog.Find(run.ReportType) is { } type)
            currentUser.Require(type.Info.Permission);
        if (x.Job.State != JobState.Completed)
            throw DomainException.Invalid("status", "The report is not ready yet.");
        if (x.Artifact is not { RemovedAt: null } file || file.ExpiresAt < clock.UtcNow)
            throw DomainException.NotFound("The file is no longer kept. Run the report again.");
        return new OpenFile(
            await files.OpenAsync(file.FileKey, file.Hash, ct),
            file.FileName,
            file.ContentType,
            file.Size,
            file.Hash,
            file.CreatedAt,
            file.ExpiresAt
        );
    }

    /// <summary>A finished run of the current user's own with the same request over the same data, whose file is still there; null when there is none.</summary>
    public async Task<ReportJobRow?> FindIdenticalAsync(
        CurrentUser currentUser,
        string reportType,
        ReportRequest asked,
        ReportFormat format,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        var type = catalog.Require(currentUser, reportType);
        var request = await ReportCatalog.CheckAsync(currentUser, type, asked, ct);
        var fingerprint = ReportRequests.Fingerprint(
            currentUser,
            reportType,
            request,
            format.Key,
            await type.DataVersionAsync(currentUser, ct)
        );
        await using var db = contexts.Reader();
        var now = clock.UtcNow;
        var found = await JoinedRun
            .Of(db, db.Set<ReportRun>().Where(r => r.OwnerId == currentUser.UserId && r.Fingerprint == fingerprint))
            .Where(x =>
                x.Job.State == JobState.Completed
                && x.Artifact != null
                && x.Artifact.RemovedAt == null
                && (x.Artifact.ExpiresAt == null || x.Artifact.ExpiresAt > now)
            )
            .OrderByDescending(x => x.Run.Id)
            .FirstOrDefaultAsync(ct);
        return found is null ? null : (await EnrichAsync(currentUser, [found], ct))[0];
    }

    private async Task<IReadOnlyList<ReportJobRow>> EnrichAsync(
        CurrentUser currentUser,
        IReadOnlyList<JoinedRun> rows,
        CancellationToken ct
    )
    {
        var people = await access.PeopleAsync([.. rows.Select(r => r.Run.OwnerId).Distinct()], ct);
        var places = await queue.PositionsAsync(
            [.. rows.Where(r => r.Job.State == JobState.Pending).Select(r => r.Job.Id)],
            ct
        );
        return
        [
            .. rows.Select(x =>
                RowOf(currentUser, x, people.GetValueOrDefault(x.Run.OwnerId), places.GetValueOrDefault(x.Job.Id))
            ),
        ];
    }

    private ReportJobRow RowOf(CurrentUser currentUser, JoinedRun x, PersonName? owner, QueuePosition? place)
    {
        var mine = x.Run.OwnerId == currentUser.UserId;
        var open = x.Job.State is JobState.Scheduled or JobState.Pending or JobState.Running;
        return new ReportJobRow(
            x.Run.Id,
            x.Job.Id,
            x.Run.Name,
            x.Run.ReportType,
            catalog.Find(x.Run.ReportType)?.Info.Title ?? x.Run.ReportType,
            x.Status,
            ReportStatus.PriorityName(x.Job.Priority),
            x.Job.Percent,
            x.Job.Step,
            x.Job.RowsDone,
            x.Job.RowsTotal,
            x.Run.OwnerId,
            owner?.Name ?? "",
            x.Run.CreatedAt,
            x.Job.UpdatedAt,
            x.Job.StartedAt,
            x.Job.FinishedAt,
            x.Job.RunAt,
            x.Run.Format,
            x.Artifact?.Size,
            x.Artifact?.ExpiresAt,
            x.Job.ErrorCode,
            x.Job.ErrorMessage,
            place?.Position,
            place?.Wait,
            Remaining(x.Job),
            open && x.Job.CancelRequestedAt is null && (mine || currentUser.Can(ReportJobCommands.CancelPermission)),
            x.Job.State == JobState.Failed
                && x.Job.Retries < JobQueue.MaxRetries
                && (mine || currentUser.Can(ReportJobCommands.CreatePermission)),
            !open && (mine || currentUser.Can(ManagePermission))
        )
        {
            Description = x.Run.Description,
            Request = ReportRequests.Read(x.Run.Parameters),
            Visibility = ReportStatus.NameOf(x.Run.Visibility),
            FileName = x.Artifact?.FileName,
        };
    }

    private TimeSpan? Remaining(Job job)
    {
        // Before a tenth is done the pace says nothing yet.
        if (job is not { State: JobState.Running, StartedAt: { } started, Percent: >= 10 and < 100 })
            return null;
        var elapsed = clock.UtcNow - started;
        return elapsed <= TimeSpan.Zero ? null : elapsed * ((100.0 - job.Percent) / job.Percent);
    }
}
