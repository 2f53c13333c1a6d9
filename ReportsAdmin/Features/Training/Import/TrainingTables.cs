using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>The tables that sheets of training events write.</summary>
internal static class TrainingTables
{
    // The reader reports changes of a learner itself: it knows the names of departments.
    public static readonly UploadTable<Learner> Learners = new(
        new ShownField<Learner>(null, l => l.Name),
        new ShownField<Learner>(null, l => l.DepartmentId),
        new ShownField<Learner>(null, l => l.Active)
    )
    {
        AssignsKeys = true,
        KeepsCreated = true,
        NamedBy = nameof(Learner.Code),
    };

    public static readonly UploadTable<Course> Courses = new(
        new ShownField<Course>("Course Title", c => c.Title),
        new ShownField<Course>("Category", c => c.Category),
        new ShownField<Course>("Program", c => c.Program, Named)
    )
    {
        AssignsKeys = true,
        KeepsCreated = true,
        NamedBy = nameof(Course.Code),
    };

    public static readonly UploadTable<TrainingClass> Classes = new(
        new ShownField<TrainingClass>("Instructor", c => c.Instructor, Named)
    )
    {
        AssignsKeys = true,
        KeepsCreated = true,
        NamedBy = nameof(TrainingClass.Code),
        References = new Dictionary<string, IUploadTable> { [nameof(TrainingClass.CourseId)] = Courses },
    };

    public static readonly UploadTable<TrainingContent> Contents = new()
    {
        AssignsKeys = true,
        KeepsCreated = true,
        References = new Dictionary<string, IUploadTable> { [nameof(TrainingContent.CourseId)] = Courses },
    };

    public static readonly UploadTable<TrainingEvent> Events = new(
        new ShownField<TrainingEvent>("Status", e => e.Status, s => TrainingWords.Of((TrainingStatus)s!)),
        new ShownField<TrainingEvent>("Score", e => e.ScoreHundredths, Score),
        new ShownField<TrainingEvent>("Minutes", e => e.Minutes, Whole),
        new ShownField<TrainingEvent>("Valid Until", e => e.ValidUntil, Day)
    )
    {
        AssignsKeys = true,
        References = new Dictionary<string, IUploadTable>
        {
            [nameof(TrainingEvent.LearnerId)] = Learners,
            [nameof(TrainingEvent.CourseId)] = Courses,
            [nameof(TrainingEvent.ClassId)] = Classes,
            [nameof(TrainingEvent.ContentId)] = Contents,
        },
    };

    public static readonly IReadOnlyList<IStagedTable> All = [Learners, Courses, Classes, Contents, Events];

    /// <summary>What undone uploads created and no event needs. Other uploads may have come to use it, so it does not go by its upload alone.</summary>
    public static async Task RemoveUnneededAsync(ReportsDb db, CancellationToken ct)
    {
        var committed = UploadOrder.Of(db, TrainingImport.TargetKind).Select(u => u.Id);
        var events = db.Set<TrainingEvent>();
        await db.Set<TrainingClass>()
            .Where(c =>
                !committed.Contains(c.BatchId) && !events.Any(e => e.CourseId == c.CourseId && e.ClassId == c.Id)
            )
            .ExecuteDeleteAsync(ct);
        await db.Set<TrainingContent>()
            .Where(c =>
                !committed.Contains(c.BatchId) && !events.Any(e => e.CourseId == c.CourseId && e.ContentId == c.Id)
            )
            .ExecuteDeleteAsync(ct);
        await db.Set<Course>()
            .Where(c => !committed.Contains(c.BatchId) && !events.Any(e => e.CourseId == c.Id))
            .ExecuteDeleteAsync(ct);
        await db.Set<Learner>()
            .Where(l => !committed.Contains(l.BatchId) && !events.Any(e => e.LearnerId == l.Id))
            .ExecuteDeleteAsync(ct);
    }

    private static string Score(object? hundredths) =>
        hundredths is int score ? (score / 100m).ToString("0.##", CultureInfo.InvariantCulture) : "none";

    private static string Named(object? name) => name is string { Length: > 0 } text ? text : "none";

    private static string Day(object? value) =>
        value is DateOnly day ? day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture) : "none";

    private static string Whole(object? value) =>
        value is int number ? number.ToString(CultureInfo.InvariantCulture) : "none";
}
