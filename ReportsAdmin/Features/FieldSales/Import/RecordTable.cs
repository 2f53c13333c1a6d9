using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>A column that uploads write.</summary>
/// <param name="Title">What a change of it is called in the preview; null when nobody is to see it, for it follows from others.</param>
/// <param name="Show">The value as people read it.</param>
internal sealed record RecordColumn(
    string Name,
    BulkType Type,
    string? Title = null,
    Func<object?, string>? Show = null
)
{
    public string Text(object? value) =>
        Show?.Invoke(value)
        ?? value switch
        {
            null => "",
            bool flag => flag ? "yes" : "no",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}

/// <summary>A row as it stands in its table, with the upload and the row of the sheet that wrote it last.</summary>
internal sealed record StoredRecord(long Id, object?[] Values, int WrittenBy, int SheetRow);

/// <summary>A table whose rows come from sheets: how they are read back, added, rewritten and removed. The names are constants of this room, never input.</summary>
/// <param name="id">What identifies a row in SQL.</param>
internal sealed class RecordTable<T>(
    string name,
    IReadOnlyList<RecordColumn> columns,
    Func<T, long> idOf,
    Func<T, object?[]> valuesOf,
    string id = "id"
)
    where T : class, IUploaded
{
    private const int ChunkRows = 500;

    private readonly string update =
        $"UPDATE {name} SET {string.Join(", ", columns.Select((c, i) => $"{c.Name} = {{{i}}}"))}, written_by = {{{columns.Count}}}, sheet_row = {{{columns.Count + 1}}} WHERE {id} = {{{columns.Count + 2}}}";
    private readonly IReadOnlyList<BulkColumn> inserted =
    [
        .. columns.Select(c => new BulkColumn(c.Name, c.Type)),
        new("batch_id", BulkType.Int32),
        new("written_by", BulkType.Int32),
        new("sheet_row", BulkType.Int32),
    ];

    public IReadOnlyList<RecordColumn> Columns => columns;

    public StoredRecord ToRecord(T row) => new(idOf(row), valuesOf(row), row.WrittenBy, row.SheetRow);

    public Task InsertAsync(
        IBulkImporter bulk,
        ReportsDb db,
        int uploadId,
        IReadOnlyList<(object?[] Values, int SheetRow)> rows,
        CancellationToken ct
    )
    {
        var at = 0;
        return rows.Count == 0
            ? Task.CompletedTask
            : bulk.InsertAsync(
                db,
                name,
                inserted,
                values =>
                {
                    if (at == rows.Count)
                        return false;
                    var (from, sheetRow) = rows[at++];
                    from.CopyTo(values, 0);
                    (values[from.Length], values[from.Length + 1], values[from.Length + 2]) = (
                        uploadId,
                        uploadId,
                        sheetRow
                    );
                    return true;
                },
                ct
            );
    }

    /// <summary>Gives a row other values, as written by that row of that upload.</summary>
    public Task RewriteAsync(ReportsDb db, StoredRecord record, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(
            update,
            [.. record.Values.Append(record.WrittenBy).Append(record.SheetRow).Append(record.Id).Select(v => v!)],
            ct
        );

    public async Task RemoveAsync(ReportsDb db, IEnumerable<long> ids, CancellationToken ct)
    {
        foreach (var chunk in ids.Chunk(ChunkRows))
        {
            var delete =
                $"DELETE FROM {name} WHERE {id} IN ({string.Join(", ", chunk.Select(i => i.ToString(CultureInfo.InvariantCulture)))})";
            await db.Database.ExecuteSqlRawAsync(delete, ct);
        }
    }

    /// <summary>The rows that this upload wrote last, by their row of the sheet.</summary>
    public async Task<Dictionary<int, StoredRecord>> WrittenByAsync(ReportsDb db, int uploadId, CancellationToken ct) =>
        (await db.Set<T>().Where(r => r.WrittenBy == uploadId).ToListAsync(ct)).ToDictionary(r => r.SheetRow, ToRecord);
}
