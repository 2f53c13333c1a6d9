using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>One statement on the connection's own handle, read by <see cref="SqliteNative"/>: the provider checks every value three times.</summary>
internal sealed class SqliteBulkReader : IBulkReader
{
    public async Task<IBulkRows> OpenAsync(ReportsDb db, string sql, CancellationToken ct)
    {
        ReadOnlyWork.RefuseWriting(sql);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
            SqliteBulkImporter.Check(connection, raw.sqlite3_prepare_v2(connection, sql, out var statement));
            return new StatementRows(db, connection, statement);
        }
        catch
        {
            await db.Database.CloseConnectionAsync();
            throw;
        }
    }

    /// <summary>Reads what EF's SQLite provider writes.</summary>
    private sealed class StatementRows(ReportsDb db, sqlite3 connection, sqlite3_stmt owner) : IBulkRows
    {
        private const int DateLength = 10;
        private const int SecondsLength = 19;

        // With ticks: 2026-05-15 06:00:00.1234567.
        private const int InstantLength = 27;

        private readonly byte[] bytes = new byte[InstantLength];
        private readonly nint statement = owner.DangerousGetHandle();

        public ValueTask<bool> NextAsync(CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            var result = SqliteNative.Step(statement);
            if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
                throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), result);
            return ValueTask.FromResult(result == raw.SQLITE_ROW);
        }

        public short Int16(int column) => (short)SqliteNative.ColumnInt64(statement, column);

        public int Int32(int column) => (int)SqliteNative.ColumnInt64(statement, column);

        public long Int64(int column) => SqliteNative.ColumnInt64(statement, column);

        public bool Boolean(int column) => SqliteNative.ColumnInt64(statement, column) != 0;

        public string Text(int column)
        {
            var text = SqliteNative.ColumnText(statement, column);
            return text == 0 ? "" : Marshal.PtrToStringUTF8(text, SqliteNative.ColumnBytes(statement, column));
        }

        public DateOnly? Date(int column)
        {
            var text = SqliteNative.ColumnText(statement, column);
            if (text == 0)
                return null;
            if (SqliteNative.ColumnBytes(statement, column) != DateLength)
                return DateOnly.Parse(Text(column), CultureInfo.InvariantCulture);
            Marshal.Copy(text, bytes, 0, DateLength);
            return new DateOnly(Digits(0, 4), Digits(5, 2), Digits(8, 2));
        }

        public DateTime Instant(int column)
        {
            var text = SqliteNative.ColumnText(statement, column);
            var length = SqliteNative.ColumnBytes(statement, column);
            if (length is < SecondsLength or > InstantLength)
                return DateTime.Parse(
                    Text(column),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
                );
            Marshal.Copy(text, bytes, 0, length);
            var seconds = new DateTime(
                Digits(0, 4),
                Digits(5, 2),
                Digits(8, 2),
                Digits(11, 2),
                Digits(14, 2),
                Digits(17, 2),
                DateTimeKind.Utc
            );
            if (length == SecondsLength)
                return seconds;
            bytes.AsSpan(length).Fill((byte)'0');
            return seconds.AddTicks(Digits(SecondsLength + 1, InstantLength - SecondsLength - 1));
        }

        public bool IsNull(int column) => SqliteNative.ColumnType(statement, column) == raw.SQLITE_NULL;

        public async ValueTask DisposeAsync()
        {
            owner.Dispose();
            await db.Database.CloseConnectionAsync();
        }

        private int Digits(int from, int count)
        {
            var number = 0;
            for (var i = from; i < from + count; i++)
                number = (number * 10) + bytes[i] - '0';
            return number;
        }
    }
}
