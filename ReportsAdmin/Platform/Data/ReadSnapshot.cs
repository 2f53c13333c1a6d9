using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReportsAdmin.Platform.Data;

/// <summary>Several statements that see the database at one instant, without holding writers up.</summary>
public static class ReadSnapshot
{
    /// <summary>Begins a reading transaction on the context; what is committed by others meanwhile is not seen in it.</summary>
    public static async Task<IDbContextTransaction> BeginReadAsync(this ReportsDb db, CancellationToken ct)
    {
        if (db.IsPostgres)
            return await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        // EF begins an immediate transaction, which would take SQLite's one write lock for as long as the reader reads.
        await db.Database.OpenConnectionAsync(ct);
        var reading = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await db.Database.UseTransactionAsync(reading, ct))!;
    }
}
