using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Features.Documents.Templates;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>
/// Content as a document: values of an object stand as labels with values, nested objects become sections, arrays of objects tables,
/// numeric series charts when asked for. Every format is rendered from this.
/// </summary>
internal sealed class ContentDocument(DocumentTemplateDefinition layout, bool includeCharts)
{
    private const int MaxFigures = 4;
    private const int DeepestHeading = 3;

    /// <summary>Lists up to here are told item by item; longer ones become a table.</summary>
    private const int ShortList = 20;

    private readonly ContentCharts charts = new(layout);
    private readonly List<Block> blocks = [];

    public IReadOnlyList<Block> Build(string? description, JsonElement data)
    {
        if (!string.IsNullOrWhiteSpace(description))
            blocks.Add(new ParagraphBlock(description));
        if (layout.Intro.Length > 0)
            blocks.Add(new ParagraphBlock(layout.Intro));
        var properties = Ordered(data);
        if (layout.LeadingFigures)
            AddLeadingFigures(properties);
        AddMembers(properties, 1);
        if (properties.Count == 0)
            blocks.Add(new ParagraphBlock("No data available"));
        if (layout.Closing.Length > 0)
            blocks.Add(new ParagraphBlock(layout.Closing));
        return blocks;
    }

    private List<JsonProperty> Ordered(JsonElement data)
    {
        List<string> first = [.. layout.First ?? []];
        var shown = data.EnumerateObject().Where(p => layout.Shows(p.Name)).ToList();
        return [.. shown.OrderBy(p => first.IndexOf(p.Name) is >= 0 and var at ? at : int.MaxValue)];
    }

    /// <summary>The first numbers of the top level and of the objects just below it. They are in their sections too.</summary>
    private void AddLeadingFigures(List<JsonProperty> properties)
    {
        var candidates = properties.Concat(
            properties
                .Where(p => p.Value.ValueKind == JsonValueKind.Object)
                .SelectMany(p => p.Value.EnumerateObject().Where(x => layout.Shows(x.Name)))
        );
        var figures = candidates
            .Where(p => ContentValues.IsNumber(p.Value))
            .Take(MaxFigures)
            .Select(p => new KeyFigure(layout.LabelOf(p.Name), ContentValues.Cell(p.Value, layout.IsRupees(p.Name))))
            .ToList();
        if (figures.Count > 0)
            blocks.Add(new KeyFiguresBlock(figures));
    }

    private void AddMembers(IReadOnlyList<JsonProperty> members, int level)
    {
        var facts = members
            .Where(m => ContentValues.IsScalar(m.Value))
            .Select(m => new FactLine(layout.LabelOf(m.Name), ContentValues.Cell(m.Value, layout.IsRupees(m.Name))))
            .ToList();
        if (facts.Count > 0)
            blocks.Add(new FactsBlock(facts));
        foreach (var member in members.Where(m => !ContentValues.IsScalar(m.Value)))
            AddSection(layout.LabelOf(member.Name), member.Value, level);
    }

    private void AddSection(string title, JsonElement value, int level)
    {
        blocks.Add(new HeadingBlock(title, Math.Min(level, DeepestHeading)));
        if (value.ValueKind == JsonValueKind.Object)
            AddObject(title, value, level);
        else
            AddArray(title, value, level);
    }

    private void AddObject(string title, JsonElement value, int level)
    {
        var members = value.EnumerateObject().Where(p => layout.Shows(p.Name)).ToList();
        if (members.Count == 0)
            blocks.Add(new ParagraphBlock("No data available"));
        if (includeCharts && charts.Of(title, value) is { } chart)
            blocks.Add(chart with { ShowsTitle = false });
        AddMembers(members, level + 1);
    }

    private void AddArray(string title, JsonElement value, int level)
    {
        var items = value.EnumerateArray().ToList();
        if (items.Count == 0)
            blocks.Add(new ParagraphBlock("No data available"));
        else if (items.All(i => i.ValueKind == JsonValueKind.Object && i.EnumerateObject().Any()))
            AddTable(title, value);
        else if (items.All(ContentValues.IsScalar))
            AddList(title, items);
        else
        {
            for (var i = 0; i < items.Count; i++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"Item {i + 1}");
                if (ContentValues.IsScalar(items[i]))
                    blocks.Add(new FactsBlock([new(name, ContentValues.Cell(items[i]))]));
                else
                    AddSection(name, items[i], level + 1);
            }
        }
    }

    private void AddTable(string title, JsonElement value)
    {
        var table = new ContentTable(title, value, layout);
        if (includeCharts && charts.Of(table) is { } chart)
            blocks.Add(chart with { ShowsTitle = false });
        blocks.Add(table.Block with { ShowsTitle = false });
    }

    private void AddList(string title, List<JsonElement> items)
    {
        var lines = items
            .Select(
                (item, i) =>
                    (Name: string.Create(CultureInfo.InvariantCulture, $"Item {i + 1}"), Cell: ContentValues.Cell(item))
            )
            .ToList();
        if (lines.Count <= ShortList)
        {
            blocks.Add(new FactsBlock([.. lines.Select(l => new FactLine(l.Name, l.Cell))]));
            return;
        }

        var types = lines.Where(l => !l.Cell.IsBlank).Select(l => l.Cell.Type).Distinct().ToList();
        blocks.Add(
            new TableBlock(
                title,
                [
                    new("item", "Item", ColumnType.Text, 12),
                    new("value", "Value", types is [var one] ? one : ColumnType.Text, 60, Wrap: true),
                ],
                () => RowSources.Of(lines, (row, l) =>
                    {
                        row.Text(l.Name);
                        row.Add(l.Cell);
                    }),
                lines.Count
            )
            {
                ShowsTitle = false,
            }
        );
    }
}
