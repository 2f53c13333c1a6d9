using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>A table that holds what the rows of an upload are to write, until the upload is committed or discarded.</summary>
public interface IStagedTable
{
    /// <summary>Adds the records of the rows that belong to this table, with the row of the sheet that each comes from.</summary>
    Task StageAsync(
        IBulkImporter bulk,
        ReportsDb db,
        int uploadId,
        IReadOnlyList<ValidatedRow> rows,
        CancellationToken ct
    );

    /// <summary>Lets the database plan by what was staged just now.</summary>
    /// <param name="written">How many rows at most.</param>
    Task FollowAsync(ReportsDb db, long written, CancellationToken ct);

    /// <summary>Removes what is staged for an upload.</summary>
    Task ClearAsync(ReportsDb db, int uploadId, CancellationToken ct);
}

/// <summary>A staged table whose columns are those of an entity. The columns <c>upload_id</c> and <c>row_number</c> are filled in here.</summary>
public class StagedTable<T> : IStagedTable
    where T : class
{
    private (string Table, IReadOnlyList<StagedColumn> Columns)? layout;
    private Action<IBulkRow, T>? write;

    /// <summary>A record that is staged whatever is stored.</summary>
    public RecordWrite Write(T record) => new Addition(this, record);

    /// <summary>Name of the staged table.</summary>
    protected virtual string NameOf(string table) => table;

    /// <summary>The columns that are staged.</summary>
    protected virtual bool IsStaged(string property) => true;

    internal string Staged(ReportsDb db) => NameOf(Layout(db).Table);

    internal (string Table, IReadOnlyList<StagedColumn> Columns) Layout(ReportsDb db)
    {
        if (layout is { } known)
            return known;
        var entity = db.Model.FindEntityType(typeof(T))!;
        layout = (entity.GetTableName()!, [.. StagedColumns.Of(entity).Where(c => IsStaged(c.Property))]);
        return layout.Value;
    }

    public Task StageAsync(
        IBulkImporter bulk,
        ReportsDb db,
        int uploadId,
        IReadOnlyList<ValidatedRow> rows,
        CancellationToken ct
    )
    {
        var source = new RecordsOf(this, rows);
        if (!source.MoveNext())
            return Task.CompletedTask;
        var columns = Layout(db).Columns;
        write ??= StagedColumns.Writer<T>(columns);
        var more = true;
        return bulk.WriteAsync(
            db,
            Staged(db),
            [
                .. columns.Select(c => new BulkColumn(c.Name, c.Type)),
                new(StagedColumns.UploadId, BulkType.Int32),
                new(StagedColumns.RowNumber, BulkType.Int32),
            ],
            row =>
            {
                if (!more)
                    return false;
                write(row, source.Record);
                row.Write(uploadId);
                row.Write(source.RowNumber);
                more = source.MoveNext();
                return true;
            },
            ct
        );
    }

    public virtual Task FollowAsync(ReportsDb db, long written, CancellationToken ct) =>
        TableStatistics.FollowAsync(db, Staged(db), written, ct);

    /// <summary>Walks the records of one table in the rows of a chunk.</summary>
    private sealed class RecordsOf(StagedTable<T> table, IReadOnlyList<ValidatedRow> rows)
    {
        private int row;
        private int record = -1;

        public int RowNumber => rows[row].RowNumber;

        public T Record => (T)rows[row].Records[record].Record;

        public bool MoveNext()
        {
            for (record++; row < rows.Count; row++, record = 0)
            {
                var records = rows[row].Records;
                for (; record < records.Count; record++)
                {
                    if (ReferenceEquals(records[record].Table, table))
                        return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Removes what is staged for an upload. On SQLite a table that holds nothing else is emptied as a whole, which costs
    /// next to nothing; the caller's transaction keeps other writers out meanwhile.
    /// </summary>
    public virtual async Task ClearAsync(ReportsDb db, int uploadId, CancellationToken ct)
    {
        var isAlone =
            db is { IsPostgres: false, Database.CurrentTransaction: not null } && await IsAloneAsync(db, uploadId, ct);
        var sql = isAlone
            ? $"DELETE FROM {Staged(db)}"
            : $"DELETE FROM {Staged(db)} WHERE {StagedColumns.UploadId} = {Sql(uploadId)}";
        await db.Database.ExecuteSqlRawAsync(sql, ct);
    }

    private async Task<bool> IsAloneAsync(ReportsDb db, int uploadId, CancellationToken ct)
    {
        // By one each: the least and the greatest together would be looked for in all rows.
        var sql = $"""
            SELECT COALESCE((SELECT MIN({StagedColumns.UploadId}) FROM {Staged(db)}) = {Sql(uploadId)}
                AND (SELECT MAX({StagedColumns.UploadId}) FROM {Staged(db)}) = {Sql(uploadId)}, FALSE) AS "Value"
            """;
        return await db.Database.SqlQueryRaw<bool>(sql).SingleAsync(ct);
    }

    private protected static string Sql(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Addition(StagedTable<T> Owner, T Added) : RecordWrite
    {
        public override IStagedTable Table => Owner;

        public override object Record => Added;

        public override bool IsNew => true;

        public override bool AddChanges(List<CellChange> changes) => true;

        public override long Content(long hash) => hash;
    }
}
