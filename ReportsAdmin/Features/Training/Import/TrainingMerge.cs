using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>Writes a staged sheet: learners, courses, classes and contents that are new, corrections of known ones, then the events. Everything happens in the caller's transaction.</summary>
public sealed class TrainingMerge(IBulkImporter bulk, BusinessClock clock)
{
    private static readonly BulkColumn[] LearnerColumns =
    [
        new("id", BulkType.Int32),
        new("code", BulkType.Text),
        new("name", BulkType.Text),
        new("department_id", BulkType.Int32),
        new("active", BulkType.Boolean),
        new("batch_id", BulkType.Int32),
        new("written_by", BulkType.Int32),
    ];

    private static readonly BulkColumn[] CourseColumns =
    [
        new("id", BulkType.Int32),
        new("code", BulkType.Text),
        new("title", BulkType.Text),
        new("category", BulkType.Text),
        new("batch_id", BulkType.Int32),
        new("written_by", BulkType.Int32),
    ];

    private static readonly BulkColumn[] PartColumns =
    [
        new("id", BulkType.Int32),
        new("code", BulkType.Text),
        new("course_id", BulkType.Int32),
        new("title", BulkType.Text),
        new("batch_id", BulkType.Int32),
    ];

    private static readonly BulkColumn[] EventColumns =
    [
        new("id", BulkType.Int32),
        new("learner_id", BulkType.Int32),
        new("course_id", BulkType.Int32),
        new("class_id", BulkType.Int32),
        new("content_id", BulkType.Int32),
        new("type", BulkType.Int16),
        new("status", BulkType.Int16),
        new("at", BulkType.Instant),
        new("month", BulkType.Int32),
        new("score_hundredths", BulkType.Int32),
        new("minutes", BulkType.Int32),
        new("batch_id", BulkType.Int32),
        new("written_by", BulkType.Int32),
    ];

    internal async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var made = await GeneratedRows.OpenAsync(db, ct);
        await foreach (var chunk in StagedRows.ReadAsync(db, upload.Id, ct))
        {
            var events = new List<(int LearnerId, int CourseId, int ClassId, int ContentId, StagedEvent Row)>();
            foreach (
                var row in chunk
                    .Where(r => r.Effect is RowEffect.New or RowEffect.Changed)
                    .Select(r => StagedEvent.FromJson(r.Payload))
            )
            {
                var learner = row.LearnerId ?? made.Learner(row.Learner);
                var course = row.CourseId ?? made.Course(row.Course);
                var @class = row.Class is { } code ? row.ClassId ?? made.Class(course, code) : 0;
                var content = row.Content is { } piece ? row.ContentId ?? made.Content(course, piece) : 0;
                if (row.LearnerBefore is not null)
                    await CorrectAsync(db, upload, learner, row.Learner, ct);
                if (row.CourseBefore is not null)
                    await CorrectAsync(db, upload, course, row.Course, ct);
                if (row.EventId is null)
                    events.Add((learner, course, @class, content, row));
                else if (row.OutcomeBefore is not null)
                    await CorrectAsync(db, upload, row.EventId.Value, row.Outcome, ct);
            }

            await WriteAsync(db, upload, made, events, ct);
        }
    }

    private async Task WriteAsync(
        ReportsDb db,
        UploadToMerge upload,
        GeneratedRows made,
        List<(int LearnerId, int CourseId, int ClassId, int ContentId, StagedEvent Row)> events,
        CancellationToken ct
    )
    {
        await InsertAsync(
            db,
            "learners",
            LearnerColumns,
            made.NewLearners,
            (v, l) =>
                (v[0], v[1], v[2], v[3], v[4], v[5], v[6]) = (
                    l.Id,
                    l.Learner.Code,
                    l.Learner.Name,
                    l.Learner.DepartmentId,
                    l.Learner.Active,
                    upload.Id,
                    upload.Id
                ),
            ct
        );
        await InsertAsync(
            db,
            "courses",
            CourseColumns,
            made.NewCourses,
            (v, c) =>
                (v[0], v[1], v[2], v[3], v[4], v[5]) = (
                    c.Id,
                    c.Course.Code,
                    c.Course.Title,
                    c.Course.Category,
                    upload.Id,
                    upload.Id
                ),
            ct
        );
        await InsertAsync(
            db,
            "training_classes",
            PartColumns,
            made.NewClasses,
            (v, p) => (v[0], v[1], v[2], v[3], v[4]) = (p.Id, p.Code, p.CourseId, p.Code, upload.Id),
            ct
        );
        await InsertAsync(
            db,
            "training_contents",
            PartColumns,
            made.NewContents,
            (v, p) => (v[0], v[1], v[2], v[3], v[4]) = (p.Id, p.Code, p.CourseId, p.Code, upload.Id),
            ct
        );
        await InsertAsync(
            db,
            "training_events",
            EventColumns,
            events,
            (v, e) =>
            {
                (v[0], v[1], v[2], v[3], v[4], v[5], v[6]) = (
                    made.NextEvent(),
                    e.LearnerId,
                    e.CourseId,
                    e.ClassId,
                    e.ContentId,
                    (short)e.Row.Type,
                    (short)e.Row.Outcome.Status
                );
                (v[7], v[8], v[9], v[10], v[11], v[12]) = (
                    TrainingMonths.StartUtc(e.Row.Day, clock.Zone),
                    TrainingMonths.Of(e.Row.Day),
                    e.Row.Outcome.ScoreHundredths,
                    e.Row.Outcome.Minutes,
                    upload.Id,
                    upload.Id
                );
            },
            ct
        );
    }

    private async Task InsertAsync<T>(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        List<T> rows,
        Action<object?[], T> fill,
        CancellationToken ct
    )
    {
        var at = 0;
        if (rows.Count == 0)
            return;
        await bulk.InsertAsync(
            db,
            table,
            columns,
            values =>
            {
                if (at == rows.Count)
                    return false;
                fill(values, rows[at++]);
                return true;
            },
            ct
        );
        rows.Clear();
    }

    private static Task<int> CorrectAsync(
        ReportsDb db,
        UploadToMerge upload,
        int id,
        StagedLearner learner,
        CancellationToken ct
    ) =>
        db.Set<Learner>()
            .Where(l => l.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(l => l.Name, learner.Name)
                        .SetProperty(l => l.DepartmentId, learner.DepartmentId)
                        .SetProperty(l => l.Active, learner.Active)
                        .SetProperty(l => l.WrittenBy, upload.Id),
                ct
            );

    private static Task<int> CorrectAsync(
        ReportsDb db,
        UploadToMerge upload,
        int id,
        StagedCourse course,
        CancellationToken ct
    ) =>
        db.Set<Course>()
            .Where(c => c.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(c => c.Title, course.Title)
                        .SetProperty(c => c.Category, course.Category)
                        .SetProperty(c => c.WrittenBy, upload.Id),
                ct
            );

    private static Task<int> CorrectAsync(
        ReportsDb db,
        UploadToMerge upload,
        int id,
        StagedOutcome outcome,
        CancellationToken ct
    ) =>
        db.Set<TrainingEvent>()
            .Where(e => e.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.Status, outcome.Status)
                        .SetProperty(e => e.ScoreHundredths, outcome.ScoreHundredths)
                        .SetProperty(e => e.Minutes, outcome.Minutes)
                        .SetProperty(e => e.WrittenBy, upload.Id),
                ct
            );
}

