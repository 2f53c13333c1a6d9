using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>One statement on the connection's own handle, read by <see cref="SqliteNative"/>: the provider checks every value three times.</summary>
internal sealed class SqliteBulkReader : IBulkReader
{
    public async Task ReadAsync(ReportsDb db, string sql, Action<IBulkRecord> row, CancellationToken ct)
    {
        ReadOnlyWork.RefuseWriting(sql);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
            SqliteBulkImporter.Check(connection, raw.sqlite3_prepare_v2(connection, sql, out var statement));
            using (statement)
                Read(connection, statement, row, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static void Read(sqlite3 connection, sqlite3_stmt statement, Action<IBulkRecord> row, CancellationToken ct)
    {
        var handle = statement.DangerousGetHandle();
        var record = new StatementRecord(handle);
        long rows = 0;
        int result;
        while ((result = SqliteNative.Step(handle)) == raw.SQLITE_ROW)
        {
            row(record);
            if ((++rows & 1023) == 0)
                ct.ThrowIfCancellationRequested();
        }

        if (result != raw.SQLITE_DONE)
            throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), result);
    }

    /// <summary>Reads what EF's SQLite provider writes.</summary>
    private sealed class StatementRecord(nint statement) : IBulkRecord
    {
        private const int DateLength = 10;

        private readonly byte[] date = new byte[DateLength];

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
            Marshal.Copy(text, date, 0, DateLength);
            return new DateOnly(Digits(0, 4), Digits(5, 2), Digits(8, 2));
        }

        private int Digits(int from, int count)
        {
            var number = 0;
            for (var i = from; i < from + count; i++)
                number = (number * 10) + date[i] - '0';
            return number;
        }
    }
}
