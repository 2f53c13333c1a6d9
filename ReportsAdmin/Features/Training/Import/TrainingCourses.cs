using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>What a row says of a course.</summary>
internal sealed record CourseFacts(string Code, string Title, string Category, string Program);

/// <summary>What a row says of a class of its course.</summary>
internal sealed record ClassFacts(string Code, string Instructor);

/// <summary>
/// The courses of one sheet with their classes and contents. The first good row of each carries what the sheet says of it;
/// the other rows must agree. A blank cell takes what an earlier row says, and otherwise what is stored.
/// </summary>
internal sealed class TrainingCourses(TrainingLedger ledger)
{
    private readonly Dictionary<string, (int Row, Course Course)> courses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Course, string Class), (int Row, TrainingClass Class)> classes = [];
    private readonly Dictionary<(int CourseId, string Code), int> contents = [];
    private int newCourses;
    private int newClasses;

    public CourseFacts CourseOf(RowCells cells)
    {
        var code = cells.Required(TrainingFields.Course, TrainingReader.MaxCode);
        var known = ledger.Course(code);
        var said = courses.TryGetValue(code, out var earlier) ? earlier.Course : null;
        var course = new CourseFacts(
            known?.Code ?? said?.Code ?? code,
            cells.Text(TrainingFields.Title, 200) ?? said?.Title ?? known?.Title ?? code,
            cells.Text(TrainingFields.Category, 100) ?? said?.Category ?? known?.Category ?? "General",
            cells.Text(TrainingFields.Program, 100) ?? said?.Program ?? known?.Program ?? ""
        );
        if (said is null)
            return course;
        if (course != new CourseFacts(said.Code, said.Title, said.Category, course.Program))
            cells.Fault(TrainingFields.Course, $"Row {earlier.Row} gives this course another title or category.");
        if (course.Program != said.Program)
            cells.Fault(
                TrainingFields.Program,
                said.Program.Length == 0
                    ? $"Row {earlier.Row} gives this course no program."
                    : $"Row {earlier.Row} gives this course the program {said.Program}."
            );
        return course;
    }

    /// <summary>The class that a row names; null when it names none.</summary>
    public ClassFacts? ClassOf(RowCells cells, CourseFacts course)
    {
        var code = cells.Text(TrainingFields.Class, TrainingReader.MaxCode);
        var instructor = cells.Text(TrainingFields.Instructor, 200);
        if (code is null)
        {
            if (instructor is not null)
                cells.Fault(TrainingFields.Instructor, "An instructor teaches a class. Name the class in Class Code.");
            return null;
        }

        var known = ledger.Course(course.Code) is { } stored ? ledger.Class(stored.Id, code) : null;
        var said = classes.TryGetValue(KeyOf(course.Code, code), out var earlier) ? earlier.Class : null;
        var facts = new ClassFacts(
            known?.Code ?? said?.Code ?? code,
            instructor ?? said?.Instructor ?? known?.Instructor ?? ""
        );
        if (said is not null && facts.Instructor != said.Instructor)
            cells.Fault(
                TrainingFields.Instructor,
                said.Instructor.Length == 0
                    ? $"Row {earlier.Row} gives this class no instructor."
                    : $"Row {earlier.Row} gives this class the instructor {said.Instructor}."
            );
        return facts;
    }

    public Course Accept(CourseFacts facts, int rowNumber, List<RecordWrite> records)
    {
        if (courses.TryGetValue(facts.Code, out var earlier))
            return earlier.Course;
        var stored = ledger.Course(facts.Code);
        var course = new Course
        {
            Id = stored?.Id ?? --newCourses,
            Code = facts.Code,
            Title = facts.Title,
            Category = facts.Category,
            Program = facts.Program,
        };
        courses[course.Code] = (rowNumber, course);
        records.Add(TrainingTables.Courses.Write(course, stored));
        return course;
    }

    /// <summary>The key of the class: stored, staged by an earlier row, or new; 0 when the row names none.</summary>
    public int Accept(Course course, ClassFacts? facts, int rowNumber, List<RecordWrite> records)
    {
        if (facts is null)
            return 0;
        var key = KeyOf(course.Code, facts.Code);
        if (classes.TryGetValue(key, out var earlier))
            return earlier.Class.Id;
        var stored = ledger.Class(course.Id, facts.Code);
        var @class = new TrainingClass
        {
            Id = stored?.Id ?? --newClasses,
            CourseId = course.Id,
            Code = facts.Code,
            Title = stored?.Title ?? facts.Code,
            Instructor = facts.Instructor,
        };
        classes[key] = (rowNumber, @class);
        records.Add(TrainingTables.Classes.Write(@class, stored));
        return @class.Id;
    }

    /// <summary>The key of the content: stored, staged by an earlier row, or new; 0 when the row names none.</summary>
    public int Accept(Course course, string? code, List<RecordWrite> records)
    {
        if (code is null)
            return 0;
        if (ledger.Content(course.Id, code) is { } stored)
            return stored;
        var key = (course.Id, TrainingLedger.Fold(code));
        if (contents.TryGetValue(key, out var earlier))
            return earlier;
        var content = new TrainingContent
        {
            Id = -(contents.Count + 1),
            CourseId = course.Id,
            Code = code,
            Title = code,
        };
        records.Add(TrainingTables.Contents.Write(content, null));
        return contents[key] = content.Id;
    }

    private static (string Course, string Class) KeyOf(string course, string @class) =>
        (TrainingLedger.Fold(course), TrainingLedger.Fold(@class));
}
