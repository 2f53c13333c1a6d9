using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// Enrolments by department, course and month. <c>Enrolled</c>: those with an enrolled event; <c>completed</c>, <c>withdrawn</c>,
/// <c>failed</c> and <c>active</c> as <see cref="TrainingCounts"/> decides. By month each is counted in the month in which it first happened,
/// active in every month with an event before the decision, so only active does not add up over months.
/// </summary>
internal sealed class EnrollmentSummaryReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingQueries training
) : TrainingReport(filters, documents)
{
    private static readonly TrainingMeasure[] Measures =
    [
        TrainingMeasure.Enrolled,
        TrainingMeasure.Active,
        TrainingMeasure.Completed,
        TrainingMeasure.Withdrawn,
        TrainingMeasure.Failed,
    ];

    public override ReportTypeInfo Info { get; } =
        Declare(
            "enrollment-summary",
            "Enrolment summary",
            "How many enrolled, are active, completed and withdrew, by department, course and month.",
            "school",
            [
                new(TrainingGroups.Department, "Department", IsDefault: true),
                new(TrainingGroups.Course, "Course", IsDefault: true),
                new(TrainingGroups.Month, "Month", IsDefault: true),
                new(TrainingGroups.Category, "Category"),
            ],
            [.. Measures.Select(m => m.Choice(m != TrainingMeasure.Failed))]
        );

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var enrolments = await training.EnrolmentsAsync(asked.CurrentUser, asked.Filter, ct);
        var courses = await training.CoursesAsync(ct);
        var whole = TrainingGroups.Whole(enrolments);
        var months = TrainingGroups.Of(enrolments, [TrainingGroups.Month], asked.Departments, courses);
        return
        [
            new KeyFiguresBlock([.. Measures.Select(m => TrainingDocument.Figure(m, whole))]),
            new ChartBlock(
                "Enrolled and completed by month",
                ChartKind.Column,
                [.. months.Select(m => m.Names[0])],
                [
                    new("Enrolled", [.. months.Select(m => (decimal)m.Tally.Enrolled)]),
                    new("Completed", [.. months.Select(m => (decimal)m.Tally.Completed)]),
                ],
                $"{whole.Enrolled} enrolled and {whole.Completed} completed over {months.Count} months.",
                ColumnType.Whole
            ),
            TrainingDocument.Table(
                Info,
                request,
                Measures,
                TrainingGroups.Of(enrolments, request.GroupBy, asked.Departments, courses)
            ),
        ];
    }
}
