using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// Every assessed, failed or completed event with a score, one by one, and by course. <c>Result</c>: the status that the event left;
/// <c>completed</c>, <c>failed</c>: results that left it; <c>average score = sum of scores / results</c>. Results add up over courses, learners do not.
/// </summary>
internal sealed class AssessmentResultsReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingScoreQueries scores
) : TrainingReport(filters, documents)
{
    public override ReportTypeInfo Info { get; } =
        Declare(
            "assessment-results",
            "Assessment results",
            "Every assessed, failed or completed event with its score and result, and a summary by course.",
            "fact_check",
            [],
            []
        );

    protected override TrainingNeed Need => TrainingNeed.Scores;

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var courses = await scores.CourseResultsAsync(asked.CurrentUser, asked.Filter, ct);
        return [KeyFigures(courses), Courses(courses), Results(asked, courses.Sum(c => c.Results))];
    }

    private static KeyFiguresBlock KeyFigures(IReadOnlyList<CourseResults> courses)
    {
        var results = courses.Sum(c => c.Results);
        return new([
            new("Results", ReportCell.OfWhole(results), $"in {courses.Count} courses"),
            new("Completed", ReportCell.OfWhole(courses.Sum(c => c.Completed))),
            new("Failed", ReportCell.OfWhole(courses.Sum(c => c.Failed))),
            new("Average score", TrainingDocument.Average(courses.Sum(c => c.ScoreHundredths), results)),
        ]);
    }

    private static TableBlock Courses(IReadOnlyList<CourseResults> courses) =>
        new(
            "By course",
            [
                new("courseCode", "Course code", ColumnType.Text, 14, Unique: true),
                new("course", "Course", ColumnType.Text, 28, Wrap: true),
                new("results", "Results", ColumnType.Whole, 10, Total: true),
                new("learners", "Learners", ColumnType.Whole, 10),
                new("completed", "Completed", ColumnType.Whole, 10, Total: true),
                new("failed", "Failed", ColumnType.Whole, 10, Total: true),
                new("score", "Average score", ColumnType.Decimal, 13),
            ],
            () => RowSources.Of(courses, (row, c) =>
                {
                    row.Text(c.CourseCode);
                    row.Text(c.Course);
                    row.Whole(c.Results);
                    row.Whole(c.Learners);
                    row.Whole(c.Completed);
                    row.Whole(c.Failed);
                    row.Add(TrainingDocument.Average(c.ScoreHundredths, c.Results));
                }),
            courses.Count
        );

    private TableBlock Results(TrainingRequest asked, int count) =>
        new(
            "Results",
            [
                new("date", "Date", ColumnType.Date, 12),
                new("code", "Learner code", ColumnType.Text, 14),
                new("learner", "Learner", ColumnType.Text, 24, Wrap: true),
                new("department", "Department", ColumnType.Text, 18),
                new("course", "Course", ColumnType.Text, 24, Wrap: true),
                new("content", "Content", ColumnType.Text, 12),
                new("score", "Score", ColumnType.Decimal, 9),
                new("result", "Result", ColumnType.Text, 12),
            ],
            () =>
                RowSources.Of(
                    token => scores.ResultsAsync(asked.CurrentUser, asked.Filter, token),
                    (row, r) =>
                    {
                        row.Date(Documents.DayOf(r.At));
                        row.Text(r.LearnerCode);
                        row.Text(r.Learner);
                        row.Text(asked.Departments.GetValueOrDefault(r.DepartmentId, ""));
                        row.Text(r.Course);
                        row.Text(r.Content);
                        row.Decimal(r.ScoreHundredths / 100m);
                        row.Text(TrainingWords.Title(TrainingWords.Of(r.Status)));
                    }
                ),
            count
        );
}
