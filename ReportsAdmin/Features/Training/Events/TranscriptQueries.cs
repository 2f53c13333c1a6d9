using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>One course of a learner.</summary>
/// <param name="EnrolledAt">Of the first enrolled event; null without one.</param>
/// <param name="CompletedAt">Of the first event that left the course completed; null without one.</param>
/// <param name="Withdrawn">Events that left the course withdrawn; likewise failed.</param>
/// <param name="BestHundredths">The highest score; null when no event carries one.</param>
internal sealed record TranscriptLine(
    string LearnerCode,
    string Learner,
    int DepartmentId,
    string CourseCode,
    string Course,
    DateTime? EnrolledAt,
    DateTime? CompletedAt,
    int Withdrawn,
    int Failed,
    int? BestHundredths,
    long Minutes
);

/// <summary>The courses of each learner in the current user's departments.</summary>
public sealed class TranscriptQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>By learner, the courses of each in the order of their titles.</summary>
    internal async IAsyncEnumerable<TranscriptLine> LinesAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var sums = VisibleTraining
            .Events(db, currentUser, filter)
            .GroupBy(x => new { x.LearnerId, x.CourseId })
            .Select(g => new
            {
                g.Key.LearnerId,
                g.Key.CourseId,
                Enrolled = g.Min(x => x.Type == TrainingEventType.Enrolled ? (DateTime?)x.At : null),
                Completed = g.Min(x => x.Status == TrainingStatus.Completed ? (DateTime?)x.At : null),
                Withdrawn = g.Count(x => x.Status == TrainingStatus.Withdrawn),
                Failed = g.Count(x => x.Status == TrainingStatus.Failed),
                Best = g.Max(x => x.ScoreHundredths),
                Minutes = g.Sum(x => (long)(x.Minutes ?? 0)),
            });
        var lines =
            from s in sums
            join l in db.Set<Learner>() on s.LearnerId equals l.Id
            join c in db.Set<Course>() on s.CourseId equals c.Id
            orderby l.Name, l.Code, c.Title, c.Code
            select new TranscriptLine(
                l.Code,
                l.Name,
                l.DepartmentId,
                c.Code,
                c.Title,
                s.Enrolled,
                s.Completed,
                s.Withdrawn,
                s.Failed,
                s.Best,
                s.Minutes
            );
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(ct))
            yield return line;
    }
}
