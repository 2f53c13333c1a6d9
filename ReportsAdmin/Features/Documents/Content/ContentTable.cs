using System.Text.Json;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>An array of objects as a table: a column for every key that any of them has, in the order in which they first occur.</summary>
internal sealed class ContentTable
{
    private const double Narrowest = 8;
    private const double Widest = 36;
    private const int Measured = 200;

    /// <summary>Types of plain numbers; each can show those before it.</summary>
    private static readonly List<ColumnType> Plain = [ColumnType.Whole, ColumnType.Decimal, ColumnType.Number];

    private readonly JsonElement[] rows;
    private readonly DocumentTemplateDefinition layout;

    public ContentTable(string title, JsonElement array, DocumentTemplateDefinition layout)
    {
        (Title, this.layout) = (title, layout);
        rows = [.. array.EnumerateArray()];
        var keys = rows.SelectMany(r => r.EnumerateObject().Select(p => p.Name))
            .Distinct(StringComparer.Ordinal)
            .Where(layout.Shows)
            .ToList();
        Keys = keys.Count > 0 ? keys : [""];
    }

    public string Title { get; }

    public IReadOnlyList<string> Keys { get; }

    public IReadOnlyList<JsonElement> Rows => rows;

    public TableBlock Block => new(Title, Columns(), () => RowSources.Of(rows, Fill), rows.Length);

    public JsonElement ValueOf(JsonElement row, string key) => row.TryGetProperty(key, out var value) ? value : default;

    private List<ReportColumn> Columns()
    {
        var headers = new HashSet<string>(StringComparer.Ordinal);
        var columns = new List<ReportColumn>(Keys.Count);
        foreach (var key in Keys)
        {
            var label = key.Length == 0 ? "Nothing" : layout.LabelOf(key);
            // Two keys may read alike; programs and people tell them apart by the key itself.
            if (!headers.Add(label))
                headers.Add(label = key);
            columns.Add(new ReportColumn(key, label, TypeOf(key), WidthOf(key, label), Wrap: true));
        }

        return columns;
    }

    private void Fill(ReportRow into, JsonElement row)
    {
        foreach (var key in Keys)
            into.Add(ContentValues.Cell(ValueOf(row, key), layout.IsRupees(key)));
    }

    /// <summary>The type that all its values have; text when they differ.</summary>
    private ColumnType TypeOf(string key)
    {
        ColumnType? type = null;
        foreach (var row in rows)
        {
            var cell = ContentValues.Cell(ValueOf(row, key), layout.IsRupees(key));
            if (cell.IsBlank)
                continue;
            if (type is null || type == cell.Type)
                type = cell.Type;
            else if (Plain.IndexOf(type.Value) is >= 0 and var one && Plain.IndexOf(cell.Type) is >= 0 and var other)
                type = Plain[Math.Max(one, other)];
            else
                return ColumnType.Text;
        }

        return type ?? ColumnType.Text;
    }

    private double WidthOf(string key, string label)
    {
        var longest = rows.Take(Measured)
            .Select(r =>
                ContentValues.IsScalar(ValueOf(r, key)) ? ContentValues.Text(ValueOf(r, key)).Length + 2 : Widest
            )
            .DefaultIfEmpty(0)
            .Max();
        return Math.Clamp(Math.Max(longest, Math.Min(label.Length + 2, 16)), Narrowest, Widest);
    }
}
