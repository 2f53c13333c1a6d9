using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Looks at a workbook before any row is read as data.</summary>
internal static class SheetScanner
{
    // No heading is longer; a cell of notes may be.
    private const int MaxHeading = 1_000;

    /// <summary>The sheet and header to use: those a person chose, else the first visible sheet with the best header. Null when there is none.</summary>
    public static (int Sheet, HeaderMatch? Header) FindHeader(
        IWorkbook workbook,
        IImportTarget target,
        int? chosenSheet,
        int? chosenRow
    )
    {
        var visible = Enumerable
            .Range(0, workbook.Sheets.Count)
            .Where(i => !workbook.Sheets[i].Hidden)
            .DefaultIfEmpty(0)
            .ToList();
        (int Sheet, HeaderMatch? Header) best = (chosenSheet ?? visible[0], null);
        foreach (var sheet in chosenSheet is { } only ? [only] : visible)
        {
            var rows = FirstRows(workbook, sheet);
            var header = chosenRow is { } row
                ? rows.Where(r => r.Number == row)
                    .Select(r => new HeaderMatch(r.Number, r.Cells, HeaderFinder.Match(r.Cells, target.Fields.All)))
                    .FirstOrDefault()
                : HeaderFinder.Find(rows, target.Fields.All, fields => target.MissingFields(fields) is null);
            header = header is null ? null : header with { Titles = TitlesAbove(rows, header) };
            if (
                header is not null
                && (best.Header is null || Score(header, target).CompareTo(Score(best.Header, target)) > 0)
            )
                best = (sheet, header);
        }

        return best;
    }

    /// <summary>The texts of the first rows that hold anything, with merged cells filled in.</summary>
    public static List<(int Number, IReadOnlyList<string> Cells)> FirstRows(IWorkbook workbook, int sheet)
    {
        var rows = new List<(int Number, IReadOnlyList<string> Cells)>();
        using (var reader = workbook.OpenSheet(sheet))
        {
            while (rows.Count < HeaderFinder.RowsLookedAt && reader.Read())
            {
                var cells = new string[Math.Min(reader.Count, 256)];
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = CleanText.Clip(reader[i].Display.Trim(), MaxHeading);
                if (cells.Any(c => c.Length > 0))
                    rows.Add((reader.RowNumber, cells));
            }
        }

        if (rows.Count > 0)
            FillMerged(rows, workbook.Merges(sheet));
        return rows;
    }

    private static (bool, int) Score(HeaderMatch header, IImportTarget target) =>
        (target.MissingFields(ColumnKey.Fields(header.Columns.Keys)) is null, header.Columns.Count);

    /// <summary>The row that is most likely the header of a sheet whose column names are unknown: the fullest of texts alone.</summary>
    public static HeaderMatch? GuessHeader(IWorkbook workbook, int sheet)
    {
        var rows = FirstRows(workbook, sheet);
        var best = rows.Where(r => r.Cells.All(c => c.Length == 0 || AmountText.Read(c, out _) is null))
            .OrderByDescending(r => r.Cells.Count(c => c.Length > 0))
            .ThenBy(r => r.Number)
            .FirstOrDefault();
        if (best.Cells is null)
            best = rows.FirstOrDefault();
        return best.Cells is null
            ? null
            : new HeaderMatch(best.Number, best.Cells, new Dictionary<string, int>(StringComparer.Ordinal));
    }

    private static List<string> TitlesAbove(List<(int Number, IReadOnlyList<string> Cells)> rows, HeaderMatch header) =>
        [
            .. rows.Where(r => r.Number < header.Row)
                .SelectMany(r => r.Cells)
                .Where(c => c.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];

    private static void FillMerged(
        List<(int Number, IReadOnlyList<string> Cells)> rows,
        IReadOnlyList<MergedRange> merges
    )
    {
        var index = rows.Select((r, i) => (r.Number, i)).ToDictionary(x => x.Number, x => x.i);
        foreach (var merge in merges)
        {
            // Only headings are filled across; a title merged over the whole width would otherwise name every column.
            if (
                merge.LastColumn - merge.FirstColumn > 12
                || !index.TryGetValue(merge.FirstRow, out var first)
                || merge.FirstColumn >= rows[first].Cells.Count
            )
                continue;
            var text = rows[first].Cells[merge.FirstColumn];
            for (var row = merge.FirstRow; row <= Math.Min(merge.LastRow, rows[^1].Number); row++)
            {
                if (!index.TryGetValue(row, out var at))
                    continue;
                var cells = rows[at]
                    .Cells.Concat(Enumerable.Repeat("", Math.Max(0, merge.LastColumn + 1 - rows[at].Cells.Count)))
                    .ToArray();
                for (var column = merge.FirstColumn; column <= merge.LastColumn; column++)
                    cells[column] = text;
                rows[at] = (rows[at].Number, cells);
            }
        }
    }
}
