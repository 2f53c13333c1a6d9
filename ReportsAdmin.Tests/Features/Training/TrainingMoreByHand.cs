namespace ReportsAdmin.Tests.Features.Training;

/// <summary>The figures of the seven later reports, computed over the rows of the sheet by the words of their definitions and by none of the room's code.</summary>
public sealed class TrainingMoreByHand(IReadOnlyList<BookRow> all, Func<BookRow, bool> isSeen, bool includeInactive)
{
    /// <summary>Every table: the report type and the table's title.</summary>
    public static readonly (string Type, string Title)[] Tables =
    [
        ("performance-analysis", "By course"),
        ("assessment-results", "By course"),
        ("assessment-results", "Results"),
        ("scorm-attempts", "By content"),
        ("scorm-attempts", "By learner and content"),
        ("transcript", "By learner"),
        ("program-progress", "By program and department"),
        ("instructor-workload", "By instructor"),
        ("certification-status", "By learner"),
    ];

    private readonly List<BookRow> seen = [.. all.Where(r => (includeInactive || r.Active) && isSeen(r))];

    public IEnumerable<string> Lines(string type, string title) =>
        (
            (type, title) switch
            {
                ("performance-analysis", _) => seen.Where(r => r.Score is not null)
                    .GroupBy(r => r.CourseTitle)
                    .Select(g => $"{g.Key}|{Figures([.. g.Select(r => r.Score!.Value).Order()])}"),
                ("assessment-results", "Results") => Results()
                    .Select(r =>
                        $"{r.Day:yyyy-MM-dd}|{Learner(r)}|{r.CourseTitle}|{r.Content}|{TrainingBook.Text(r.Score)}|{Title(r.Status)}"
                    ),
                ("assessment-results", _) => Results()
                    .GroupBy(r => r.Course)
                    .Select(g =>
                        $"CO-{g.Key}|Course {g.Key}|{g.Count()}|{Learners(g)}|{g.Count(r => r.Status == "completed")}|{g.Count(r => r.Status == "failed")}|{Average(g)}"
                    ),
                ("scorm-attempts", "By content") => Attempts()
                    .GroupBy(r => (r.CourseTitle, r.Content))
                    .Select(g =>
                        $"{g.Key.CourseTitle}|{g.Key.Content}|{g.Count()}|{Learners(g)}|{Learners(g.Where(r => r.Status == "completed"))}|{Minutes(g)}|{Average(g)}"
                    ),
                ("scorm-attempts", _) => Attempts()
                    .GroupBy(r => (Learner: Learner(r), r.CourseTitle, r.Content))
                    .Select(g =>
                        $"{g.Key.Learner}|{g.Key.CourseTitle}|{g.Key.Content}|{g.Count()}|{Minutes(g)}|{(g.Any(r => r.Status == "completed") ? "Yes" : "No")}|{Average(g)}|{g.Max(r => r.Day):yyyy-MM-dd}"
                    ),
                ("transcript", _) => seen.GroupBy(r => (Learner: Learner(r), r.Course))
                    .Select(g => $"{g.Key.Learner}|CO-{g.Key.Course}|Course {g.Key.Course}|{Taken([.. g])}"),
                ("program-progress", _) => Programs(),
                ("instructor-workload", _) => Instructors(),
                _ => seen.Where(r => r.Status == "completed")
                    .GroupBy(r => (Learner: Learner(r), r.Course))
                    .Select(g => $"{g.Key.Learner}|CO-{g.Key.Course}|Course {g.Key.Course}|{Certificate([.. g])}"),
            }
        ).Order(StringComparer.Ordinal);

    private IEnumerable<BookRow> Results() =>
        seen.Where(r => r.Score is not null && r.Type is ("assessed" or "failed" or "completed"));

    private IEnumerable<BookRow> Attempts() => seen.Where(r => r.Content.Length > 0);

    private IEnumerable<string> Programs() =>
        seen.Where(r => r.Program.Length > 0)
            .GroupBy(r => (r.Learner, r.Course))
            .Select(g => (g.First().Program, g.First().Department, Status: StatusOf([.. g])))
            .GroupBy(x => (x.Program, x.Department))
            .Select(g =>
            {
                var completed = g.Count(x => x.Status == "Completed");
                return $"{g.Key.Program}|{g.Key.Department}|{g.Count()}|{completed}|{g.Count(x => x.Status == "Active")}|{TrainingBook.Text((decimal)completed / g.Count())}";
            });

    private IEnumerable<string> Instructors() =>
        seen.Where(r => r.Instructor.Length > 0)
            .GroupBy(r => r.Instructor)
            .Select(g =>
            {
                var sessions = g.Where(r => r.Type == "attended").GroupBy(r => (r.Class, r.Day)).ToList();
                return $"{g.Key}|{g.Select(r => r.Class).Distinct().Count()}|{Learners(g)}|{g.Count()}|{sessions.Count}|{sessions.Sum(s => s.Max(r => r.Minutes ?? 0))}";
            });

    private static string Taken(List<BookRow> rows)
    {
        var enrolled = rows.Where(r => r.Type == "enrolled").Min(r => (DateOnly?)r.Day);
        var completed = rows.Where(r => r.Status == "completed").Min(r => (DateOnly?)r.Day);
        return $"{enrolled:yyyy-MM-dd}|{completed:yyyy-MM-dd}|{StatusOf(rows)}|{TrainingBook.Text(rows.Max(r => r.Score))}|{Minutes(rows)}";
    }

    private static string Certificate(List<BookRow> rows)
    {
        var best = rows.OrderBy(r => r.ValidUntil ?? DateOnly.MinValue).ThenBy(r => r.Day).Last();
        var state =
            best.ValidUntil is not { } last ? "Without expiry"
            : last < TrainingBook.Today ? "Expired"
            : last <= TrainingBook.Today.AddDays(30) ? "Expires within 30 days"
            : "Valid";
        return $"{best.Day:yyyy-MM-dd}|{best.ValidUntil:yyyy-MM-dd}|{state}";
    }

    private static string StatusOf(List<BookRow> rows) =>
        new[] { "completed", "withdrawn", "failed" }.FirstOrDefault(s => rows.Exists(r => r.Status == s)) is { } status
            ? Title(status)
            : "Active";

    private static string Learner(BookRow row) => $"{row.LearnerCode}|{row.LearnerName}|{row.Department}";

    private static string Title(string word) => char.ToUpperInvariant(word[0]) + word[1..].Replace('-', ' ');

    private static int Learners(IEnumerable<BookRow> rows) => rows.Select(r => r.Learner).Distinct().Count();

    private static int Minutes(IEnumerable<BookRow> rows) => rows.Sum(r => r.Minutes ?? 0);

    private static string Average(IEnumerable<BookRow> rows)
    {
        var scores = rows.Where(r => r.Score is not null).Select(r => r.Score!.Value).ToList();
        return TrainingBook.Text(scores.Count == 0 ? null : Math.Round(scores.Average(), 2));
    }

    private static string Figures(List<decimal> scores)
    {
        var half = scores.Count / 2;
        var median = scores.Count % 2 == 1 ? scores[half] : Math.Round((scores[half - 1] + scores[half]) / 2, 2);
        return $"{scores.Count}|{TrainingBook.Text(Math.Round(scores.Average(), 2))}|{TrainingBook.Text(scores[0])}|{TrainingBook.Text(scores[^1])}|{TrainingBook.Text(median)}";
    }
}
