using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// The courses of each learner. <c>Enrolled on</c>: the day of the first enrolled event; <c>completed on</c>: of the first event that left the
/// course completed; <c>status</c> as <see cref="TrainingCounts"/> decides: completed, else withdrawn, else failed, else active; <c>best score</c>:
/// the highest that an event carries; <c>minutes</c>: of all events. Only events that pass the filters are seen, also for the dates.
/// </summary>
internal sealed class TranscriptReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingQueries training,
    TranscriptQueries transcripts
) : TrainingReport(filters, documents)
{
    public override ReportTypeInfo Info { get; } =
        Declare(
            "transcript",
            "Transcript",
            "The courses of each learner with dates, status, best score and time spent.",
            "article",
            [],
            []
        );

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var whole = TrainingGroups.Whole(await training.EnrolmentsAsync(asked.CurrentUser, asked.Filter, ct));
        return
        [
            new KeyFiguresBlock([
                TrainingDocument.Figure(TrainingMeasure.Learners, whole),
                new("Courses taken", ReportCell.OfWhole(whole.Enrolments)),
                TrainingDocument.Figure(TrainingMeasure.Completed, whole),
                TrainingDocument.Figure(TrainingMeasure.Minutes, whole),
            ]),
            Table(asked, whole.Enrolments),
        ];
    }

    private TableBlock Table(TrainingRequest asked, long count) =>
        new(
            "By learner",
            [
                new("code", "Learner code", ColumnType.Text, 14),
                new("learner", "Learner", ColumnType.Text, 24, Wrap: true),
                new("department", "Department", ColumnType.Text, 18),
                new("courseCode", "Course code", ColumnType.Text, 12),
                new("course", "Course", ColumnType.Text, 26, Wrap: true),
                new("enrolled", "Enrolled on", ColumnType.Date, 12),
                new("completed", "Completed on", ColumnType.Date, 14),
                new("status", "Status", ColumnType.Text, 11),
                new("score", "Best score", ColumnType.Decimal, 10),
                new("minutes", "Minutes", ColumnType.Whole, 9, Total: true),
            ],
            () =>
                RowSources.Of(
                    token => transcripts.LinesAsync(asked.CurrentUser, asked.Filter, token),
                    (row, l) => Fill(row, l, asked.Departments.GetValueOrDefault(l.DepartmentId, ""))
                ),
            count
        );

    private void Fill(ReportRow row, TranscriptLine line, string department)
    {
        row.Text(line.LearnerCode);
        row.Text(line.Learner);
        row.Text(department);
        row.Text(line.CourseCode);
        row.Text(line.Course);
        row.Date(line.EnrolledAt is { } enrolled ? Documents.DayOf(enrolled) : null);
        row.Date(line.CompletedAt is { } completed ? Documents.DayOf(completed) : null);
        row.Text(StatusOf(line));
        row.Add(line.BestHundredths is { } best ? ReportCell.OfDecimal(best / 100m) : ReportCell.Blank());
        row.Whole(line.Minutes);
    }

    private static string StatusOf(TranscriptLine line) =>
        line.CompletedAt is not null ? "Completed"
        : line.Withdrawn > 0 ? "Withdrawn"
        : line.Failed > 0 ? "Failed"
        : "Active";
}
