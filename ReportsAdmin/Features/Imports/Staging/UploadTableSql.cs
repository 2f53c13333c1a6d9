using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

public sealed partial class UploadTable<T>
{
    private const int MaxListed = 200;

    /// <summary>Keys in one statement.</summary>
    private const int MaxKeys = 500;

    public async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var sql = Of(db);
        if (AssignsKeys)
            upload.Keys.StartAfter(this, await sql.HighestKeyAsync(db, ct));
        var kept = await RunAsync(db, sql.KeepStagedTargets(upload.Id), ct);
        await TableStatistics.FollowAsync(db, sql.Images, kept, ct);
        await RunAsync(db, sql.Update(upload), ct, upload.Since);
        var added = await RunAsync(db, sql.Insert(upload), ct, upload.Since);
        await TableStatistics.FollowAsync(db, sql.Table, added, ct);
        if (AssignsKeys && sql.Sequence is { } sequence && db.IsPostgres)
            await RunAsync(db, sequence, ct);
        await ClearAsync(db, upload.Id, ct);
    }

    /// <summary>Writes columns of stored rows in the name of the upload, so that its undo restores them.</summary>
    /// <param name="set">SQL assignments.</param>
    /// <param name="where">SQL condition on the table.</param>
    public async Task RewriteAsync(ReportsDb db, UploadToMerge upload, string set, string where, CancellationToken ct)
    {
        var sql = Of(db);
        await RunAsync(db, sql.Keep(upload.Id, where), ct);
        await RunAsync(
            db,
            $"UPDATE {sql.Table} SET {set}, written_by = {Sql(upload.Id)} WHERE {where}",
            ct,
            upload.Since
        );
    }

    /// <summary>Lets an undo of the upload leave one property of these rows as it is now: people set it since.</summary>
    public async Task KeepCurrentAsync(
        ReportsDb db,
        int uploadId,
        string property,
        IEnumerable<int> keys,
        CancellationToken ct
    )
    {
        foreach (var chunk in keys.Chunk(MaxKeys))
            await RunAsync(db, Of(db).KeepCurrent(uploadId, property, chunk), ct);
    }

    /// <summary>The latest upload that wrote over a row of this one; null when there is none.</summary>
    public async Task<int?> WrittenOverByAsync(ReportsDb db, int uploadId, CancellationToken ct)
    {
        var sql =
            $"SELECT MAX(upload_id) AS \"Value\" FROM {Of(db).Images} WHERE written_by = {Sql(uploadId)} AND upload_id <> {Sql(uploadId)}";
        return await db.Database.SqlQueryRaw<int?>(sql).SingleAsync(ct);
    }

    public async Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var sql = Of(db);
        var kept = await db.Database.SqlQueryRaw<string>(sql.WrittenOver(upload.Id)).ToListAsync(ct);
        foreach (var statement in sql.Undo(upload.Id))
            await RunAsync(db, statement, ct);
        return [.. kept.Select(k => new PreservedEdit(k, "A later upload changed it; its value stays."))];
    }

    // The only parameter is the moment of writing.
    private static Task<int> RunAsync(ReportsDb db, string sql, CancellationToken ct, DateTime? moment = null) =>
        moment is { } at && sql.Contains("{0}", StringComparison.Ordinal)
            ? db.Database.ExecuteSqlRawAsync(sql, [at], ct)
            : db.Database.ExecuteSqlRawAsync(sql, ct);

    /// <summary>The SQL of one table. Both databases understand all of it.</summary>
    private sealed class Statements
    {
        private readonly UploadTable<T> owner;
        private readonly IReadOnlyList<StagedColumn> columns;
        private readonly HashSet<string> keys;
        private readonly string staged;

        public Statements(UploadTable<T> owner, ReportsDb db)
        {
            this.owner = owner;
            (Table, columns) = owner.Layout(db);
            (staged, Images) = (owner.StagedWithin is { } query ? $"({query})" : owner.Staged(db), Replaced(Table));
            var key = db.Model.FindEntityType(typeof(T))!.FindPrimaryKey()!;
            keys = key.Properties.Select(p => p.GetColumnName()).ToHashSet(StringComparer.Ordinal);
            if (key.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } only])
                (generated, Sequence) = (
                    only.GetColumnName(),
                    $"SELECT setval(pg_get_serial_sequence('{Table}', '{only.GetColumnName()}'), (SELECT MAX({only.GetColumnName()}) FROM {Table}))"
                );
        }

        private readonly string? generated;

        public string Table { get; }

        public string Images { get; }

        /// <summary>Moves PostgreSQL's sequence past the keys given here; null when the database gives no keys.</summary>
        public string? Sequence { get; }

        public Task<long> HighestKeyAsync(ReportsDb db, CancellationToken ct)
        {
            var sql = $"SELECT CAST(COALESCE(MAX({keys.Single()}), 0) AS bigint) AS \"Value\" FROM {Table}";
            return db.Database.SqlQueryRaw<long>(sql).SingleAsync(ct);
        }

        public string KeepStagedTargets(int upload) =>
            $"""
                INSERT INTO {Images} (upload_id, {Names("")}, batch_id, written_by, sheet_row)
                SELECT {upload}, {Names("x.")}, x.batch_id, x.written_by, x.sheet_row
                FROM {staged} s JOIN {Table} x ON {Same("x.", "s.")}
                WHERE s.upload_id = {upload}
                """;

        public string Keep(int upload, string where) =>
            $"""
                INSERT INTO {Images} (upload_id, {Names("")}, batch_id, written_by, sheet_row)
                SELECT {upload}, {Names("")}, batch_id, written_by, sheet_row
                FROM {Table}
                WHERE {where}
                """;

        public string KeepCurrent(int upload, string property, IEnumerable<int> ids)
        {
            var (column, key) = (columns.Single(c => c.Property == property).Name, keys.Single());
            return $"""
                UPDATE {Images} SET {column} = (SELECT x.{column} FROM {Table} x WHERE x.{key} = {Images}.{key})
                WHERE upload_id = {upload} AND {key} IN ({string.Join(", ", ids)})
                """;
        }

        public string Update(UploadToMerge upload) =>
            $$"""
                UPDATE {{Table}} SET {{string.Join(
                    ", ",
                    Written().Select(c => $"{c.Name} = {Value(c, upload)}")
                )}}, written_by = {{upload.Id}}, sheet_row = s.row_number
                FROM {{staged}} s
                WHERE s.upload_id = {{upload.Id}} AND {{Same(Table + ".", "s.")}}
                """;

        public string Insert(UploadToMerge upload)
        {
            var inserted = columns.Where(c => owner.AssignsKeys || c.Name != generated).ToList();
            var isNew =
                keys.Count > 1 || (generated is null && !owner.AssignsKeys)
                    ? $"NOT EXISTS (SELECT 1 FROM {Table} x WHERE {Same("x.", "s.")})"
                : owner.AssignsKeys ? $"s.{keys.Single()} < 0"
                : $"s.{keys.Single()} = 0";
            // Keys that the database gives follow the sheet; to those that are given already the order is nothing.
            var order = owner.AssignsKeys ? "" : "ORDER BY s.row_number";
            return $"""
                INSERT INTO {Table} ({string.Join(", ", inserted.Select(c => c.Name))}, batch_id, written_by, sheet_row)
                SELECT {string.Join(
                    ", ",
                    inserted.Select(c => Value(c, upload))
                )}, {upload.Id}, {upload.Id}, s.row_number
                FROM {staged} s
                WHERE s.upload_id = {upload.Id} AND {isNew}
                {order}
                """;
        }

        public string WrittenOver(int upload) =>
            $"""
                SELECT {(
                    owner.NamedBy is { } name ? columns.Single(c => c.Property == name).Name : "'Row ' || sheet_row"
                )} AS "Value"
                FROM {Images} WHERE written_by = {upload} AND upload_id <> {upload}
                ORDER BY sheet_row LIMIT {MaxListed}
                """;

        /// <summary>
        /// A row is a pile of writes. Where this upload's write is on top, the row goes back to the image below it, or goes
        /// when there is none. Where a later upload wrote over it, that upload's image becomes the one below this write.
        /// </summary>
        public IEnumerable<string> Undo(int upload)
        {
            var below = $"SELECT 1 FROM {Images} m WHERE m.upload_id = {upload} AND {Same("m.", "r.")}";
            var restored = string.Join(", ", Written().Select(c => $"{c.Name} = m.{c.Name}"));
            yield return $"""
                UPDATE {Table} SET batch_id = r.upload_id
                FROM {Images} r
                WHERE r.written_by = {upload} AND {Same(
                    Table + ".",
                    "r."
                )} AND {Table}.batch_id = {upload} AND NOT EXISTS ({below})
                """;
            yield return $"DELETE FROM {Images} AS r WHERE r.written_by = {upload} AND NOT EXISTS ({below})";
            yield return $"""
                UPDATE {Images} AS r SET {restored}, written_by = m.written_by, sheet_row = m.sheet_row
                FROM {Images} m
                WHERE m.upload_id = {upload} AND r.written_by = {upload} AND {Same("r.", "m.")}
                """;
            yield return $"""
                UPDATE {Table} SET {restored}, written_by = m.written_by, sheet_row = m.sheet_row
                FROM {Images} m
                WHERE m.upload_id = {upload} AND {Same(Table + ".", "m.")} AND {Table}.written_by = {upload}
                """;
            if (!owner.KeepsCreated)
                yield return $"DELETE FROM {Table} WHERE batch_id = {upload} AND written_by = {upload}";
            yield return $"DELETE FROM {Images} WHERE upload_id = {upload}";
        }

        private IEnumerable<StagedColumn> Written() =>
            columns.Where(c =>
                !keys.Contains(c.Name) && !owner.InsertOnly.Contains(c.Property, StringComparer.Ordinal)
            );

        private string Value(StagedColumn column, UploadToMerge upload) =>
            owner.Stamped.Contains(column.Property, StringComparer.Ordinal) ? "{0}"
            : owner.References.TryGetValue(column.Property, out var parent)
                ? upload.Keys.Resolve("s." + column.Name, parent)
            : owner.AssignsKeys && keys.Contains(column.Name) ? upload.Keys.Resolve("s." + column.Name, owner)
            : "s." + column.Name;

        private string Names(string alias) => string.Join(", ", columns.Select(c => alias + c.Name));

        private string Same(string left, string right) =>
            string.Join(" AND ", keys.Select(k => $"{left}{k} = {right}{k}"));
    }
}
