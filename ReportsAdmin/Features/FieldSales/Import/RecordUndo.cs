using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>
/// Takes an upload's writes back. A row is a pile of writes, of which the topmost standing one counts: when this upload's is on top the row
/// goes back to the next one that stands, or goes when there is none; when a later upload's is on top, it stays and is listed.
/// </summary>
internal sealed class RecordUndo<T>(
    RecordTable<T> table,
    string kind,
    IReadOnlyList<RecordColumn> recordColumns,
    Func<StagedLine, RecordChange?> part
)
    where T : class, IUploaded
{
    private const int MaxListed = 200;

    /// <param name="neededBy">Says which of these rows are still needed, and by what; null when nothing can need them.</param>
    public async Task UndoAsync(
        ReportsDb db,
        UploadToMerge upload,
        Func<IReadOnlyList<int>, Task<DomainException?>>? neededBy,
        List<PreservedEdit> kept,
        CancellationToken ct
    )
    {
        var standing = await UploadOrder.Of(db, kind).Select(u => u.Id).ToHashSetAsync(ct);
        var written = await table.WrittenByAsync(db, upload.Id, ct);
        var gone = new List<long>();
        await foreach (var chunk in StagedRows.ReadAsync(db, upload.Id, ct))
        {
            foreach (var row in chunk)
            {
                if (Part(row.Payload) is not { } change)
                    continue;
                if (!written.TryGetValue(row.RowNumber, out var now))
                {
                    if (kept.Count < MaxListed)
                        kept.Add(
                            new PreservedEdit(
                                change.Values[0] as string ?? $"Row {row.RowNumber}",
                                "A later upload changed it; its value stays."
                            )
                        );
                }
                else if (await StandingAsync(db, change.Before, standing, ct) is { } before)
                    await table.RewriteAsync(db, before with { Id = now.Id }, ct);
                else
                    gone.Add(now.Id);
            }
        }

        if (neededBy is not null)
        {
            foreach (var ids in gone.Select(i => (int)i).Chunk(500))
            {
                if (await neededBy(ids) is { } error)
                    throw error;
            }
        }

        await table.RemoveAsync(db, gone, ct);
    }

    /// <summary>The write below this one that no undo has taken back; null when the row came with those that were.</summary>
    private async Task<StoredRecord?> StandingAsync(
        ReportsDb db,
        StoredRecord? before,
        HashSet<int> standing,
        CancellationToken ct
    )
    {
        while (before is { WrittenBy: not 0 } && !standing.Contains(before.WrittenBy))
            before = await StagedRows.PayloadAsync(db, before.WrittenBy, before.SheetRow, ct) is { } payload
                ? Part(payload)?.Before
                : null;
        return before;
    }

    private RecordChange? Part(string payload) =>
        part(StagedJson.Read(payload, recordColumns, BalanceTable.Table.Columns));
}
