using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>An event with the department of its learner.</summary>
internal sealed record VisibleEvent
{
    public int Id { get; init; }

    public int LearnerId { get; init; }

    public int DepartmentId { get; init; }

    public int CourseId { get; init; }

    /// <summary>0 when the event is of no class.</summary>
    public int ClassId { get; init; }

    /// <summary>0 when the event is of no content.</summary>
    public int ContentId { get; init; }

    public int Month { get; init; }

    public TrainingEventType Type { get; init; }

    public TrainingStatus Status { get; init; }

    public DateTime At { get; init; }

    public int? ScoreHundredths { get; init; }

    public int? Minutes { get; init; }

    public DateOnly? ValidUntil { get; init; }
}

/// <summary>The learners and events that a report counts: those that pass its filter, within the current user's departments.</summary>
internal static class VisibleTraining
{
    public static IQueryable<Learner> Learners(ReportsDb db, CurrentUser currentUser, TrainingFilter filter)
    {
        var learners = db.Set<Learner>().VisibleTo(currentUser);
        if (!filter.IncludeInactive)
            learners = learners.Where(l => l.Active);
        if (filter.Learners is { Count: > 0 } ids)
            learners = learners.Where(l => ids.Contains(l.Id));
        return learners;
    }

    public static IQueryable<VisibleEvent> Events(ReportsDb db, CurrentUser currentUser, TrainingFilter filter) =>
        Passing(db, filter)
            .Join(
                Learners(db, currentUser, filter),
                e => e.LearnerId,
                l => l.Id,
                (e, l) =>
                    new VisibleEvent
                    {
                        Id = e.Id,
                        LearnerId = e.LearnerId,
                        DepartmentId = l.DepartmentId,
                        CourseId = e.CourseId,
                        ClassId = e.ClassId,
                        ContentId = e.ContentId,
                        Month = e.Month,
                        Type = e.Type,
                        Status = e.Status,
                        At = e.At,
                        ScoreHundredths = e.ScoreHundredths,
                        Minutes = e.Minutes,
                        ValidUntil = e.ValidUntil,
                    }
            );

    private static IQueryable<TrainingEvent> Passing(ReportsDb db, TrainingFilter filter)
    {
        var events = db.Set<TrainingEvent>().AsQueryable();
        if (filter.FromUtc is { } from)
            events = events.Where(e => e.At >= from);
        if (filter.BeforeUtc is { } before)
            events = events.Where(e => e.At < before);
        if (filter.Courses is { Count: > 0 } courses)
            events = events.Where(e => courses.Contains(e.CourseId));
        if (filter.Classes is { Count: > 0 } classes)
            events = events.Where(e => classes.Contains(e.ClassId));
        if (filter.Contents is { Count: > 0 } contents)
            events = events.Where(e => contents.Contains(e.ContentId));
        if (filter.Types is { Count: > 0 } types)
            events = events.Where(e => types.Contains(e.Type));
        if (filter.Statuses is { Count: > 0 } statuses)
            events = events.Where(e => statuses.Contains(e.Status));
        return events;
    }
}

internal static class TrainingScope
{
    /// <summary>Learners of the current user's departments. Regions do not limit training: a learner belongs to none.</summary>
    public static IQueryable<Learner> VisibleTo(this IQueryable<Learner> learners, CurrentUser currentUser) =>
        currentUser.Scope.DepartmentIds is { } own ? learners.Where(l => own.Contains(l.DepartmentId)) : learners;
}
