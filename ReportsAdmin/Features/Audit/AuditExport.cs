using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Audit;

/// <summary>The log as a file, with everything that matches.</summary>
public sealed class AuditExport(AuditQueries queries, ReportRenderers renderers, BusinessClock clock)
{
    public static readonly IReadOnlyList<ReportFormat> Formats = [ReportFormat.Excel, ReportFormat.Csv];

    private static readonly ReportColumn[] Columns =
    [
        new("seq", "Number", ColumnType.Whole, 9),
        new("at", "Time", ColumnType.DateTime, 17),
        new("who", "Who", ColumnType.Text, 22),
        new("seen_as", "Seen as", ColumnType.Text, 18),
        new("action", "Action", ColumnType.Text, 18),
        new("kind", "Record", ColumnType.Text, 16),
        new("record", "Record id", ColumnType.Text, 14),
        new("name", "Name", ColumnType.Text, 28, Wrap: true),
        new("changes", "Details", ColumnType.Text, 60, Wrap: true),
        new("via", "By", ColumnType.Text, 8),
        new("address", "Address", ColumnType.Text, 16),
        new("request", "Request", ColumnType.Text, 22),
        new("hash", "Hash", ColumnType.Text, 20, Unique: true),
    ];

    /// <summary>The file, rewound; whoever sends it disposes it.</summary>
    public async Task<OpenFile> RenderAsync(
        CurrentUser currentUser,
        AuditState state,
        ReportFormat format,
        CancellationToken ct
    )
    {
        var filter = state.ToFilter(clock);
        var count = await queries.CountAsync(currentUser, filter, ct);
        var now = clock.ToLocal(clock.UtcNow);
        var document = new ReportDocument
        {
            Title = "Audit log",
            MadeAtUtc = clock.UtcNow,
            MadeBy = currentUser.Name,
            DataAsOf = now.ToString("dd MMM yyyy HH:mm", CultureInfo.InvariantCulture),
            Parameters = [.. Facts(state, count)],
            Blocks =
            [
                new TableBlock(
                    "Entries",
                    Columns,
                    () => RowSources.Of(token => queries.AllAsync(currentUser, filter, token), Fill),
                    count
                ),
            ],
        };
        var file = await renderers.RenderToFileAsync(document, format, ct);
        return new OpenFile(
            file,
            string.Create(CultureInfo.InvariantCulture, $"audit-log-{now:yyyyMMdd-HHmmss}.{format.Extension}"),
            format.ContentType,
            file.Length,
            "",
            clock.UtcNow,
            null
        );
    }

    private static IEnumerable<Fact> Facts(AuditState state, int count)
    {
        yield return new Fact("Person", state.Who?.ToString(CultureInfo.InvariantCulture) ?? "All");
        yield return new Fact("Action", state.Action.Length > 0 ? AuditWords.Action(state.Action).Text : "All");
        yield return new Fact(
            "Record",
            state.Kind.Length > 0 ? $"{AuditWords.Sentence(state.Kind)} {state.Record}".Trim() : "All"
        );
        yield return new Fact("From", Ui.Components.Dates.Day(state.From));
        yield return new Fact("To", Ui.Components.Dates.Day(state.To));
        yield return new Fact("Text", state.Text.Length > 0 ? state.Text : "–");
        yield return new Fact("Entries", Money.GroupWhole(count));
    }

    private static void Fill(ReportRow cells, AuditRow row)
    {
        if (row.Seq is { } seq)
            cells.Whole(seq);
        else
            cells.Blank();
        cells.DateTime(row.At);
        cells.Text(AuditWords.Actor(row));
        cells.Text(row.SeenAsName);
        cells.Text(AuditWords.Action(row.Action).Text);
        cells.Text(row.Kind);
        cells.Text(row.RecordId);
        cells.Text(row.RecordName);
        cells.Text(AuditWords.Changes(row));
        cells.Text(AuditWords.Via(row.Via));
        cells.Text(row.Address);
        cells.Text(row.RequestId);
        cells.Text(row.Hash);
    }
}
