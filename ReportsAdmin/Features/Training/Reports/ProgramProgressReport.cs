using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// How far each program is, over the enrolments in its courses; courses without a program are left out. <c>Enrolments</c>, <c>completed</c>,
/// <c>active</c>, <c>withdrawn</c> and <c>failed</c> as <see cref="TrainingCounts"/> decides; <c>rate = completed / enrolments</c>, blank without enrolments.
/// By month each decision is counted in the month in which it first happened.
/// </summary>
internal sealed class ProgramProgressReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingQueries training
) : TrainingReport(filters, documents)
{
    private static readonly TrainingMeasure[] Measures =
    [
        TrainingMeasure.Enrolments,
        TrainingMeasure.Completed,
        TrainingMeasure.Active,
        TrainingMeasure.Rate,
        TrainingMeasure.Withdrawn,
        TrainingMeasure.Failed,
        TrainingMeasure.Learners,
    ];

    private static readonly TrainingMeasure[] Optional =
    [
        TrainingMeasure.Withdrawn,
        TrainingMeasure.Failed,
        TrainingMeasure.Learners,
    ];

    public override ReportTypeInfo Info { get; } =
        Declare(
            "program-progress",
            "Program progress",
            "How far each program is: enrolments in its courses, completed, active and their rate.",
            "flag",
            [
                new(TrainingGroups.Program, "Program", IsDefault: true),
                new(TrainingGroups.Department, "Department", IsDefault: true),
                new(TrainingGroups.Course, "Course"),
                new(TrainingGroups.Month, "Month"),
            ],
            [.. Measures.Select(m => m.Choice(!Optional.Contains(m)))]
        );

    protected override TrainingNeed Need => TrainingNeed.Programs;

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var courses = await training.CoursesAsync(ct);
        var enrolments = (await training.EnrolmentsAsync(asked.CurrentUser, asked.Filter, ct))
            .Where(e => courses[e.CourseId].Program.Length > 0)
            .ToList();
        var whole = TrainingGroups.Whole(enrolments);
        var programs = TrainingGroups.Of(enrolments, [TrainingGroups.Program], asked.Departments, courses);
        return
        [
            new KeyFiguresBlock([
                TrainingDocument.Figure(TrainingMeasure.Enrolments, whole, $"in {programs.Count} programs"),
                TrainingDocument.Figure(TrainingMeasure.Completed, whole),
                TrainingDocument.Figure(TrainingMeasure.Active, whole),
                TrainingDocument.Figure(TrainingMeasure.Rate, whole),
            ]),
            TrainingDocument.RateChart("Completion rate by program", programs, whole),
            TrainingDocument.Table(
                Info,
                request,
                Measures,
                TrainingGroups.Of(enrolments, request.GroupBy, asked.Departments, courses)
            ),
        ];
    }
}
