using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>What every document over training begins with, and the parts that several of them share.</summary>
internal sealed class TrainingDocument(TrainingQueries training, TrainingGapQueries gaps, BusinessClock clock)
{
    private const int BarsShown = 20;

    /// <summary>What uploads do not say yet for a report to have content, for people; null when it is there.</summary>
    public Task<string?> LackingAsync(TrainingNeed need, CancellationToken ct) => gaps.LackingAsync(need, ct);

    /// <summary>Changes whenever training does.</summary>
    public Task<string> VersionAsync(CancellationToken ct) => training.VersionAsync(ct);

    /// <summary>The day of an event on the company's clocks.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(clock.ToLocal(utc));

    /// <param name="need">What the report is about; the document begins by saying so when no upload has it.</param>
    public async Task<ReportDocument> NewAsync(
        ReportTypeInfo info,
        TrainingRequest request,
        TrainingNeed need,
        IReadOnlyList<Block> blocks,
        CancellationToken ct
    ) =>
        new()
        {
            Title = info.Title,
            Subtitle = request.Period,
            MadeAtUtc = clock.UtcNow,
            MadeBy = request.CurrentUser.Name,
            DataAsOf = await training.LatestUploadAsync(ct) is { } upload ? $"upload #{upload}" : "no upload yet",
            Parameters = request.Facts,
            Blocks = await gaps.LackingAsync(need, ct) is { } lacking
                ? [new ParagraphBlock(lacking), .. blocks]
                : blocks,
        };

    /// <summary>The groups with the measures asked for, in the order of their declaration.</summary>
    public static TableBlock Table(
        ReportTypeInfo info,
        ReportRequest request,
        IReadOnlyList<TrainingMeasure> declared,
        IReadOnlyList<TrainingGroup> groups
    )
    {
        var measures = declared.Where(m => request.Measures.Contains(m.Key)).ToList();
        var byMonth = request.GroupBy.Contains(TrainingGroups.Month);
        return new TableBlock(
            info.GroupHeading(request.GroupBy),
            [
                .. request.GroupBy.Select(g => new ReportColumn(
                    g,
                    info.GroupTitle(g),
                    ColumnType.Text,
                    g == TrainingGroups.Month ? 10 : 26,
                    Wrap: g == TrainingGroups.Course
                )),
                .. measures.Select(m => m.Column(byMonth)),
            ],
            () => RowSources.Of(groups, (row, g) =>
                {
                    foreach (var name in g.Names)
                        row.Text(name);
                    foreach (var measure in measures)
                        row.Add(measure.Of(g.Tally));
                }),
            groups.Count
        );
    }

    /// <summary>One bar for each of the largest groups by enrolments, each a completion rate.</summary>
    public static ChartBlock RateChart(string title, IReadOnlyList<TrainingGroup> groups, TrainingCounts whole)
    {
        var shown = groups.OrderByDescending(g => g.Tally.Enrolments).Take(BarsShown).ToList();
        return new ChartBlock(
            title,
            ChartKind.Bar,
            [.. shown.Select(g => string.Join(" · ", g.Names))],
            [new("Completion rate", [.. shown.Select(g => g.Tally.Rate ?? 0)])],
            $"Of {whole.Enrolments} enrolments {whole.Completed} are completed.",
            ColumnType.Percent
        );
    }

    /// <summary>The mean of scores with two decimals; blank without any.</summary>
    public static ReportCell Average(long scoreHundredths, long scored) =>
        scored == 0 ? ReportCell.Blank() : ReportCell.OfDecimal(Math.Round(scoreHundredths / 100m / scored, 2));

    public static KeyFigure Figure(TrainingMeasure measure, TrainingCounts whole, string? note = null) =>
        new(measure.Title, measure.Of(whole), note);
}
