using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Files;

/// <summary>
/// Takes files out of the store that no row names: a process that is killed between storing an upload and writing its row leaves such. They
/// are set aside first and deleted later, so that a database that was restored or configured wrongly loses no file.
/// </summary>
public sealed class FileSweep(
    FileStore files,
    IDbContextFactory<ReportsDb> contexts,
    TimeProvider time,
    ILogger<FileSweep> log
) : BackgroundService
{
    /// <summary>Every table that names files of the store does so in a column of this name.</summary>
    public const string Column = "file_key";

    private const int Batch = 500;

    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);

    /// <summary>A row is written right after its file; it may wait for a busy database.</summary>
    private static readonly TimeSpan MayBeNamed = TimeSpan.FromHours(2);

    private static readonly TimeSpan SeenBefore = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeptAside = TimeSpan.FromDays(30);

    /// <summary>Sets aside files without a row, and deletes those that have been aside long enough.</summary>
    /// <param name="since">Files that were written before (UTC) are passed over.</param>
    /// <returns>How many were set aside.</returns>
    public async Task<int> SweepAsync(DateTime since, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var aside = 0;
        await foreach (var keys in files.OrdinaryAsync(since, now - MayBeNamed, ct).Chunk(Batch))
        {
            var named = await NamedAsync(keys, ct);
            foreach (var key in keys.Where(k => !named.Contains(k)))
            {
                await files.SetAsideAsync(key, now, ct);
                aside++;
            }
        }

        var deleted = await files.RemoveSetAsideAsync(now - KeptAside, ct);
        if (aside + deleted > 0)
            log.LogInformation(
                "Set {Aside} files aside that no row names, and deleted {Deleted} of earlier",
                aside,
                deleted
            );
        return aside;
    }

    /// <summary>The tables with a column that names files.</summary>
    public static IReadOnlyList<string> TablesOf(ReportsDb db) =>
        [
            .. db
                .Model.GetEntityTypes()
                .Where(t => t.GetProperties().Any(p => p.GetColumnName() == Column))
                .Select(t => t.GetTableName()!)
                .Distinct(),
        ];

    /// <summary>Every key that a row of the database names.</summary>
    public static async Task<IReadOnlyList<string>> NamedAsync(ReportsDb db, CancellationToken ct)
    {
        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in TablesOf(db))
        {
            // Table and column come from the model.
            var sql = $"SELECT DISTINCT {Column} AS \"Value\" FROM {table} WHERE {Column} IS NOT NULL";
            named.UnionWith(await db.Database.SqlQueryRaw<string>(sql).ToListAsync(ct));
        }

        return [.. named];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Everything once after the start, later what may have come since.
        var since = DateTime.MinValue;
        using var timer = new PeriodicTimer(Hourly, time);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await SweepAsync(since, stoppingToken);
                since = time.GetUtcNow().UtcDateTime - SeenBefore;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database or the store may be away: the next round finds the same files.
                log.LogError(e, "Files without a row could not be set aside");
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<HashSet<string>> NamedAsync(string[] keys, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var marks = string.Join(", ", keys.Select((_, i) => FormattableString.Invariant($"{{{i}}}")));
        foreach (var table in TablesOf(db))
        {
            // Table and column come from the model; the keys are parameters.
            var sql = $"SELECT {Column} AS \"Value\" FROM {table} WHERE {Column} IN ({marks})";
            named.UnionWith(await db.Database.SqlQueryRaw<string>(sql, [.. keys]).ToListAsync(ct));
        }

        return named;
    }
}
