using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>
/// Fills the rows of a cell that is merged over several rows: a customer's name beside all of the invoices. Amounts and
/// quantities are not repeated, for a sum over several rows counts once.
/// </summary>
internal sealed class MergedCells
{
    private readonly Dictionary<int, List<(int Field, int LastRow)>> starts;
    private readonly (int LastRow, ParsedCell Cell)[] active;
    private readonly string title;
    private int filledRows;

    private MergedCells(Dictionary<int, List<(int Field, int LastRow)>> starts, int fields, string title) =>
        (this.starts, active, this.title) = (starts, new (int, ParsedCell)[fields], title);

    /// <summary>What was filled; null when nothing.</summary>
    public string? Remark =>
        filledRows switch
        {
            0 => null,
            1 => $"A row takes {title} from a cell that is merged over several rows.",
            _ => $"{filledRows} rows take {title} from cells that are merged over several rows.",
        };

    /// <summary>Null when no cell of a field is merged over several rows below the header, as in nearly every sheet.</summary>
    public static MergedCells? Of(
        IReadOnlyList<MergedRange> merges,
        int headerRow,
        IReadOnlyList<ImportField> fields,
        IReadOnlyDictionary<string, int> columns
    )
    {
        Dictionary<int, List<(int, int)>>? starts = null;
        var filled = new SortedSet<int>();
        foreach (var merge in merges)
        {
            if (merge.LastRow == merge.FirstRow || merge.FirstRow <= headerRow)
                continue;
            for (var field = 0; field < fields.Count; field++)
            {
                // The value stands in the first column of the range.
                if (
                    fields[field].Type is FieldType.Money or FieldType.Number or FieldType.Whole
                    || !columns.TryGetValue(fields[field].Key, out var column)
                    || column != merge.FirstColumn
                )
                    continue;
                filled.Add(field);
                starts ??= [];
                if (!starts.TryGetValue(merge.FirstRow, out var list))
                    starts[merge.FirstRow] = list = [];
                list.Add((field, merge.LastRow));
            }
        }

        return starts is null
            ? null
            : new MergedCells(
                starts,
                fields.Count,
                string.Join(", ", filled.Select(f => fields[f].Title.ToLowerInvariant()))
            );
    }

    /// <summary>Remembers the merged cells that start in this row, and fills the blank ones below them.</summary>
    public void Fill(int row, ParsedCell[] cells)
    {
        var isFilled = false;
        for (var field = 0; field < active.Length; field++)
        {
            if (active[field].LastRow < row || !cells[field].IsBlank)
                continue;
            cells[field] = active[field].Cell;
            isFilled = true;
        }

        if (isFilled)
            filledRows++;
        if (!starts.TryGetValue(row, out var merges))
            return;
        foreach (var (field, lastRow) in merges)
            active[field] = (lastRow, cells[field]);
    }
}
