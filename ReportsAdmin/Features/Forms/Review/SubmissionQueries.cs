using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Export;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Forms.Review;

/// <summary>Submissions of a form, for its makers and those who manage forms.</summary>
public sealed partial class SubmissionQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    AuditInbox audit,
    FileStore store
)
{
    private const int MaxRuns = 50;

    public async Task<Page<SubmissionRow>> ListAsync(
        CurrentUser currentUser,
        int formId,
        SubmissionFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        await FormQueries.FindToManageAsync(snapshot.Db, currentUser, formId, ct);
        return await PageAsync(Matching(snapshot.Db, formId, filter), page, ct);
    }

    public async Task<SubmissionDetails> DetailsAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var submission = await FindAsync(db, currentUser, id, ct);
        await audit.ViewedAsync(FormsAudit.Submission, id, null, ct);
        var people = await access.PeopleAsync(submission.SubmitterId is { } by ? [by] : [], ct);
        var events = await db.Set<SubmissionEvent>()
            .Where(e => e.SubmissionId == id)
            .OrderByDescending(e => e.Id)
            .ToListAsync(ct);
        var files = await db.Set<SubmissionFile>()
            .Where(f => f.SubmissionId == id)
            .OrderBy(f => f.Id)
            .Select(f => new SubmissionFileRow(f.Id, f.FieldId, f.FileName, f.Size, f.Token))
            .ToListAsync(ct);
        return new SubmissionDetails(
            Row(submission, people),
            submission.Revision,
            await FormQueries.DefinitionAsync(db, submission.FormId, submission.Version, ct),
            [
                .. events.Select(e => new SubmissionEventRow(
                    e.At,
                    e.ByName,
                    e.Kind,
                    e.Text,
                    e.Changes is null
                        ? []
                        : JsonSerializer.Deserialize<List<AnswerChange>>(e.Changes, JsonSerializerOptions.Web)!
                )),
            ],
            files,
            await RunsAsync(db, db.Set<FormRun>().Where(r => r.SubmissionId == id), ct)
        );
    }

    /// <summary>A file given as an answer. It is sent to be saved, never to be shown.</summary>
    public async Task<OpenFile> FileAsync(CurrentUser currentUser, int submissionId, int fileId, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        await FindAsync(db, currentUser, submissionId, ct);
        var file = await db.Set<SubmissionFile>()
            .SingleOrDefaultAsync(f => f.Id == fileId && f.SubmissionId == submissionId, ct)
            ?? throw DomainException.NotFound("File not found.");
        return new OpenFile(
            await store.OpenAsync(file.FileKey, null, ct),
            file.FileName,
            file.ContentType,
            file.Size,
            "",
            file.UploadedAt,
            null
        );
    }

    /// <summary>What was made of a form's submissions, newest first.</summary>
    /// <param name="kind"><c>export</c>, <c>report</c> or null for both.</param>
    public async Task<IReadOnlyList<FormRunRow>> RunsAsync(
        CurrentUser currentUser,
        int formId,
        string? kind,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        await FormQueries.FindToManageAsync(db, currentUser, formId, ct);
        return await RunsAsync(
            db,
            db.Set<FormRun>().Where(r => r.FormId == formId && (kind == null || r.Kind == kind)),
            ct
        );
    }

    public async Task<FormRunRow> RunAsync(CurrentUser currentUser, int runId, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var run = await db.Set<FormRun>().SingleOrDefaultAsync(r => r.Id == runId, ct)
            ?? throw DomainException.NotFound("Export not found.");
        await FormQueries.FindToManageAsync(db, currentUser, run.FormId, ct);
        return (await RunsAsync(db, db.Set<FormRun>().Where(r => r.Id == runId), ct))[0];
    }

    /// <summary>The file of an export; the newest workbook of this form alone when none is named.</summary>
    public async Task<OpenFile> ExportFileAsync(CurrentUser currentUser, int formId, int? runId, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        await FormQueries.FindToManageAsync(db, currentUser, formId, ct);
        // What several forms were exported to at once is an archive: only who names that run asks for it.
        var file = await db.Set<FormRun>()
            .Where(r => r.FormId == formId && r.Kind == FormExportHandler.RunKind && (runId == null || r.Id == runId))
            .Join(
                db.Set<Artifact>()
                    .Where(a =>
                        a.RemovedAt == null && (runId != null || a.ContentType == ReportFormat.Excel.ContentType)
                    ),
                r => r.JobId,
                a => (long?)a.JobId,
                (r, a) => new { r.Id, a }
            )
            .OrderByDescending(x => x.Id)
            .Select(x => x.a)
            .FirstOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("There is no export to download. Create one first.");
        return new OpenFile(
            await store.OpenAsync(file.FileKey, file.Hash, ct),
            file.FileName,
            file.ContentType,
            file.Size,
            file.Hash,
            file.CreatedAt,
            file.ExpiresAt
        );
    }

    /// <summary>The submission, for those who may see the form's.</summary>
    internal static async Task<Submission> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int id,
        CancellationToken ct
    )
    {
        currentUser.Require(FormCommands.MakePermission);
        var submission = await db.Set<Submission>().SingleOrDefaultAsync(s => s.Id == id, ct)
            ?? throw DomainException.NotFound("Submission not found.");
        await FormQueries.FindToManageAsync(db, currentUser, submission.FormId, ct);
        return submission;
    }

    internal static IQueryable<Submission> Matching(ReportsDb db, int formId, SubmissionFilter filter) =>
        Matching(db.Set<Submission>().Where(s => s.FormId == formId), filter);

    private static IQueryable<Submission> Matching(IQueryable<Submission> query, SubmissionFilter filter)
    {
        if (filter.Status is { } status)
            query = query.Where(s => s.Status == status);
        if (filter.From is { } from)
            query = query.Where(s => s.SubmittedAt >= from);
        if (filter.To is { } to)
            query = query.Where(s => s.SubmittedAt < to);
        if (filter.Version is { } version)
            query = query.Where(s => s.Version == version);
        if (!string.IsNullOrWhiteSpace(filter.Email))
        {
            var email = filter.Email.Trim().ToUpperInvariant();
            query = query.Where(s => s.SubmitterEmail != null && s.SubmitterEmail.ToUpper() == email);
        }

        if (string.IsNullOrWhiteSpace(filter.Search))
            return query;
        var text = filter.Search.Trim().ToUpperInvariant();
        return query.Where(s =>
            s.Answers.ToUpper().Contains(text)
            || (s.SubmitterEmail != null && s.SubmitterEmail.ToUpper().Contains(text))
        );
    }

    private async Task<IReadOnlyList<FormRunRow>> RunsAsync(
        ReportsDb db,
        IQueryable<FormRun> runs,
        CancellationToken ct
    )
    {
        var rows = await Joined(db, runs.OrderByDescending(r => r.Id).Take(MaxRuns)).ToListAsync(ct);
        var people = await access.PeopleAsync([.. rows.Select(x => x.Run.ById).Distinct()], ct);
        return [.. rows.Select(x => RowOf(x, people.GetValueOrDefault(x.Run.ById)))];
    }

    private static IQueryable<JoinedRun> Joined(ReportsDb db, IQueryable<FormRun> runs) =>
        from r in runs
        join j in db.Set<Job>() on r.JobId equals (long?)j.Id into jobs
        from j in jobs.DefaultIfEmpty()
        orderby r.Id descending
        select new JoinedRun
        {
            Run = r,
            State = j == null ? null : j.State,
            Percent = j == null ? (short)0 : j.Percent,
            Error = j == null ? null : j.ErrorMessage,
            Finished = j == null ? null : j.FinishedAt,
            File = db.Set<Artifact>()
                .Where(a => a.JobId == r.JobId && a.RemovedAt == null)
                .OrderBy(a => a.Id)
                .FirstOrDefault(),
        };

    private static FormRunRow RowOf(JoinedRun x, PersonName? by) =>
        new(
            x.Run.Id,
            x.Run.Kind,
            x.Run.Trigger,
            x.Run.SubmissionId,
            x.Run.ReportId,
            x.Run.Fault is null ? Word(x.State, x.File is not null) : "failed",
            x.State == JobState.Completed ? 100 : x.Percent,
            x.Run.Fault ?? x.Error,
            by?.Name ?? "System",
            x.Run.At,
            x.Finished,
            x.File?.FileName,
            x.File?.Size ?? 0,
            x.Run.JobId
        );

    private static string Word(JobState? state, bool hasFile) =>
        state switch
        {
            JobState.Scheduled or JobState.Pending => "pending",
            JobState.Running => "running",
            JobState.Completed => hasFile ? "completed" : "expired",
            JobState.Failed => "failed",
            JobState.Cancelled => "cancelled",
            _ => "expired",
        };

    private static SubmissionRow Row(Submission s, IReadOnlyDictionary<int, PersonName> people)
    {
        using var answers = JsonDocument.Parse(s.Answers);
        return new SubmissionRow(
            s.Id,
            s.FormId,
            s.Version,
            answers.RootElement.Clone(),
            s.Status,
            s.SubmitterEmail ?? (s.SubmitterId is { } by ? people.GetValueOrDefault(by)?.Email : null),
            s.SubmitterId,
            s.SubmitterId is { } id ? people.GetValueOrDefault(id)?.Name : null,
            s.SubmittedAt,
            s.UpdatedAt
        );
    }

    private sealed class JoinedRun
    {
        public required FormRun Run { get; init; }

        public JobState? State { get; init; }

        public short Percent { get; init; }

        public string? Error { get; init; }

        public DateTime? Finished { get; init; }

        public Artifact? File { get; init; }
    }
}
