using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>Enrolments with the same names, one for each grouping asked for.</summary>
internal sealed record TrainingGroup(IReadOnlyList<string> Names, TrainingCounts Tally);

/// <summary>Puts enrolments into groups by department, category, course and month, in any combination.</summary>
internal static class TrainingGroups
{
    public const string Department = "department";
    public const string Category = "category";
    public const string Course = "course";
    public const string Month = "month";

    /// <summary>The groups in the order of their names, months in the order of time.</summary>
    public static IReadOnlyList<TrainingGroup> Of(
        IReadOnlyList<Enrolment> enrolments,
        IReadOnlyList<string> groupBy,
        IReadOnlyDictionary<int, string> departments,
        IReadOnlyDictionary<int, CourseName> courses
    )
    {
        var groups = new Dictionary<(int Department, string Category, int Course, int Month), TrainingCounts>();
        var byMonth = groupBy.Contains(Month);
        foreach (var enrolment in enrolments)
        {
            var course = courses[enrolment.CourseId];
            var key = (
                Department: groupBy.Contains(Department) ? enrolment.DepartmentId : 0,
                Category: groupBy.Contains(Category) ? course.Category : "",
                Course: groupBy.Contains(Course) ? course.Id : 0,
                Month: 0
            );
            if (!byMonth)
                Tally(key).Add(enrolment, null);
            else
                foreach (var month in enrolment.Months)
                    Tally(key with { Month = month.Month }).Add(enrolment, month);
        }

        return
        [
            .. groups
                .Select(g =>
                    (
                        Sort: groupBy.Select(by => SortOf(by, g.Key)).ToArray(),
                        Group: new TrainingGroup([.. groupBy.Select(by => NameOf(by, g.Key))], g.Value)
                    )
                )
                .OrderBy(g => string.Join('\u001f', g.Sort), StringComparer.Ordinal)
                .Select(g => g.Group),
        ];

        TrainingCounts Tally((int, string, int, int) key) =>
            groups.TryGetValue(key, out var tally) ? tally : groups[key] = new TrainingCounts();

        string NameOf(string by, (int Department, string Category, int Course, int Month) key) =>
            by switch
            {
                Department => departments.GetValueOrDefault(key.Department, ""),
                Category => key.Category,
                Course => courses[key.Course].Title,
                _ => TrainingMonths.Text(key.Month),
            };

        // Two courses may bear one title; their codes keep them apart.
        string SortOf(string by, (int Department, string Category, int Course, int Month) key) =>
            by switch
            {
                Course => $"{courses[key.Course].Title}\u001e{courses[key.Course].Code}",
                Month => key.Month.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => NameOf(by, key),
            };
    }

    /// <summary>All enrolments as one group.</summary>
    public static TrainingCounts Whole(IReadOnlyList<Enrolment> enrolments)
    {
        var whole = new TrainingCounts();
        foreach (var enrolment in enrolments)
            whole.Add(enrolment, null);
        return whole;
    }
}
