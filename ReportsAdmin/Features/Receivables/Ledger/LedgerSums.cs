using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>The sums that are kept beside the ledger, which pages read instead of its rows: compared with the rows, and made anew.</summary>
public sealed class LedgerSums(IDbContextFactory<ReportsDb> contexts, ChangeNotifier notifier)
{
    /// <summary>Compares the sums of every position with its rows, makes those that differ anew, and answers how many positions these were.</summary>
    public async Task<int> CheckAsync(CancellationToken ct)
    {
        var wrong = 0;
        foreach (var link in await LinksAsync(ct))
        {
            await using var db = contexts.CreateDbContext();
            if (await SnapshotSums.WrongAsync(db, link, ct) > 0 && await MendAsync(link.Id, ct))
                wrong++;
        }

        if (wrong > 0)
            await notifier.PublishAsync(ReceivablesImport.DataTopic);
        return wrong;
    }

    /// <summary>Makes every sum anew. Uploads wait meanwhile, one department at a time.</summary>
    public async Task RebuildAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var departments = (await db.Set<Snapshot>().Select(s => new { s.Id, s.DepartmentId }).ToListAsync(ct)).ToLookup(
            s => s.DepartmentId,
            s => s.Id
        );
        foreach (var snapshots in departments)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.RaiseDataVersionAsync(ReceivablesImport.DataTopic, ct);
            await SnapshotSums.DeriveAsync(db, [.. snapshots], ct);
            await transaction.CommitAsync(ct);
        }

        await notifier.PublishAsync(ReceivablesImport.DataTopic);
    }

    private async Task<IReadOnlyList<SnapshotLink>> LinksAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await SnapshotSums.LinksAsync(db, await db.Set<Snapshot>().Select(s => s.Id).ToListAsync(ct), ct);
    }

    /// <summary>Looks once more while no upload can change anything: the position may have been written since, or be gone.</summary>
    private async Task<bool> MendAsync(int snapshot, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.RaiseDataVersionAsync(ReceivablesImport.DataTopic, ct);
        var link = (await SnapshotSums.LinksAsync(db, [snapshot], ct)).FirstOrDefault(l => l.Id == snapshot);
        if (link.Id == 0 || await SnapshotSums.WrongAsync(db, link, ct) == 0)
            return false;
        await SnapshotSums.DeriveAsync(db, [snapshot], ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}

/// <summary>The nightly comparison. A difference means that something wrote past the ledger or that a part of it is wrong, so it is alerted although it is mended.</summary>
internal sealed class LedgerSumsHandler(
    LedgerSums sums,
    AlertInbox alerts,
    TimeProvider time,
    ILogger<LedgerSumsHandler> log
) : IJobHandler
{
    public const string JobKind = "receivables.sums";

    public static readonly NightlyJob EveryNight = new(JobKind, "Check of the receivables' sums", "10 4 * * *");

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var wrong = await sums.CheckAsync(ct);
        context.SetResult(new { wrong });
        if (wrong == 0)
            return;
        log.LogError("The kept sums of {Positions} positions differed from their invoices and were made anew", wrong);
        alerts.Raise(
            new RaisedAlert(
                AlertKind.WrongSums,
                JobKind,
                "sums of receivables differed",
                "Kept sums of some months differed from the invoices and were made anew; the log says how many. Tell whoever maintains the application.",
                time.GetUtcNow().UtcDateTime
            )
        );
    }
}
