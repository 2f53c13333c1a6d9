using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>What identifies an event among those of known learners, courses, classes and contents.</summary>
internal readonly record struct EventKey(
    int LearnerId,
    int CourseId,
    int ClassId,
    int ContentId,
    TrainingEventType Type,
    DateTime At
);

/// <summary>What is stored, for comparing a sheet with it. Codes match without case.</summary>
internal sealed class TrainingLedger
{
    private readonly Dictionary<string, (int Id, StagedLearner Learner)> learners;
    private readonly Dictionary<string, (int Id, StagedCourse Course)> courses;
    private readonly Dictionary<(int CourseId, string Code), int> classes;
    private readonly Dictionary<(int CourseId, string Code), int> contents;
    private readonly Dictionary<EventKey, (int Id, StagedOutcome Outcome)> events;

    private TrainingLedger(
        List<Learner> learners,
        List<Course> courses,
        List<TrainingClass> classes,
        List<TrainingContent> contents,
        Dictionary<EventKey, (int, StagedOutcome)> events
    )
    {
        this.learners = learners.ToDictionary(
            l => l.Code,
            l => (l.Id, new StagedLearner(l.Code, l.Name, l.DepartmentId, l.Active, l.WrittenBy)),
            StringComparer.OrdinalIgnoreCase
        );
        this.courses = courses.ToDictionary(
            c => c.Code,
            c => (c.Id, new StagedCourse(c.Code, c.Title, c.Category, c.WrittenBy)),
            StringComparer.OrdinalIgnoreCase
        );
        this.classes = classes.ToDictionary(c => (c.CourseId, Fold(c.Code)), c => c.Id);
        this.contents = contents.ToDictionary(c => (c.CourseId, Fold(c.Code)), c => c.Id);
        this.events = events;
    }

    public static async Task<TrainingLedger> LoadAsync(ReportsDb db, CancellationToken ct) =>
        new(
            await db.Set<Learner>().ToListAsync(ct),
            await db.Set<Course>().ToListAsync(ct),
            await db.Set<TrainingClass>().ToListAsync(ct),
            await db.Set<TrainingContent>().ToListAsync(ct),
            await db.Set<TrainingEvent>()
                .ToDictionaryAsync(
                    e => new EventKey(e.LearnerId, e.CourseId, e.ClassId, e.ContentId, e.Type, e.At),
                    e => (e.Id, new StagedOutcome(e.Status, e.ScoreHundredths, e.Minutes, e.WrittenBy)),
                    ct
                )
        );

    public static string Fold(string code) => code.ToUpperInvariant();

    public (int Id, StagedLearner Learner)? Learner(string code) =>
        learners.TryGetValue(code, out var found) ? found : null;

    public (int Id, StagedCourse Course)? Course(string code) =>
        courses.TryGetValue(code, out var found) ? found : null;

    public int? Class(int courseId, string code) => classes.TryGetValue((courseId, Fold(code)), out var id) ? id : null;

    public int? Content(int courseId, string code) =>
        contents.TryGetValue((courseId, Fold(code)), out var id) ? id : null;

    public (int Id, StagedOutcome Outcome)? Event(EventKey key) =>
        events.TryGetValue(key, out var found) ? found : null;
}
