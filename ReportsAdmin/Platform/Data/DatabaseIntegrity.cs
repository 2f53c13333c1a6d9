using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Whether SQLite's file is whole. A damaged page in the middle is met only by whoever reads it, so the file is looked through at start and
/// every night. PostgreSQL looks after its own files.
/// </summary>
public sealed class DatabaseIntegrity(IDbContextFactory<ReportsDb> contexts)
{
    private const int MaxFaults = 5;
    private const int StepsBetweenLooks = 1000;

    private volatile string? damage;

    /// <summary>The first faults that the last check found, in SQLite's words; null while none was found.</summary>
    public string? Damage => damage;

    /// <summary>Looks at the structure of every table, for so long at most. False when it was not finished by then.</summary>
    public Task<bool> CheckQuicklyAsync(TimeSpan most, CancellationToken ct) => CheckAsync("quick_check", most, ct);

    /// <summary>Looks at every table and compares it with its indexes.</summary>
    public Task<bool> CheckWhollyAsync(CancellationToken ct) => CheckAsync("integrity_check", null, ct);

    private async Task<bool> CheckAsync(string check, TimeSpan? most, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        if (db.IsPostgres)
            return true;
        try
        {
            // Not from the pool: such a connection would show the pages that it remembers, not those of the file.
            await using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder(db.Database.GetConnectionString())
                {
                    Pooling = false,
                }.ConnectionString
            );
            await connection.OpenAsync(ct);
            var handle = connection.Handle!;
            // Asked by SQLite itself: an interrupt from outside is lost when it comes before the check begins.
            var began = Stopwatch.GetTimestamp();
            raw.sqlite3_progress_handler(
                handle,
                StepsBetweenLooks,
                _ => ct.IsCancellationRequested || Stopwatch.GetElapsedTime(began) >= most ? 1 : 0,
                null
            );
            // SQLite works on the calling thread, for minutes where the file is large.
            var faults = await Task.Run(() => Read(connection, check), ct);
            damage = faults is ["ok"] ? null : string.Join("; ", faults);
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            damage = e.Message;
            return true;
        }
    }

    private static List<string> Read(SqliteConnection connection, string check)
    {
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"PRAGMA {check}({MaxFaults})");
        using var reader = command.ExecuteReader();
        var faults = new List<string>();
        while (reader.Read())
            faults.Add(reader.GetString(0));
        return faults;
    }
}
