using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Tells PostgreSQL how large a table has become. Autovacuum does it up to a minute later; until then it plans as if a table
/// that was empty at its last look still were, and joins a sheet's hundred thousand rows by reading the whole table for each.
/// SQLite plans by its indexes alone.
/// </summary>
public static class TableStatistics
{
    /// <summary>Fewer rows change no plan that matters.</summary>
    public const int LeastRows = 1_000;

    /// <summary>Rows of a sample are 300 times this. The server's own 100 reads ten thousands of rows, which a commit waits for.</summary>
    private const int Target = 10;

    /// <summary>Looks at a table again that has grown by a tenth, as autovacuum would.</summary>
    /// <param name="written">How many rows were added at most.</param>
    public static async Task FollowAsync(ReportsDb db, string table, long written, CancellationToken ct)
    {
        if (!db.IsPostgres || written < LeastRows)
            return;
        // For the setting; the lock against another look ends with it, too.
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var known = await db
            .Database.SqlQuery<float>($"SELECT reltuples AS \"Value\" FROM pg_class WHERE oid = to_regclass({table})")
            .SingleAsync(ct);
        if (written < known / 10)
            return;
        await RunAsync(
            db,
            $"SET LOCAL default_statistics_target = {Target.ToString(CultureInfo.InvariantCulture)}",
            ct
        );
        await RunAsync(db, $"ANALYZE {table}", ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
    }

    // Table names come from EF's model, never from input.
    private static Task<int> RunAsync(ReportsDb db, string sql, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(sql, ct);
}
