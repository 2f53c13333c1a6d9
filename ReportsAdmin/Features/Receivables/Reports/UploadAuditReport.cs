using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>Who uploaded what, when it was written to the books and when it was taken back.</summary>
public sealed class UploadAuditReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    ImportQueries imports,
    ReceivablesQueries outstanding
) : IReportType
{
    private static readonly ReportColumn[] Columns =
    [
        new("upload", "Upload", ColumnType.Whole, 8),
        new("file", "File", ColumnType.Text, 30, Wrap: true),
        new("month", "Month", ColumnType.Text, 9),
        new("department", "Department", ColumnType.Text, 15),
        new("state", "State", ColumnType.Text, 11),
        new("rows", "Rows", ColumnType.Whole, 9, Total: true),
        new("errors", "Errors", ColumnType.Whole, 8, Total: true),
        ReceivablesDocument.MoneyColumn("total", "Sheet total", total: false),
        new("by", "Uploaded by", ColumnType.Text, 18, Wrap: true),
        new("at", "Uploaded", ColumnType.DateTime, 16),
        new("committed", "Committed", ColumnType.DateTime, 16),
        new("undone", "Undone", ColumnType.DateTime, 16),
    ];

    public ReportTypeInfo Info { get; } =
        new(
            "upload-audit",
            "Upload audit",
            "Every upload: who, when, which month, how many rows and errors, what became of it.",
            "Uploads",
            "upload",
            ImportQueries.ReadPermission,
            [ReceivablesFilters.Month with { Hint = "All months" }, ReceivablesFilters.Departments],
            [],
            []
        );

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) => filters.OptionsAsync(currentUser, filter, ct);

    /// <summary>Staging raises no data version, so the state of the newest uploads is part of it.</summary>
    public async Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct)
    {
        var newest = await imports.HistoryAsync(
            currentUser,
            ReceivablesImport.TargetKind,
            null,
            new PageRequest(1, 20),
            ct
        );
        return $"{await outstanding.VersionAsync(ct)}.{newest.Total}.{string.Join('.', newest.Rows.Select(r => $"{r.Id}{r.State}"))}";
    }

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        int? month = request.One(ReceivablesFilters.Month.Key) is null ? null : asked.Filter.Period.Number;
        Task<Page<UploadRow>> ReadAsync(PageRequest page, CancellationToken token) =>
            imports.HistoryAsync(asked.CurrentUser, ReceivablesImport.TargetKind, month, page, token);
        var head = await ReadAsync(new PageRequest(1, 1), ct);
        var facts = asked
            .Facts.Select(f =>
                f.Label == ReceivablesFilters.Month.Title && month is null ? f with { Value = "All" } : f
            )
            .ToList();
        var freshness = await outstanding.FreshnessAsync(asked.CurrentUser, asked.Filter, ct);
        return documents.New(
            Info,
            $"{Money.GroupWhole(head.Total)} uploads",
            asked with
            {
                Facts = facts,
            },
            freshness,
            [
                new TableBlock(
                    "Uploads",
                    Columns,
                    () => RowSources.Of(token => PageRequest.AllAsync(page => ReadAsync(page, token)), Fill),
                    head.Total
                ),
            ]
        );
    }

    private static void Fill(ReportRow row, UploadRow u)
    {
        row.Whole(u.Id);
        row.Text(u.FileName);
        row.Text(Period.FromNumber(u.Period).ToString());
        row.Text(u.DepartmentName);
        row.Text(
            u.State.ToString().ToLowerInvariant(),
            u.State switch
            {
                ImportState.Committed => CellTone.Good,
                ImportState.Undone => CellTone.Muted,
                ImportState.Refused => CellTone.Bad,
                _ => CellTone.None,
            }
        );
        row.Whole(u.DataRows);
        row.Whole(u.Errors, u.Errors > 0 ? CellTone.Warn : CellTone.None);
        if (u.Total is { } total)
            row.Money(total.Paise);
        else
            row.Blank();
        row.Text(u.UploadedByName);
        row.DateTime(u.UploadedAt);
        row.DateTime(u.CommittedAt);
        row.DateTime(u.UndoneAt);
    }
}
