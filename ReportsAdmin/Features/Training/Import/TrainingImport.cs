using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>A sheet of training events, one row for each. Events are added or corrected; what a sheet lacks stays as it is.</summary>
public sealed class TrainingImport(AccessQueries access, BusinessClock clock) : IImportTarget
{
    public const string TargetKind = "training-events";

    /// <summary>Topic of the data version and of the signal: the training figures changed.</summary>
    public const string DataTopic = "training";

    public string Kind => TargetKind;

    public string Title => "Training events";

    public ImportProfile Profile { get; } =
        new()
        {
            Group = "Training",
            Summary = "Who did what in which course: one row for each event",
            RowTitle = "Learner and course",
            Promise = "Events are added or corrected; what a sheet lacks stays.",
            Understood = ["Scores with or without %, and any case of the words for events"],
            AsksDepartment = true,
            Result = new("/reports/new", "Create a training report"),
        };

    public string Topic => DataTopic;

    public SheetFields Fields => TrainingFields.All;

    public IReadOnlyList<IStagedTable> Tables => TrainingTables.All;

    public string? MissingFields(IReadOnlySet<string> fields) =>
        Fields.MissingFields(
            fields,
            TrainingFields.Learner,
            TrainingFields.Course,
            TrainingFields.Event,
            TrainingFields.Date
        );

    public void WriteSample(Stream output, int period) => TrainingSample.Write(output, period);

    /// <summary>Nothing in these sheets is money.</summary>
    public string? TotalField(IReadOnlySet<string> fields) => null;

    public async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var departments = await access.DepartmentsAsync(currentUser, ct);
        if (terms.DepartmentId is { } id && departments.All(d => d.Id != id))
            throw DomainException.Invalid("department", "This department is not one of yours.");
        var fallback = terms.DepartmentId
            ?? departments.FirstOrDefault(d => d.IsDefault)?.Id
            ?? departments.FirstOrDefault(d => d.Active)?.Id
            ?? throw DomainException.Forbidden("You have no department to upload for.");
        return new TrainingReader(
            await TrainingLedger.LoadAsync(db, ct),
            currentUser,
            terms,
            fallback,
            departments.ToDictionary(d => d.Id, d => d.Name),
            clock
        );
    }

    /// <summary>Refuses while later uploads correct events of this one; learners, courses and their parts stay as long as an event needs them.</summary>
    public async Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        if (await TrainingTables.Events.WrittenOverByAsync(db, upload.Id, ct) is { } later)
            throw DomainException.Conflict($"Upload #{later} corrects events of this one. Undo upload #{later} first.");
        var kept = await Tables.UndoAsync(db, upload, ct);
        await TrainingTables.RemoveUnneededAsync(db, ct);
        return kept;
    }
}

/// <summary>The columns that a sheet of training events may have.</summary>
internal static class TrainingFields
{
    public const string Learner = "learnerCode";
    public const string Name = "learnerName";
    public const string Department = "department";
    public const string Course = "courseCode";
    public const string Title = "courseTitle";
    public const string Category = "category";
    public const string Program = "program";
    public const string Class = "classCode";
    public const string Instructor = "instructor";
    public const string Content = "contentCode";
    public const string Event = "event";
    public const string Status = "status";
    public const string Date = "date";
    public const string Score = "score";
    public const string Minutes = "minutes";
    public const string ValidUntil = "validUntil";
    public const string Active = "active";

    // Scores are read as text, for sheets write 87.5%.
    public static readonly SheetFields All = new([
        new(
            Learner,
            "Learner Code",
            FieldType.Code,
            [
                "learner code",
                "learner id",
                "learner",
                "employee code",
                "employee id",
                "emp code",
                "emp id",
                "staff code",
                "student code",
                "student id",
            ],
            "EMP-0042",
            "The code that identifies the learner; leading zeros count."
        ),
        new(
            Name,
            "Learner Name",
            FieldType.Text,
            ["learner name", "name of learner", "employee name", "student name", "staff name", "name"],
            "Priya Sharma",
            "The learner's name."
        ),
        new(
            Department,
            "Department",
            FieldType.Text,
            ["department", "dept", "division", "business unit"],
            "Pump",
            "A department by its name; blank keeps the learner's own, or takes the upload's."
        ),
        new(
            Course,
            "Course Code",
            FieldType.Code,
            ["course code", "course id", "course no", "training code", "programme code", "program code", "course"],
            "SAF-101",
            "The code that identifies the course."
        ),
        new(
            Title,
            "Course Title",
            FieldType.Text,
            ["course title", "course name", "training title", "training name", "title"],
            "Site safety",
            "The course's title."
        ),
        new(
            Category,
            "Category",
            FieldType.Text,
            ["category", "course category", "course type", "subject"],
            "Safety",
            "What kind of course it is."
        ),
        new(
            Program,
            "Program",
            FieldType.Text,
            [
                "program",
                "programme",
                "program name",
                "programme name",
                "learning program",
                "learning path",
                "curriculum",
            ],
            "Site readiness",
            "Optional: the program that the course belongs to; blank keeps what is known."
        ),
        new(
            Class,
            "Class Code",
            FieldType.Code,
            ["class code", "class id", "class", "batch", "batch code", "session", "session code"],
            "SAF-101-A",
            "Optional: the class in which it happened."
        ),
        new(
            Instructor,
            "Instructor",
            FieldType.Text,
            ["instructor", "instructor name", "trainer", "trainer name", "teacher", "faculty", "conducted by"],
            "Ravi Iyer",
            "Optional: who teaches the class, one person for each class; needs the class code. Blank keeps what is known."
        ),
        new(
            Content,
            "Content Code",
            FieldType.Code,
            ["content code", "content id", "content", "module", "module code", "lesson", "lesson code"],
            "M1",
            "Optional: the module or test it was about."
        ),
        new(
            Event,
            "Event",
            FieldType.Text,
            ["event", "event type", "activity", "action", "activity type"],
            "completed",
            "What happened.",
            TrainingWords.Types
        ),
        new(
            Status,
            "Status",
            FieldType.Text,
            ["status", "learner status", "completion status", "state"],
            "completed",
            "The learner's state after the event; blank: as the event implies.",
            TrainingWords.Statuses
        ),
        new(
            Date,
            "Date",
            FieldType.Date,
            ["date", "event date", "activity date", "on", "completed on"],
            "2025-04-12",
            "The day on which it happened."
        ),
        new(
            Score,
            "Score",
            FieldType.Text,
            ["score", "marks", "score %", "percentage", "result", "grade"],
            "87.5",
            "Optional: 0 to 100."
        ),
        new(
            Minutes,
            "Minutes",
            FieldType.Whole,
            ["minutes", "mins", "duration", "duration (minutes)", "time spent", "time spent (minutes)"],
            "45",
            "Optional: whole minutes spent."
        ),
        new(
            ValidUntil,
            "Valid Until",
            FieldType.Date,
            [
                "valid until",
                "valid till",
                "valid to",
                "valid upto",
                "valid up to",
                "expiry date",
                "expiry",
                "expires on",
            ],
            "2027-04-11",
            "Optional: the last day on which the certificate is valid; only on an event that leaves the course completed. Blank keeps what is known."
        ),
        new(
            Active,
            "Active",
            FieldType.Text,
            ["active", "learner active", "is active", "employed"],
            "yes",
            "Optional: no when the learner has left; blank keeps what is known.",
            ["yes", "no"]
        ),
    ]);
}
