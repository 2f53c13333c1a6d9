using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>
/// One prepared statement, bound by position on the connection's own handle by <see cref="SqliteNative"/>. The provider's
/// parameters are looked up by name for every value of every row, which costs as much as the insert itself.
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

    internal static void Check(sqlite3 connection, int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), result);
    }

    /// <summary>Binds the values. The texts are those that EF's SQLite provider writes, so that both read each other's rows.</summary>
    private sealed class StatementRow(sqlite3 connection, sqlite3_stmt statement, int columns) : IBulkRow
    {
        private const int Static = 0;
        private const int InstantBytes = 27;

        private readonly nint handle = statement.DangerousGetHandle();

        // The texts of one row, where the garbage collector never moves them. Longer ones are rare; their binding copies them.
        private readonly byte[] texts = GC.AllocateUninitializedArray<byte>(4096, pinned: true);

        // Most rows are written at the same moment.
        private readonly byte[] instant = GC.AllocateUninitializedArray<byte>(InstantBytes, pinned: true);
        private DateTime? formatted;
        private int instantLength;
        private int used;
        private int at;

        public void WriteNull() => Check(connection, SqliteNative.BindNull(handle, ++at));

        public void Write(string? value)
        {
            if (value is null)
                WriteNull();
            else if (value.Length * 3 >= texts.Length - used)
                Check(connection, raw.sqlite3_bind_text(statement, ++at, value));
            else
                BindNext(Encoding.UTF8.GetBytes(value, texts.AsSpan(used)));
        }

        public void Write(short value) => Write((long)value);

        public void Write(int value) => Write((long)value);

        public void Write(long value) => Check(connection, SqliteNative.BindInt64(handle, ++at, value));

        public void Write(bool value) => Write(value ? 1L : 0);

        public void Write(DateOnly value)
        {
            if (value.TryFormat(texts.AsSpan(used), out var length, "O", CultureInfo.InvariantCulture))
                BindNext(length);
            else
                Check(
                    connection,
                    raw.sqlite3_bind_text(statement, ++at, value.ToString("O", CultureInfo.InvariantCulture))
                );
        }

        public void Write(DateTime value)
        {
            if (formatted != value)
            {
                value.TryFormat(
                    instant,
                    out instantLength,
                    "yyyy-MM-dd HH:mm:ss.FFFFFFF",
                    CultureInfo.InvariantCulture
                );
                formatted = value;
            }

            // A statement may hold two moments: each has its own bytes.
            if (instantLength >= texts.Length - used)
                Check(connection, raw.sqlite3_bind_text(statement, ++at, instant.AsSpan(0, instantLength)));
            else
            {
                instant.AsSpan(0, instantLength).CopyTo(texts.AsSpan(used));
                BindNext(instantLength);
            }
        }

        public void Write(double value) => Check(connection, raw.sqlite3_bind_double(statement, ++at, value));

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
            (at, used) = (0, 0);
            var result = SqliteNative.Step(handle);
            // Reset answers with the step's error again, and must be called before anything is thrown.
            _ = SqliteNative.Reset(handle);
            if (result != raw.SQLITE_DONE)
                Check(connection, result);
        }

        private void BindNext(int length)
        {
            var text = Marshal.UnsafeAddrOfPinnedArrayElement(texts, used);
            Check(connection, SqliteNative.BindText(handle, ++at, text, length, Static));
            used += length;
        }
    }
}
