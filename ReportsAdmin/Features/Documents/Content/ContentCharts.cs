using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>Charts of the numeric series in content: the numbers of a table over its first column that names the rows, and objects of numbers.</summary>
internal sealed class ContentCharts(DocumentTemplateDefinition layout)
{
    private const int MaxPoints = 60;
    private const int MaxSeries = 4;
    private const int ManyBars = 12;

    public ChartBlock? Of(ContentTable table)
    {
        if (table.Rows.Count is < 2 or > MaxPoints)
            return null;
        var named = table.Keys.FirstOrDefault(k =>
            table.Rows.All(r => table.ValueOf(r, k).ValueKind == JsonValueKind.String)
            && table.Rows.Select(r => table.ValueOf(r, k).GetString()).Distinct(StringComparer.Ordinal).Count()
                == table.Rows.Count
        );
        if (named is null)
            return null;
        var numeric = table
            .Keys.Where(k => table.Rows.All(r => ContentValues.IsNumber(table.ValueOf(r, k))))
            .Take(MaxSeries)
            .ToList();
        // Rupees and counts do not share an axis.
        var rupees = numeric.Count > 0 && layout.IsRupees(numeric[0]);
        var series = numeric
            .Where(k => layout.IsRupees(k) == rupees)
            .Select(k => new ChartSeries(
                layout.LabelOf(k),
                [.. table.Rows.Select(r => Scaled(table.ValueOf(r, k), rupees))]
            ))
            .ToList();
        if (series.Count == 0)
            return null;
        var categories = table.Rows.Select(r => table.ValueOf(r, named).GetString()!).ToList();
        var kind =
            categories.All(IsTime) ? ChartKind.Line
            : categories.Count > ManyBars ? ChartKind.Bar
            : ChartKind.Column;
        return new ChartBlock(
            table.Title,
            kind,
            categories,
            series,
            $"{table.Title}: {string.Join(", ", series.Select(s => s.Name))} by {layout.LabelOf(named)}.",
            rupees ? ColumnType.Money : TypeOf(series)
        );
    }

    /// <summary>Of an object whose values are all numbers.</summary>
    public ChartBlock? Of(string title, JsonElement record)
    {
        var numbers = record.EnumerateObject().Where(p => layout.Shows(p.Name)).ToList();
        if (
            numbers.Count is < 2 or > MaxPoints
            || numbers.Any(p =>
                !ContentValues.IsNumber(p.Value) || layout.IsRupees(p.Name) != layout.IsRupees(numbers[0].Name)
            )
        )
            return null;
        var rupees = layout.IsRupees(numbers[0].Name);
        List<ChartSeries> series = [new(title, [.. numbers.Select(p => Scaled(p.Value, rupees))])];
        return new ChartBlock(
            title,
            ChartKind.Bar,
            [.. numbers.Select(p => layout.LabelOf(p.Name))],
            series,
            $"{title}: {numbers.Count} figures.",
            rupees ? ColumnType.Money : TypeOf(series)
        );
    }

    private static decimal Scaled(JsonElement value, bool rupees) =>
        ContentValues.Number(value)!.Value * (rupees ? 100 : 1);

    private static ColumnType TypeOf(IEnumerable<ChartSeries> series) =>
        series.All(s => s.Values.All(v => decimal.Truncate(v) == v)) ? ColumnType.Whole : ColumnType.Decimal;

    private static bool IsTime(string text) =>
        DateOnly.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM", "MMM-yy", "MMM yyyy", "yyyy"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        );
}
