using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>What one learner did in one class of an instructor.</summary>
internal sealed record ClassLearner(string Instructor, int ClassId, int LearnerId, int Events);

/// <summary>A class on a day on which a learner attended.</summary>
/// <param name="Minutes">The longest attendance of that day.</param>
internal sealed record ClassSession(string Instructor, int ClassId, DateTime At, int Minutes);

/// <summary>Events of classes whose instructor is known, of the learners in the current user's departments.</summary>
public sealed class InstructorQueries(IDbContextFactory<ReportsDb> contexts)
{
    internal async Task<(IReadOnlyList<ClassLearner> Learners, IReadOnlyList<ClassSession> Sessions)> WorkAsync(
        CurrentUser currentUser,
        TrainingFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(TrainingQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var taught =
            from x in VisibleTraining.Events(db, currentUser, filter)
            join c in db.Set<TrainingClass>() on x.ClassId equals c.Id
            where c.Instructor != ""
            select new { c.Instructor, Event = x };
        var learners = await taught
            .GroupBy(x => new
            {
                x.Instructor,
                x.Event.ClassId,
                x.Event.LearnerId,
            })
            .Select(g => new ClassLearner(g.Key.Instructor, g.Key.ClassId, g.Key.LearnerId, g.Count()))
            .ToListAsync(ct);
        var sessions = await taught
            .Where(x => x.Event.Type == TrainingEventType.Attended)
            .GroupBy(x => new
            {
                x.Instructor,
                x.Event.ClassId,
                x.Event.At,
            })
            .Select(g => new ClassSession(g.Key.Instructor, g.Key.ClassId, g.Key.At, g.Max(x => x.Event.Minutes ?? 0)))
            .ToListAsync(ct);
        return (learners, sessions);
    }
}
