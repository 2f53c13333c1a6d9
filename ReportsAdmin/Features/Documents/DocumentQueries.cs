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
        await using var db = contexts.CreateDbContext();
        var query = Matching(db, Visible(db, currentUser), filter);
        var total = await query.CountAsync(ct);
        var rows = await Sorted(query, filter.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new Page<DocumentRow>(await EnrichAsync(db, rows, ct), total, page);
    }

    public async Task<DocumentRow> RowAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await FindAsync(db, currentUser, id, ct);
        return (await EnrichAsync(db, await Joined(db, db.Set<Document>().Where(r => r.Id == id)).ToListAsync(ct), ct))[
            0
        ];
    }

    /// <param name="number">Of the version; null for the newest.</param>
    public async Task<DocumentDetails> DetailsAsync(CurrentUser currentUser, int id, int? number, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var report = await FindAsync(db, currentUser, id, ct);
        var version = await VersionAsync(db, report, number, ct);
        var row = (
            await EnrichAsync(db, await Joined(db, db.Set<Document>().Where(r => r.Id == id)).ToListAsync(ct), ct)
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
        var outcome = job?.Result is { } result
            ? JsonSerializer.Deserialize<DocumentOutcome>(result, JsonSerializerOptions.Web)
            : null;
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
            MayChange(currentUser, report),
            outcome?.Warnings ?? []
        );
    }

    /// <summary>How far a version is, in one statement and without its content.</summary>
    /// <param name="number">Of the version; null for the newest.</param>
    public async Task<ReportProgress> ProgressAsync(CurrentUser currentUser, int id, int? number, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.CreateDbContext();
        var found = await (
            from r in Visible(db, currentUser)
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
        ).SingleOrDefaultAsync(ct) ?? throw await MissingAsync(db, id, ct);
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
        await using var db = contexts.CreateDbContext();
        await FindAsync(db, currentUser, id, ct);
        var versions = await db.Set<ReportVersion>()
            .Where(v => v.ReportId == id)
            .OrderByDescending(v => v.Number)
            .GroupJoin(db.Set<Job>(), v => v.JobId, j => j.Id, (v, j) => new { v, j })
            .SelectMany(
                x => x.j.DefaultIfEmpty(),
                (x, j) =>
                    new
                    {
                        x.v.Number,
                        x.v.Title,
                        x.v.AuthorName,
                        x.v.At,
                        x.v.Why,
                        x.v.JobId,
                        State = j == null ? (JobState?)null : j.State,
                    }
            )
            .ToListAsync(ct);
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
        await using var db = contexts.CreateDbContext();
        var report = await FindAsync(db, currentUser, id, ct);
        var (before, after) = (await VersionAsync(db, report, from, ct), await VersionAsync(db, report, to, ct));
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
        await using var db = contexts.CreateDbContext();
        var report = await FindAsync(db, currentUser, id, ct);
        var version = await VersionAsync(db, report, number, ct);
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
            files.Open(file.FileKey),
            file.FileName,
            file.ContentType,
            file.Size,
            file.Hash,
            file.CreatedAt,
            file.ExpiresAt
        );
    }

    /// <summary>The report, when the current user may see it: an unknown one is not found, another's forbidden.</summary>
    internal static async Task<Document> FindAsync(ReportsDb db, CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        if (await Visible(db, currentUser).SingleOrDefaultAsync(r => r.Id == id, ct) is { } report)
            return report;
        throw await MissingAsync(db, id, ct);
    }

    private static async Task<DomainException> MissingAsync(ReportsDb db, int id, CancellationToken ct) =>
        await db.Set<Document>().AnyAsync(r => r.Id == id, ct)
            ? DomainException.Forbidden("This report belongs to somebody else.")
            : DomainException.NotFound("Report not found.");

    internal static bool MayChange(CurrentUser currentUser, Document report) =>
        currentUser.Can(DocumentCommands.CreatePermission)
        && (report.OwnerId == currentUser.UserId || currentUser.Can(ManagePermission));

    internal static void DemandChange(CurrentUser currentUser, Document report)
    {
        if (!MayChange(currentUser, report))
            throw DomainException.Forbidden("Only its owner changes this report.");
    }

    private static IQueryable<Document> Visible(ReportsDb db, CurrentUser currentUser)
    {
        var (me, all) = (currentUser.UserId, currentUser.Can(ManagePermission));
        return db.Set<Document>().Where(r => all || r.OwnerId == me || r.Shared);
    }

    private static async Task<ReportVersion> VersionAsync(
        ReportsDb db,
        Document report,
        int? number,
        CancellationToken ct
    )
    {
        var wanted = number ?? report.Version;
        return await db.Set<ReportVersion>()
            .SingleOrDefaultAsync(v => v.ReportId == report.Id && v.Number == wanted, ct)
            ?? throw DomainException.NotFound("Version not found.");
    }

    private static IQueryable<JoinedReport> Matching(ReportsDb db, IQueryable<Document> reports, DocumentFilter filter)
    {
        if (filter.ReportType is { } type)
            reports = reports.Where(r => r.ReportType == type);
        if (filter.OwnerId is { } owner)
            reports = reports.Where(r => r.OwnerId == owner);
        if (filter.FormId is { } form)
            reports = reports.Where(r => r.FormId == form);
        if (filter.From is { } from)
            reports = reports.Where(r => r.CreatedAt >= from);
        if (filter.To is { } to)
            reports = reports.Where(r => r.CreatedAt < to);
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var text = filter.Search.Trim().ToUpperInvariant();
            reports = reports.Where(r => r.Title.ToUpper().Contains(text));
        }

        var query = Joined(db, reports);
        if (filter.Statuses is not { Count: > 0 } statuses)
            return query;
        var words = statuses
            .Select(s =>
                DocumentStatus.Parse(s)
                ?? throw DomainException.Invalid(
                    "status",
                    $"'{s}' is not a status. Use one of: {string.Join(", ", DocumentStatus.All)}."
                )
            )
            .ToHashSet(StringComparer.Ordinal);
        var (pending, generating, completed, failed, archived) = (
            words.Contains(DocumentStatus.Pending),
            words.Contains(DocumentStatus.Generating),
            words.Contains(DocumentStatus.Completed),
            words.Contains(DocumentStatus.Failed),
            words.Contains(DocumentStatus.Archived)
        );
        return query.Where(x =>
            (pending && (x.State == JobState.Scheduled || x.State == JobState.Pending))
            || (generating && x.State == JobState.Running)
            || (completed && x.State == JobState.Completed && x.HasFiles)
            || (failed && (x.State == JobState.Failed || x.State == JobState.Cancelled))
            || (archived && (x.State == null || (x.State == JobState.Completed && !x.HasFiles)))
        );
    }

    private static IQueryable<JoinedReport> Joined(ReportsDb db, IQueryable<Document> reports) =>
        from r in reports
        join v in db.Set<ReportVersion>()
            on new { Id = r.Id, Number = r.Version } equals new { Id = v.ReportId, v.Number }
        join j in db.Set<Job>() on v.JobId equals j.Id into jobs
        from j in jobs.DefaultIfEmpty()
        select new JoinedReport
        {
            Report = r,
            JobId = v.JobId,
            State = j == null ? null : j.State,
            Percent = j == null ? (short)0 : j.Percent,
            HasFiles = db.Set<Artifact>().Any(a => a.JobId == v.JobId && a.RemovedAt == null),
        };

    private static IQueryable<JoinedReport> Sorted(IQueryable<JoinedReport> query, string sort)
    {
        var descending = sort.StartsWith('-');
        return (sort.TrimStart('-'), descending) switch
        {
            ("date", true) => query.OrderByDescending(x => x.Report.CreatedAt).ThenByDescending(x => x.Report.Id),
            ("date", false) => query.OrderBy(x => x.Report.CreatedAt).ThenBy(x => x.Report.Id),
            ("name", true) => query.OrderByDescending(x => x.Report.Title).ThenBy(x => x.Report.Id),
            ("name", false) => query.OrderBy(x => x.Report.Title).ThenBy(x => x.Report.Id),
            ("user", true) => query.OrderByDescending(x => x.Report.OwnerId).ThenBy(x => x.Report.Id),
            ("user", false) => query.OrderBy(x => x.Report.OwnerId).ThenBy(x => x.Report.Id),
            ("status", true) => query.OrderByDescending(x => x.State).ThenBy(x => x.Report.Id),
            ("status", false) => query.OrderBy(x => x.State).ThenBy(x => x.Report.Id),
            _ => throw DomainException.Invalid(
                "sort",
                $"'{sort}' is not a way to sort. Use date, name, user or status, with - in front for the other direction."
            ),
        };
    }

    private async Task<IReadOnlyList<DocumentRow>> EnrichAsync(
        ReportsDb db,
        IReadOnlyList<JoinedReport> rows,
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

    private sealed class JoinedReport
    {
        public required Document Report { get; init; }

        public long JobId { get; init; }

        public JobState? State { get; init; }

        public short Percent { get; init; }

        public bool HasFiles { get; init; }
    }
}
