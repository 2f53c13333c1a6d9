using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Several statements that see the database at one instant, without holding writers up. Every read of more than one statement
/// begins with <see cref="SnapshotAsync"/>, every other with <see cref="Reader"/>; what is committed by others meanwhile is not seen in it.
/// A flow of calls holds one connection: what it calls while it holds a snapshot reads in that one. Whoever held one and waited for
/// another would wait for ever as soon as all connections are held by such.
/// </summary>
public static class ReadSnapshot
{
    private static readonly AsyncLocal<HeldSnapshot?> OfFlow = new();

    // One that is closed is still known to the flow that held it.
    private static HeldSnapshot? Current => OfFlow.Value is { IsClosed: false } held ? held : null;

    /// <summary>Whether the caller holds a snapshot, in which all it reads is of one instant.</summary>
    public static bool IsHeld => Current is not null;

    /// <summary>Whether the caller reads within a write: what it sees may never be committed, so it is not to be kept for others.</summary>
    public static bool IsWithinWrite => Current is { IsWrite: true };

    /// <summary>
    /// Until the write ends, what the calling method and those it calls read is read in the transaction of this write, with what it has written
    /// so far. Null where a snapshot is held already, or the write has no transaction and so holds nothing.
    /// </summary>
    public static HeldSnapshot? ReadWithin(this ReportsDb write) =>
        Current is null && write.Database.CurrentTransaction is not null
            ? OfFlow.Value = new HeldSnapshot(write)
            : null;

    /// <summary>
    /// Opens a snapshot, or joins the one that the caller holds. Until it is disposed, the calling method and those it calls read in it.
    /// Its statements run one after the other, and nothing can be written in it.
    /// </summary>
    public static Task<SnapshotLease> SnapshotAsync(this IDbContextFactory<ReportsDb> contexts, CancellationToken ct)
    {
        // Not an async method: what it holds is held by the flow of its caller.
        var own = Hold();
        return LeaseAsync(own, Current!, contexts, ct);
    }

    /// <summary>For a read of one statement: in the snapshot that the caller holds, else by itself.</summary>
    public static ReportsDb Reader(this IDbContextFactory<ReportsDb> contexts)
    {
        var db = contexts.CreateDbContext();
        Current?.Share(db);
        return db;
    }

    /// <summary>
    /// Until it is disposed, every snapshot that the calling method and those it calls ask for is the same one: a document's
    /// figures and the rows that are read while its file is written. Null where one is held already, which they then join.
    /// </summary>
    public static HeldSnapshot? Hold() => Current is null ? OfFlow.Value = new HeldSnapshot() : null;

    private static async Task<SnapshotLease> LeaseAsync(
        HeldSnapshot? own,
        HeldSnapshot held,
        IDbContextFactory<ReportsDb> contexts,
        CancellationToken ct
    )
    {
        try
        {
            return new SnapshotLease(await held.OpenAsync(contexts, ct), own);
        }
        catch
        {
            if (own is not null)
                await own.DisposeAsync();
            throw;
        }
    }

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
public sealed class SnapshotLease(ReportsDb db, HeldSnapshot? own) : IAsyncDisposable
{
    public ReportsDb Db => db;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>One snapshot for all reads of a flow; opened by the first of them.</summary>
/// <param name="write">The write whose transaction is read in instead; whoever began it ends it.</param>
public sealed class HeldSnapshot(ReportsDb? write = null) : IAsyncDisposable
{
    private readonly bool owned = write is null;
    private ReportsDb? db = write;
    private bool closed;

    /// <summary>A write ends with its transaction; what is read after the commit is read by itself.</summary>
    internal bool IsClosed => closed || (IsWrite && db!.Database.CurrentTransaction is null);

    internal bool IsWrite => !owned;

    internal async Task<ReportsDb> OpenAsync(IDbContextFactory<ReportsDb> contexts, CancellationToken ct) =>
        db ??= await ReadSnapshot.OpenAsync(contexts, ct);

    /// <summary>Lets another context read in this snapshot, if it is open by now.</summary>
    internal void Share(ReportsDb reader)
    {
        if (db?.Database.CurrentTransaction is not { } transaction)
            return;
        reader.Database.SetDbConnection(db.Database.GetDbConnection());
        reader.Database.UseTransaction(transaction.GetDbTransaction());
    }

    public ValueTask DisposeAsync()
    {
        closed = true;
        return owned && db is not null ? db.DisposeAsync() : ValueTask.CompletedTask;
    }
}
