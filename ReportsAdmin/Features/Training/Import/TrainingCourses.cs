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
/// the other rows must agree. A blank cell takes what an earlier row says, and otherwise what is stored; programs and
/// instructors also take what a later row says, because many sheets name an instructor only where somebody attended.
/// </summary>
internal sealed class TrainingCourses(TrainingLedger ledger)
{
    private const int MaxProgram = 100;
    private const int MaxInstructor = 200;

    private readonly Dictionary<string, (int Row, Course Course)> courses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Course, string Class), TrainingClass> classes = [];
    private readonly Dictionary<(int CourseId, string Code), int> contents = [];
    private readonly Dictionary<string, (int Row, string? Name)> programs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Course, string Class), (int Row, string? Name)> instructors = [];
    private int newCourses;
    private int newClasses;

    /// <summary>Notes the first program of each course and the first instructor of each class, before any row is read.</summary>
    public void Scan(RowCells cells)
    {
        if (cells.Text(TrainingFields.Course) is not { } course)
            return;
        if (cells.Text(TrainingFields.Program) is { Length: <= MaxProgram } program)
            programs.TryAdd(course, (cells.RowNumber, program));
        if (
            cells.Text(TrainingFields.Class) is { } @class
            && cells.Text(TrainingFields.Instructor) is { Length: <= MaxInstructor } instructor
        )
            instructors.TryAdd(KeyOf(course, @class), (cells.RowNumber, instructor));
    }

    public CourseFacts CourseOf(RowCells cells)
    {
        var code = cells.Required(TrainingFields.Course, TrainingReader.MaxCode);
        var known = ledger.Course(code);
        var said = courses.TryGetValue(code, out var earlier) ? earlier.Course : null;
        var named = programs.TryGetValue(code, out var first) ? first : default;
        var course = new CourseFacts(
            known?.Code ?? said?.Code ?? code,
            cells.Text(TrainingFields.Title, 200) ?? said?.Title ?? known?.Title ?? code,
            cells.Text(TrainingFields.Category, 100) ?? said?.Category ?? known?.Category ?? "General",
            cells.Text(TrainingFields.Program, MaxProgram) ?? named.Name ?? known?.Program ?? ""
        );
        if (said is not null && (course.Title, course.Category) != (said.Title, said.Category))
            cells.Fault(TrainingFields.Course, $"Row {earlier.Row} gives this course another title or category.");
        if (named.Name is not null && course.Program != named.Name)
            cells.Fault(TrainingFields.Program, $"Row {named.Row} gives this course the program {named.Name}.");
        return course;
    }

    /// <summary>The class that a row names; null when it names none.</summary>
    public ClassFacts? ClassOf(RowCells cells, CourseFacts course)
    {
        var code = cells.Text(TrainingFields.Class, TrainingReader.MaxCode);
        var instructor = cells.Text(TrainingFields.Instructor, MaxInstructor);
        if (code is null)
        {
            if (instructor is not null)
                cells.Fault(TrainingFields.Instructor, "An instructor teaches a class. Name the class in Class Code.");
            return null;
        }

        var known = ledger.Course(course.Code) is { } stored ? ledger.Class(stored.Id, code) : null;
        var key = KeyOf(course.Code, code);
        var said = classes.TryGetValue(key, out var earlier) ? earlier : null;
        var named = instructors.TryGetValue(key, out var first) ? first : default;
        var facts = new ClassFacts(
            known?.Code ?? said?.Code ?? code,
            instructor ?? named.Name ?? known?.Instructor ?? ""
        );
        if (named.Name is not null && facts.Instructor != named.Name)
            cells.Fault(TrainingFields.Instructor, $"Row {named.Row} gives this class the instructor {named.Name}.");
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
    public int Accept(Course course, ClassFacts? facts, List<RecordWrite> records)
    {
        if (facts is null)
            return 0;
        var key = KeyOf(course.Code, facts.Code);
        if (classes.TryGetValue(key, out var earlier))
            return earlier.Id;
        var stored = ledger.Class(course.Id, facts.Code);
        var @class = new TrainingClass
        {
            Id = stored?.Id ?? --newClasses,
            CourseId = course.Id,
            Code = facts.Code,
            Title = stored?.Title ?? facts.Code,
            Instructor = facts.Instructor,
        };
        classes[key] = @class;
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
