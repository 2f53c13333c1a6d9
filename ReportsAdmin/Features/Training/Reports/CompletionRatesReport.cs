using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// How many enrolments are completed. <c>Rate = completed / enrolments</c>, blank without enrolments, never above 100 %;
/// <c>average days = days from the first enrolled event to the first completion / completions with both</c>;
/// <c>average score = sum of scores / events with a score</c>.
/// </summary>
internal sealed class CompletionRatesReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingQueries training
) : TrainingReport(filters, documents)
{
    private static readonly TrainingMeasure[] Measures =
    [
        TrainingMeasure.Enrolments,
        TrainingMeasure.Completed,
        TrainingMeasure.Rate,
        TrainingMeasure.Days,
        TrainingMeasure.Score,
    ];

    public override ReportTypeInfo Info { get; } =
        Declare(
            "completion-rates",
            "Completion rates",
            "Which part of the enrolments is completed, how long it took, and with what score.",
            "percent",
            [
                new(TrainingGroups.Department, "Department"),
                new(TrainingGroups.Category, "Category"),
                new(TrainingGroups.Course, "Course", IsDefault: true),
            ],
            [.. Measures.Select(m => m.Choice(true))]
        );

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var enrolments = await training.EnrolmentsAsync(asked.CurrentUser, asked.Filter, ct);
        var groups = TrainingGroups.Of(enrolments, request.GroupBy, asked.Departments, await training.CoursesAsync(ct));
        var whole = TrainingGroups.Whole(enrolments);
        return
        [
            new KeyFiguresBlock([
                TrainingDocument.Figure(TrainingMeasure.Rate, whole),
                TrainingDocument.Figure(TrainingMeasure.Completed, whole),
                TrainingDocument.Figure(TrainingMeasure.Enrolments, whole),
                TrainingDocument.Figure(TrainingMeasure.Days, whole, $"of {whole.Timed} completions"),
                TrainingDocument.Figure(TrainingMeasure.Score, whole),
            ]),
            TrainingDocument.RateChart("Completion rate", groups, whole),
            TrainingDocument.Table(Info, request, Measures, groups),
        ];
    }
}
