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

    private const int NewsCount = 12;

    public async Task<Page<ReportJobRow>> ListAsync(
        CurrentUser currentUser,
        ReportJobFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.CreateDbContext();
        var query = Joined(db, await VisibleAsync(db, currentUser, catalog, ct));
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
            query = Within(query, statuses);
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var text = filter.Search.Trim().ToUpperInvariant();
            query = query.Where(x => x.Run.Name.ToUpper().Contains(text));
        }

        var total = await query.CountAsync(ct);
        var rows = await Sorted(query, filter.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new Page<ReportJobRow>(await EnrichAsync(currentUser, rows, ct), total, page);
    }

    /// <summary>How many of the current user's jobs are in each state.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.CreateDbContext();
        var rows = await Joined(db, await VisibleAsync(db, currentUser, catalog, ct))
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
        await using var db = contexts.CreateDbContext();
        var row = await Joined(db, (await VisibleAsync(db, currentUser, catalog, ct)).Where(r => r.Id == id))
            .SingleOrDefaultAsync(ct);
        return row is null ? null : (await EnrichAsync(currentUser, [row], ct))[0];
    }

    public async Task<ReportJobDetails> DetailsAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.CreateDbContext();
        var run = await FindAsync(db, currentUser, catalog, id, ct);
        var x = await Joined(db, db.Set<ReportRun>().Where(r => r.Id == id)).SingleAsync(ct);
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
            await FactsAsync(currentUser, run.ReportType, request, ct),
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
        await using var db = contexts.CreateDbContext();
        var run = await FindAsync(db, currentUser, catalog, id, ct);
        var x = await Joined(db, db.Set<ReportRun>().Where(r => r.Id == id)).SingleAsync(ct);
        if (!currentUser.Scope.Contains(FrozenScope.Parse(run.Scope)))
            throw DomainException.Forbidden("The report covers more than you may see today.");
        if (catalog.Find(run.ReportType) is { } type)
            currentUser.Require(type.Info.Permission);
        if (x.Job.State != JobState.Completed)
            throw DomainException.Invalid("status", "The report is not ready yet.");
        if (x.Artifact is not { RemovedAt: null } file || file.ExpiresAt < clock.UtcNow)
            throw DomainException.NotFound("The file is no longer kept. Run the report again.");
        return new OpenFile(
            files.Open(file.FileKey),
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
        await using var db = contexts.CreateDbContext();
        var now = clock.UtcNow;
        var found = await Joined(
                db,
                db.Set<ReportRun>().Where(r => r.OwnerId == currentUser.UserId && r.Fingerprint == fingerprint)
            )
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

    /// <summary>What was finished for the current user lately, newest first.</summary>
    public async Task<IReadOnlyList<ReportNews>> NewsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(ReadPermission))
            return [];
        await using var db = contexts.CreateDbContext();
        var seen = await db.Set<NotificationsRead>()
            .Where(s => s.UserId == currentUser.UserId)
            .Select(s => (DateTime?)s.ReadAt)
            .SingleOrDefaultAsync(ct)
            ?? DateTime.MinValue;
        var finished = new[] { JobState.Completed, JobState.Failed };
        var rows = await Joined(
                db,
                (await VisibleAsync(db, currentUser, catalog, ct)).Where(r =>
                    r.OwnerId == currentUser.UserId
                    || db.Set<ReportShare>().Any(s => s.RunId == r.Id && s.UserId == currentUser.UserId)
                )
            )
            .Where(x => finished.Contains(x.Job.State))
            .OrderByDescending(x => x.Job.FinishedAt)
            .Take(NewsCount)
            .ToListAsync(ct);
        return
        [
            .. rows.Select(x => new ReportNews(
                x.Run.Id,
                x.Run.Name,
                Status(x),
                x.Run.Format,
                x.Job.FinishedAt ?? x.Job.UpdatedAt,
                x.Job.ErrorMessage,
                (x.Job.FinishedAt ?? x.Job.UpdatedAt) > seen
            )),
        ];
    }

    /// <summary>The run, when the current user may see it: an unknown one is not found, another's private one forbidden.</summary>
    internal static async Task<ReportRun> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ReportCatalog catalog,
        long id,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        if (
            await (await VisibleAsync(db, currentUser, catalog, ct)).SingleOrDefaultAsync(r => r.Id == id, ct) is
            { } run
        )
            return run;
        throw await db.Set<ReportRun>().AnyAsync(r => r.Id == id, ct)
            ? DomainException.Forbidden("This report belongs to somebody else.")
            : DomainException.NotFound("There is no such report job.");
    }

    private static async Task<IQueryable<ReportRun>> VisibleAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ReportCatalog catalog,
        CancellationToken ct
    )
    {
        var me = currentUser.UserId;
        var all = db.Set<ReportRun>();
        // Scopes are few, runs are many: which scopes the current user covers is settled first, so that the filter stays in the query.
        var scopes = await all.Where(r =>
                r.OwnerId != me
                && (
                    r.Visibility != Visibility.Private
                    || currentUser.Can(ManagePermission)
                    || db.Set<ReportShare>().Any(s => s.RunId == r.Id && s.UserId == me)
                )
            )
            .Select(r => r.Scope)
            .Distinct()
            .ToListAsync(ct);
        var covered = scopes.Where(s => currentUser.Scope.Contains(FrozenScope.Parse(s))).ToList();
        var types = catalog.Of(currentUser).Select(t => t.Info.Key).ToList();
        var manages = currentUser.Can(ManagePermission);
        var departments = currentUser.Scope.DepartmentIds;
        return all.Where(r =>
            r.OwnerId == me
            || (
                covered.Contains(r.Scope)
                && types.Contains(r.ReportType)
                && (
                    manages
                    || r.Visibility == Visibility.Organization
                    || (
                        r.Visibility == Visibility.Department
                        && r.DepartmentId != null
                        && (departments == null || departments.Contains(r.DepartmentId.Value))
                    )
                    || db.Set<ReportShare>().Any(s => s.RunId == r.Id && s.UserId == me)
                )
            )
        );
    }

    private static IQueryable<JoinedRun> Joined(ReportsDb db, IQueryable<ReportRun> runs) =>
        runs.Join(db.Set<Job>(), r => r.JobId, j => j.Id, (r, j) => new { r, j })
            .GroupJoin(
                db.Set<Artifact>().Where(a => a.Name == ReportJobHandler.ArtifactName),
                x => x.j.Id,
                a => a.JobId,
                (x, a) =>
                    new
                    {
                        x.r,
                        x.j,
                        a,
                    }
            )
            .SelectMany(
                x => x.a.DefaultIfEmpty(),
                (x, a) =>
                    new JoinedRun
                    {
                        Run = x.r,
                        Job = x.j,
                        Artifact = a,
                    }
            );

    private static IQueryable<JoinedRun> Within(IQueryable<JoinedRun> query, IReadOnlyList<string> statuses)
    {
        var words = statuses
            .SelectMany(s => s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(s =>
                ReportStatus.Parse(s)
                ?? throw DomainException.Invalid(
                    "status",
                    $"'{s}' is not a status. Use one of: {string.Join(", ", ReportStatus.All)}."
                )
            )
            .ToHashSet(StringComparer.Ordinal);
        var (scheduled, pending, running) = (
            words.Contains(ReportStatus.Scheduled),
            words.Contains(ReportStatus.Pending),
            words.Contains(ReportStatus.Running)
        );
        var (completed, expired, failed, cancelled) = (
            words.Contains(ReportStatus.Completed),
            words.Contains(ReportStatus.Expired),
            words.Contains(ReportStatus.Failed),
            words.Contains(ReportStatus.Cancelled)
        );
        return query.Where(x =>
            (scheduled && x.Job.State == JobState.Scheduled && x.Job.Attempt == 0 && x.Job.Retries == 0)
            || (
                pending
                && (
                    x.Job.State == JobState.Pending
                    || (x.Job.State == JobState.Scheduled && (x.Job.Attempt != 0 || x.Job.Retries != 0))
                )
            )
            || (running && x.Job.State == JobState.Running)
            || (completed && x.Job.State == JobState.Completed && x.Artifact != null && x.Artifact.RemovedAt == null)
            || (expired && x.Job.State == JobState.Completed && (x.Artifact == null || x.Artifact.RemovedAt != null))
            || (failed && x.Job.State == JobState.Failed)
            || (cancelled && x.Job.State == JobState.Cancelled)
        );
    }

    private static IQueryable<JoinedRun> Sorted(IQueryable<JoinedRun> query, string sort)
    {
        var descending = sort.StartsWith('-');
        return sort.TrimStart('-') switch
        {
            "createdAt" => Order(query, x => x.Run.CreatedAt, descending),
            "updatedAt" => Order(query, x => x.Job.UpdatedAt, descending),
            "status" => Order(query, x => x.Job.State, descending),
            "priority" => Order(query, x => x.Job.Priority, descending),
            _ => throw DomainException.Invalid(
                "sortBy",
                $"'{sort.TrimStart('-')}' cannot be sorted by. Use createdAt, updatedAt, status or priority."
            ),
        };
    }

    private static IQueryable<JoinedRun> Order<TKey>(
        IQueryable<JoinedRun> query,
        System.Linq.Expressions.Expression<Func<JoinedRun, TKey>> key,
        bool descending
    ) =>
        descending
            ? query.OrderByDescending(key).ThenByDescending(x => x.Run.Id)
            : query.OrderBy(key).ThenBy(x => x.Run.Id);

    private static string Status(JoinedRun x) =>
        ReportStatus.Of(
            x.Job.State,
            x.Job.Attempt,
            x.Job.Retries,
            x.Job.State == JobState.Completed && x.Artifact is not { RemovedAt: null }
        );

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
            {
                var status = Status(x);
                var mine = x.Run.OwnerId == currentUser.UserId;
                var place = places.GetValueOrDefault(x.Job.Id);
                var open = x.Job.State is JobState.Scheduled or JobState.Pending or JobState.Running;
                return new ReportJobRow(
                    x.Run.Id,
                    x.Job.Id,
                    x.Run.Name,
                    x.Run.ReportType,
                    catalog.Find(x.Run.ReportType)?.Info.Title ?? x.Run.ReportType,
                    status,
                    ReportStatus.PriorityName(x.Job.Priority),
                    x.Job.Percent,
                    x.Job.Step,
                    x.Job.RowsDone,
                    x.Job.RowsTotal,
                    x.Run.OwnerId,
                    people.TryGetValue(x.Run.OwnerId, out var person) ? person.Name : "",
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
                    open
                        && x.Job.CancelRequestedAt is null
                        && (mine || currentUser.Can(ReportJobCommands.CancelPermission)),
                    x.Job.State == JobState.Failed
                        && x.Job.Retries < JobQueue.MaxRetries
                        && (mine || currentUser.Can(ReportJobCommands.CreatePermission)),
                    !open && (mine || currentUser.Can(ManagePermission))
                );
            }),
        ];
    }

    private TimeSpan? Remaining(Job job)
    {
        // Before a tenth is done the pace says nothing yet.
        if (job is not { State: JobState.Running, StartedAt: { } started, Percent: >= 10 and < 100 })
            return null;
        var elapsed = clock.UtcNow - started;
        return elapsed <= TimeSpan.Zero ? null : elapsed * ((100.0 - job.Percent) / job.Percent);
    }

    private async Task<IReadOnlyList<Fact>> FactsAsync(
        CurrentUser currentUser,
        string reportType,
        ReportRequest request,
        CancellationToken ct
    )
    {
        if (catalog.Find(reportType) is not { } type)
            return [];
        var facts = new List<Fact>();
        if (request.Start is { } start)
            facts.Add(new("From", start.ToString("dd MMM yyyy", System.Globalization.CultureInfo.InvariantCulture)));
        if (request.End is { } end)
            facts.Add(new("To", end.ToString("dd MMM yyyy", System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var filter in type.Info.Filters)
        {
            if (request.All(filter.Key) is not { Count: > 0 } values)
                continue;
            var options = await type.OptionsAsync(currentUser, filter.Key, ct);
            facts.Add(
                new(
                    filter.Title,
                    string.Join(", ", values.Select(v => options.FirstOrDefault(o => o.Value == v)?.Title ?? v))
                )
            );
        }

        if (request.GroupBy.Count > 0)
            facts.Add(
                new(
                    "Grouped by",
                    string.Join(
                        ", ",
                        request.GroupBy.Select(g => type.Info.Groupings.FirstOrDefault(d => d.Key == g)?.Title ?? g)
                    )
                )
            );
        if (request.Measures.Count > 0)
            facts.Add(
                new(
                    "Measures",
                    string.Join(
                        ", ",
                        request.Measures.Select(m => type.Info.Measures.FirstOrDefault(d => d.Key == m)?.Title ?? m)
                    )
                )
            );
        return facts;
    }

    private sealed class JoinedRun
    {
        public required ReportRun Run { get; init; }

        public required Job Job { get; init; }

        public Artifact? Artifact { get; init; }
    }
}
