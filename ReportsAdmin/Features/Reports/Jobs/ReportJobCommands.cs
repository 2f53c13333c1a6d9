using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Asks for reports and changes their fate.</summary>
public sealed class ReportJobCommands(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    JobQueue queue,
    TemplateQueries templates,
    AccessQueries access,
    BusinessClock clock
)
{
    public const string CreatePermission = "reports:create";
    public const string CancelPermission = "reports:cancel";

    /// <summary>Jobs of one person that may wait or run at once.</summary>
    public const int MaxOpen = 200;

    private const int MaxReason = 500;

    /// <summary>Checks everything and puts the job into the queue; nothing is kept of a refused request.</summary>
    public async Task<CreatedReportJob> CreateAsync(
        CurrentUser currentUser,
        CreateReportJob asked,
        CancellationToken ct
    )
    {
        currentUser.Require(CreatePermission);
        var template = asked.TemplateId is { } templateId
            ? await templates.DetailsAsync(currentUser, templateId, ct)
            : null;
        var wanted = JobRequest.Of(asked, template);
        var problems = wanted.Problems(catalog, currentUser, clock.UtcNow);
        await AddPlaceProblemsAsync(problems, currentUser, asked, wanted.Visibility, ct);
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);

        var type = catalog.Require(currentUser, wanted.ReportType);
        var request = await ReportCatalog.CheckAsync(currentUser, type, wanted.Request, ct);
        var run = new ReportRun
        {
            Name = wanted.Name,
            Description = wanted.Description,
            ReportType = type.Info.Key,
            Parameters = ReportRequests.Write(request),
            Format = ReportFormat.Find(wanted.Format)!.Key,
            FileName = asked.FileName is { } custom ? CleanFileName(custom) : null,
            Visibility = wanted.Visibility,
            DepartmentId =
                wanted.Visibility == Visibility.Department
                    ? asked.DepartmentId ?? currentUser.Scope.DepartmentIds![0]
                    : asked.DepartmentId,
            OwnerId = currentUser.UserId,
            Scope = FrozenScope.Of(currentUser, request),
            TemplateId = template?.Id,
            CreatedAt = clock.UtcNow,
        };
        return await EnqueueAsync(currentUser, run, new Queueing(wanted.Priority, asked.ScheduledFor), ct);
    }

    /// <summary>Runs a schedule's template once, for its owner. The key makes a second call for the same occurrence do nothing.</summary>
    internal async Task RunScheduleAsync(
        CurrentUser owner,
        ReportSchedule schedule,
        JobTemplate template,
        IReadOnlyList<int> recipients,
        string key,
        CancellationToken ct
    )
    {
        var type = catalog.Require(owner, template.ReportType);
        var request = await ReportCatalog.CheckAsync(owner, type, ReportRequests.Read(template.Parameters), ct);
        await using (var db = contexts.CreateDbContext())
        {
            if (await db.Set<Job>().AnyAsync(j => j.UniqueKey == key, ct))
                return;
        }

        var run = new ReportRun
        {
            Name = schedule.Name,
            Description = template.Description,
            ReportType = template.ReportType,
            Parameters = template.Parameters,
            Format = template.Format,
            Visibility = template.Visibility,
            DepartmentId = template.DepartmentId,
            OwnerId = owner.UserId,
            Scope = FrozenScope.Of(owner, request),
            TemplateId = template.Id,
            ScheduleId = schedule.Id,
            CreatedAt = clock.UtcNow,
        };
        await EnqueueAsync(owner, run, new Queueing(template.Priority, null, recipients, key), ct);
    }

    /// <param name="reason">At most 500 characters.</param>
    /// <returns>What spec 004 answers: who cancelled, and when.</returns>
    public async Task<(DateTime At, string By)> CancelAsync(
        CurrentUser currentUser,
        long id,
        string? reason,
        CancellationToken ct
    )
    {
        if (reason?.Length > MaxReason)
            throw DomainException.Invalid("reason", $"reason has at most {MaxReason} characters.");
        var run = await FindAsync(currentUser, id, ct);
        if (run.OwnerId != currentUser.UserId)
            currentUser.Require(CancelPermission);
        if (
            await queue.CancelAsync(run.JobId, currentUser.Name, reason, ct)
            is not (JobChange.Done or JobChange.Requested)
        )
            throw DomainException.Invalid(
                "status",
                "Only a job that is scheduled, pending or running can be cancelled."
            );
        await RecordAsync("cancelled", run, ct, AuditField.Fact("Reason", reason));
        return (clock.UtcNow, currentUser.Name);
    }

    /// <summary>Puts a failed job back; answers how often it was retried.</summary>
    public async Task<int> RetryAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        var run = await FindAsync(currentUser, id, ct);
        if (run.OwnerId != currentUser.UserId)
            currentUser.Require(CreatePermission);
        switch (await queue.RetryAsync(run.JobId, ct))
        {
            case JobChange.Done:
                break;
            case JobChange.TooOften:
                throw DomainException.Invalid(
                    "status",
                    $"The job was retried {JobQueue.MaxRetries} times already. Ask for a new report instead."
                );
            default:
                throw DomainException.Invalid("status", "Only a failed job can be retried.");
        }

        await RecordAsync("retried", run, ct);
        await using var db = contexts.CreateDbContext();
        return await db.Set<Job>().Where(j => j.Id == run.JobId).Select(j => j.Retries).SingleAsync(ct);
    }

    /// <summary>Deletes a finished job of one's own with its file.</summary>
    public async Task DeleteAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        var run = await FindAsync(currentUser, id, ct);
        if (run.OwnerId != currentUser.UserId)
            currentUser.Require(ReportJobQueries.ManagePermission);
        if (await queue.DeleteAsync(run.JobId, ct) is JobChange.WrongState)
            throw DomainException.Invalid("status", "Cancel the job before deleting it.");
        await RecordAsync(AuditActions.Removed, run, ct);
    }

    // The queue commits its own changes, so this follows them.
    private async Task RecordAsync(string action, ReportRun run, CancellationToken ct, params AuditField[] fields)
    {
        await using var db = contexts.CreateDbContext();
        await db.RecordAsync(action, ReportsAudit.Job, run.Id, run.Name, ct, fields);
    }

    /// <summary>The bell was looked at.</summary>
    public async Task MarkReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var now = clock.UtcNow;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications_read (user_id, read_at)
            VALUES ({currentUser.UserId}, {now})
            ON CONFLICT (user_id) DO UPDATE SET read_at = excluded.read_at
            """,
            ct
        );
        await queue.AnnounceAsync(0, currentUser.UserId);
    }

    /// <summary>A file name without its extension, or null when nothing usable is left.</summary>
    internal static string? CleanFileName(string text)
    {
        var plain = text.Trim();
        if (
            ReportFormat.All.FirstOrDefault(f =>
                plain.EndsWith("." + f.Extension, StringComparison.OrdinalIgnoreCase)
            ) is
            { } known
        )
            plain = plain[..^(known.Extension.Length + 1)];
        var clean = new string([
            .. plain.Where(c => !char.IsControl(c) && !"/\\:*?\"<>|".Contains(c, StringComparison.Ordinal)),
        ]).Trim(' ', '.');
        return clean.Length is > 0 and <= 100 ? clean : null;
    }

    private async Task AddPlaceProblemsAsync(
        Dictionary<string, string> problems,
        CurrentUser currentUser,
        CreateReportJob asked,
        Visibility visibility,
        CancellationToken ct
    )
    {
        if (
            asked.DepartmentId is { } department
            && (await access.DepartmentsAsync(currentUser, ct)).All(d => d.Id != department)
        )
            problems["departmentId"] = "Department not found.";
        if (
            visibility == Visibility.Department
            && asked.DepartmentId is null
            && currentUser.Scope.DepartmentIds is not [_]
        )
            problems["departmentId"] = "Name the department that may see it.";
    }

    private async Task<CreatedReportJob> EnqueueAsync(
        CurrentUser currentUser,
        ReportRun run,
        Queueing how,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await RequireRoomAsync(db, currentUser, ct);
        var jobId = await queue.EnqueueAsync(
            db,
            new NewJob(ReportJobHandler.JobKind, run.Name, "{}", currentUser.UserId)
            {
                Priority = how.Priority,
                RunAt = how.RunAt,
                UniqueKey = how.Key,
            },
            ct
        );
        run.JobId = jobId;
        db.Add(run);
        await db.SaveChangesAsync(ct);
        db.AddRange(
            (how.Recipients ?? [])
                .Where(r => r != currentUser.UserId)
                .Select(r => new ReportShare { RunId = run.Id, UserId = r })
        );
        await db.SaveChangesAsync(ct);
        var waiting = how.RunAt is null || how.RunAt <= clock.UtcNow;
        await transaction.CommitAsync(ct);
        // The place is read before the workers are woken: it is the place the job took when it came.
        var place = waiting ? (await queue.PositionsAsync([jobId], ct)).GetValueOrDefault(jobId) : null;
        await queue.AnnounceAsync(jobId, currentUser.UserId);
        // A worker may have taken it before its place was read: it was the next then.
        return waiting
            ? new CreatedReportJob(run.Id, ReportStatus.Pending, place?.Position ?? 1, place?.Wait)
            : new CreatedReportJob(run.Id, ReportStatus.Scheduled, null, null);
    }

    private static async Task RequireRoomAsync(ReportsDb db, CurrentUser currentUser, CancellationToken ct)
    {
        var open = new[] { JobState.Scheduled, JobState.Pending, JobState.Running };
        if (
            await db.Set<Job>()
                .CountAsync(
                    j =>
                        j.OwnerId == currentUser.UserId && j.Kind == ReportJobHandler.JobKind && open.Contains(j.State),
                    ct
                ) >= MaxOpen
        )
            throw new DomainException(
                ErrorKind.TooMany,
                $"You have {MaxOpen} reports waiting. Let some finish, or cancel them, before asking for more."
            )
            {
                RetryAfter = TimeSpan.FromMinutes(1),
            };
    }

    private async Task<ReportRun> FindAsync(CurrentUser currentUser, long id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await VisibleRuns.FindAsync(db, currentUser, catalog, id, ct);
    }

    /// <summary>How a run enters the queue.</summary>
    /// <param name="Recipients">Who may see it besides its owner.</param>
    /// <param name="Key">A second job with the same key is not added while the first is open.</param>
    private sealed record Queueing(
        short Priority,
        DateTime? RunAt,
        IReadOnlyList<int>? Recipients = null,
        string? Key = null
    );
}
