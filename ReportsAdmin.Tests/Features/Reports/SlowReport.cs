using System.Runtime.CompilerServices;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>A report type whose pace and luck the test decides: rows come when they are let through, or the data source is broken.</summary>
internal sealed class SlowReport : IReportType
{
    public const string Key = "slow-report";
    public const string Failure = "The test's data source is down.";

    private readonly SemaphoreSlim gate = new(0);

    public ReportTypeInfo Info { get; } =
        new(
            Key,
            "Slow report",
            "A report for tests.",
            "Tests",
            "description",
            ReportJobQueries.ReadPermission,
            [new("rows", "Rows", FilterKind.Text), new("note", "Note", FilterKind.Text)],
            [],
            []
        );

    /// <summary>While true every attempt fails in words and is not tried again by itself.</summary>
    public bool Broken { get; set; }

    public int Built { get; private set; }

    public string Version { get; set; } = "1";

    /// <summary>Lets so many rows through.</summary>
    public void Release(int rows) => gate.Release(rows);

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) => Task.FromResult<IReadOnlyList<FilterOption>>([]);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => Task.FromResult(Version);

    public Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        if (Broken)
            throw new DomainException(ErrorKind.Conflict, Failure);
        Built++;
        var rows = int.Parse(request.One("rows") ?? "3", System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult(
            new ReportDocument
            {
                Title = "Slow report",
                MadeAtUtc = new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc),
                MadeBy = currentUser.Name,
                DataAsOf = "now",
                Blocks =
                [
                    new TableBlock(
                        "Rows",
                        [new ReportColumn("n", "Number", ColumnType.Whole, 10, Total: true)],
                        () => RowSources.Of(RowsAsync(rows), (row, n) => row.Whole(n)),
                        rows
                    ),
                ],
            }
        );
    }

    private Func<CancellationToken, IAsyncEnumerable<int>> RowsAsync(int rows) => token => LetThroughAsync(rows, token);

    private async IAsyncEnumerable<int> LetThroughAsync(int rows, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var n = 1; n <= rows; n++)
        {
            await gate.WaitAsync(ct);
            yield return n;
        }
    }
}
