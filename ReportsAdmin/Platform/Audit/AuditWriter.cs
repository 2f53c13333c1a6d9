using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Audit;

/// <summary>Writes what the inbox took. While the database is away it goes on trying; what waits when the process ends is written before it does.</summary>
public sealed class AuditWriter(AuditInbox inbox, IDbContextFactory<ReportsDb> contexts, ILogger<AuditWriter> log)
    : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim writing = new(1, 1);
    private List<AuditEntry> unwritten = [];

    /// <summary>Writes everything that waits.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            while (true)
            {
                if (unwritten.Count == 0)
                    unwritten = inbox.Take(Batch);
                if (unwritten.Count == 0)
                    return;
                await using var db = contexts.CreateDbContext();
                db.AddRange(unwritten);
                await db.SaveChangesAsync(ct);
                unwritten = [];
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public override void Dispose()
    {
        writing.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var last = new CancellationTokenSource(LastTry);
        await TryAsync(last.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await inbox.WaitAsync(stoppingToken);
                await Task.Delay(Gathering, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            while (!await TryAsync(stoppingToken) && !stoppingToken.IsCancellationRequested)
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            await FlushAsync(ct);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
            when (e is DbException or DbUpdateException or IOException or TimeoutException or InvalidOperationException)
        {
            log.LogError(e, "{Count} entries of the audit log could not be written yet", unwritten.Count);
            return false;
        }
    }
}
