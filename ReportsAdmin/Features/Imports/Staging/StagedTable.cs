using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>A table that holds what the rows of an upload are to write, until the upload is committed or discarded.</summary>
public interface IStagedTable
{
    /// <summary>Adds records with the row of the sheet that each comes from.</summary>
    Task StageAsync(
        IBulkImporter bulk,
        ReportsDb db,
        int uploadId,
        IReadOnlyList<(int Row, object Record)> records,
        CancellationToken ct
    );

    /// <summary>Removes what is staged for an upload.</summary>
    Task ClearAsync(ReportsDb db, int uploadId, CancellationToken ct);
}

/// <summary>A staged table whose columns are those of an entity. The columns <c>upload_id</c> and <c>row_number</c> are filled in here.</summary>
public class StagedTable<T> : IStagedTable
    where T : class
{
    private (string Table, IReadOnlyList<StagedColumn<T>> Columns)? layout;

    /// <summary>A record that is staged whatever is stored.</summary>
    public RecordWrite Write(T record) => new Addition(this, record);

    /// <summary>Name of the staged table.</summary>
    protected virtual string NameOf(string table) => table;

    /// <summary>The columns that are staged.</summary>
    protected virtual bool IsStaged(string property) => true;

    internal string Staged(ReportsDb db) => NameOf(Layout(db).Table);

    internal (string Table, IReadOnlyList<StagedColumn<T>> Columns) Layout(ReportsDb db)
    {
        if (layout is { } known)
            return known;
        var entity = db.Model.FindEntityType(typeof(T))!;
        layout = (entity.GetTableName()!, [.. StagedColumns.Of<T>(entity).Where(c => IsStaged(c.Property))]);
        return layout.Value;
    }

    public Task StageAsync(
        IBulkImporter bulk,
        ReportsDb db,
        int uploadId,
        IReadOnlyList<(int Row, object Record)> records,
        CancellationToken ct
    )
    {
        var columns = Layout(db).Columns;
        var at = 0;
        return bulk.InsertAsync(
            db,
            Staged(db),
            [
                .. columns.Select(c => new BulkColumn(c.Name, c.Type)),
                new(StagedColumns.UploadId, BulkType.Int32),
                new(StagedColumns.RowNumber, BulkType.Int32),
            ],
            values =>
            {
                if (at == records.Count)
                    return false;
                var (row, record) = records[at++];
                for (var i = 0; i < columns.Count; i++)
                    values[i] = columns[i].Read((T)record);
                (values[columns.Count], values[columns.Count + 1]) = (uploadId, row);
                return true;
            },
            ct
        );
    }

    public Task ClearAsync(ReportsDb db, int uploadId, CancellationToken ct)
    {
        var sql = $"DELETE FROM {Staged(db)} WHERE {StagedColumns.UploadId} = {Sql(uploadId)}";
        return db.Database.ExecuteSqlRawAsync(sql, ct);
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
