using System.Data;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ReportsAdmin.Platform.Data.Sqlite;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Several statements that see the database at one instant, without holding writers up. Every read whose parts must agree begins with
/// <see cref="SnapshotAsync"/>, every other with <see cref="Reader"/>; what is committed by others meanwhile is not seen in a snapshot.
/// A flow of calls holds one connection: what it calls while it holds a snapshot reads in that one. Whoever held one and waited for
/// another would wait for ever as soon as all connections are held by such.
/// </summary>
public static class ReadSnapshot
{
    private static readonly AsyncLocal<FlowReads?> OfFlow = new();

    // One that has ended is still known to the flow that held it.
    private static FlowReads? Current => OfFlow.Value is { IsOpen: true } held ? held : null;

    /// <summary>Whether the caller holds a snapshot, in which all it reads is of one instant.</summary>
    public static bool IsHeld => Current is not null;

    /// <summary>Whether the caller reads within a write: what it sees may never be committed, so it is not to be kept for others.</summary>
    public static bool IsWithinWrite => Current is { Since: long.MinValue };

    /// <summary>Since when what the caller reads now has been up to date, as <see cref="Stopwatch"/> counts: now, or since its snapshot began. Never within a write.</summary>
    public static long Since => Current?.Since ?? Stopwatch.GetTimestamp();

    /// <summary>
    /// Opens a snapshot, or joins the one that the caller holds. Until it is disposed, the calling method and those it calls read in it: a
    /// document's figures, and the rows that are read while its file is written. Its statements run one after the other, and nothing can be
    /// written in it.
    /// </summary>
    public static Task<SnapshotLease> SnapshotAsync(this IDbContextFactory<ReportsDb> contexts, CancellationToken ct)
    {
        if (Current is { } held)
            return Task.FromResult(new SnapshotLease(held.Db!, null));
        // Not an async method: what it holds is held by the flow of its caller.
        return OpenAsync(OfFlow.Value = new FlowReads(Stopwatch.GetTimestamp()), contexts, ct);
    }

    /// <summary>For a read of one statement, or of several that need not agree: in the snapshot that the caller holds, else by itself.</summary>
    public static ReportsDb Reader(this IDbContextFactory<ReportsDb> contexts)
    {
        var db = contexts.CreateDbContext();
        if (Current?.Db is { } held)
        {
            db.Database.SetDbConnection(held.Database.GetDbConnection());
            db.Database.UseTransaction(held.Database.CurrentTransaction!.GetDbTransaction());
        }

        return db;
    }

    /// <summary>
    /// Until the write ends, what the calling method and those it calls read is read in the transaction of this write, with what it has written
    /// so far. Null where a snapshot is held already, or the write has no transaction and so holds nothing.
    /// </summary>
    public static IDisposable? ReadWithin(this ReportsDb write) =>
        Current is null && write.Database.CurrentTransaction is not null
            ? OfFlow.Value = new FlowReads(long.MinValue) { Db = write }
            : null;

    private static async Task<SnapshotLease> OpenAsync(
        FlowReads own,
        IDbContextFactory<ReportsDb> contexts,
        CancellationToken ct
    )
    {
        own.Db = await OpenAsync(contexts, ct);
        return new SnapshotLease(own.Db, own);
    }

    private static async Task<ReportsDb> OpenAsync(IDbContextFactory<ReportsDb> contexts, CancellationToken ct)
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
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await using (var wider = connection.CreateCommand())
        {
            wider.CommandText = SqliteConventions.ReadWidely;
            wider.ExecuteNonQuery();
        }

        var reading = connection.BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(reading, ct);
    }
}

/// <summary>A context that reads at one instant.</summary>
public sealed class SnapshotLease : IAsyncDisposable
{
    private readonly FlowReads? own;

    internal SnapshotLease(ReportsDb db, FlowReads? own) => (Db, this.own) = (db, own);

    public ReportsDb Db { get; }

    public ValueTask DisposeAsync()
    {
        if (own is null)
            return ValueTask.CompletedTask;
        own.Dispose();
        return Db.DisposeAsync();
    }
}

/// <summary>What a flow of calls reads in.</summary>
/// <param name="since">See <see cref="ReadSnapshot.Since"/>.</param>
internal sealed class FlowReads(long since) : IDisposable
{
    /// <summary>Null before it is open, and when it has ended.</summary>
    public ReportsDb? Db { get; set; }

    public long Since => since;

    /// <summary>A write ends with its transaction: what is read after the commit is read by itself.</summary>
    public bool IsOpen => Db?.Database.CurrentTransaction is not null;

    public void Dispose() => Db = null;
}
