using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Documents;

/// <summary>Makes, edits and deletes generated reports. Each save is a version with a job that makes its files.</summary>
public sealed class DocumentCommands(
    IDbContextFactory<ReportsDb> contexts,
    JobQueue queue,
    ReportDrafts drafts,
    TimeProvider time
)
{
    public const string CreatePermission = "generated:create";
    public const int MaxTitle = 200;
    public const int MaxDescription = 2000;
    public const int MaxWhy = 500;

    public async Task<QueuedReport> GenerateAsync(CurrentUser currentUser, GenerateReport request, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var queued = await AddAsync(db, currentUser, request, ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(currentUser, queued);
        return queued;
    }

    /// <summary>The same within the caller's transaction, so that what a report tells of and the report come about together. Call <see cref="AnnounceAsync"/> after the commit.</summary>
    public async Task<QueuedReport> AddAsync(
        ReportsDb db,
        CurrentUser currentUser,
        GenerateReport request,
        CancellationToken ct
    )
    {
        currentUser.Require(CreatePermission);
        var now = time.GetUtcNow().UtcDateTime;
        var draft = await drafts.CheckAsync(request.Title, request.Description, request.Data, request.Config, ct);
        if (request.ReportType.Length is 0 or > 60)
            throw DomainException.Invalid("report_type", "report_type has 1 to 60 characters.");
        var report = new Document
        {
            Title = draft.Title,
            Description = draft.Description,
            ReportType = request.ReportType,
            OwnerId = currentUser.UserId,
            Shared = request.Shared,
            Version = 1,
            FormId = request.FormId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(report);
        await db.SaveChangesAsync(ct);
        var job = await AddVersionAsync(db, currentUser, report.Id, 1, draft, null, now, ct);
        return new QueuedReport(report.Id, 1, job, draft.Title, request.ReportType, draft.Formats);
    }

    public Task AnnounceAsync(CurrentUser currentUser, QueuedReport queued) =>
        queue.AnnounceAsync(queued.JobId, currentUser.UserId);

    /// <summary>Saves a new version and queues its files. A conflict when somebody saved since <see cref="ReportEdit.FromVersion"/>.</summary>
    public async Task<QueuedReport> EditAsync(CurrentUser currentUser, int id, ReportEdit edit, CancellationToken ct)
    {
        currentUser.Require(CreatePermission);
        if (edit.Why is { Length: > MaxWhy })
            throw DomainException.Invalid("why", $"The reason may have {MaxWhy} characters.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        VisibleDocuments.RequireChange(currentUser, report);
        var current = await db.Set<ReportVersion>()
            .SingleAsync(v => v.ReportId == id && v.Number == report.Version, ct);
        var draft = await drafts.CheckAsync(
            edit.Title ?? current.Title,
            edit.Description ?? current.Description,
            edit.Data ?? ReportContent.Read(current.Data, "data"),
            edit.Config ?? ReportContent.Read(current.Config, "config"),
            ct
        );
        var queued = await SaveAsync(db, currentUser, report, draft, edit.Why, edit.FromVersion ?? report.Version, ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(currentUser, queued);
        return queued;
    }

    /// <summary>Makes an earlier version the newest again, as a version of its own.</summary>
    public async Task<QueuedReport> RestoreAsync(CurrentUser currentUser, int id, int number, CancellationToken ct)
    {
        ReportEdit edit;
        await using (var db = contexts.CreateDbContext())
        {
            await VisibleDocuments.FindAsync(db, currentUser, id, ct);
            var old = await db.Set<ReportVersion>()
                .SingleOrDefaultAsync(v => v.ReportId == id && v.Number == number, ct)
                ?? throw DomainException.NotFound("Version not found.");
            edit = new ReportEdit(
                ReportContent.Read(old.Data, "data"),
                old.Title,
                old.Description ?? "",
                ReportContent.Read(old.Config, "config"),
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Restored version {number}")
            );
        }

        return await EditAsync(currentUser, id, edit, ct);
    }

    /// <summary>Makes the files of the newest version again: after a failure, or when they are no longer kept.</summary>
    public async Task RegenerateAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(CreatePermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        VisibleDocuments.RequireChange(currentUser, report);
        var version = await db.Set<ReportVersion>()
            .SingleAsync(v => v.ReportId == id && v.Number == report.Version, ct);
        if (
            await db.Set<Job>()
                .AnyAsync(
                    j =>
                        j.Id == version.JobId
                        && (
                            j.State == JobState.Scheduled || j.State == JobState.Pending || j.State == JobState.Running
                        ),
                    ct
                )
        )
            throw DomainException.Conflict("The document is already being generated.");
        var job = await EnqueueAsync(db, currentUser, report.Title, id, report.Version, ct);
        if (
            await db.Set<ReportVersion>()
                .Where(v => v.ReportId == id && v.Number == report.Version && v.JobId == version.JobId)
                .ExecuteUpdateAsync(s => s.SetProperty(v => v.JobId, job), ct) == 0
        )
            throw DomainException.Conflict("The document is already being generated.");
        await transaction.CommitAsync(ct);
        await queue.AnnounceAsync(job, currentUser.UserId);
    }

    public async Task ShareAsync(CurrentUser currentUser, int id, bool shared, CancellationToken ct)
    {
        currentUser.Require(CreatePermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        VisibleDocuments.RequireChange(currentUser, report);
        await db.Set<Document>()
            .Where(r => r.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Shared, shared), ct);
        var change = AuditField.Changes(("Shared", report.Shared, shared));
        await db.RecordAsync(AuditActions.Changed, DocumentsAudit.Document, id, report.Title, ct, change);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Deletes a report with all its versions and their files.</summary>
    public async Task DeleteAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(CreatePermission);
        await using var db = contexts.CreateDbContext();
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        VisibleDocuments.RequireChange(currentUser, report);
        var jobs = await db.Set<ReportVersion>().Where(v => v.ReportId == id).Select(v => v.JobId).ToListAsync(ct);
        foreach (var job in jobs)
            await queue.CancelAsync(job, currentUser.Name, "The report was deleted.", ct);
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.Set<Document>().Where(r => r.Id == id).ExecuteDeleteAsync(ct);
            await db.RecordAsync(AuditActions.Removed, DocumentsAudit.Document, id, report.Title, ct);
            await transaction.CommitAsync(ct);
        }

        // A job that still runs cannot be deleted; the janitor takes it and its files with the rest.
        foreach (var job in jobs)
            await queue.DeleteAsync(job, ct);
    }

    private async Task<QueuedReport> SaveAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Document report,
        ReportDraft draft,
        string? why,
        int from,
        CancellationToken ct
    )
    {
        var (now, number) = (time.GetUtcNow().UtcDateTime, from + 1);
        var saved = await db.Set<Document>()
            .Where(r => r.Id == report.Id && r.Version == from)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.Version, number)
                        .SetProperty(r => r.Title, draft.Title)
                        .SetProperty(r => r.Description, draft.Description)
                        .SetProperty(r => r.UpdatedAt, now),
                ct
            );
        if (saved == 0)
            throw DomainException.Conflict(
                $"Somebody saved this document in the meantime: it is now at version {report.Version}. Look at that version, then save again."
            );
        var job = await AddVersionAsync(db, currentUser, report.Id, number, draft, why, now, ct);
        return new QueuedReport(report.Id, number, job, draft.Title, report.ReportType, draft.Formats);
    }

    private async Task<long> AddVersionAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int reportId,
        int number,
        ReportDraft draft,
        string? why,
        DateTime now,
        CancellationToken ct
    )
    {
        var job = await EnqueueAsync(db, currentUser, draft.Title, reportId, number, ct);
        db.Add(
            new ReportVersion
            {
                ReportId = reportId,
                Number = number,
                Title = draft.Title,
                Description = draft.Description,
                Data = draft.Data,
                Config = draft.Config,
                AuthorId = currentUser.UserId,
                AuthorName = currentUser.Name,
                At = now,
                Why = string.IsNullOrWhiteSpace(why) ? null : why.Trim(),
                JobId = job,
            }
        );
        await db.SaveChangesAsync(ct);
        return job;
    }

    private Task<long> EnqueueAsync(
        ReportsDb db,
        CurrentUser currentUser,
        string title,
        int reportId,
        int number,
        CancellationToken ct
    ) =>
        queue.EnqueueAsync(
            db,
            new NewJob(
                GenerateReportHandler.JobKind,
                title,
                JsonSerializer.Serialize(new GenerateReportArguments(reportId, number), JsonSerializerOptions.Web),
                currentUser.UserId
            ),
            ct
        );
}
