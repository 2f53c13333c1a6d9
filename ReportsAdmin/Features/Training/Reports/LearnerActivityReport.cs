using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// What each learner did: events, courses with an event, courses left completed by one, minutes, <c>average score = sum of scores /
/// events with a score</c>, and the day of the last event on the company's clocks. Learners without an event are not listed.
/// </summary>
internal sealed class LearnerActivityReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingQueries training,
    BusinessClock clock
) : TrainingReport(filters, documents)
{
    public override ReportTypeInfo Info { get; } =
        Declare(
            "learner-activity",
            "Learner activity",
            "What each learner did: events, courses, minutes and the last activity.",
            "person",
            [],
            [
                new("events", "Events", IsDefault: true),
                new("courses", "Courses", IsDefault: true),
                new("completed", "Completed courses"),
                new("minutes", "Minutes", IsDefault: true),
                new("score", "Average score"),
                new("last", "Last activity", IsDefault: true),
            ]
        );

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var enrolments = await training.EnrolmentsAsync(asked.CurrentUser, asked.Filter, ct);
        var whole = TrainingGroups.Whole(enrolments);
        var months = TrainingGroups.Of(
            enrolments,
            [TrainingGroups.Month],
            asked.Departments,
            await training.CoursesAsync(ct)
        );
        return
        [
            new KeyFiguresBlock([
                TrainingDocument.Figure(TrainingMeasure.Learners, whole),
                TrainingDocument.Figure(TrainingMeasure.Events, whole),
                TrainingDocument.Figure(TrainingMeasure.Minutes, whole),
                TrainingDocument.Figure(TrainingMeasure.Score, whole),
            ]),
            new ChartBlock(
                "Events by month",
                ChartKind.Column,
                [.. months.Select(m => m.Names[0])],
                [new("Events", [.. months.Select(m => (decimal)m.Tally.Events)])],
                $"{whole.Learners} learners, {whole.Events} events over {months.Count} months.",
                ColumnType.Whole
            ),
            Table(asked, request, whole.Learners),
        ];
    }

    private TableBlock Table(TrainingRequest asked, ReportRequest request, int count)
    {
        var measures = Info.Measures.Where(m => request.Measures.Contains(m.Key)).ToList();
        return new TableBlock(
            "By learner",
            [
                new("code", "Learner code", ColumnType.Text, 14, Unique: true),
                new("learner", "Learner", ColumnType.Text, 28, Wrap: true),
                new("department", "Department", ColumnType.Text, 18),
                .. measures.Select(Column),
            ],
            () =>
                RowSources.Of(
                    token => training.ActivityAsync(asked.CurrentUser, asked.Filter, token),
                    (row, l) =>
                    {
                        row.Text(l.Code);
                        row.Text(l.Name);
                        row.Text(asked.Departments.GetValueOrDefault(l.DepartmentId, ""));
                        foreach (var measure in measures)
                            row.Add(CellOf(measure.Key, l));
                    }
                ),
            count
        );
    }

    private static ReportColumn Column(ReportChoice measure) =>
        measure.Key switch
        {
            "score" => new(measure.Key, measure.Title, ColumnType.Decimal, 13),
            "last" => new(measure.Key, measure.Title, ColumnType.Date, 13),
            _ => new(measure.Key, measure.Title, ColumnType.Whole, 11, Total: true),
        };

    private ReportCell CellOf(string measure, LearnerActivity learner) =>
        measure switch
        {
            "events" => ReportCell.OfWhole(learner.Events),
            "courses" => ReportCell.OfWhole(learner.Courses),
            "completed" => ReportCell.OfWhole(learner.Completed),
            "minutes" => ReportCell.OfWhole(learner.Minutes),
            "score" => TrainingDocument.Average(learner.ScoreHundredths, learner.Scored),
            _ => ReportCell.OfDate(DateOnly.FromDateTime(clock.ToLocal(learner.LastAt))),
        };
}
