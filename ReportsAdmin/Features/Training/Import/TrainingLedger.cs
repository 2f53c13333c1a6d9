using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>What identifies an event.</summary>
internal readonly record struct EventKey(
    int LearnerId,
    int CourseId,
    int ClassId,
    int ContentId,
    TrainingEventType Type,
    DateTime At
);

/// <summary>
/// What is stored, and what the sheet adds to it on the way: a new learner has a staged key from the first row that names
/// them. Codes match without case.
/// </summary>
internal sealed class TrainingLedger
{
    private readonly Dictionary<string, Learner> learners;
    private readonly Dictionary<string, Course> courses;
    private readonly Dictionary<(int CourseId, string Code), TrainingClass> classes;
    private readonly Dictionary<(int CourseId, string Code), int> contents;
    private readonly Dictionary<EventKey, TrainingEvent> events;

    private TrainingLedger(
        List<Learner> learners,
        List<Course> courses,
        List<TrainingClass> classes,
        List<TrainingContent> contents,
        Dictionary<EventKey, TrainingEvent> events
    )
    {
        this.learners = learners.ToDictionary(l => l.Code, StringComparer.OrdinalIgnoreCase);
        this.courses = courses.ToDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);
        this.classes = classes.ToDictionary(c => (c.CourseId, Fold(c.Code)));
        this.contents = contents.ToDictionary(c => (c.CourseId, Fold(c.Code)), c => c.Id);
        this.events = events;
    }

    public static async Task<TrainingLedger> LoadAsync(ReportsDb db, CancellationToken ct) =>
        new(
            await db.Set<Learner>().ToListAsync(ct),
            await db.Set<Course>().ToListAsync(ct),
            await db.Set<TrainingClass>().ToListAsync(ct),
            await db.Set<TrainingContent>().ToListAsync(ct),
            await db.Set<TrainingEvent>().ToDictionaryAsync(KeyOf, ct)
        );

    public static string Fold(string code) => code.ToUpperInvariant();

    public static EventKey KeyOf(TrainingEvent e) => new(e.LearnerId, e.CourseId, e.ClassId, e.ContentId, e.Type, e.At);

    public Learner? Learner(string code) => learners.GetValueOrDefault(code);

    public Course? Course(string code) => courses.GetValueOrDefault(code);

    public TrainingClass? Class(int courseId, string code) => classes.GetValueOrDefault((courseId, Fold(code)));

    public int? Content(int courseId, string code) =>
        contents.TryGetValue((courseId, Fold(code)), out var id) ? id : null;

    public TrainingEvent? Event(EventKey key) => events.GetValueOrDefault(key);
}
