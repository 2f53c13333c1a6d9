using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>The score that an event carries, in hundredths of a point.</summary>
internal readonly record struct EventScore(
    int LearnerId,
    int DepartmentId,
    int CourseId,
    int Month,
    int ScoreHundredths
);

/// <summary>An assessed, failed or completed event with a score.</summary>
/// <param name="Content">Code of the content; null when the event is of none.</param>
internal sealed record AssessmentResult(
    DateTime At,
    string LearnerCode,
    string Learner,
    int DepartmentId,
    string Course,
    string? Content,
    int ScoreHundredths,
    TrainingStatus Status
);

/// <summary>The results of one course.</summary>
internal sealed record CourseResults(
    string CourseCode,
    string Course,
    int Results,
    int Learners,
    int Completed,
    int Failed,
    long ScoreHundredths
);

/// <summary>Scores, of the learners in the current user's departments.</summary>
public sealed class TrainingScoreQueries(IDbContextFactory<ReportsDb> contexts)
{
    private static readonly TrainingEventType[] ResultTypes =
    [
        TrainingEventType.Assessed,
        TrainingEventType.Failed,
        TrainingEventType.Completed,
    ];

    /// <summary>Every score, whatever the type of its event, in no order.</summary>
    internal async IAsyncEnumerable<EventScore> ScoresAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var scores = VisibleTraining
            .Events(snapshot.Db, currentUser, filter)
            .Where(x => x.ScoreHundredths != null)
            .Select(x => new EventScore(x.LearnerId, x.DepartmentId, x.CourseId, x.Month, x.ScoreHundredths!.Value));
        await foreach (var score in scores.AsAsyncEnumerable().WithCancellation(ct))
            yield return score;
    }

    /// <summary>Names of the learners that the filter lets through, as <c>Priya Sharma (EMP-0042)</c>, by key.</summary>
    internal async Task<IReadOnlyDictionary<int, string>> LearnersAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        return await VisibleTraining
            .Learners(snapshot.Db, currentUser, filter)
            .Select(l => new
            {
                l.Id,
                l.Name,
                l.Code,
            })
            .ToDictionaryAsync(l => l.Id, l => $"{l.Name} ({l.Code})", ct);
    }

    /// <summary>The results by course, in the order of the courses' titles.</summary>
    internal async Task<IReadOnlyList<CourseResults>> CourseResultsAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var sums = Results(db, currentUser, filter)
            .GroupBy(x => x.CourseId)
            .Select(g => new
            {
                g.Key,
                Results = g.Count(),
                Learners = g.Select(x => x.LearnerId).Distinct().Count(),
                Completed = g.Count(x => x.Status == TrainingStatus.Completed),
                Failed = g.Count(x => x.Status == TrainingStatus.Failed),
                Score = g.Sum(x => (long)(x.ScoreHundredths ?? 0)),
            });
        return await sums.Join(db.Set<Course>(), s => s.Key, c => c.Id, (s, c) => new { s, c })
            .OrderBy(x => x.c.Title)
            .ThenBy(x => x.c.Code)
            .Select(x => new CourseResults(
                x.c.Code,
                x.c.Title,
                x.s.Results,
                x.s.Learners,
                x.s.Completed,
                x.s.Failed,
                x.s.Score
            ))
            .ToListAsync(ct);
    }

    /// <summary>The results one by one, by day and learner.</summary>
    internal async IAsyncEnumerable<AssessmentResult> ResultsAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var results =
            from x in Results(db, currentUser, filter)
            join l in db.Set<Learner>() on x.LearnerId equals l.Id
            join c in db.Set<Course>() on x.CourseId equals c.Id
            join p in db.Set<TrainingContent>() on x.ContentId equals p.Id into parts
            from p in parts.DefaultIfEmpty()
            orderby x.At, l.Name, l.Code, c.Title, x.Id
            select new AssessmentResult(
                x.At,
                l.Code,
                l.Name,
                x.DepartmentId,
                c.Title,
                p == null ? null : p.Code,
                x.ScoreHundredths!.Value,
                x.Status
            );
        await foreach (var result in results.AsAsyncEnumerable().WithCancellation(ct))
            yield return result;
    }

    private static IQueryable<VisibleEvent> Results(ReportsDb db, CurrentUser currentUser, TrainingFilter filter) =>
        VisibleTraining
            .Events(db, currentUser, filter)
            .Where(x => x.ScoreHundredths != null && ResultTypes.Contains(x.Type));
}
