using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Documents;

/// <summary>Generated reports that a user may see: their own, shared ones, and all for those who manage them.</summary>
public sealed class DocumentQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries access, FileStore files)
{
    public const string ReadPermission = "generated:read";

    /// <summary>Sees and changes everybody's reports.</summary>
    public const string ManagePermission = "generated:manage";

    /// <summary>Topic of the signal that any report was made, saved or deleted; how far one is comes with <see cref="JobQueue.TopicOf"/>.</summary>
    public const string Topic = JobQueue.Topic;

    public async Task<Page<DocumentRow>> ListAsync(
        CurrentUser currentUser,
        DocumentFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        var owners = filter.Owner is { } owner ? await access.MeantAsync(owner, ct) : null;
        await using var db = contexts.Reader();
        var query = DocumentSearch.Matching(db, VisibleDocuments.Of(db, currentUser), filter, owners);
        var total = await query.CountAsync(ct);
        var rows = await DocumentSearch.Sorted(query, filter.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new Page<DocumentRow>(await EnrichAsync(db, rows, ct), total, page);
    }

    public async Task<DocumentRow> RowAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        return (
            await EnrichAsync(
                db,
                await DocumentSearch.Joined(db, db.Set<Document>().Where(r => r.Id == id)).ToListAsync(ct),
                ct
            )
        )[0];
    }

    /// <param name="number">Of the version; null for the newest.</param>
    public async Task<DocumentDetails> DetailsAsync(CurrentUser currentUser, int id, int? number, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        var version = await VisibleDocuments.VersionAsync(db, report, number, ct);
        var row = (
            await EnrichAsync(
                db,
                await DocumentSearch.Joined(db, db.Set<Document>().Where(r => r.Id == id)).ToListAsync(ct),
                ct
            )
        )[0];
        var job = await db.Set<Job>()
            .Where(j => j.Id == version.JobId)
            .Select(j => new
            {
                j.Step,
                j.ErrorMessage,
                j.CancelReason,
                j.Result,
            })
            .SingleOrDefaultAsync(ct);
        return new DocumentDetails(
            row,
            version.Number,
            version.Title,
            version.Description,
            ReportContent.Read(version.Data, "data"),
            ReportContent.Read(version.Config, "config"),
            version.AuthorName,
            version.At,
            version.Why,
            job?.Step,
            job?.ErrorMessage ?? job?.CancelReason,
            version.Number == report.Version,
            VisibleDocuments.CanChange(currentUser, report),
            OutcomeOf(job?.Result)?.Warnings ?? []
        );
    }

    private static DocumentOutcome? OutcomeOf(string? result) =>
        result is null ? null : JsonSerializer.Deserialize<DocumentOutcome>(result, JsonSerializerOptions.Web);

    /// <summary>How far a version is, in one statement and without its content.</summary>
    /// <param name="number">Of the version; null for the newest.</param>
    public async Task<ReportProgress> ProgressAsync(CurrentUser currentUser, int id, int? number, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var found = await (
            from r in VisibleDocuments.Of(db, currentUser)
            where r.Id == id
            join v in db.Set<ReportVersion>() on r.Id equals v.ReportId
            where v.Number == (number ?? r.Version)
            join j in db.Set<Job>() on v.JobId equals j.Id into jobs
            from j in jobs.DefaultIfEmpty()
            select new
            {
                r.Version,
                v.JobId,
                State = j == null ? (JobState?)null : j.State,
                Percent = j == null ? (short)0 : j.Percent,
                Step = j == null ? null : j.Step,
                HasFiles = db.Set<Artifact>().Any(a => a.JobId == v.JobId && a.RemovedAt == null),
            }
        ).SingleOrDefaultAsync(ct) ?? throw await VisibleDocuments.MissingAsync(db, id, ct);
        return new ReportProgress(
            found.Version,
            found.JobId,
            DocumentStatus.Of(found.State, found.HasFiles),
            found.State == JobState.Completed ? 100 : found.Percent,
            found.Step
        );
    }

