using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>A kind of sheet that fills one table of this room: compared, written and taken back alike; the kinds differ in their columns and in how they read a row.</summary>
internal abstract class SheetTarget<T>(RecordTable<T> table, SheetFields fields, IBulkImporter bulk) : IImportTarget
    where T : class, IUploaded
{
    public abstract string Kind { get; }

    public abstract string Title { get; }

    public abstract ImportProfile Profile { get; }

    public string Topic => SalesQueries.DataTopic;

    public IReadOnlyList<ImportField> Fields => fields.All;

    /// <summary>The fields without which no row says anything.</summary>
    protected abstract IReadOnlyList<string> Needed { get; }

    /// <summary>The column that holds the moment of writing; null when there is none.</summary>
    protected virtual int? Stamp => null;

    /// <summary>The balance's column that points at this table; null when its rows owe nothing.</summary>
    protected virtual int? BalanceOwner => null;

    public string? MissingFields(IReadOnlySet<string> present) => fields.MissingFields(present, Needed);

    public abstract string? TotalField(IReadOnlySet<string> present);

    public abstract void WriteSample(Stream output, int period);

    public async Task<IImportComparison> CompareAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    ) => new RecordComparison(fields, table.Columns, await ReaderAsync(db, currentUser, terms, ct), terms);

    public Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        new RecordMerge<T>(table, bulk, Stamp, BalanceOwner).MergeAsync(db, upload, ct);

    public async Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var kept = new List<PreservedEdit>();
        if (BalanceOwner is not null)
            await new RecordUndo<PartyBalance>(BalanceTable.Table, Kind, table.Columns, l => l.Balance).UndoAsync(
                db,
                upload,
                null,
                kept,
                ct
            );
        await new RecordUndo<T>(table, Kind, table.Columns, l => l.Record).UndoAsync(
            db,
            upload,
            ids => NeededByAsync(db, ids, ct),
            kept,
            ct
        );
        return kept;
    }

    protected abstract Task<ILineReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    );

    /// <summary>Why rows cannot go because others speak of them; null when they can.</summary>
    protected virtual Task<DomainException?> NeededByAsync(
        ReportsDb db,
        IReadOnlyList<int> ids,
        CancellationToken ct
    ) => Task.FromResult<DomainException?>(null);
}
