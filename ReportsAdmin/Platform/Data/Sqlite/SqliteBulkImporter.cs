using System.Globalization;
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
    public async Task<long> InsertAsync(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<object?[], bool> next,
        CancellationToken ct
    )
    {
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
        Func<object?[], bool> next,
        CancellationToken ct
    )
    {
        var values = new object?[columns];
        long written = 0;
        while (next(values))
        {
            for (var i = 0; i < columns; i++)
                Check(connection, Bind(statement, i + 1, values[i]));
            var result = raw.sqlite3_step(statement);
            // Reset answers with the step's error again, and must be called before anything is thrown.
            raw.sqlite3_reset(statement);
            if (result != raw.SQLITE_DONE)
                Check(connection, result);
            if ((++written & 1023) == 0)
                ct.ThrowIfCancellationRequested();
        }

        return written;
    }

    // The texts are those that EF's SQLite provider writes, so that both read each other's rows.
    private static int Bind(sqlite3_stmt statement, int index, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(statement, index),
            string text => raw.sqlite3_bind_text(statement, index, text),
            long number => raw.sqlite3_bind_int64(statement, index, number),
            int number => raw.sqlite3_bind_int(statement, index, number),
            short number => raw.sqlite3_bind_int(statement, index, number),
            bool flag => raw.sqlite3_bind_int(statement, index, flag ? 1 : 0),
            DateOnly date => raw.sqlite3_bind_text(
                statement,
                index,
                date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ),
            DateTime instant => raw.sqlite3_bind_text(
                statement,
                index,
                instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
            ),
            _ => throw new ArgumentException($"A bulk value of type {value.GetType().Name} has no column type."),
        };

    private static void Check(sqlite3 connection, int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), result);
    }
}
