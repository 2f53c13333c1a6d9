using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// Attempts at contents: each event that names a content is one. By course and content: attempts, learners, <c>completed</c>: learners with an
/// attempt that left them completed, minutes, <c>average score = sum of scores / attempts with a score</c>; and the same by learner and
/// content, with <c>completed</c> as yes or no and the day of the last attempt. Attempts and minutes add up; learners do not.
/// </summary>
internal sealed class ContentAttemptsReport(
    TrainingFilters filters,
    TrainingDocument documents,
    ContentAttemptQueries attempts
) : TrainingReport(filters, documents)
{
    public override ReportTypeInfo Info { get; } =
        Declare(
            "scorm-attempts",
            "Content attempts",
            "Attempts at modules, videos and tests: learners, time, completions and scores by content and learner.",
            "touch_app",
            [],
            []
        );

    protected override TrainingNeed Need => TrainingNeed.Contents;

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var contents = await attempts.ContentsAsync(asked.CurrentUser, asked.Filter, ct);
        var (learners, pairs) = await attempts.CountAsync(asked.CurrentUser, asked.Filter, ct);
        return [KeyFigures(contents, learners), Contents(contents), Learners(asked, pairs)];
    }

    private static KeyFiguresBlock KeyFigures(IReadOnlyList<ContentAttempts> contents, int learners) =>
        new([
            new("Attempts", ReportCell.OfWhole(contents.Sum(c => (long)c.Attempts)), $"at {contents.Count} contents"),
            new("Learners", ReportCell.OfWhole(learners)),
            new("Minutes", ReportCell.OfWhole(contents.Sum(c => c.Minutes))),
            new(
                "Average score",
                TrainingDocument.Average(contents.Sum(c => c.ScoreHundredths), contents.Sum(c => c.Scored))
            ),
        ]);

    private static TableBlock Contents(IReadOnlyList<ContentAttempts> contents) =>
        new(
            "By content",
            [
                new("course", "Course", ColumnType.Text, 26, Wrap: true),
                new("content", "Content", ColumnType.Text, 16),
                new("attempts", "Attempts", ColumnType.Whole, 10, Total: true),
                new("learners", "Learners", ColumnType.Whole, 10),
                new("completed", "Completed", ColumnType.Whole, 10),
                new("minutes", "Minutes", ColumnType.Whole, 10, Total: true),
                new("score", "Average score", ColumnType.Decimal, 13),
            ],
            () => RowSources.Of(contents, (row, c) =>
                {
                    row.Text(c.Course);
                    row.Text(c.Content);
                    row.Whole(c.Attempts);
                    row.Whole(c.Learners);
                    row.Whole(c.Completed);
                    row.Whole(c.Minutes);
                    row.Add(TrainingDocument.Average(c.ScoreHundredths, c.Scored));
                }),
            contents.Count
        );

    private TableBlock Learners(TrainingRequest asked, int count) =>
        new(
            "By learner and content",
            [
                new("code", "Learner code", ColumnType.Text, 14),
                new("learner", "Learner", ColumnType.Text, 24, Wrap: true),
                new("department", "Department", ColumnType.Text, 18),
                new("course", "Course", ColumnType.Text, 24, Wrap: true),
                new("content", "Content", ColumnType.Text, 12),
                new("attempts", "Attempts", ColumnType.Whole, 10, Total: true),
                new("minutes", "Minutes", ColumnType.Whole, 10, Total: true),
                new("completed", "Completed", ColumnType.Text, 10),
                new("score", "Average score", ColumnType.Decimal, 13),
                new("last", "Last attempt", ColumnType.Date, 12),
            ],
            () =>
                RowSources.Of(
                    token => attempts.LearnersAsync(asked.CurrentUser, asked.Filter, token),
                    (row, l) =>
                    {
                        row.Text(l.LearnerCode);
                        row.Text(l.Learner);
                        row.Text(asked.Departments.GetValueOrDefault(l.DepartmentId, ""));
                        row.Text(l.Course);
                        row.Text(l.Content);
                        row.Whole(l.Attempts);
                        row.Whole(l.Minutes);
                        row.Text(l.Completed > 0 ? "Yes" : "No");
                        row.Add(TrainingDocument.Average(l.ScoreHundredths, l.Scored));
                        row.Date(Documents.DayOf(l.LastAt));
                    }
                ),
            count
        );
}
