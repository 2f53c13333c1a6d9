using System.Globalization;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>Writes all that is known of one upload as a workbook: how the file was read, what people decided, and the rows that were not taken.</summary>
public sealed class UploadReport(ImportQueries queries)
{
    private static readonly RowEffect[] NotTaken = [RowEffect.Error, RowEffect.Duplicate, RowEffect.Skipped];

    /// <summary>Writes the report; not found when the current user may not see the upload.</summary>
    public async Task WriteAsync(CurrentUser currentUser, int uploadId, Stream output, CancellationToken ct)
    {
        var upload = await queries.DetailsAsync(currentUser, uploadId, ct);
        using var writer = new XlsxWriter(output);
        WriteFacts(writer, upload);
        WriteDecisions(writer, upload);
        WriteColumns(writer, upload);
        await WriteRowsAsync(writer, currentUser, upload, ct);
        writer.Complete();
    }

    private static void WriteFacts(XlsxWriter writer, UploadDetails upload) =>
        WriteSheet(
            writer,
            "Upload",
            ["What", "Value"],
            [
                ["Upload", $"#{upload.Id.ToString(CultureInfo.InvariantCulture)}"],
                ["Kind", upload.Kind.Title],
                ["File", upload.FileName],
                ["Sheet", upload.SheetName ?? ""],
                ["Header row", upload.HeaderRow?.ToString(CultureInfo.InvariantCulture) ?? ""],
                ["Month", upload.Kind.Profile.AsksMonth ? upload.Period.ToString(CultureInfo.InvariantCulture) : ""],
                ["Department", upload.DepartmentName],
                ["State", UploadResponse.Name(upload.State)],
                ["Uploaded by", upload.UploadedByName],
                ["Uploaded at (UTC)", Instant(upload.UploadedAt)],
                ["Committed by", upload.CommittedByName ?? ""],
                ["Committed at (UTC)", Instant(upload.CommittedAt)],
                ["Undone by", upload.UndoneByName ?? ""],
                ["Undone at (UTC)", Instant(upload.UndoneAt)],
                .. Counted(upload),
            ]
        );

    private static IEnumerable<string[]> Counted(UploadDetails upload)
    {
        foreach (var effect in Enum.GetValues<RowEffect>())
            yield return
            [
                $"Rows: {effect.ToString().ToLowerInvariant()}",
                upload.Counts.Of(effect).ToString(CultureInfo.InvariantCulture),
            ];
        if (upload.Kind.Profile.Amount is { } amount)
            yield return [$"Sum of {amount.ToLowerInvariant()}", upload.Total.ToRupeeText()];
        foreach (var apart in upload.KeptApart)
            yield return
            [
                $"Kept apart: {apart.Currency}",
                string.Create(CultureInfo.InvariantCulture, $"{apart.Amount:N2} in {apart.Rows} rows"),
            ];
    }

    private static void WriteDecisions(XlsxWriter writer, UploadDetails upload) =>
        WriteSheet(
            writer,
            "Decisions",
            ["Decision or remark", "Answer"],
            [.. upload.Decisions.Select(d => new[] { d.Title, d.Text }), .. upload.Remarks.Select(r => new[] { r, "" })]
        );

    private static void WriteColumns(XlsxWriter writer, UploadDetails upload)
    {
        var titles = upload.Fields.ToDictionary(f => f.Key, f => f.Title);
        WriteSheet(
            writer,
            "Columns",
            ["Column", "Header", "Read as"],
            [
                .. upload.Columns.Select(c =>
                    new[]
                    {
                        c.Letter,
                        c.Header,
                        c.Field is { } field
                            ? titles.GetValueOrDefault(Reading.ColumnKey.Field(field), field)
                            : "not used",
                    }
                ),
            ]
        );
    }

    private async Task WriteRowsAsync(
        XlsxWriter writer,
        CurrentUser currentUser,
        UploadDetails upload,
        CancellationToken ct
    )
    {
        Begin(writer, "Rows not taken", ["Row", "Why", upload.Kind.Profile.RowTitle, "Name", "Detail"]);
        await foreach (var row in queries.AllRowsAsync(currentUser, upload.Id, NotTaken, ct))
            WriteRow(
                writer,
                [
                    row.RowNumber.ToString(CultureInfo.InvariantCulture),
                    row.Effect.ToString(),
                    row.Key,
                    row.Label,
                    string.Join(" ", row.Problems.Select(p => $"{p.Where} {p.Message}".Trim())),
                ]
            );
        writer.EndSheet();
    }

    private static void WriteSheet(XlsxWriter writer, string name, string[] headers, IReadOnlyList<string[]> rows)
    {
        Begin(writer, name, headers);
        foreach (var row in rows)
            WriteRow(writer, row);
        writer.EndSheet();
    }

    private static void Begin(XlsxWriter writer, string name, string[] headers) =>
        writer.BeginSheet(
            new SheetSpec
            {
                Name = name,
                Columns =
                [
                    .. headers.Select((h, i) => new SheetColumn(h, ColumnType.Text, i == headers.Length - 1 ? 60 : 24)),
                ],
                AutoFilter = false,
            }
        );

    private static void WriteRow(XlsxWriter writer, string[] cells)
    {
        writer.BeginRow();
        foreach (var cell in cells)
            writer.Text(cell);
        writer.EndRow();
    }

    private static string Instant(DateTime? utc) =>
        utc?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