    public async Task<IReadOnlyList<ReportVersionRow>> VersionsAsync(
        CurrentUser currentUser,
        int id,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        var versions = await (
            from v in db.Set<ReportVersion>()
            where v.ReportId == id
            join j in db.Set<Job>() on v.JobId equals j.Id into jobs
            from j in jobs.DefaultIfEmpty()
            orderby v.Number descending
            select new
            {
                v.Number,
                v.Title,
                v.AuthorName,
                v.At,
                v.Why,
                v.JobId,
                State = j == null ? (JobState?)null : j.State,
            }
        ).ToListAsync(ct);
        var made = await FilesAsync(db, [.. versions.Select(v => v.JobId)], ct);
        return
        [
            .. versions.Select(v => new ReportVersionRow(
                v.Number,
                v.Title,
                v.AuthorName,
                v.At,
                v.Why,
                DocumentStatus.Of(v.State, made[v.JobId].Any()),
                [.. made[v.JobId]]
            )),
        ];
    }

    /// <summary>What changed from one version to another.</summary>
    public async Task<IReadOnlyList<ContentChange>> ChangesAsync(
        CurrentUser currentUser,
        int id,
        int from,
        int to,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        var (before, after) = (
            await VisibleDocuments.VersionAsync(db, report, from, ct),
            await VisibleDocuments.VersionAsync(db, report, to, ct)
        );
        List<ContentChange> heads = [];
        if (before.Title != after.Title)
            heads.Add(new ContentChange("(title)", before.Title, after.Title));
        if (before.Description != after.Description)
            heads.Add(new ContentChange("(description)", before.Description, after.Description));
        if (before.Config != after.Config)
            heads.Add(new ContentChange("(settings)", before.Config, after.Config));
        return
        [
            .. heads,
            .. ContentDiff.Of(ReportContent.Read(before.Data, "data"), ReportContent.Read(after.Data, "data")),
        ];
    }

    /// <summary>A file of a version; null asks for the newest.</summary>
    /// <param name="format">A key of <c>ReportFormat</c>.</param>
    public async Task<OpenFile> FileAsync(
        CurrentUser currentUser,
        int id,
        string format,
        int? number,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        var version = await VisibleDocuments.VersionAsync(db, report, number, ct);
        var state = await db.Set<Job>()
            .Where(j => j.Id == version.JobId)
            .Select(j => (JobState?)j.State)
            .SingleOrDefaultAsync(ct);
        if (state is JobState.Scheduled or JobState.Pending or JobState.Running)
            throw DomainException.Invalid("status", "The report is not ready yet.");
        if (state is JobState.Failed or JobState.Cancelled)
            throw DomainException.Invalid("status", "The document could not be generated.");
        var file = await db.Set<Artifact>()
            .SingleOrDefaultAsync(a => a.JobId == version.JobId && a.Name == format && a.RemovedAt == null, ct)
            ?? throw DomainException.NotFound(
                ReportConfig.FromJson(version.Config).Formats.Any(f => f.Key == format)
                    ? "The file is no longer kept. Make the report again."
                    : "The document was not requested in this format."
            );
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

    private async Task<IReadOnlyList<DocumentRow>> EnrichAsync(
        ReportsDb db,
        IReadOnlyList<JoinedDocument> rows,
        CancellationToken ct
    )
    {
        var people = await access.PeopleAsync([.. rows.Select(r => r.Report.OwnerId).Distinct()], ct);
        var made = await FilesAsync(db, [.. rows.Select(r => r.JobId)], ct);
        return
        [
            .. rows.Select(x => new DocumentRow(
                x.Report.Id,
                x.Report.Title,
                x.Report.Description,
                x.Report.ReportType,
                DocumentStatus.Of(x.State, x.HasFiles),
                x.State == JobState.Completed ? 100 : x.Percent,
                x.Report.OwnerId,
                people.GetValueOrDefault(x.Report.OwnerId)?.Name ?? "System",
                x.Report.Version,
                x.Report.Shared,
                x.Report.FormId,
                x.Report.CreatedAt,
                x.Report.UpdatedAt,
                x.JobId,
                [.. made[x.JobId]]
            )),
        ];
    }

    private static async Task<ILookup<long, ReportFileRow>> FilesAsync(
        ReportsDb db,
        IReadOnlyCollection<long> jobIds,
        CancellationToken ct
    ) =>
        (
            await db.Set<Artifact>()
                .Where(a => jobIds.Contains(a.JobId) && a.RemovedAt == null)
                .Select(a => new
                {
                    a.JobId,
                    a.Name,
                    a.FileName,
                    a.Size,
                    a.CreatedAt,
                })
                .ToListAsync(ct)
        )
            .OrderBy(a =>
                a.Name switch
                {
                    "pdf" => 0,
                    "docx" => 1,
                    _ => 2,
                }
            )
            .ToLookup(a => a.JobId, a => new ReportFileRow(a.Name, a.FileName, a.Size, a.CreatedAt));
}
