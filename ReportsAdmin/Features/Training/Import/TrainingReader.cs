using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>Reads the rows of one sheet of training events against what is stored.</summary>
internal sealed class TrainingReader(
    TrainingLedger ledger,
    CurrentUser currentUser,
    ImportTerms terms,
    int fallbackDepartment,
    IReadOnlyDictionary<int, string> departments,
    BusinessClock clock
) : IRowReader
{
    internal const int MaxCode = 60;

    // A staged row's section is a short word; departments may have long names.
    private const int MaxSection = 40;

    // What the good rows so far say of each learner; later rows must agree.
    private readonly Dictionary<string, (int Row, Learner Learner)> learners = new(StringComparer.OrdinalIgnoreCase);
    private readonly TrainingCourses courses = new(ledger);
    private int newLearners;
    private int newEvents;
    private EventFacts read = EventFacts.None;

    /// <summary>A program or an instructor may be named first below the rows that it is about.</summary>
    public bool Scans =>
        terms.Fields.Contains(TrainingFields.Program) || terms.Fields.Contains(TrainingFields.Instructor);

    public void Scan(RowCells cells) => courses.Scan(cells);

    public RowReading Read(RowCells cells)
    {
        var learner = LearnerOf(cells);
        var course = courses.CourseOf(cells);
        var @class = courses.ClassOf(cells, course);
        var content = cells.Text(TrainingFields.Content, MaxCode);
        var type = TrainingOutcome.TypeOf(cells);
        var day = cells.PastDay(TrainingFields.Date, clock.Today);
        var outcome = TrainingOutcome.Of(cells, type, day);
        read = new EventFacts(learner, course, @class, content, type ?? default, day, outcome);
        return new RowReading
        {
            Identity = string.Join('\u001f', learner.Code, course.Code, @class?.Code, content, (short)read.Type, day)
                .ToUpperInvariant(),
            Key = $"{learner.Code} · {course.Code}",
            Label = learner.Name,
            Section = Section(DepartmentName(learner.DepartmentId)),
            Content = ContentHash.Of(
                (short)outcome.Status,
                outcome.ScoreHundredths,
                outcome.Minutes,
                outcome.ValidUntil
            ),
        };
    }

    public RowProblem Contradicts(int firstRow, long firstAmount) =>
        new(TrainingFields.Event, $"Row {firstRow} has the same event with another status, score, time or expiry.");

    public RowReading Accept(RowReading reading, int rowNumber, List<CellChange> changes)
    {
        var records = new List<RecordWrite>();
        var learner = AcceptLearner(rowNumber, records, changes);
        var course = courses.Accept(read.Course, rowNumber, records);
        var classId = courses.Accept(course, read.Class, records);
        var contentId = courses.Accept(course, read.Content, records);
        var known = ledger.Event(new(learner.Id, course.Id, classId, contentId, read.Type, StartOf(read.Day)));
        records.Add(
            TrainingTables.Events.Write(
                new TrainingEvent
                {
                    Id = known?.Id ?? --newEvents,
                    LearnerId = learner.Id,
                    CourseId = course.Id,
                    ClassId = classId,
                    ContentId = contentId,
                    Type = read.Type,
                    Status = read.Outcome.Status,
                    At = StartOf(read.Day),
                    Month = TrainingMonths.Of(read.Day),
                    ScoreHundredths = read.Outcome.ScoreHundredths,
                    Minutes = read.Outcome.Minutes,
                    ValidUntil = read.Outcome.ValidUntil ?? known?.ValidUntil,
                },
                known
            )
        );
        return reading with { IsNew = known is null, Records = records };
    }

    private DateTime StartOf(DateOnly day) => TrainingMonths.StartUtc(day, clock.Zone);

    /// <summary>The first good row of a learner carries what changes of them; the others only agree with it.</summary>
    private Learner AcceptLearner(int rowNumber, List<RecordWrite> records, List<CellChange> changes)
    {
        if (learners.TryGetValue(read.Learner.Code, out var earlier))
            return earlier.Learner;
        var stored = ledger.Learner(read.Learner.Code);
        var learner = new Learner
        {
            Id = stored?.Id ?? --newLearners,
            Code = read.Learner.Code,
            Name = read.Learner.Name,
            DepartmentId = read.Learner.DepartmentId,
            Active = read.Learner.Active,
        };
        learners[learner.Code] = (rowNumber, learner);
        records.Add(TrainingTables.Learners.Write(learner, stored));
        if (stored is not null)
        {
            Note(changes, "Learner Name", stored.Name, learner.Name);
            Note(changes, "Department", DepartmentName(stored.DepartmentId), DepartmentName(learner.DepartmentId));
            Note(changes, "Active", YesNo(stored.Active), YesNo(learner.Active));
        }

        return learner;
    }

    private LearnerFacts LearnerOf(RowCells cells)
    {
        var code = cells.Required(TrainingFields.Learner, MaxCode);
        var known = ledger.Learner(code);
        var said = learners.TryGetValue(code, out var earlier) ? earlier.Learner : null;
        var before = said ?? known;
        var learner = new LearnerFacts(
            known?.Code ?? said?.Code ?? code,
            cells.Text(TrainingFields.Name, 200) ?? before?.Name ?? code,
            DepartmentOf(cells, before),
            cells.YesNo(TrainingFields.Active) ?? before?.Active ?? true
        );
        if (known is not null && !currentUser.Scope.CoversDepartment(known.DepartmentId))
            cells.Fault(TrainingFields.Learner, $"Learner {known.Code} is outside your departments.");
        else if (known is not null && terms.DepartmentId is { } own && known.DepartmentId != own)
            cells.Fault(
                TrainingFields.Learner,
                $"Learner {known.Code} belongs to {departments.GetValueOrDefault(known.DepartmentId, "another department")}."
            );
        if (said is not null && learner != new LearnerFacts(said.Code, said.Name, said.DepartmentId, said.Active))
            cells.Fault(
                TrainingFields.Learner,
                $"Row {earlier.Row} gives this learner another name, department or state."
            );
        return learner;
    }

    private int DepartmentOf(RowCells cells, Learner? known)
    {
        if (cells.Text(TrainingFields.Department, 100) is not { } text)
            return known?.DepartmentId ?? fallbackDepartment;
        var found = departments
            .Where(d => d.Value.Equals(text, StringComparison.OrdinalIgnoreCase))
            .Select(d => (int?)d.Key)
            .FirstOrDefault();
        if (found is null)
            cells.Fault(TrainingFields.Department, $"'{text}' is not one of your departments.");
        else if (terms.DepartmentId is { } own && found != own)
            cells.Fault(TrainingFields.Department, $"This upload is for {departments[own]}.");
        return found ?? fallbackDepartment;
    }

    private static void Note(List<CellChange> changes, string title, string before, string after)
    {
        if (before != after)
            changes.Add(new CellChange(title, before, after));
    }

    private static string Section(string name) =>
        name.Length <= MaxSection
            ? name
            : name[..(char.IsHighSurrogate(name[MaxSection - 1]) ? MaxSection - 1 : MaxSection)];

    private string DepartmentName(int id) => departments.GetValueOrDefault(id, "");

    private static string YesNo(bool value) => value ? "yes" : "no";

    private sealed record LearnerFacts(string Code, string Name, int DepartmentId, bool Active);

    /// <summary>What the row being judged says; it is accepted or rejected before the next is read.</summary>
    private sealed record EventFacts(
        LearnerFacts Learner,
        CourseFacts Course,
        ClassFacts? Class,
        string? Content,
        TrainingEventType Type,
        DateOnly Day,
        TrainingOutcome Outcome
    )
    {
        public static readonly EventFacts None = new(
            new LearnerFacts("", "", 0, true),
            new CourseFacts("", "", "", ""),
            null,
            null,
            default,
            default,
            new TrainingOutcome(default, null, null, null)
        );
    }
}
