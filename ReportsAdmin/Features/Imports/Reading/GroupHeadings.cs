using System.Text.RegularExpressions;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>What a row that is no data says.</summary>
internal enum HeadingKind
{
    /// <summary>Whom the rows below belong to.</summary>
    Group,

    /// <summary>The age of the rows below, which their dates say too.</summary>
    Age,

    /// <summary>A page number, a print date or a title that is repeated on each page.</summary>
    Page,

    /// <summary>A label and a value that no field needs; only among other headings.</summary>
    Other,
}

/// <param name="Values">The fields that a heading gives, by position.</param>
internal sealed record GroupHeading(HeadingKind Kind, string Text, IReadOnlyList<(int Field, ParsedCell Value)> Values)
{
    /// <summary>What the heading calls its first value; null for a value alone.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the group's total stands beside its name.</summary>
    public bool HasTotal { get; init; }
}

/// <summary>Reads a row as the heading of a group: a name alone, key cells alone, or labels and values such as <c>Customer | 1000123</c>.</summary>
internal sealed partial class GroupHeadings
{
    // More filled cells are data.
    private const int MostCells = 4;
    private const int LongestName = 200;

    private readonly IReadOnlyList<ImportField> fields;
    private readonly ImportField[] groupFields;
    private readonly int[] positions;
    private readonly Dictionary<int, int> keyColumns = [];
    private readonly HashSet<int> valueColumns;
    private readonly HashSet<int> moneyColumns;
    private readonly int firstColumn;
    private readonly HashSet<string> titles;
    private readonly int code;
    private readonly int name;

    /// <param name="groups">The positions of the fields that headings may give.</param>
    public GroupHeadings(
        IReadOnlyList<ImportField> fields,
        IReadOnlyList<int> groups,
        IReadOnlyDictionary<string, int> columns,
        IReadOnlyList<string> titles
    )
    {
        this.fields = fields;
        positions = [.. groups];
        groupFields = [.. groups.Select(p => fields[p])];
        foreach (var position in groups)
        {
            if (columns.TryGetValue(fields[position].Key, out var column))
                keyColumns[column] = position;
        }

        HashSet<int> Of(params FieldType[] types) =>
            [
                .. columns
                    .Where(c => fields.Any(f => f.Key == ColumnKey.Field(c.Key) && types.Contains(f.Type)))
                    .Select(c => c.Value),
            ];
        (valueColumns, moneyColumns) = (Of(FieldType.Money, FieldType.Date), Of(FieldType.Money));
        firstColumn = columns.Count == 0 ? 0 : columns.Values.Min();
        this.titles = titles.Select(CleanText.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
        code = First(p => fields[p].Type == FieldType.Code);
        name = First(p => fields[p] is { Type: FieldType.Text, Choices: null });
    }

    /// <summary>What a row says that is no data; null for every other row.</summary>
    /// <param name="isTitle">Whether the row stands above the header.</param>
    public GroupHeading? Read(ISheetReader row, bool isTitle = false)
    {
        var filled = Filled(row);
        if (filled.Count is 0 or > MostCells)
            return null;
        var text = CleanText.Of(string.Join(' ', filled.Select(c => row[c].Display)));
        if (PageLine().IsMatch(text) || (!isTitle && titles.Contains(text)) || !text.Any(char.IsLetterOrDigit))
            return new GroupHeading(HeadingKind.Page, text, []);
        if (filled.Count == 1 && row[filled[0]].Kind == CellKind.Text && IsAge(text))
            return new GroupHeading(HeadingKind.Age, text, []);
        return Labelled(row, filled, text)
            ?? (filled.Count == 1 ? NameAlone(row[filled[0]], filled[0], text) : null)
            ?? KeyCells(row, filled, text)
            ?? Other(row, filled, text);
    }

    /// <summary>A name or key cells with nothing beside them but amounts: the group's total, where its rows prove it. Null for every other row.</summary>
    public GroupHeading? ReadWithTotal(ISheetReader row)
    {
        var names = new List<int>(MostCells + 1);
        var hasTotal = false;
        for (var i = 0; i < row.Count && names.Count <= MostCells; i++)
        {
            if (row[i].IsBlank())
                continue;
            if (moneyColumns.Contains(i))
                hasTotal = true;
            else
                names.Add(i);
        }

        if (!hasTotal || names.Count is 0 or > MostCells)
            return null;
        var text = CleanText.Of(string.Join(' ', names.Select(c => row[c].Display)));
        var heading = (names.Count == 1 ? NameAlone(row[names[0]], names[0], text) : null)
            ?? KeyCells(row, names, text);
        return heading is null ? null : heading with { HasTotal = true };
    }

    /// <summary>Whether a text names the days of an age bucket.</summary>
    public bool IsAge(string text) => fields.Any(f => f.Recognizes?.Invoke(text) == true);

    /// <summary>The first position of a group field that fits; -1 when none does.</summary>
    private int First(Func<int, bool> fits)
    {
        foreach (var position in positions)
        {
            if (fits(position))
                return position;
        }

        return -1;
    }

    private static List<int> Filled(ISheetReader row)
    {
        var filled = new List<int>(MostCells + 1);
        for (var i = 0; i < row.Count && filled.Count <= MostCells; i++)
        {
            if (!row[i].IsBlank())
                filled.Add(i);
        }

        return filled;
    }

    private GroupHeading? Labelled(ISheetReader row, List<int> filled, string text)
    {
        string? label = null;
        var values = new List<(int, ParsedCell)>();
        for (var i = 0; i < filled.Count; i++)
        {
            ref readonly var cell = ref row[filled[i]];
            var part = cell.Kind == CellKind.Text ? CleanText.Of(cell.Text!) : "";
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon < part.Length - 1 && FieldOf(part[..colon]) is { } field)
            {
                label ??= part[..colon];
                Add(values, field, new ParsedCell(part[(colon + 1)..].Trim(), null, null, null));
            }
            else if (i + 1 < filled.Count && FieldOf(part) is { } named)
            {
                label ??= part;
                Add(values, named, CellReading.Read(row[filled[++i]], fields[named].Type, DateOrder.DayFirst));
            }
            else if (label is null)
            {
                return null;
            }
            else if (part.Any(char.IsLetter) && values.Count == 1)
            {
                Add(values, name, new ParsedCell(part, null, null, null));
            }
        }

        return new GroupHeading(HeadingKind.Group, text, values) { Label = label };
    }