/// <summary>The keys that one merge gives out. Only merges make these rows, and merges wait for each other (the data version's row lock), so counting on from the highest key is safe.</summary>
internal sealed class GeneratedRows
{
    private readonly Dictionary<string, int> learners = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> courses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(int, string), int> classes = [];
    private readonly Dictionary<(int, string), int> contents = [];
    private int lastLearner;
    private int lastCourse;
    private int lastClass;
    private int lastContent;
    private int lastEvent;

    /// <summary>Made since the last chunk was written.</summary>
    public List<(int Id, StagedLearner Learner)> NewLearners { get; } = [];

    public List<(int Id, StagedCourse Course)> NewCourses { get; } = [];

    public List<(int Id, int CourseId, string Code)> NewClasses { get; } = [];

    public List<(int Id, int CourseId, string Code)> NewContents { get; } = [];

    public static async Task<GeneratedRows> OpenAsync(ReportsDb db, CancellationToken ct) =>
        new()
        {
            lastLearner = await db.Set<Learner>().MaxAsync(x => (int?)x.Id, ct) ?? 0,
            lastCourse = await db.Set<Course>().MaxAsync(x => (int?)x.Id, ct) ?? 0,
            lastClass = await db.Set<TrainingClass>().MaxAsync(x => (int?)x.Id, ct) ?? 0,
            lastContent = await db.Set<TrainingContent>().MaxAsync(x => (int?)x.Id, ct) ?? 0,
            lastEvent = await db.Set<TrainingEvent>().MaxAsync(x => (int?)x.Id, ct) ?? 0,
        };

    public int NextEvent() => ++lastEvent;

    public int Learner(StagedLearner learner)
    {
        if (learners.TryGetValue(learner.Code, out var id))
            return id;
        NewLearners.Add((++lastLearner, learner));
        return learners[learner.Code] = lastLearner;
    }

    public int Course(StagedCourse course)
    {
        if (courses.TryGetValue(course.Code, out var id))
            return id;
        NewCourses.Add((++lastCourse, course));
        return courses[course.Code] = lastCourse;
    }

    public int Class(int courseId, string code)
    {
        if (classes.TryGetValue((courseId, TrainingLedger.Fold(code)), out var id))
            return id;
        NewClasses.Add((++lastClass, courseId, code));
        return classes[(courseId, TrainingLedger.Fold(code))] = lastClass;
    }

    public int Content(int courseId, string code)
    {
        if (contents.TryGetValue((courseId, TrainingLedger.Fold(code)), out var id))
            return id;
        NewContents.Add((++lastContent, courseId, code));
        return contents[(courseId, TrainingLedger.Fold(code))] = lastContent;
    }
}
