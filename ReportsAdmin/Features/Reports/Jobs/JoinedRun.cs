using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>A report run with its job and its file.</summary>
internal sealed class JoinedRun
{
    public required ReportRun Run { get; init; }

    public required Job Job { get; init; }

    public Artifact? Artifact { get; init; }

    public string Status =>
        ReportStatus.Of(
            Job.State,
            Job.Attempt,
            Job.Retries,
            Job.State == JobState.Completed && Artifact is not { RemovedAt: null }
        );

    public static IQueryable<JoinedRun> Of(ReportsDb db, IQueryable<ReportRun> runs) =>
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

    /// <summary>The runs in any of these states, as named on the wire.</summary>
    /// <exception cref="DomainException">A name is not a state.</exception>
    public static IQueryable<JoinedRun> Within(IQueryable<JoinedRun> query, IReadOnlyList<string> statuses)
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

    /// <summary>The runs in this order: <c>createdAt</c>, <c>updatedAt</c>, <c>status</c> or <c>priority</c>, descending with a minus in front.</summary>
    /// <exception cref="DomainException">The order is not one of these.</exception>
    public static IQueryable<JoinedRun> Sorted(IQueryable<JoinedRun> query, string sort)
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
        Expression<Func<JoinedRun, TKey>> key,
        bool descending
    ) =>
        descending
            ? query.OrderByDescending(key).ThenByDescending(x => x.Run.Id)
            : query.OrderBy(key).ThenBy(x => x.Run.Id);
}
