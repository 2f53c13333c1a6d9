using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>Where the database of this installation is: a file, or the schema of a PostgreSQL database.</summary>
internal sealed class DatabasePlace(DatabaseOptions options, SideDatabases side)
{
    private string File => new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;

    /// <summary>Whether a version of the application has created its tables there.</summary>
    public async Task<bool> HoldsDataAsync(CancellationToken ct)
    {
        if (!options.IsPostgres && new FileInfo(File) is not { Exists: true, Length: > 0 })
            return false;
        await using var db = side.Contexts(options).CreateDbContext();
        return (await AppliedMigrations.OfAsync(db, ct)).Any();
    }

    /// <summary>Puts the rows of a SQLite file of this version there. What fails leaves the former database.</summary>
    /// <param name="database">The file; it may be gone afterwards.</param>
    /// <param name="holdsData">Whether there is a former database to set aside.</param>
    /// <returns>The name that the former database has now; null when there was none.</returns>
    public async Task<string?> PutAsync(
        string database,
        bool holdsData,
        Action<string, int> progress,
        CancellationToken ct
    ) =>
        options.IsPostgres ? await PutIntoSchemaAsync(database, holdsData, progress, ct) : PutFile(database, holdsData);

    private string? PutFile(string database, bool holdsData)
    {
        var aside = $"{File}.replaced-{Guid.NewGuid():N}";
        SqliteConnection.ClearAllPools();
        if (holdsData)
            Rename(File, aside);
        SideDatabases.Delete(File);
        try
        {
            System.IO.File.Move(database, File);
        }
        catch when (holdsData)
        {
            Rename(aside, File);
            throw;
        }

        return holdsData ? aside : null;
    }

    /// <summary>With the log that belongs to it: SQLite finds it by the name.</summary>
    private static void Rename(string from, string to)
    {
        foreach (var suffix in (string[])["-wal", "-shm", ""])
        {
            if (System.IO.File.Exists(from + suffix))
                System.IO.File.Move(from + suffix, to + suffix);
        }
    }

    private async Task<string?> PutIntoSchemaAsync(
        string database,
        bool holdsData,
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        var aside = holdsData ? $"replaced_{Guid.NewGuid():N}" : null;
        if (aside is not null)
            await RunAsync($"ALTER SCHEMA public RENAME TO {aside}; CREATE SCHEMA public;", ct);
        try
        {
            await side.MigrateAsync(options, ct);
            await using var from = side.Open(database);
            await using var to = side.Contexts(options).CreateDbContext();
            await TableCopy.CopyAsync(from, to, progress, ct);
            return aside;
        }
        catch
        {
            await RunAsync(
                $"DROP SCHEMA public CASCADE; {(aside is null ? "CREATE SCHEMA public" : $"ALTER SCHEMA {aside} RENAME TO public")};",
                CancellationToken.None
            );
            throw;
        }
    }

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
        NpgsqlConnection.ClearAllPools();
    }
}
