using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>A field of a record whose change people see in the preview.</summary>
/// <param name="Title">Its name in the preview; null when it is compared but not shown.</param>
/// <param name="Show">The value as people read it; null for plain text.</param>
public sealed record ShownField<T>(string? Title, Func<T, object?> Read, Func<object?, string>? Show = null);

/// <summary>A table that uploads write, as the engine sees it.</summary>
public interface IUploadTable : IStagedTable
{
    /// <summary>Writes what is staged, in the caller's transaction.</summary>
    Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct);

    /// <summary>Takes the upload's writes back, in the caller's transaction; answers what stays because a later upload wrote it.</summary>
    Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct);
}

/// <summary>
/// A table that uploads write: compared, merged and undone set by set inside the database. Beside it stand
/// <c>staged_…</c>, with the records of uploads that are not committed, and <c>replaced_…</c>, with each row as it was
/// before a committed upload wrote it. Table and column names come from EF's model, never from input.
/// </summary>
public sealed partial class UploadTable<T>(params IReadOnlyList<ShownField<T>> shown) : StagedTable<T>, IUploadTable
    where T : class, IUploaded
{
    private static readonly string[] Origin =
    [
        nameof(IUploaded.BatchId),
        nameof(IUploaded.WrittenBy),
        nameof(IUploaded.SheetRow),
    ];

    private Statements? statements;

    /// <summary>True when new rows are staged with keys of <see cref="NewKeys"/>; otherwise the database gives the key, or it is part of the record.</summary>
    public bool AssignsKeys { get; init; }

    /// <summary>Properties that only an insert sets: afterwards they are people's.</summary>
    public IReadOnlyList<string> InsertOnly { get; init; } = [];

    /// <summary>Properties that hold the moment of each write.</summary>
    public IReadOnlyList<string> Stamped { get; init; } = [];

    /// <summary>Properties that refer to rows of other tables of the same upload.</summary>
    public IReadOnlyDictionary<string, IUploadTable> References { get; init; } = new Dictionary<string, IUploadTable>();

    /// <summary>True when an undo leaves the rows it created to its room, because others may need them.</summary>
    public bool KeepsCreated { get; init; }

    /// <summary>
    /// Where the records are staged together with others: an SQL query of the columns of the table, <c>upload_id</c> and
    /// <c>row_number</c>. Null when they have a staged table of their own.
    /// </summary>
    public string? StagedWithin { get; init; }

    /// <summary>Property that names a row to people in the list of what an undo kept; null: its row of the sheet.</summary>
    public string? NamedBy { get; init; }

    public RecordWrite Write(T record, T? stored, bool silent = false) => new Change(this, record, stored, silent);

    protected override string NameOf(string table) => "staged_" + table;

    public override Task FollowAsync(ReportsDb db, long written, CancellationToken ct) =>
        StagedWithin is null ? base.FollowAsync(db, written, ct) : Task.CompletedTask;

    public override Task ClearAsync(ReportsDb db, int uploadId, CancellationToken ct) =>
        StagedWithin is null ? base.ClearAsync(db, uploadId, ct) : Task.CompletedTask;

    protected override bool IsStaged(string property) => !Origin.Contains(property, StringComparer.Ordinal);

    internal static string Replaced(string table) => "replaced_" + table;

    private sealed record Change(UploadTable<T> Owner, T After, T? Before, bool Silent) : RecordWrite
    {
        public override IStagedTable Table => Owner;

        public override object Record => After;

        public override bool IsNew => Before is null;

        public override bool AddChanges(List<CellChange> changes)
        {
            var differs = false;
            foreach (var field in Owner.Fields)
            {
                var (before, after) = (Before is null ? null : field.Read(Before), field.Read(After));
                if (Equals(before, after))
                    continue;
                differs = true;
                if (field.Title is { } title && !Silent)
                    changes.Add(new CellChange(title, Before is null ? "" : Text(field, before), Text(field, after)));
            }

            return differs;
        }

        public override long Content(long hash)
        {
            foreach (var field in Owner.Fields)
                hash = ContentHash.Add(hash, field.Read(After));
            return hash;
        }

        private static string Text(ShownField<T> field, object? value) =>
            field.Show?.Invoke(value)
            ?? value switch
            {
                null => "",
                bool flag => flag ? "yes" : "no",
                _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
            };
    }

    private IReadOnlyList<ShownField<T>> Fields => shown;

    private Statements Of(ReportsDb db) => statements ??= new Statements(this, db);
}

/// <summary>Merges and undoes all tables of a kind.</summary>
public static class UploadTables
{
    /// <summary>Writes what is staged, referenced tables first.</summary>
    public static async Task MergeAsync(
        this IReadOnlyList<IStagedTable> tables,
        ReportsDb db,
        UploadToMerge upload,
        CancellationToken ct
    )
    {
        foreach (var table in tables.OfType<IUploadTable>())
            await table.MergeAsync(db, upload, ct);
    }

    /// <summary>Takes the upload's writes back, referencing tables first; answers what stays.</summary>
    public static async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        this IReadOnlyList<IStagedTable> tables,
        ReportsDb db,
        UploadToMerge upload,
        CancellationToken ct
    )
    {
        var kept = new List<PreservedEdit>();
        foreach (var table in tables.OfType<IUploadTable>().Reverse())
            kept.AddRange(await table.UndoAsync(db, upload, ct));
        return kept;
    }
}

/// <summary>A record that a row of a sheet writes.</summary>
public abstract record RecordWrite
{
    public abstract IStagedTable Table { get; }

    public abstract object Record { get; }

    /// <summary>Whether nothing is stored under its key.</summary>
    public abstract bool IsNew { get; }

    /// <summary>Adds the changes that people see; answers whether anything differs from what is stored.</summary>
    public abstract bool AddChanges(List<CellChange> changes);

    /// <summary>Mixes what the record says into a hash.</summary>
    public abstract long Content(long hash);
}

/// <summary>A 64-bit hash of values, equal for equal values within one process.</summary>
public static class ContentHash
{
    private const long Prime = 0x100000001B3;

    public static long Of(params ReadOnlySpan<object?> values)
    {
        long hash = 0;
        foreach (var value in values)
            hash = Add(hash, value);
        return hash;
    }

    public static long Add(long hash, object? value) =>
        value switch
        {
            null => unchecked((hash ^ 1) * Prime),
            string text => Add(hash, text),
            long number => Add(hash, number),
            int number => Add(hash, (long)number),
            DateOnly day => Add(hash, (long)day.DayNumber),
            DateTime instant => Add(hash, instant.Ticks),
            _ => Add(hash, (long)value.GetHashCode()),
        };

    private static long Add(long hash, string text)
    {
        foreach (var c in text)
            hash = unchecked((hash ^ c) * Prime);
        return unchecked((hash ^ text.Length) * Prime);
    }

    private static long Add(long hash, long number)
    {
        hash = unchecked((hash ^ (number & 0xFFFFFFFF)) * Prime);
        return unchecked((hash ^ (number >>> 32)) * Prime);
    }
}
