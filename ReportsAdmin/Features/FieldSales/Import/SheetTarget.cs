using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>A kind of sheet that fills one table of this room, and the balances beside it where its rows say what is owed.</summary>
internal abstract class SheetTarget<T>(UploadTable<T> table, SheetFields fields, bool hasBalances = false)
    : IImportTarget
    where T : class, IUploaded
{
    public abstract string Kind { get; }

    public abstract string Title { get; }

    public abstract ImportProfile Profile { get; }

    public string Topic => SalesQueries.DataTopic;

    public SheetFields Fields => fields;

    public IReadOnlyList<IStagedTable> Tables { get; } = hasBalances ? [table, Balances.Table] : [table];

    /// <summary>The fields without which no row says anything.</summary>
    protected abstract IReadOnlyList<string> Needed { get; }

    public string? MissingFields(IReadOnlySet<string> present) => fields.MissingFields(present, Needed);

    public abstract string? TotalField(IReadOnlySet<string> present);

    public abstract void WriteSample(Stream output, int period);

    public abstract Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    );

    public virtual Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        Tables.MergeAsync(db, upload, ct);

    public virtual async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        ReportsDb db,
        UploadToMerge upload,
        CancellationToken ct
    )
    {
        var kept = new List<PreservedEdit>();
        if (hasBalances)
            kept.AddRange(await Balances.Table.UndoAsync(db, upload, ct));
        var created = db.Set<T>().Where(r => r.BatchId == upload.Id && r.WrittenBy == upload.Id);
        if (await NeededByAsync(db, created, ct) is { } error)
            throw error;
        kept.AddRange(await table.UndoAsync(db, upload, ct));
        return kept;
    }

    /// <summary>Why rows that the upload created cannot go because others refer to them; null when they can.</summary>
    protected virtual Task<DomainException?> NeededByAsync(ReportsDb db, IQueryable<T> created, CancellationToken ct) =>
        Task.FromResult<DomainException?>(null);
}