    private GroupHeading? NameAlone(in SheetCell cell, int column, string text)
    {
        if (
            cell.Kind != CellKind.Text
            || text.Length > LongestName
            || !text.Any(char.IsLetter)
            || (column > firstColumn && !keyColumns.ContainsKey(column))
            || DateText.Parts(text) is not null
            || AmountText.Read(text, out _) is not null
        )
            return null;
        var field = First(p => fields[p].Choices?.Contains(text, StringComparer.OrdinalIgnoreCase) == true);
        if (field < 0)
            field = keyColumns.GetValueOrDefault(column, name >= 0 ? name : positions[0]);
        var values = new List<(int, ParsedCell)>();
        Add(values, field, new ParsedCell(text, null, null, null));
        return new GroupHeading(HeadingKind.Group, text, values);
    }

    private GroupHeading? KeyCells(ISheetReader row, List<int> filled, string text) =>
        filled.Count > 1 && filled.All(keyColumns.ContainsKey)
            ? new GroupHeading(
                HeadingKind.Group,
                text,
                [
                    .. filled.Select(c =>
                        (keyColumns[c], CellReading.Read(row[c], fields[keyColumns[c]].Type, DateOrder.DayFirst))
                    ),
                ]
            )
            : null;

    private GroupHeading? Other(ISheetReader row, List<int> filled, string text) =>
        filled.Count == 2
        && row[filled[0]] is { Kind: CellKind.Text, Text: { } label }
        && label.Any(char.IsLetter)
        && !label.Any(char.IsDigit)
        && !filled.Exists(valueColumns.Contains)
            ? new GroupHeading(HeadingKind.Other, text, [])
            : null;

    /// <summary>The group field that a label names; null when it names none.</summary>
    private int? FieldOf(string label)
    {
        if (label.Length is 0 or > 40)
            return null;
        var field = HeaderFinder
            .Candidates(label.TrimEnd(':', ' ', '.', '-'), groupFields)
            .OrderBy(c => c.Rank)
            .Select(c => c.Field)
            .FirstOrDefault();
        return field is null ? null : positions[Array.IndexOf(groupFields, field)];
    }

    /// <summary>A code and a name in one cell are parted; <c>Customer: Anand Stores</c> is a name.</summary>
    private void Add(List<(int Field, ParsedCell Value)> values, int field, ParsedCell value)
    {
        if (field < 0 || value.IsBlank || values.Exists(v => v.Field == field))
            return;
        if ((field == code || field == name) && code >= 0 && name >= 0 && value.Text is { } text)
        {
            if (CodeAndName().Match(text) is { Success: true } both)
            {
                values.Add((code, new ParsedCell(both.Groups["code"].Value, null, null, null)));
                values.Add((name, new ParsedCell(both.Groups["name"].Value, null, null, null)));
                return;
            }

            if (field == code && !text.Any(char.IsDigit) && !keyColumns.ContainsValue(code))
                field = name;
        }

        values.Add((field, value));
    }

    [GeneratedRegex(@"^(?<code>\d{4,})\s*[-\u2013:]\s*(?<name>\p{L}.*)$")]
    private static partial Regex CodeAndName();

    [GeneratedRegex(
        @"^(page|pg\.?)\s*(no\.?)?\s*[:#-]?\s*\d+(\s*(of|/)\s*\d+)?$|^(printed|generated|exported|created|run|print|report)\s*(on|at|by|date|time)\b|end of (the )?report|^\(?(continued|contd\.?)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PageLine();
}

/// <summary>Short words for cells that hold nothing to read.</summary>
internal static class BlankCells
{
    public static bool IsBlank(this in SheetCell cell) =>
        cell.Kind == CellKind.Empty || (cell.Kind == CellKind.Text && string.IsNullOrWhiteSpace(cell.Text));
}
