using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>Tries whether the file can be written now: it takes the one write lock and lets go of it.</summary>
internal static class WriterProbe
{
    /// <param name="patience">How long the lock is waited for, at most.</param>
    /// <exception cref="SqliteException">It is held by somebody else, or the file cannot be written.</exception>
    public static async Task TryAsync(ReportsDb db, TimeSpan patience, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            Run(connection, FormattableString.Invariant($"PRAGMA busy_timeout={patience.TotalMilliseconds:0}"));
            Run(connection, "BEGIN IMMEDIATE");
            Run(connection, "ROLLBACK");
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    // The provider repeats a busy command until its timeout, which is in whole seconds.
    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 1;
        command.ExecuteNonQuery();
    }
}
