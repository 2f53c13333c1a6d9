using System.Globalization;
using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>The scores of a group, 0 to 100.</summary>
internal sealed class ScoreTally
{
    private readonly List<int> scores = [];
    private readonly HashSet<int> learners = [];
    private bool sorted;

    /// <summary>How many events carry a score.</summary>
    public int Scored => scores.Count;

    public int Learners => learners.Count;

    public decimal? Average => scores.Count == 0 ? null : Math.Round(scores.Sum(s => (long)s) / 100m / scores.Count, 2);

    public decimal? Lowest => scores.Count == 0 ? null : scores.Min() / 100m;

    public decimal? Highest => scores.Count == 0 ? null : scores.Max() / 100m;

    /// <summary>The score in the middle, the mean of the two in the middle of an even number, with two decimals.</summary>
    public decimal? Median => scores.Count == 0 ? null : Math.Round(TwiceTheMedian() / 200m, 2);

    public void Add(EventScore score)
    {
        scores.Add(score.ScoreHundredths);
        learners.Add(score.LearnerId);
        sorted = false;
    }

    private int TwiceTheMedian()
    {
        if (!sorted)
            scores.Sort();
        sorted = true;
        return scores[(scores.Count - 1) / 2] + scores[scores.Count / 2];
    }
}

/// <summary>Scores with the same names, one for each grouping asked for.</summary>
internal sealed record ScoreGroup(IReadOnlyList<string> Names, ScoreTally Tally);

/// <summary>The names of what scores are grouped by, by key.</summary>
internal sealed record ScoreNames(
    IReadOnlyDictionary<int, string> Departments,
    IReadOnlyDictionary<int, CourseName> Courses,
    IReadOnlyDictionary<int, string> Learners
);

/// <summary>Puts scores into groups by course, department, month and learner, in any combination.</summary>
internal sealed class ScoreGroups(IReadOnlyList<string> groupBy, ScoreNames names)
{
    public const string Learner = "learner";

    private readonly Dictionary<Key, ScoreTally> groups = [];

    public ScoreTally Whole { get; } = new();

    public void Add(EventScore score)
    {
        var key = new Key(
            groupBy.Contains(TrainingGroups.Department) ? score.DepartmentId : 0,
            groupBy.Contains(TrainingGroups.Course) ? score.CourseId : 0,
            groupBy.Contains(TrainingGroups.Month) ? score.Month : 0,
            groupBy.Contains(Learner) ? score.LearnerId : 0
        );
        if (!groups.TryGetValue(key, out var tally))
            groups[key] = tally = new ScoreTally();
        tally.Add(score);
        Whole.Add(score);
    }

    /// <summary>The groups in the order of their names, months in the order of time.</summary>
    public IReadOnlyList<ScoreGroup> Sorted() =>
        [
            .. groups
                .OrderBy(g => string.Join('\u001f', groupBy.Select(by => SortOf(by, g.Key))), StringComparer.Ordinal)
                .Select(g => new ScoreGroup([.. groupBy.Select(by => NameOf(by, g.Key))], g.Value)),
        ];

    private string NameOf(string by, Key key) =>
        by switch
        {
            TrainingGroups.Department => names.Departments.GetValueOrDefault(key.Department, ""),
            TrainingGroups.Course => names.Courses[key.Course].Title,
            TrainingGroups.Month => TrainingMonths.Text(key.Month),
            _ => names.Learners.GetValueOrDefault(key.Learner, ""),
        };

    // Two courses may have the same title; their codes keep them apart.
    private string SortOf(string by, Key key) =>
        by switch
        {
            TrainingGroups.Course => $"{names.Courses[key.Course].Title}\u001e{names.Courses[key.Course].Code}",
            TrainingGroups.Month => key.Month.ToString(CultureInfo.InvariantCulture),
            _ => NameOf(by, key),
        };

    /// <summary>What is not grouped by is zero.</summary>
    private readonly record struct Key(int Department, int Course, int Month, int Learner);
}
