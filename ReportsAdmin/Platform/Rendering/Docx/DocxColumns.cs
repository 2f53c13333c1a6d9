using ReportsAdmin.Platform.Rendering.Text;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>Columns that are side by side in one table, with their widths in twentieths of a point.</summary>
/// <param name="Indexes">Columns of the report's table, from 0.</param>
/// <param name="IsSmall">Whether its text is set smaller, so that the table fits the page.</param>
internal sealed record DocxColumns(IReadOnlyList<int> Indexes, IReadOnlyList<int> Widths, bool IsSmall)
{
    // Word allows 63 columns in a table.
    private const int MaxColumns = 63;
    private const int TextCharacter = 88;
    private const int DigitCharacter = 96;
    private const int HeadCharacter = 106;

    // Small text as part of the ordinary size, and the part of the room that texts would like to have which they must get before a table is split.
    private const double Small = 0.88;
    private const double MinRoom = 0.35;

    // How far columns are stretched to fill the page; a few narrow ones keep about their size.
    private const double MaxStretch = 2.2;

    public static int NaturalWidth(IReadOnlyList<ReportColumn> columns) => columns.Sum(c => Wanted(c).Natural);

    /// <summary>Splits a table that is too wide for the page; the first column, which says what a row is about, is repeated.</summary>
    public static IReadOnlyList<DocxColumns> Of(IReadOnlyList<ReportColumn> columns, int textWidth)
    {
        var all = Enumerable.Range(0, columns.Count).ToList();
        if (columns.Count <= MaxColumns && NaturalWidth(columns) <= textWidth)
            return [Stretched(all, columns, textWidth)];
        if (columns.Count <= MaxColumns && Squeezed(all, columns, textWidth) is { } squeezed)
            return [squeezed];
        return [.. Bands(columns, textWidth).Select(b => Stretched(b, columns, textWidth))];
    }

    private static IEnumerable<List<int>> Bands(IReadOnlyList<ReportColumn> columns, int textWidth)
    {
        var first = Math.Min(Wanted(columns[0]).Natural, textWidth / 3);
        var band = new List<int> { 0 };
        var used = first;
        for (var i = 1; i < columns.Count; i++)
        {
            var width = Math.Min(Wanted(columns[i]).Natural, textWidth - first);
            if (band.Count > 1 && (used + width > textWidth || band.Count == MaxColumns))
            {
                yield return band;
                band = [0];
                used = first;
            }

            band.Add(i);
            used += width;
        }

        yield return band;
    }

    private static DocxColumns Stretched(List<int> indexes, IReadOnlyList<ReportColumn> columns, int textWidth)
    {
        var natural = indexes.Select(i => (double)Math.Min(Wanted(columns[i]).Natural, textWidth / 2)).ToList();
        var stretch = Math.Min(textWidth / natural.Sum(), MaxStretch);
        return new DocxColumns(indexes, [.. natural.Select(n => (int)(n * stretch))], IsSmall: false);
    }

    /// <summary>Numbers and dates keep their width, so that none breaks in two; texts share what is left. Null when that is too little.</summary>
    private static DocxColumns? Squeezed(List<int> indexes, IReadOnlyList<ReportColumn> columns, int textWidth)
    {
        var wanted = indexes.Select(i => Wanted(columns[i])).ToList();
        var flexible = wanted.Sum(w => (w.Natural - w.Least) * Small);
        var room = textWidth - wanted.Sum(w => w.Least * Small);
        if (room < flexible * MinRoom)
            return null;
        var share = flexible == 0 ? 0 : room / flexible;
        return new DocxColumns(
            indexes,
            [.. wanted.Select(w => (int)((w.Least + (w.Natural - w.Least) * share) * Small))],
            IsSmall: true
        );
    }

    private static (int Least, int Natural) Wanted(ReportColumn column)
    {
        var head =
            column.Header.Split(' ').Max(word => Math.Min(word.Length, 20)) * HeadCharacter + DocxStyles.CellMargins;
        var natural = Math.Max(
            head,
            column.Type switch
            {
                ColumnType.Money => (int)Math.Clamp(column.Width, 15, 19) * DigitCharacter + DocxStyles.CellMargins,
                ColumnType.Date => 12 * DigitCharacter + DocxStyles.CellMargins,
                ColumnType.DateTime => 17 * DigitCharacter + DocxStyles.CellMargins,
                _ when CellText.IsRight(column.Type) => (int)Math.Clamp(column.Width, 7, 16) * DigitCharacter
                    + DocxStyles.CellMargins,
                _ => (int)(Math.Clamp(column.Width, 5, 60) * TextCharacter) + DocxStyles.CellMargins,
            }
        );
        return (
            column.Type is ColumnType.Text or ColumnType.Boolean
                ? Math.Max(head, column.Unique ? natural * 4 / 5 : natural / 2)
                : natural,
            natural
        );
    }
}
