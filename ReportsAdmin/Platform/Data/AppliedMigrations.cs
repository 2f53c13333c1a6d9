using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ReportsAdmin.Platform.Data;

/// <summary>The migrations that a database has had.</summary>
internal static class AppliedMigrations
{
    /// <summary>In their order; none in a database without a history.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(ReportsDb db, CancellationToken ct)
    {
        // EF would read the table to see whether it is there, and PostgreSQL logs that as an error.
        var history = db.GetService<IHistoryRepository>();
        if (db.IsPostgres && !await HasHistoryAsync(db, ct))
            return [];
        return await history.ExistsAsync(ct)
            ? [.. (await history.GetAppliedMigrationsAsync(ct)).Select(r => r.MigrationId)]
            : [];
    }

    private static async Task<bool> HasHistoryAsync(ReportsDb db, CancellationToken ct) =>
        await db
            .Database.SqlQuery<bool>($"""SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL AS "Value" """)
            .SingleAsync(ct);
}
