using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Writes the staged rows of one table, and the balances that stand beside them, in the caller's transaction.</summary>
internal sealed class RecordMerge<T>(RecordTable<T> table, IBulkImporter bulk, int? stamp, int? owner)
    where T : class, IUploaded
{
    /// <remarks><c>stamp</c> is the column that holds the moment of writing, <c>owner</c> the balance's column that points at this table.</remarks>
    public async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        await foreach (var chunk in StagedRows.ReadAsync(db, upload.Id, ct))
        {
            var lines = chunk
                .Select(r => (r.RowNumber, Line: StagedJson.Read(r.Payload, table.Columns, BalanceTable.Table.Columns)))
                .ToList();
            foreach (var (_, line) in lines)
            {
                if (stamp is { } column && line.Record is { } record)
                    record.Values[column] = upload.Since;
            }

            await table.InsertAsync(
                bulk,
                db,
                upload.Id,
                [
                    .. lines
                        .Where(l => l.Line.Record is { Before: null })
                        .Select(l => (l.Line.Record!.Values, l.RowNumber)),
                ],
                ct
            );
            foreach (var (row, line) in lines)
            {
                if (line.Record is { Before: { } before } record)
                    await table.RewriteAsync(db, new StoredRecord(before.Id, record.Values, upload.Id, row), ct);
            }

            if (owner is { } pointer && lines.Exists(l => l.Line.Balance is not null))
                await MergeBalancesAsync(db, upload, pointer, lines, ct);
        }
    }

    private async Task MergeBalancesAsync(
        ReportsDb db,
        UploadToMerge upload,
        int pointer,
        List<(int RowNumber, StagedLine Line)> lines,
        CancellationToken ct
    )
    {
        // Rows made just now have their keys from the database.
        var made = lines.Exists(l => l.Line.OwnerId is null) ? await table.WrittenByAsync(db, upload.Id, ct) : [];
        var added = new List<(object?[] Values, int SheetRow)>();
        foreach (var (row, line) in lines)
        {
            if (line.Balance is not { } balance)
                continue;
            balance.Values[pointer] = (int)(line.OwnerId ?? made[row].Id);
            if (balance.Before is { } before)
                await BalanceTable.Table.RewriteAsync(
                    db,
                    new StoredRecord(before.Id, balance.Values, upload.Id, row),
                    ct
                );
            else
                added.Add((balance.Values, row));
        }

        await BalanceTable.Table.InsertAsync(bulk, db, upload.Id, added, ct);
    }
}
