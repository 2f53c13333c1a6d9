using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>Something a filter may name.</summary>
internal sealed record TrainingOption(int Id, string Code, string Title);

/// <summary>What filters of training offer: learners of the current user's departments, and courses, classes and contents with an event of theirs.</summary>
public sealed class TrainingOptionQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>The most choices that a filter offers.</summary>
    public const int MaxOptions = 5_000;

    internal async Task<IReadOnlyList<TrainingOption>> LearnerOptionsAsync(
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        return await db.Set<Learner>()
            .VisibleTo(currentUser)
            .OrderBy(l => l.Name)
            .ThenBy(l => l.Code)
            .Take(MaxOptions)
            .Select(l => new TrainingOption(l.Id, l.Code, l.Name))
            .ToListAsync(ct);
    }

    internal async Task<IReadOnlyList<TrainingOption>> CourseOptionsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var events = Visible(db, currentUser);
        var courses = currentUser.Scope.DepartmentIds is null
            ? db.Set<Course>()
            : db.Set<Course>().Where(c => events.Any(e => e.CourseId == c.Id));
        return await courses
            .OrderBy(c => c.Title)
            .ThenBy(c => c.Code)
            .Take(MaxOptions)
            .Select(c => new TrainingOption(c.Id, c.Code, c.Title))
            .ToListAsync(ct);
    }

    internal async Task<IReadOnlyList<TrainingOption>> ClassOptionsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var events = Visible(db, currentUser);
        var classes = currentUser.Scope.DepartmentIds is null
            ? db.Set<TrainingClass>()
            : db.Set<TrainingClass>().Where(c => events.Any(e => e.CourseId == c.CourseId && e.ClassId == c.Id));
        return await classes
            .OrderBy(c => c.Title)
            .ThenBy(c => c.Id)
            .Take(MaxOptions)
            .Select(c => new TrainingOption(c.Id, c.Code, c.Title))
            .ToListAsync(ct);
    }

    internal async Task<IReadOnlyList<TrainingOption>> ContentOptionsAsync(
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var events = Visible(db, currentUser);
        var contents = currentUser.Scope.DepartmentIds is null
            ? db.Set<TrainingContent>()
            : db.Set<TrainingContent>().Where(c => events.Any(e => e.CourseId == c.CourseId && e.ContentId == c.Id));
        return await contents
            .OrderBy(c => c.Title)
            .ThenBy(c => c.Id)
            .Take(MaxOptions)
            .Select(c => new TrainingOption(c.Id, c.Code, c.Title))
            .ToListAsync(ct);
    }

    private static IQueryable<TrainingEvent> Visible(ReportsDb db, CurrentUser currentUser) =>
        db.Set<TrainingEvent>()
            .Join(db.Set<Learner>().VisibleTo(currentUser), e => e.LearnerId, l => l.Id, (e, _) => e);
}
