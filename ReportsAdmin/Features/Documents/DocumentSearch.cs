using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Documents;

/// <summary>A report with the job of its newest version.</summary>
internal sealed class JoinedDocument
{
    public required Document Report { get; init; }

    public long JobId { get; init; }

    public JobState? State { get; init; }

    public short Percent { get; init; }

    public bool HasFiles { get; init; }
}

/// <summary>Narrows and sorts the list of generated reports.</summary>
internal static class DocumentSearch
{
    /// <param name="owners">Whom the filter's owner means; null when it names none.</param>
    public static IQueryable<JoinedDocument> Matching(
        ReportsDb db,
        IQueryable<Document> reports,
        DocumentFilter filter,
        IReadOnlyList<int>? owners
    )
    {
        if (filter.ReportType is { } type)
            reports = reports.Where(r => r.ReportType == type);
        if (owners is not null)
            reports = reports.Where(r => owners.Contains(r.OwnerId));
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
        return filter.Statuses is { Count: > 0 } statuses ? WithStatus(query, statuses) : query;
    }

    private static IQueryable<JoinedDocument> WithStatus(
        IQueryable<JoinedDocument> query,
        IReadOnlyList<string> statuses
    )
    {
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

    public static IQueryable<JoinedDocument> Joined(ReportsDb db, IQueryable<Document> reports) =>
        from r in reports
        join v in db.Set<ReportVersion>()
            on new { Id = r.Id, Number = r.Version } equals new { Id = v.ReportId, v.Number }
        join j in db.Set<Job>() on v.JobId equals j.Id into jobs
        from j in jobs.DefaultIfEmpty()
        select new JoinedDocument
        {
            Report = r,
            JobId = v.JobId,
            State = j == null ? null : j.State,
            Percent = j == null ? (short)0 : j.Percent,
            HasFiles = db.Set<Artifact>().Any(a => a.JobId == v.JobId && a.RemovedAt == null),
        };

    public static IQueryable<JoinedDocument> Sorted(IQueryable<JoinedDocument> query, string sort)
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
}
