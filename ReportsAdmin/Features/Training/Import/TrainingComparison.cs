using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>Judges the rows of one sheet of training events against what is stored, in the order of the sheet.</summary>
internal sealed class TrainingComparison(
    TrainingLedger ledger,
    CurrentUser currentUser,
    ImportTerms terms,
    int fallbackDepartment,
    IReadOnlyDictionary<int, string> departments,
    BusinessClock clock
) : IImportComparison
{
    private const int MaxMinutes = 100_000;

    // A staged row's section is a short word; departments may have long names.
    private const int MaxSection = 40;

    private readonly int[] mapped = [.. terms.Fields.Select(f => TrainingFields.Position[f]).Order()];
    private readonly Dictionary<string, (int Row, StagedLearner Learner)> learners = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly Dictionary<string, (int Row, StagedCourse Course)> courses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<
        (string Learner, string Course, string? Class, string? Content, TrainingEventType Type, DateOnly Day),
        (int Row, StagedOutcome Outcome)
    > seen = [];

    public ValidatedRow Validate(SheetRow row)
    {
        var read = new EventCells(row, mapped);
        var problems = read.Problems;
        var learner = LearnerOf(read);
        var course = CourseOf(read);
        var @class = read.Code(TrainingFields.Class, null);
        var content = read.Code(TrainingFields.Content, null);
        var type = TypeOf(read);
        var outcome = OutcomeOf(read, type);
        var day = read.Date(TrainingFields.Date);
        if (day is null && !read.IsFaulty(TrainingFields.Date))
            problems.Add(new RowProblem(TrainingFields.Date, "The date is blank."));
        else if (day > clock.Today)
            problems.Add(new RowProblem(TrainingFields.Date, "The date lies in the future."));

        var section = Section(DepartmentName(learner.DepartmentId));
        var key = $"{learner.Code} · {course.Code}";
        if (problems.Count > 0)
            return new ValidatedRow(
                row.RowNumber,
                RowEffect.Error,
                key,
                learner.Name,
                section,
                0,
                0,
                null,
                null,
                problems
            );
        var identity = (
            TrainingLedger.Fold(learner.Code),
            TrainingLedger.Fold(course.Code),
            @class is null ? null : TrainingLedger.Fold(@class),
            content is null ? null : TrainingLedger.Fold(content),
            type!.Value,
            day!.Value
        );
        if (!seen.TryAdd(identity, (row.RowNumber, outcome)))
        {
            var (first, said) = seen[identity];
            return said == outcome
                ? new ValidatedRow(
                    row.RowNumber,
                    RowEffect.Duplicate,
                    key,
                    learner.Name,
                    section,
                    0,
                    0,
                    null,
                    null,
                    [new RowProblem(null, $"The same as row {first}; counted once.")]
                )
                : new ValidatedRow(
                    row.RowNumber,
                    RowEffect.Error,
                    key,
                    learner.Name,
                    section,
                    0,
                    0,
                    null,
                    null,
                    [
                        new RowProblem(
                            TrainingFields.Event,
                            $"Row {first} has the same event with another status, score or time."
                        ),
                    ]
                );
        }

        return Accept(
            row.RowNumber,
            key,
            section,
            new StagedEvent
            {
                Learner = learner,
                Course = course,
                Class = @class,
                Content = content,
                Type = type.Value,
                Day = day.Value,
                Outcome = outcome,
            }
        );
    }

    /// <summary>A sheet of events is never the whole story, so nothing is missing from it.</summary>
    public IEnumerable<ValidatedRow> Missing() => [];

    private StagedLearner LearnerOf(EventCells read)
    {
        var code = read.Code(TrainingFields.Learner, "The learner code is blank.") ?? "";
        var known = ledger.Learner(code)?.Learner;
        var said = learners.TryGetValue(code, out var earlier) ? earlier.Learner : null;
        var name = read.Text(TrainingFields.Name, 200) ?? said?.Name ?? known?.Name ?? code;
        var department = DepartmentOf(read, said ?? known);
        var active = ActiveOf(read) ?? said?.Active ?? known?.Active ?? true;
        if (known is not null && !currentUser.Scope.CoversDepartment(known.DepartmentId))
            read.Problems.Add(
                new RowProblem(TrainingFields.Learner, $"Learner {known.Code} is outside your departments.")
            );
        else if (known is not null && terms.DepartmentId is { } own && known.DepartmentId != own)
            read.Problems.Add(
                new RowProblem(
                    TrainingFields.Learner,
                    $"Learner {known.Code} belongs to {departments.GetValueOrDefault(known.DepartmentId, "another department")}."
                )
            );
        var learner = new StagedLearner(known?.Code ?? said?.Code ?? code, name, department, active);
        if (said is not null && said != learner)
            read.Problems.Add(
                new RowProblem(
                    TrainingFields.Learner,
                    $"Row {earlier.Row} gives this learner another name, department or state."
                )
            );
        return learner;
    }

    private int DepartmentOf(EventCells read, StagedLearner? known)
    {
        if (read.Text(TrainingFields.Department, 100) is not { } text)
            return known?.DepartmentId ?? fallbackDepartment;
        var found = departments
            .Where(d => d.Value.Equals(text, StringComparison.OrdinalIgnoreCase))
            .Select(d => (int?)d.Key)
            .FirstOrDefault();
        if (found is null)
            read.Problems.Add(new RowProblem(TrainingFields.Department, $"'{text}' is not one of your departments."));
        else if (terms.DepartmentId is { } own && found != own)
            read.Problems.Add(new RowProblem(TrainingFields.Department, $"This upload is for {departments[own]}."));
        return found ?? fallbackDepartment;
    }

    private static bool? ActiveOf(EventCells read)
    {
        var text = read.Text(TrainingFields.Active, 20)?.ToUpperInvariant();
        if (text is null)
            return null;
        if (text is "YES" or "Y" or "TRUE" or "1" or "ACTIVE")
            return true;
        if (text is not ("NO" or "N" or "FALSE" or "0" or "INACTIVE"))
            read.Problems.Add(new RowProblem(TrainingFields.Active, $"'{text}' is neither yes nor no."));
        return false;
    }

    private StagedCourse CourseOf(EventCells read)
    {
        var code = read.Code(TrainingFields.Course, "The course code is blank.") ?? "";
        var known = ledger.Course(code)?.Course;
        var said = courses.TryGetValue(code, out var earlier) ? earlier.Course : null;
        var course = new StagedCourse(
            known?.Code ?? said?.Code ?? code,
            read.Text(TrainingFields.Title, 200) ?? said?.Title ?? known?.Title ?? code,
            read.Text(TrainingFields.Category, 100) ?? said?.Category ?? known?.Category ?? "General"
        );
        if (said is not null && said != course)
            read.Problems.Add(
                new RowProblem(TrainingFields.Course, $"Row {earlier.Row} gives this course another title or category.")
            );
        return course;
    }

    private static TrainingEventType? TypeOf(EventCells read)
    {
        if (read.Text(TrainingFields.Event, 60) is not { } text)
        {
            if (!read.IsFaulty(TrainingFields.Event))
                read.Problems.Add(new RowProblem(TrainingFields.Event, "The event is blank."));
            return null;
        }

        var type = TrainingWords.TypeOf(text);
        if (type is null)
            read.Problems.Add(
                new RowProblem(
                    TrainingFields.Event,
                    $"'{text}' is not an event. Use one of: {string.Join(", ", TrainingWords.Types)}."
                )
            );
        return type;
    }

    private static StagedOutcome OutcomeOf(EventCells read, TrainingEventType? type)
    {
        var after = type is { } known ? TrainingWords.After(known) : TrainingStatus.InProgress;
        var status = after;
        if (read.Text(TrainingFields.Status, 60) is { } text)
        {
            if (TrainingWords.StatusOf(text) is not { } said)
                read.Problems.Add(
                    new RowProblem(
                        TrainingFields.Status,
                        $"'{text}' is not a status. Use one of: {string.Join(", ", TrainingWords.Statuses)}."
                    )
                );
            else if (type is { } decided && TrainingWords.Decides(decided) && said != after)
                read.Problems.Add(
                    new RowProblem(
                        TrainingFields.Status,
                        $"A learner who {TrainingWords.Of(decided)} is not {TrainingWords.Of(said)}."
                    )
                );
            else
                status = said;
        }

        return new StagedOutcome(status, ScoreOf(read), MinutesOf(read));
    }

    /// <summary><c>87.5</c>, <c>87.5%</c>; hundredths of a point.</summary>
    private static int? ScoreOf(EventCells read)
    {
        if (read.Text(TrainingFields.Score, 20) is not { } text)
            return null;
        if (
            decimal.TryParse(
                text.TrimEnd('%').TrimEnd(),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var score
            ) && score is >= 0 and <= 100
        )
            return (int)Math.Round(score * 100);
        read.Problems.Add(new RowProblem(TrainingFields.Score, $"'{text}' is not a score from 0 to 100."));
        return null;
    }

    private static int? MinutesOf(EventCells read)
    {
        if (read.Number(TrainingFields.Minutes) is not { } minutes)
            return null;
        if (minutes is >= 0 and <= MaxMinutes)
            return (int)minutes;
        read.Problems.Add(new RowProblem(TrainingFields.Minutes, $"'{minutes}' is not a number of minutes."));
        return null;
    }

    private ValidatedRow Accept(int rowNumber, string key, string section, StagedEvent row)
    {
        var learner = ledger.Learner(row.Learner.Code);
        var course = ledger.Course(row.Course.Code);
        var changes = new List<CellChange>();
        // The first good row of a learner or course carries its change; the others only agree with it.
        var firstOfLearner = learners.TryAdd(row.Learner.Code, (rowNumber, row.Learner));
        var firstOfCourse = courses.TryAdd(row.Course.Code, (rowNumber, row.Course));
        row = row with { LearnerId = learner?.Id, CourseId = course?.Id };
        if (course is { } c)
        {
            row = row with
            {
                ClassId = row.Class is { } code ? ledger.Class(c.Id, code) : null,
                ContentId = row.Content is { } piece ? ledger.Content(c.Id, piece) : null,
            };
            if (firstOfCourse && row.Course != c.Course with { WrittenBy = null })
                row = row with { CourseBefore = c.Course };
            Note(
                changes,
                row.CourseBefore is null
                    ? []
                    :
                    [
                        ("Course Title", c.Course.Title, row.Course.Title),
                        ("Category", c.Course.Category, row.Course.Category),
                    ]
            );
        }

        if (firstOfLearner && learner is { } l && row.Learner != l.Learner with { WrittenBy = null })
        {
            row = row with { LearnerBefore = l.Learner };
            Note(
                changes,
                [
                    ("Learner Name", l.Learner.Name, row.Learner.Name),
                    ("Department", DepartmentName(l.Learner.DepartmentId), DepartmentName(row.Learner.DepartmentId)),
                    ("Active", YesNo(l.Learner.Active), YesNo(row.Learner.Active)),
                ]
            );
        }

        var known = Known(row);
        if (known is { } e)
        {
            row = row with { EventId = e.Id };
            if (row.Outcome != e.Outcome with { WrittenBy = null })
                row = row with { OutcomeBefore = e.Outcome };
            Note(
                changes,
                [
                    ("Status", TrainingWords.Of(e.Outcome.Status), TrainingWords.Of(row.Outcome.Status)),
                    ("Score", Score(e.Outcome.ScoreHundredths), Score(row.Outcome.ScoreHundredths)),
                    ("Minutes", Whole(e.Outcome.Minutes), Whole(row.Outcome.Minutes)),
                ]
            );
        }

        var effect =
            known is null ? RowEffect.New
            : changes.Count > 0 ? RowEffect.Changed
            : RowEffect.Unchanged;
        return new ValidatedRow(
            rowNumber,
            effect,
            key,
            row.Learner.Name,
            section,
            0,
            0,
            row.ToJson(),
            effect == RowEffect.New ? null : changes
        );
    }

    private (int Id, StagedOutcome Outcome)? Known(StagedEvent row)
    {
        if (row.LearnerId is not { } learner || row.CourseId is not { } course)
            return null;
        if ((row.Class is not null && row.ClassId is null) || (row.Content is not null && row.ContentId is null))
            return null;
        return ledger.Event(
            new EventKey(
                learner,
                course,
                row.ClassId ?? 0,
                row.ContentId ?? 0,
                row.Type,
                TrainingMonths.StartUtc(row.Day, clock.Zone)
            )
        );
    }

    private static void Note(
        List<CellChange> changes,
        IReadOnlyList<(string Title, string Before, string After)> values
    ) =>
        changes.AddRange(
            values.Where(v => v.Before != v.After).Select(v => new CellChange(v.Title, v.Before, v.After))
        );

    private static string Section(string name) =>
        name.Length <= MaxSection
            ? name
            : name[..(char.IsHighSurrogate(name[MaxSection - 1]) ? MaxSection - 1 : MaxSection)];

    private string DepartmentName(int id) => departments.GetValueOrDefault(id, "");

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Score(int? hundredths) =>
        hundredths is { } score ? (score / 100m).ToString("0.##", CultureInfo.InvariantCulture) : "none";

    private static string Whole(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";
}

/// <summary>Reads the cells of one row by field key and gathers what could not be read.</summary>
internal sealed class EventCells
{
    private const int MaxCode = 60;

    private readonly SheetRow row;

    /// <param name="mapped">The positions of the fields that the sheet has.</param>
    public EventCells(SheetRow row, int[] mapped)
    {
        this.row = row;
        foreach (var position in mapped)
        {
            if (row.Cells[position].Problem is { } problem)
                Problems.Add(new RowProblem(TrainingFields.All[position].Key, problem));
        }
    }

    public List<RowProblem> Problems { get; } = [];

    /// <param name="whenBlank">What is wrong with a blank cell; null when it may be blank.</param>
    public string? Code(string field, string? whenBlank)
    {
        var text = Text(field, MaxCode);
        if (text is null && whenBlank is not null && !IsFaulty(field))
            Problems.Add(new RowProblem(field, whenBlank));
        return text;
    }

    public string? Text(string field, int most)
    {
        var text = Cell(field).Text;
        if (text?.Length > most)
            Problems.Add(
                new RowProblem(
                    field,
                    $"{TrainingFields.All[TrainingFields.Position[field]].Title} may have {most} characters."
                )
            );
        return text;
    }

    public DateOnly? Date(string field) => Cell(field).Date;

    public long? Number(string field) => Cell(field).Number;

    public bool IsFaulty(string field) => Cell(field).Problem is not null;

    private ParsedCell Cell(string field) => row.Cells[TrainingFields.Position[field]];
}
