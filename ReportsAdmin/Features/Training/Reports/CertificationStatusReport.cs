using System.Globalization;
using ReportsAdmin.Features.Training.Events;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Reports;

/// <summary>
/// The certificates that learners hold, one for each learner and course with an event that left it completed. The completion with
/// the latest last day counts, else the newest. <c>Expired</c>: the last day is before today; <c>expires within 30 days</c>: it is today or at most 30 days
/// later; <c>valid</c>: later than that; <c>without expiry</c>: no sheet gives a last day. Today is the company's. The four counts add up.
/// </summary>
internal sealed class CertificationStatusReport(
    TrainingFilters filters,
    TrainingDocument documents,
    CertificateQueries certificates,
    BusinessClock clock
) : TrainingReport(filters, documents)
{
    private const int SoonDays = 30;

    // Positions in States.
    private const int Valid = 0;
    private const int Soon = 1;
    private const int Expired = 2;
    private const int Endless = 3;

    private static readonly string[] States = ["Valid", "Expires within 30 days", "Expired", "Without expiry"];

    public override ReportTypeInfo Info { get; } =
        Declare(
            "certification-status",
            "Certification status",
            "Which certificates are valid, expire within 30 days or have expired, for each learner and course.",
            "verified",
            [],
            []
        );

    // Certificates expire without an upload.
    public override async Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) =>
        $"{await base.DataVersionAsync(currentUser, ct)}:{clock.Today.DayNumber}";

    protected override IReadOnlyList<Fact> MoreFacts => [new("As of", Text(clock.Today))];

    protected override TrainingNeed Need => TrainingNeed.Expiry;

    protected override async Task<IReadOnlyList<Block>> BlocksAsync(
        TrainingRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var today = clock.Today;
        var counts = await CountAsync(asked, today, ct);
        return
        [
            new KeyFiguresBlock([.. States.Select((s, i) => new KeyFigure(s, ReportCell.OfWhole(counts[i])))]),
            new ChartBlock(
                "Certificates",
                ChartKind.Column,
                States,
                [new("Certificates", [.. counts.Select(c => (decimal)c)])],
                $"{counts[Valid]} valid, {counts[Soon]} expire within {SoonDays} days, {counts[Expired]} expired, {counts[Endless]} without expiry.",
                ColumnType.Whole
            ),
            Table(asked, today, counts.Sum()),
        ];
    }

    private async Task<long[]> CountAsync(TrainingRequest asked, DateOnly today, CancellationToken ct)
    {
        var counts = new long[States.Length];
        await foreach (var certificate in certificates.CertificatesAsync(asked.CurrentUser, asked.Filter, ct))
            counts[StateOf(certificate.ValidUntil, today)]++;
        return counts;
    }

    private static int StateOf(DateOnly? validUntil, DateOnly today) =>
        validUntil is not { } last ? Endless
        : last < today ? Expired
        : last.DayNumber - today.DayNumber <= SoonDays ? Soon
        : Valid;

    private TableBlock Table(TrainingRequest asked, DateOnly today, long count) =>
        new(
            "By learner",
            [
                new("code", "Learner code", ColumnType.Text, 14),
                new("learner", "Learner", ColumnType.Text, 24, Wrap: true),
                new("department", "Department", ColumnType.Text, 18),
                new("courseCode", "Course code", ColumnType.Text, 12),
                new("course", "Course", ColumnType.Text, 26, Wrap: true),
                new("certified", "Certified on", ColumnType.Date, 12),
                new("validUntil", "Valid until", ColumnType.Date, 12),
                new("state", "State", ColumnType.Text, 22),
            ],
            () =>
                RowSources.Of(
                    token => certificates.CertificatesAsync(asked.CurrentUser, asked.Filter, token),
                    (row, c) =>
                    {
                        row.Text(c.LearnerCode);
                        row.Text(c.Learner);
                        row.Text(asked.Departments.GetValueOrDefault(c.DepartmentId, ""));
                        row.Text(c.CourseCode);
                        row.Text(c.Course);
                        row.Date(Documents.DayOf(c.CertifiedAt));
                        row.Date(c.ValidUntil);
                        row.Text(States[StateOf(c.ValidUntil, today)]);
                    }
                ),
            count
        );

    private static string Text(DateOnly day) => day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);
}
