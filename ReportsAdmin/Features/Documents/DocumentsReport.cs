using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Documents;

/// <summary>The list of generated reports as a report: what <c>POST /api/reports/export</c> of spec 000 gives when it names no other.</summary>
public sealed class DocumentsReport(DocumentQueries reports, BusinessClock clock) : IReportType
{
    private static readonly ReportColumn[] Columns =
    [
        new("id", "Id", ColumnType.Whole, 8),
        new("title", "Title", ColumnType.Text, 36, Wrap: true),
        new("type", "Kind", ColumnType.Text, 16),
        new("user", "Made by", ColumnType.Text, 18),
        new("date", "Made", ColumnType.DateTime, 16),
        new("changed", "Changed", ColumnType.DateTime, 16),
        new("version", "Version", ColumnType.Whole, 8),
        new("status", "Status", ColumnType.Text, 11),
    ];

    public ReportTypeInfo Info { get; } =
        new(
            "generated-reports",
            "List of generated reports",
            "Every generated report: title, kind, who made it, when, and how far it is.",
            "Documents",
            "description",
            DocumentQueries.ReadPermission,
            [
                new("status", "Status", FilterKind.Choices),
                new("user", "Made by", FilterKind.Text),
                new("type", "Kind", FilterKind.Text),
                new("search", "Title contains", FilterKind.Text),
            ],
            [],
            [],
            UsesDateRange: true
        );

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<FilterOption>>(
            filter == "status"
                ? [.. DocumentStatus.All.Select(s => new FilterOption(s, char.ToUpperInvariant(s[0]) + s[1..]))]
                : []
        );

    /// <summary>Reports come and go without raising a data version, so every moment is another.</summary>
    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) =>
        Task.FromResult(clock.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture));

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var filter = FilterOf(request);
        var head = await reports.ListAsync(currentUser, filter, new PageRequest(1, 1), ct);
        return new ReportDocument
        {
            Title = Info.Title,
            Subtitle = $"{Money.GroupWhole(head.Total)} reports",
            MadeAtUtc = clock.UtcNow,
            MadeBy = currentUser.Name,
            DataAsOf = $"{clock.ToLocal(clock.UtcNow):dd MMM yyyy HH:mm}",
            Parameters =
            [
                new Fact("From", Day(request.Start)),
                new Fact("To", Day(request.End)),
                .. Info.Filters.Select(f => new Fact(
                    f.Title,
                    request.All(f.Key) is { Count: > 0 } values ? string.Join(", ", values) : "All"
                )),
            ],
            Blocks =
            [
                new TableBlock(
                    "Reports",
                    Columns,
                    () =>
                        RowSources.Of(
                            token => PageRequest.AllAsync(page => reports.ListAsync(currentUser, filter, page, token)),
                            Fill
                        ),
                    head.Total
                ),
            ],
        };
    }

    private static string Day(DateOnly? day) => day?.ToString("dd MMM yyyy", CultureInfo.InvariantCulture) ?? "All";

    private DocumentFilter FilterOf(ReportRequest request) =>
        new(
            request.One("search"),
            request.All("status") is { Count: > 0 } statuses ? statuses : null,
            request.One("type"),
            request.Start is { } start ? clock.StartOf(start) : null,
            request.End is { } end ? clock.StartOf(end.AddDays(1)) : null,
            request.One("user")
        );

    private static void Fill(ReportRow row, DocumentRow r)
    {
        row.Whole(r.Id);
        row.Text(r.Title);
        row.Text(r.ReportType);
        row.Text(r.OwnerName);
        row.DateTime(r.CreatedAt);
        row.DateTime(r.UpdatedAt);
        row.Whole(r.Version);
        row.Text(
            r.Status,
            r.Status switch
            {
                DocumentStatus.Completed => CellTone.Good,
                DocumentStatus.Failed => CellTone.Bad,
                DocumentStatus.Archived => CellTone.Muted,
                _ => CellTone.None,
            }
        );
    }
}
