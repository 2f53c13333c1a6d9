using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// The scores that events carry, whatever their type, by course, department, month and learner. <c>Scored events</c>: events with a
/// score; <c>average = sum of scores / scored events</c>; <c>lowest</c>, <c>highest</c>; <c>median</c>: the score in the middle, or the mean of the
/// two in the middle. Sheets carry no pass mark, so no share of passes is stated. Only scored events add up.
/// </summary>
internal sealed class PerformanceAnalysisReport(
    TrainingFilters filters,
    TrainingDocument documents,
    TrainingQueries training,
    TrainingScoreQueries scores
) : TrainingReport(filters, documents)
{
    private const int BarsShown = 20;

    private static readonly (string Key, string Title, Func<ScoreTally, decimal?> Of)[] Figures =
    [
        ("average", "Average score", t => t.Average),
        ("lowest", "Lowest score", t => t.Lowest),
        ("highest", "Highest score", t => t.Highest),
        ("median", "Median score", t => t.Median),
    ];

    public override ReportTypeInfo Info { get; } =
        Declare(
            "performance-analysis",
            "Performance analysis",
            "How learners score: scored events, average, lowest, highest and median score.",
            "insights",
            [
                new(TrainingGroups.Course, "Course", IsDefault: true),
                new(TrainingGroups.Department, "Department"),
                new(TrainingGroups.Month, "Month"),
                new(ScoreGroups.Learner, "Learner"),
            ],
            [
                new("scored", "Scored events", IsDefault: true),
                new("learners", "Learners"),
                .. Figures.Select(f => new ReportChoice(f.Key, f.Title, IsDefault: true)),
            ]
        );

    protected override TrainingNeed Need => TrainingNeed.Scores;

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var names = new ScoreNames(
            asked.Departments,
            await training.CoursesAsync(ct),
            request.GroupBy.Contains(ScoreGroups.Learner)
                ? await scores.LearnersAsync(asked.CurrentUser, asked.Filter, ct)
                : new Dictionary<int, string>()
        );
        var tallies = new ScoreGroups(request.GroupBy, names);
        await foreach (var score in scores.ScoresAsync(asked.CurrentUser, asked.Filter, ct))
            tallies.Add(score);
        var groups = tallies.Sorted();
        return [KeyFigures(tallies.Whole), Chart(groups, tallies.Whole), Table(request, groups)];
    }

    private static KeyFiguresBlock KeyFigures(ScoreTally whole) =>
        new([
            new("Scored events", ReportCell.OfWhole(whole.Scored), $"of {whole.Learners} learners"),
            .. Figures.Select(f => new KeyFigure(f.Title, CellOf(f.Of(whole)))),
        ]);

    /// <summary>One bar for each of the groups with the most scored events.</summary>
    private static ChartBlock Chart(IReadOnlyList<ScoreGroup> groups, ScoreTally whole)
    {
        var shown = groups.OrderByDescending(g => g.Tally.Scored).Take(BarsShown).ToList();
        return new ChartBlock(
            "Average score",
            ChartKind.Bar,
            [.. shown.Select(g => string.Join(" · ", g.Names))],
            [new("Average score", [.. shown.Select(g => g.Tally.Average ?? 0)])],
            $"Average scores of {shown.Count} groups with {whole.Scored} scored events.",
            ColumnType.Decimal
        );
    }

    private TableBlock Table(ReportRequest request, IReadOnlyList<ScoreGroup> groups)
    {
        var measures = Info.Measures.Where(m => request.Measures.Contains(m.Key)).ToList();
        return new TableBlock(
            Info.GroupHeading(request.GroupBy),
            [
                .. request.GroupBy.Select(g => new ReportColumn(
                    g,
                    Info.GroupTitle(g),
                    ColumnType.Text,
                    g == TrainingGroups.Month ? 10 : 26,
                    Wrap: g is TrainingGroups.Course or ScoreGroups.Learner
                )),
                .. measures.Select(Column),
            ],
            () => RowSources.Of(groups, (row, g) =>
                {
                    foreach (var name in g.Names)
                        row.Text(name);
                    foreach (var measure in measures)
                        row.Add(CellOf(measure.Key, g.Tally));
                }),
            groups.Count
        );
    }

    private static ReportColumn Column(ReportChoice measure) =>
        measure.Key is "scored" or "learners"
            ? new(measure.Key, measure.Title, ColumnType.Whole, 13, Total: measure.Key == "scored")
            : new(measure.Key, measure.Title, ColumnType.Decimal, 13);

    private static ReportCell CellOf(string measure, ScoreTally tally) =>
        measure switch
        {
            "scored" => ReportCell.OfWhole(tally.Scored),
            "learners" => ReportCell.OfWhole(tally.Learners),
            _ => CellOf(Figures.First(f => f.Key == measure).Of(tally)),
        };

    private static ReportCell CellOf(decimal? score) =>
        score is { } value ? ReportCell.OfDecimal(value) : ReportCell.Blank();
}
