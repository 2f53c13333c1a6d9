using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// How each department trains: its learners, those of them with an event (active learners), enrolments, completions,
/// <c>rate = completed / enrolments</c>. A learner belongs to one department, so every count adds up.
/// </summary>
internal sealed class DepartmentOverviewReport(
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
        TrainingMeasure.Score,
        TrainingMeasure.Minutes,
    ];

    public override ReportTypeInfo Info { get; } =
        Declare(
            "department-overview",
            "Department overview",
            "How each department trains: learners, active learners, completions and their rate.",
            "apartment",
            [],
            [.. Measures.Select(m => m.Choice(m != TrainingMeasure.Score && m != TrainingMeasure.Minutes))]
        );

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var learners = await training.LearnersByDepartmentAsync(asked.CurrentUser, asked.Filter, ct);
        var enrolments = await training.EnrolmentsAsync(asked.CurrentUser, asked.Filter, ct);
        var rows = Rows(asked.Departments, learners, enrolments);
        var whole = TrainingGroups.Whole(enrolments);
        return
        [
            new KeyFiguresBlock([
                new("Learners", ReportCell.OfWhole(rows.Sum(r => (long)r.Learners))),
                new("Active learners", ReportCell.OfWhole(whole.Learners)),
                TrainingDocument.Figure(TrainingMeasure.Completed, whole),
                TrainingDocument.Figure(TrainingMeasure.Rate, whole),
            ]),
            TrainingDocument.RateChart(
                "Completion rate by department",
                [.. rows.Select(r => new TrainingGroup([r.Name], r.Tally))],
                whole
            ),
            Table(request, rows),
        ];
    }

    /// <summary>The departments with a learner or an enrolment, by name.</summary>
    private static IReadOnlyList<DepartmentRow> Rows(
        IReadOnlyDictionary<int, string> names,
        IReadOnlyDictionary<int, int> learners,
        IReadOnlyList<Enrolment> enrolments
    )
    {
        var byDepartment = enrolments.ToLookup(e => e.DepartmentId);
        return
        [
            .. learners
                .Keys.Concat(byDepartment.Select(g => g.Key))
                .Distinct()
                .Select(d => new DepartmentRow(
                    names.GetValueOrDefault(d, ""),
                    learners.GetValueOrDefault(d),
                    TrainingGroups.Whole([.. byDepartment[d]])
                ))
                .OrderBy(r => r.Name, StringComparer.Ordinal),
        ];
    }

    private static TableBlock Table(ReportRequest request, IReadOnlyList<DepartmentRow> rows)
    {
        var measures = Measures.Where(m => request.Measures.Contains(m.Key)).ToList();
        return new TableBlock(
            "By department",
            [
                new("department", "Department", ColumnType.Text, 26),
                new("learners", "Learners", ColumnType.Whole, 10, Total: true),
                new("activeLearners", "Active learners", ColumnType.Whole, 15, Total: true),
                .. measures.Select(m => m.Column(byMonth: false)),
            ],
            () => RowSources.Of(rows, (row, r) =>
                {
                    row.Text(r.Name);
                    row.Whole(r.Learners);
                    row.Whole(r.Tally.Learners);
                    foreach (var measure in measures)
                        row.Add(measure.Of(r.Tally));
                }),
            rows.Count
        );
    }

    private sealed record DepartmentRow(string Name, int Learners, TrainingCounts Tally);
}
