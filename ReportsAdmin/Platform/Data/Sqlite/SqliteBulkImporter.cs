using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>
/// One prepared statement, bound by position on the connection's own handle. The provider's parameters are looked up by
/// name for every value of every row, which costs as much as the insert itself.
/// </summary>
internal sealed class SqliteBulkImporter : IBulkImporter
{
    public async Task<long> WriteAsync(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<IBulkRow, bool> next,
        CancellationToken ct
    )
    {
        ReadOnlyWork.Refuse();
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
            var (names, marks) = (columns.Select(c => c.Name), columns.Select(_ => "?"));
            var sql = $"""
                INSERT INTO {table} ({string.Join(", ", names)})
                VALUES ({string.Join(", ", marks)})
                """;
            Check(connection, raw.sqlite3_prepare_v2(connection, sql, out var statement));
            using (statement)
                return Insert(connection, statement, columns.Count, next, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static long Insert(
        sqlite3 connection,
        sqlite3_stmt statement,
        int columns,
        Func<IBulkRow, bool> next,
        CancellationToken ct
    )
    {
        var row = new StatementRow(connection, statement, columns);
        long written = 0;
        while (next(row))
        {
            row.End();
            if ((++written & 1023) == 0)
                ct.ThrowIfCancellationRequested();
        }

        return written;
    }

    private static void Check(sqlite3 connection, int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), result);
    }

    /// <summary>Binds the values. The texts are those that EF's SQLite provider writes, so that both read each other's rows.</summary>
    private sealed class StatementRow(sqlite3 connection, sqlite3_stmt statement, int columns) : IBulkRow
    {
        // Longer texts are rare; the binding copies what it is given.
        private readonly byte[] buffer = new byte[1024];
        private int at;

        public void WriteNull() => Check(connection, raw.sqlite3_bind_null(statement, ++at));

        public void Write(string? value)
        {
            if (value is null)
                WriteNull();
            else if (value.Length == 0 || value.Length > buffer.Length / 3)
                Check(connection, raw.sqlite3_bind_text(statement, ++at, value));
            else
                Bind(Encoding.UTF8.GetBytes(value, buffer));
        }

        public void Write(short value) => Write((int)value);

        public void Write(int value) => Check(connection, raw.sqlite3_bind_int(statement, ++at, value));

        public void Write(long value) => Check(connection, raw.sqlite3_bind_int64(statement, ++at, value));

        public void Write(bool value) => Write(value ? 1 : 0);

        public void Write(DateOnly value)
        {
            value.TryFormat(buffer, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Bind(length);
        }

        public void Write(DateTime value)
        {
            value.TryFormat(buffer, out var length, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
            Bind(length);
        }

        public void Write(byte[] value) =>
            Check(
                connection,
                // An empty array would become null.
                value.Length == 0
                    ? raw.sqlite3_bind_zeroblob(statement, ++at, 0)
                    : raw.sqlite3_bind_blob(statement, ++at, value)
            );

        public void End()
        {
            if (at != columns)
                throw new ArgumentException($"A row has {at} of {columns} values.");
            at = 0;
            var result = raw.sqlite3_step(statement);
            // Reset answers with the step's error again, and must be called before anything is thrown.
            raw.sqlite3_reset(statement);
            if (result != raw.SQLITE_DONE)
                Check(connection, result);
        }

        private void Bind(int length) =>
            Check(connection, raw.sqlite3_bind_text(statement, ++at, buffer.AsSpan(0, length)));
    }
}
