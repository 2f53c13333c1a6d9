namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The figures of the five reports, computed over the rows of the sheet by the words of their definitions and by none of the room's code.</summary>
public sealed class TrainingByHand(
    IReadOnlyList<BookRow> all,
    Func<BookRow, bool> isSeen,
    bool includeInactive,
    Func<BookRow, bool>? isLearner = null
)
{
    private readonly List<BookRow> seen = [.. all.Where(r => (includeInactive || r.Active) && isSeen(r))];

    private sealed record Taken(BookRow Of, List<BookRow> Rows, string State, int DecidedIn, int? Days);

    public IEnumerable<string> Lines(string type) =>
        (
            type switch
            {
                "enrollment-summary" => Summary(),
                "completion-rates" => Courses(c =>
                    $"{c.Count}|{Completed(c)}|{Rate(c)}|{Average(c.Where(t => t.Days is not null).Select(t => (decimal)t.Days!.Value))}|{Score(c)}"
                ),
                "course-analytics" => Courses(c =>
                    $"{c.Count}|{Completed(c)}|{Rate(c)}|{Score(c)}|{c.Sum(t => t.Rows.Sum(r => r.Minutes ?? 0))}"
                ),
                "learner-activity" => seen.GroupBy(r => r.Learner)
                    .Select(g => (g.First(), g.ToList()))
                    .Select(x =>
                        $"{x.Item1.LearnerCode}|{x.Item1.LearnerName}|{x.Item1.Department}|{x.Item2.Count}|{x.Item2.Select(r => r.Course).Distinct().Count()}|{x.Item2.Sum(r => r.Minutes ?? 0)}|{x.Item2.Max(r => r.Day):yyyy-MM-dd}"
                    ),
                _ => Departments(),
            }
        ).Order(StringComparer.Ordinal);

    private IEnumerable<string> Summary() =>
        from taken in Pairs()
        from month in taken.Rows.Select(r => Number(r.Day)).Distinct()
        group (
            taken,
            month
        ) by $"{taken.Of.Department}|{taken.Of.CourseTitle}|{taken.Rows.First(r => Number(r.Day) == month).Month}" into g
        let enrolled = g.Count(x =>
            x.taken.Rows.Where(r => r.Type == "enrolled").Select(r => (int?)Number(r.Day)).Min() == x.month
        )
        let active = g.Count(x => x.taken.State == "active" || x.taken.DecidedIn > x.month)
        select $"{g.Key}|{enrolled}|{active}|{g.Count(x => x.taken.State == "completed" && x.taken.DecidedIn == x.month)}|{g.Count(x => x.taken.State == "withdrawn" && x.taken.DecidedIn == x.month)}";

    private IEnumerable<string> Courses(Func<List<Taken>, string> figures) =>
        Pairs().GroupBy(t => t.Of.CourseTitle).Select(g => $"{g.Key}|{figures([.. g])}");

    private IEnumerable<string> Departments()
    {
        var learners = all.Where(r => (includeInactive || r.Active) && (isLearner?.Invoke(r) ?? true))
            .DistinctBy(r => r.Learner)
            .ToLookup(r => r.Department);
        var pairs = Pairs();
        return learners
            .Select(g => (g.Key, Count: g.Count(), Of: pairs.Where(t => t.Of.Department == g.Key).ToList()))
            .Select(d =>
                $"{d.Key}|{d.Count}|{d.Of.Select(t => t.Of.Learner).Distinct().Count()}|{d.Of.Count}|{Completed(d.Of)}|{Rate(d.Of)}"
            );
    }

    private List<Taken> Pairs() =>
        [
            .. seen.GroupBy(r => (r.Learner, r.Course))
                .Select(g =>
                {
                    var rows = g.ToList();
                    var state = new[] { "completed", "withdrawn", "failed" }.FirstOrDefault(s =>
                        rows.Any(r => r.Status == s)
                    ) ?? "active";
                    var decided = rows.Where(r => r.Status == state).Select(r => (DateOnly?)r.Day).Min();
                    var enrolled = all.Where(r => (r.Learner, r.Course) == g.Key && r.Type == "enrolled")
                        .Select(r => (DateOnly?)r.Day)
                        .Min();
                    int? days =
                        state == "completed" && enrolled <= decided
                            ? decided!.Value.DayNumber - enrolled!.Value.DayNumber
                            : null;
                    return new Taken(rows[0], rows, state, decided is { } day ? Number(day) : 0, days);
                }),
        ];

    private static int Number(DateOnly day) => (day.Year * 100) + day.Month;

    private static int Completed(List<Taken> taken) => taken.Count(t => t.State == "completed");

    private static string Rate(List<Taken> taken) =>
        TrainingBook.Text(taken.Count == 0 ? null : (decimal)Completed(taken) / taken.Count);

    private static string Score(List<Taken> taken) =>
        Average(taken.SelectMany(t => t.Rows).Where(r => r.Score is not null).Select(r => r.Score!.Value));

    private static string Average(IEnumerable<decimal> values) =>
        TrainingBook.Text(values.Any() ? Math.Round(values.Average(), 2) : null);
}
