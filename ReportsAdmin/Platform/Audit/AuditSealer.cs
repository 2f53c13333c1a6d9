using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Audit;

/// <summary>Tells the sealer of this node that there may be something to seal.</summary>
internal sealed class AuditWake
{
    private readonly SemaphoreSlim called = new(0, 1);

    public void Wake()
    {
        if (called.CurrentCount > 0)
            return;
        try
        {
            called.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is called already.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => called.WaitAsync(atMost, ct);
}

/// <summary>
/// Gives entries their position in the chain, apart from the transactions that wrote them: those would otherwise have to wait for each other.
/// Every node may seal; the row of the chain is locked, so one does at a time, and the order is that of the positions.
/// </summary>
public sealed class AuditSealer(IDbContextFactory<ReportsDb> contexts)
{
    // SQLite's writers wait for as long as one batch takes.
    internal const int Batch = 500;

    /// <summary>Seals everything that is committed; answers how many entries.</summary>
    public async Task<int> SealAsync(CancellationToken ct)
    {
        for (var all = 0; ; )
        {
            var sealedNow = await SealBatchAsync(ct);
            all += sealedNow;
            if (sealedNow < Batch)
                return all;
        }
    }

    private async Task<int> SealBatchAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        // Asked without a lock first, so that a quiet node writes nothing.
        if (!await db.Set<AuditEntry>().AnyAsync(e => e.Seq == null, ct))
            return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<AuditChain>().LockAsync(c => c.Seq, ct);
        var chain = await db.Set<AuditChain>().AsTracking().SingleAsync(ct);
        var entries = await db.Set<AuditEntry>()
            .AsTracking()
            .Where(e => e.Seq == null)
            .OrderBy(e => e.Id)
            .Take(Batch)
            .ToListAsync(ct);
        foreach (var entry in entries)
        {
            chain.Seq++;
            chain.Hash = AuditHash.Of(chain.Hash, chain.Seq, entry);
            (entry.Seq, entry.Hash) = (chain.Seq, chain.Hash);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return entries.Count;
    }
}

/// <summary>Seals a moment after something was written, and looks now and then for what other nodes left.</summary>
internal sealed class AuditSealing(AuditSealer sealer, AuditWake wake, ILogger<AuditSealing> log) : BackgroundService
{
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(Poll, stoppingToken);
                await Task.Delay(Gathering, stoppingToken);
                await sealer.SealAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
                when (e
                        is DbException
                            or DbUpdateException
                            or IOException
                            or TimeoutException
                            or InvalidOperationException
                )
            {
                log.LogWarning(e, "Entries of the audit log could not be sealed yet");
            }
        }
    }
}
