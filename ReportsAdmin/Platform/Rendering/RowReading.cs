namespace ReportsAdmin.Platform.Rendering;

/// <summary>
/// Reads the tables of one rendering: each is opened once and disposed always, its totals are summed on the way, and progress
/// and cancellation are looked at every 1,000 rows.
/// </summary>
internal sealed class RowReading(IProgress<long>? progress, CancellationToken ct)
{
    private const int Step = 1_000;

    /// <summary>Rows read so far, of all tables together.</summary>
    public long Rows { get; private set; }

    /// <param name="write">Called for each row; the row is overwritten by the next.</param>
    public async Task<TableTotals> ReadAsync(TableBlock table, Action<ReportRow> write)
    {
        ct.ThrowIfCancellationRequested();
        var totals = new TableTotals(table.Columns);
        var row = new ReportRow(table.Columns.Count);
        await using (var source = table.Open())
        {
            while (await source.NextAsync(row, ct))
            {
                write(row);
                totals.Add(row);
                if (++Rows % Step == 0)
                    Look();
            }
        }

        Look();
        return totals;
    }

    private void Look()
    {
        ct.ThrowIfCancellationRequested();
        progress?.Report(Rows);
    }
}
