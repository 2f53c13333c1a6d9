using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>The attempts at one content of a course.</summary>
/// <param name="Completed">Learners with an attempt that left them completed.</param>
internal sealed record ContentAttempts(
    string Course,
    string Content,
    int Attempts,
    int Learners,
    int Completed,
    long Minutes,
    long ScoreHundredths,
    int Scored
);

/// <summary>The attempts of one learner at one content of a course.</summary>
/// <param name="Completed">Attempts that left them completed.</param>
internal sealed record LearnerAttempts(
    string LearnerCode,
    string Learner,
    int DepartmentId,
    string Course,
    string Content,
    int Attempts,
    int Completed,
    long Minutes,
    long ScoreHundredths,
    int Scored,
    DateTime LastAt
);

/// <summary>Attempts at contents, each an event that names a content, of the learners in the current user's departments.</summary>
public sealed class ContentAttemptQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>The attempts by course and content.</summary>
    internal async Task<IReadOnlyList<ContentAttempts>> ContentsAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var sums = Attempts(db, currentUser, filter)
            .GroupBy(x => new { x.CourseId, x.ContentId })
            .Select(g => new
            {
                g.Key.CourseId,
                g.Key.ContentId,
                Attempts = g.Count(),
                Learners = g.Select(x => x.LearnerId).Distinct().Count(),
                Completed = g.Where(x => x.Status == TrainingStatus.Completed)
                    .Select(x => x.LearnerId)
                    .Distinct()
                    .Count(),
                Minutes = g.Sum(x => (long)(x.Minutes ?? 0)),
                Score = g.Sum(x => (long)(x.ScoreHundredths ?? 0)),
                Scored = g.Count(x => x.ScoreHundredths != null),
            });
        return await (
            from s in sums
            join c in db.Set<Course>() on s.CourseId equals c.Id
            join p in db.Set<TrainingContent>() on s.ContentId equals p.Id
            orderby c.Title, c.Code, p.Code
            select new ContentAttempts(
                c.Title,
                p.Title,
                s.Attempts,
                s.Learners,
                s.Completed,
                s.Minutes,
                s.Score,
                s.Scored
            )
        ).ToListAsync(ct);
    }

    /// <summary>Learners with attempts: how many there are, and how many pairs of learner and content.</summary>
    internal async Task<(int Learners, int Pairs)> CountAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var attempts = Attempts(snapshot.Db, currentUser, filter);
        return (
            await attempts.Select(x => x.LearnerId).Distinct().CountAsync(ct),
            await attempts
                .Select(x => new
                {
                    x.LearnerId,
                    x.CourseId,
                    x.ContentId,
                })
                .Distinct()
                .CountAsync(ct)
        );
    }

    /// <summary>The attempts by learner and content, in the order of the learners' names.</summary>
    internal async IAsyncEnumerable<LearnerAttempts> LearnersAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var sums = Attempts(db, currentUser, filter)
            .GroupBy(x => new
            {
                x.LearnerId,
                x.CourseId,
                x.ContentId,
            })
            .Select(g => new
            {
                g.Key.LearnerId,
                g.Key.CourseId,
                g.Key.ContentId,
                Attempts = g.Count(),
                Completed = g.Count(x => x.Status == TrainingStatus.Completed),
                Minutes = g.Sum(x => (long)(x.Minutes ?? 0)),
                Score = g.Sum(x => (long)(x.ScoreHundredths ?? 0)),
                Scored = g.Count(x => x.ScoreHundredths != null),
                Last = g.Max(x => x.At),
            });
        var rows =
            from s in sums
            join l in db.Set<Learner>() on s.LearnerId equals l.Id
            join c in db.Set<Course>() on s.CourseId equals c.Id
            join p in db.Set<TrainingContent>() on s.ContentId equals p.Id
            orderby l.Name, l.Code, c.Title, c.Code, p.Code
            select new LearnerAttempts(
                l.Code,
                l.Name,
                l.DepartmentId,
                c.Title,
                p.Title,
                s.Attempts,
                s.Completed,
                s.Minutes,
                s.Score,
                s.Scored,
                s.Last
            );
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
            yield return row;
    }

    private static IQueryable<VisibleEvent> Attempts(ReportsDb db, CurrentUser currentUser, TrainingFilter filter) =>
        VisibleTraining.Events(db, currentUser, filter).Where(x => x.ContentId != 0);
}
