using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// What each instructor teaches, over the events of the classes that name them; events without a class are left out. <c>Classes</c>,
/// <c>learners</c>, <c>events</c>: of those classes; <c>sessions</c>: days on which somebody attended a class; <c>minutes taught</c>: for each session the
/// longest attendance, so that a class of ten is taught once and not ten times. Sheets say when learners attended and not when the
/// instructor began, so a session without minutes counts as none. Learners of several instructors do not add up.
/// </summary>
internal sealed class InstructorWorkloadReport(
    TrainingFilters filters,
    TrainingDocument documents,
    InstructorQueries instructors
) : TrainingReport(filters, documents)
{
    private const int BarsShown = 20;

    public override ReportTypeInfo Info { get; } =
        Declare(
            "instructor-workload",
            "Instructor workload",
            "What each instructor teaches: classes, learners, sessions and minutes taught.",
            "groups",
            [],
            []
        );

    protected override TrainingNeed Need => TrainingNeed.Instructors;

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var (learners, sessions) = await instructors.WorkAsync(asked.CurrentUser, asked.Filter, ct);
        var work = Rows(learners, sessions);
        return
        [
            new KeyFiguresBlock([
                new("Instructors", ReportCell.OfWhole(work.Count)),
                new("Classes", ReportCell.OfWhole(work.Sum(w => (long)w.Classes))),
                new("Learners", ReportCell.OfWhole(learners.Select(l => l.LearnerId).Distinct().Count())),
                new("Sessions", ReportCell.OfWhole(work.Sum(w => (long)w.Sessions))),
                new("Minutes taught", ReportCell.OfWhole(work.Sum(w => w.Minutes))),
            ]),
            Chart(work),
            Table(work),
        ];
    }

    /// <summary>By name. A class has one instructor, so classes, events, sessions and minutes add up.</summary>
    private static IReadOnlyList<Work> Rows(IReadOnlyList<ClassLearner> learners, IReadOnlyList<ClassSession> sessions)
    {
        var taught = sessions.ToLookup(s => s.Instructor, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. learners
                .GroupBy(l => l.Instructor, StringComparer.OrdinalIgnoreCase)
                .Select(g => new Work(
                    g.Select(l => l.Instructor).Min(StringComparer.Ordinal)!,
                    g.Select(l => l.ClassId).Distinct().Count(),
                    g.Select(l => l.LearnerId).Distinct().Count(),
                    g.Sum(l => l.Events),
                    taught[g.Key].Count(),
                    taught[g.Key].Sum(s => (long)s.Minutes)
                ))
                .OrderBy(w => w.Instructor, StringComparer.Ordinal),
        ];
    }

    /// <summary>One bar for each of the instructors with the most minutes.</summary>
    private static ChartBlock Chart(IReadOnlyList<Work> work)
    {
        var shown = work.OrderByDescending(w => w.Minutes).Take(BarsShown).ToList();
        return new ChartBlock(
            "Minutes taught",
            ChartKind.Bar,
            [.. shown.Select(w => w.Instructor)],
            [new("Minutes taught", [.. shown.Select(w => (decimal)w.Minutes)])],
            $"{work.Count} instructors taught {work.Sum(w => w.Minutes)} minutes.",
            ColumnType.Whole
        );
    }

    private static TableBlock Table(IReadOnlyList<Work> work) =>
        new(
            "By instructor",
            [
                new("instructor", "Instructor", ColumnType.Text, 28, Wrap: true),
                new("classes", "Classes", ColumnType.Whole, 10, Total: true),
                new("learners", "Learners", ColumnType.Whole, 10),
                new("events", "Events", ColumnType.Whole, 10, Total: true),
                new("sessions", "Sessions", ColumnType.Whole, 10, Total: true),
                new("minutes", "Minutes taught", ColumnType.Whole, 14, Total: true),
            ],
            () => RowSources.Of(work, (row, w) =>
                {
                    row.Text(w.Instructor);
                    row.Whole(w.Classes);
                    row.Whole(w.Learners);
                    row.Whole(w.Events);
                    row.Whole(w.Sessions);
                    row.Whole(w.Minutes);
                }),
            work.Count
        );

    private sealed record Work(string Instructor, int Classes, int Learners, int Events, int Sessions, long Minutes);
}
