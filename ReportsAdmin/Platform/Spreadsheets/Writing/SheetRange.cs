namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>Rows of a table on one sheet, first and last included, from 1.</summary>
internal sealed record SheetRange(string Sheet, int First, int Last)
{
    /// <summary>A column of several ranges as the arguments of a formula, seen from a sheet.</summary>
    public static string Formula(IEnumerable<SheetRange> ranges, int column, string from)
    {
        var name = Columns.Name(column);
        return string.Join(
            ',',
            ranges.Select(r =>
                FormattableString.Invariant(
                    $"{(r.Sheet == from ? "" : SheetNames.Quote(r.Sheet) + "!")}{name}{r.First}:{name}{r.Last}"
                )
            )
        );
    }
}
