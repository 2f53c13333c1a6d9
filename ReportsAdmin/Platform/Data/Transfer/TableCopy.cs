using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ReportsAdmin.Platform.Data.Postgres;
using ReportsAdmin.Platform.Data.Sqlite;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>Copies every table of one database into another that has the same schema and no data, whatever kinds the two are.</summary>
internal static class TableCopy
{
    /// <summary>Copies in one transaction of the target, then reads the target again and compares.</summary>
    /// <param name="from">Reads at one instant (<see cref="ReadSnapshot"/>), or nobody writes meanwhile.</param>
    /// <param name="progress">The table at hand, and the share of all tables in percent.</param>
    /// <returns>What each table holds.</returns>
    /// <exception cref="DomainException">The target does not hold the same afterwards; nothing was committed.</exception>
    public static async Task<IReadOnlyList<TableDigest>> CopyAsync(
        ReportsDb from,
        ReportsDb to,
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        IBulkImporter bulk = to.IsPostgres ? new PostgresBulkImporter() : new SqliteBulkImporter();
        var tables = TableLayout.Of(from);
        await using var transaction = await to.Database.BeginTransactionAsync(ct);
        // A row may refer to a later one of its own table.
        if (!to.IsPostgres)
            await to.Database.ExecuteSqlAsync($"PRAGMA defer_foreign_keys=ON", ct);
        await ClearAsync(to, tables, ct);
        var digests = new List<TableDigest>();
        for (var i = 0; i < tables.Count; i++)
        {
            progress(tables[i].Name, i * 100 / tables.Count);
            digests.Add(await CopyAsync(from, to, bulk, tables[i], ct));
        }

        var differences = TableDigest.Differences(digests, await TableRows.DigestAllAsync(to, ct));
        if (differences.Count > 0)
            throw DomainException.Conflict($"The copy differs: {string.Join("; ", differences)}. Nothing was changed.");
        await transaction.CommitAsync(ct);
        return digests;
    }

    private static async Task<TableDigest> CopyAsync(
        ReportsDb from,
        ReportsDb to,
        IBulkImporter bulk,
        TableLayout table,
        CancellationToken ct
    )
    {
        // Before the rows are read: the source has one connection.
        var last = table.Identity is { } counted ? await LastAsync(from, table, counted, ct) : 0;
        await using var rows = await TableRows.OpenAsync(from, table, ct);
        try
        {
            await bulk.InsertAsync(to, table.Name, table.Columns, rows.Next, ct);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidCastException or FormatException)
        {
            throw DomainException.Conflict($"{table.Name} cannot be copied: {e.GetBaseException().Message}");
        }

        if (table.Identity is { } identity && last > 0)
            await ContinueAsync(to, table, identity, last, ct);
        return rows.Digest;
    }

    /// <summary>Removes what the migrations themselves insert: the source has its own. Children go before those they refer to.</summary>
    private static async Task ClearAsync(ReportsDb to, IReadOnlyList<TableLayout> tables, CancellationToken ct)
    {
        foreach (var table in tables.Reverse())
        {
            // Tables come from the model.
            var sql = $"DELETE FROM {table.Name}";
            await to.Database.ExecuteSqlRawAsync(sql, ct);
        }
    }

    /// <summary>The highest number that the table has given away, also of rows that are gone: numbers in the audit log and in links never name another row later.</summary>
    private static async Task<long> LastAsync(ReportsDb from, TableLayout table, string identity, CancellationToken ct)
    {
        var most = await NumberAsync(from, $"SELECT coalesce(max({identity}), 0) FROM {table.Name}", ct);
        if (from.IsPostgres)
        {
            var sequence = await TextAsync(from, $"SELECT pg_get_serial_sequence('{table.Name}', '{identity}')", ct);
            return sequence is null
                ? most
                : Math.Max(
                    most,
                    await NumberAsync(
                        from,
                        $"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}",
                        ct
                    )
                );
        }

        return Math.Max(
            most,
            await NumberAsync(
                from,
                $"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table.Name}'), 0)",
                ct
            )
        );
    }

    private static async Task ContinueAsync(
        ReportsDb to,
        TableLayout table,
        string identity,
        long last,
        CancellationToken ct
    )
    {
        var sql = to.IsPostgres
            ? $"SELECT setval(s, {last}) FROM pg_get_serial_sequence('{table.Name}', '{identity}') AS s WHERE s IS NOT NULL"
            : $"""
                INSERT INTO sqlite_sequence (name, seq) SELECT '{table.Name}', 0
                WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table.Name}')
                    AND (SELECT sql FROM sqlite_master WHERE name = '{table.Name}') LIKE '%AUTOINCREMENT%';
                UPDATE sqlite_sequence SET seq = {last} WHERE name = '{table.Name}';
                """;
        await to.Database.ExecuteSqlRawAsync(sql, ct);
    }

    private static async Task<long> NumberAsync(ReportsDb db, string sql, CancellationToken ct) =>
        Convert.ToInt64(await ScalarAsync(db, sql, ct), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string?> TextAsync(ReportsDb db, string sql, CancellationToken ct) =>
        await ScalarAsync(db, sql, ct) as string;

    private static async Task<object?> ScalarAsync(ReportsDb db, string sql, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(ct);
    }
}
