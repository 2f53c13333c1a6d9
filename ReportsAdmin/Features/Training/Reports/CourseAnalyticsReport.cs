using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// What each course achieves: enrolments, learners, completions, <c>rate = completed / enrolments</c>,
/// <c>average score = sum of scores / events with a score</c>, and the minutes spent.
/// </summary>
internal sealed class CourseAnalyticsReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingQueries training
) : TrainingReport(filters, documents)
{
    private static readonly TrainingMeasure[] Measures =
    [
        TrainingMeasure.Enrolments,
        TrainingMeasure.Learners,
        TrainingMeasure.Completed,
        TrainingMeasure.Rate,
        TrainingMeasure.Score,
        TrainingMeasure.Minutes,
        TrainingMeasure.Events,
    ];

    public override ReportTypeInfo Info { get; } =
        Declare(
            "course-analytics",
            "Course analytics",
            "What each course achieves: enrolments, completions, scores and time spent.",
            "menu_book",
            [
                new(TrainingGroups.Category, "Category"),
                new(TrainingGroups.Course, "Course", IsDefault: true),
                new(TrainingGroups.Department, "Department"),
            ],
            [.. Measures.Select(m => m.Choice(m != TrainingMeasure.Learners && m != TrainingMeasure.Events))]
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
        var courses = enrolments.Select(e => e.CourseId).Distinct().Count();
        return
        [
            new KeyFiguresBlock([
                TrainingDocument.Figure(TrainingMeasure.Enrolments, whole, $"in {courses} courses"),
                TrainingDocument.Figure(TrainingMeasure.Learners, whole),
                TrainingDocument.Figure(TrainingMeasure.Rate, whole),
                TrainingDocument.Figure(TrainingMeasure.Score, whole),
                TrainingDocument.Figure(TrainingMeasure.Minutes, whole),
            ]),
            TrainingDocument.RateChart("Completion rate by course", groups, whole),
            TrainingDocument.Table(Info, request, Measures, groups),
        ];
    }
}
