using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>Counts the texts of a table that are too long for a cell, so that none is cut without a word.</summary>
internal sealed class LongTexts(TableBlock table)
{
    /// <summary>Most characters of a cell, those of Excel.</summary>
    public const int Limit = 32_767;

    private readonly int[] columns =
    [
        .. Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Type == ColumnType.Text),
    ];
    private readonly long[] counts = new long[table.Columns.Count];

    public void Look(ReportRow row)
    {
        foreach (var i in columns)
        {
            if (row[i].Text is { Length: > Limit })
                counts[i]++;
        }
    }

    public IEnumerable<string> Warnings =>
        columns
            .Where(i => counts[i] > 0)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Table '{table.Title}', column '{table.Columns[i].Header}': {counts[i]} {(counts[i] == 1 ? "text was" : "texts were")} cut at 32,767 characters, the most a cell holds. CSV and JSON have them whole."
                )
            );
}
