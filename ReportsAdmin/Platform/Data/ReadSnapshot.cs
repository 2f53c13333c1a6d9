using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Several statements that see the database at one instant, without holding writers up. Every read of more than one statement
/// begins with <see cref="SnapshotAsync"/>; what is committed by others meanwhile is not seen in it.
/// </summary>
public static class ReadSnapshot
{
    private static readonly AsyncLocal<HeldSnapshot?> Held = new();

    /// <summary>Opens a snapshot, or joins the one that the caller holds (<see cref="Hold"/>). Nothing can be written in it.</summary>
    public static async Task<SnapshotLease> SnapshotAsync(
        this IDbContextFactory<ReportsDb> contexts,
        CancellationToken ct
    )
    {
        if (Held.Value is { } held)
            return new SnapshotLease(await held.OpenAsync(contexts, ct), owned: false);
        return new SnapshotLease(await OpenAsync(contexts, ct), owned: true);
    }

    /// <summary>
    /// Until it is disposed, every snapshot that the calling method and those it calls ask for is the same one: a document's
    /// figures and the rows that are read while its file is written. Its statements run one after the other.
    /// </summary>
    public static HeldSnapshot Hold()
    {
        var held = new HeldSnapshot(Held.Value);
        Held.Value = held;
        return held;
    }

    /// <summary>The same, but where a snapshot is held already the reads join that one: then null.</summary>
    public static HeldSnapshot? HoldUnlessHeld() => Held.Value is null ? Hold() : null;

    internal static async Task<ReportsDb> OpenAsync(IDbContextFactory<ReportsDb> contexts, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        try
        {
            await BeginAsync(db, ct);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    internal static void Release(HeldSnapshot? outer) => Held.Value = outer;

    private static async Task BeginAsync(ReportsDb db, CancellationToken ct)
    {
        if (db.IsPostgres)
        {
            var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await using var readOnly = db.Database.GetDbConnection().CreateCommand();
            readOnly.Transaction = transaction.GetDbTransaction();
            readOnly.CommandText = "SET TRANSACTION READ ONLY";
            await readOnly.ExecuteNonQueryAsync(ct);
            return;
        }

        // EF begins an immediate transaction, which would take SQLite's one write lock for as long as the reader reads.
        await db.Database.OpenConnectionAsync(ct);
        var reading = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(reading, ct);
    }
}

/// <summary>A context that reads at one instant.</summary>
public sealed class SnapshotLease(ReportsDb db, bool owned) : IAsyncDisposable
{
    public ReportsDb Db => db;

    public ValueTask DisposeAsync() => owned ? db.DisposeAsync() : ValueTask.CompletedTask;
}

/// <summary>One snapshot for all reads of a document; opened by the first of them.</summary>
public sealed class HeldSnapshot(HeldSnapshot? outer) : IAsyncDisposable
{
    private ReportsDb? db;

    internal async Task<ReportsDb> OpenAsync(IDbContextFactory<ReportsDb> contexts, CancellationToken ct) =>
        db ??= await ReadSnapshot.OpenAsync(contexts, ct);

    public ValueTask DisposeAsync()
    {
        // Not an async method: the value of the caller's flow is set back.
        ReadSnapshot.Release(outer);
        return db?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
