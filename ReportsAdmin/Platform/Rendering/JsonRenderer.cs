using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>
/// A report as JSON, streamed. Money is rupees with at most two decimals, a percent its fraction, a date <c>yyyy-MM-dd</c>, an instant ISO 8601 in
/// UTC, a blank null. Headings, paragraphs and charts are left out.
/// </summary>
public sealed class JsonRenderer : IReportRenderer
{
    private const int FlushBytes = 1 << 16;

    // A file of its own, never part of a page: Hindi and "<" need no escapes. The shape is fixed below, so nothing is validated.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public ReportFormat Format => ReportFormat.Json;

    public string? Objection(ReportDocument document) => null;

    public async Task<RenderedReport> RenderAsync(
        ReportDocument document,
        Stream output,
        IProgress<long>? rows,
        CancellationToken ct
    )
    {
        var reading = new RowReading(rows, ct);
        await using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("title", document.Title);
        json.WriteString("subtitle", document.Subtitle);
        json.WriteStartObject("parameters");
        foreach (var (label, value) in Unique(document.Parameters))
            json.WriteString(label, value);
        json.WriteEndObject();
        json.WriteString("generatedAt", Instant(document.MadeAtUtc));
        json.WriteString("generatedBy", document.MadeBy);
        json.WriteString("dataAsOf", document.DataAsOf);
        json.WriteStartArray("keyFigures");
        foreach (var figure in document.Blocks.OfType<KeyFiguresBlock>().SelectMany(b => b.Figures))
            WriteFigure(json, figure.Label, figure.Value, figure.Note);
        foreach (var fact in document.Blocks.OfType<FactsBlock>().SelectMany(b => b.Facts))
            WriteFigure(json, fact.Label, fact.Value, note: null);
        json.WriteEndArray();
        json.WriteStartArray("tables");
        foreach (var table in document.Blocks.OfType<TableBlock>())
            await WriteTableAsync(json, table, reading);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new RenderedReport(reading.Rows, Pages: null, []);
    }

    private static void WriteFigure(Utf8JsonWriter json, string label, in ReportCell value, string? note)
    {
        json.WriteStartObject();
        json.WriteString("label", label);
        json.WritePropertyName("value");
        Write(json, value);
        if (note is not null)
            json.WriteString("note", note);
        json.WriteEndObject();
    }

    private static async Task WriteTableAsync(Utf8JsonWriter json, TableBlock table, RowReading reading)
    {
        var keys = table.Columns.Select(c => JsonEncodedText.Encode(c.Key, Options.Encoder)).ToArray();
        json.WriteStartObject();
        json.WriteString("title", table.Title);
        WriteColumns(json, table);
        json.WriteStartArray("rows");
        var totals = await reading.ReadAsync(table, row =>
        {
            json.WriteStartObject();
            for (var i = 0; i < keys.Length; i++)
            {
                json.WritePropertyName(keys[i]);
                Write(json, row[i]);
            }

            json.WriteEndObject();
            if (json.BytesPending > FlushBytes)
                json.Flush();
        });
        json.WriteEndArray();
        json.WriteStartObject("totals");
        for (var i = 0; i < keys.Length; i++)
        {
            if (!table.Columns[i].Total)
                continue;
            json.WritePropertyName(keys[i]);
            Write(json, totals[i]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteColumns(Utf8JsonWriter json, TableBlock table)
    {
        json.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("key", column.Key);
            json.WriteString("header", column.Header);
            json.WriteString("type", JsonNamingPolicy.CamelCase.ConvertName(column.Type.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, in ReportCell cell)
    {
        if (cell.IsBlank)
        {
            json.WriteNullValue();
            return;
        }

        switch (cell.Type)
        {
            case ColumnType.Text:
                json.WriteStringValue(cell.Text);
                break;
            case ColumnType.Whole:
                json.WriteNumberValue(cell.Number);
                break;
            case ColumnType.Money:
                json.WriteNumberValue(cell.Number / 100m);
                break;
            case ColumnType.Date:
                json.WriteStringValue(cell.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case ColumnType.DateTime:
                json.WriteStringValue(Instant(cell.DateTimeUtc));
                break;
            case ColumnType.Boolean:
                json.WriteBooleanValue(cell.Number != 0);
                break;
            case ColumnType.Percent:
                json.WriteNumberValue(Percentage.Of(cell.Fraction));
                break;
            default:
                json.WriteNumberValue(cell.Fraction);
                break;
        }
    }

    private static string Instant(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Two parameters of one label would hide each other in an object.</summary>
    private static IEnumerable<Fact> Unique(IReadOnlyList<Fact> facts)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            var label = fact.Label;
            for (var number = 2; !taken.Add(label); number++)
                label = string.Create(CultureInfo.InvariantCulture, $"{fact.Label} ({number})");
            yield return fact with
            {
                Label = label,
            };
        }
    }
}
