using System.Globalization;
using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>Enrolments with the same names, one for each grouping asked for.</summary>
internal sealed record TrainingGroup(IReadOnlyList<string> Names, TrainingCounts Tally);

/// <summary>Puts enrolments into groups by department, program, category, course and month, in any combination.</summary>
internal sealed class TrainingGroups
{
    public const string Department = "department";
    public const string Program = "program";
    public const string Category = "category";
    public const string Course = "course";
    public const string Month = "month";

    private readonly Dictionary<Key, TrainingCounts> groups = [];
    private readonly IReadOnlyList<string> groupBy;
    private readonly IReadOnlyDictionary<int, string> departments;
    private readonly IReadOnlyDictionary<int, CourseName> courses;

    private TrainingGroups(
        IReadOnlyList<string> groupBy,
        IReadOnlyDictionary<int, string> departments,
        IReadOnlyDictionary<int, CourseName> courses
    ) => (this.groupBy, this.departments, this.courses) = (groupBy, departments, courses);

    /// <summary>The groups in the order of their names, months in the order of time.</summary>
    public static IReadOnlyList<TrainingGroup> Of(
        IReadOnlyList<Enrolment> enrolments,
        IReadOnlyList<string> groupBy,
        IReadOnlyDictionary<int, string> departments,
        IReadOnlyDictionary<int, CourseName> courses
    )
    {
        var groups = new TrainingGroups(groupBy, departments, courses);
        foreach (var enrolment in enrolments)
            groups.Add(enrolment);
        return groups.Sorted();
    }

    /// <summary>All enrolments as one group.</summary>
    public static TrainingCounts Whole(IReadOnlyList<Enrolment> enrolments)
    {
        var whole = new TrainingCounts();
        foreach (var enrolment in enrolments)
            whole.Add(enrolment, null);
        return whole;
    }

    private void Add(Enrolment enrolment)
    {
        var course = courses[enrolment.CourseId];
        var key = new Key(
            groupBy.Contains(Department) ? enrolment.DepartmentId : 0,
            groupBy.Contains(Program) ? course.Program : "",
            groupBy.Contains(Category) ? course.Category : "",
            groupBy.Contains(Course) ? course.Id : 0,
            0
        );
        if (!groupBy.Contains(Month))
        {
            CountsOf(key).Add(enrolment, null);
            return;
        }

        foreach (var month in enrolment.Months)
            CountsOf(key with { Month = month.Month }).Add(enrolment, month);
    }

    private TrainingCounts CountsOf(Key key) =>
        groups.TryGetValue(key, out var counts) ? counts : groups[key] = new TrainingCounts();

    private IReadOnlyList<TrainingGroup> Sorted() =>
        [
            .. groups
                .OrderBy(g => string.Join('\u001f', groupBy.Select(by => SortOf(by, g.Key))), StringComparer.Ordinal)
                .Select(g => new TrainingGroup([.. groupBy.Select(by => NameOf(by, g.Key))], g.Value)),
        ];

    private string NameOf(string by, Key key) =>
        by switch
        {
            Department => departments.GetValueOrDefault(key.Department, ""),
            Program => key.Program,
            Category => key.Category,
            Course => courses[key.Course].Title,
            _ => TrainingMonths.Text(key.Month),
        };

    // Two courses may have the same title; their codes keep them apart.
    private string SortOf(string by, Key key) =>
        by switch
        {
            Course => $"{courses[key.Course].Title}\u001e{courses[key.Course].Code}",
            Month => key.Month.ToString(CultureInfo.InvariantCulture),
            _ => NameOf(by, key),
        };

    /// <summary>What is not grouped by is zero or empty.</summary>
    private readonly record struct Key(int Department, string Program, string Category, int Course, int Month);
}
