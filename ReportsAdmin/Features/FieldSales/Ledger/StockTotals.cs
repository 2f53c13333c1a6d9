using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>The sums by month that are kept beside the stock ledger: made with every upload, compared with the lines every night.</summary>
public sealed class StockTotals(IDbContextFactory<ReportsDb> contexts, ChangeNotifier notifier)
{
    /// <summary>Makes the sums of all months anew, inside the caller's transaction: for whoever wrote lines without an upload.</summary>
    public static async Task RebuildAsync(ReportsDb db, CancellationToken ct)
    {
        await db.Set<StockMonthSum>().ExecuteDeleteAsync(ct);
        await DeriveAsync(db, await MonthsAsync(db.Set<StockMovement>(), ct), ct);
    }

    /// <summary>The months of the lines that an upload wrote: after its merge, or before it is undone.</summary>
    internal static Task<List<DateOnly>> MonthsOfAsync(ReportsDb db, int uploadId, CancellationToken ct) =>
        MonthsAsync(db.Set<StockMovement>().Where(m => m.WrittenBy == uploadId || m.BatchId == uploadId), ct);

    /// <summary>Makes the sums of some months anew, inside the caller's transaction.</summary>
    internal static async Task DeriveAsync(ReportsDb db, IEnumerable<DateOnly> months, CancellationToken ct)
    {
        foreach (var month in months)
        {
            var next = month.AddMonths(1);
            await db.Set<StockMonthSum>().Where(m => m.Month == month).ExecuteDeleteAsync(ct);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO stock_months (distributor_id, month, kind, volume_milli, value_paise)
                SELECT distributor_id, {month}, kind, SUM(volume_milli), SUM(value_paise)
                FROM stock_movements WHERE day >= {month} AND day < {next}
                GROUP BY distributor_id, kind
                """,
                ct
            );
        }
    }

    /// <summary>Compares the sums with the lines; where they differ all are made anew. Answers whether they agreed.</summary>
    public async Task<bool> CheckAsync(CancellationToken ct)
    {
        await using (var snapshot = await contexts.SnapshotAsync(ct))
        {
            if (await AgreeAsync(snapshot.Db, ct))
                return true;
        }

        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.RaiseDataVersionAsync(SalesQueries.DataTopic, ct);
        await RebuildAsync(db, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(SalesQueries.DataTopic);
        return false;
    }

    private static async Task<bool> AgreeAsync(ReportsDb db, CancellationToken ct)
    {
        var kept = (await db.Set<StockMonthSum>().ToListAsync(ct)).ToDictionary(
            m => (m.DistributorId, m.Month, m.Kind),
            m => (m.VolumeMilli, m.ValuePaise)
        );
        var sums = await db.Set<StockMovement>()
            .GroupBy(m => new
            {
                m.DistributorId,
                m.Day.Year,
                m.Day.Month,
                m.Kind,
            })
            .Select(g => new
            {
                g.Key.DistributorId,
                g.Key.Year,
                g.Key.Month,
                g.Key.Kind,
                Volume = g.Sum(m => m.VolumeMilli),
                Value = g.Sum(m => m.ValuePaise),
            })
            .ToListAsync(ct);
        return sums.Count == kept.Count
            && sums.TrueForAll(s =>
                kept.TryGetValue((s.DistributorId, new DateOnly(s.Year, s.Month, 1), s.Kind), out var of)
                && of == (s.Volume, s.Value)
            );
    }

    private static async Task<List<DateOnly>> MonthsAsync(IQueryable<StockMovement> lines, CancellationToken ct) =>
        (await lines.Select(m => new { m.Day.Year, m.Day.Month }).Distinct().ToListAsync(ct)).ConvertAll(
            m => new DateOnly(m.Year, m.Month, 1)
        );
}

/// <summary>The nightly comparison. A difference is alerted although it is mended: something wrote past the ledger.</summary>
internal sealed class StockTotalsHandler(
    StockTotals totals,
    AlertInbox alerts,
    TimeProvider time,
    ILogger<StockTotalsHandler> log
) : IJobHandler
{
    public const string JobKind = "sales.sums";

    public static readonly NightlyJob EveryNight = new(JobKind, "Check of the stock ledger's sums", "20 4 * * *");

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        if (await totals.CheckAsync(ct))
            return;
        log.LogError("The kept sums of the stock ledger differed from its lines and were made anew");
        alerts.Raise(
            new RaisedAlert(
                AlertKind.WrongSums,
                JobKind,
                "sums of the stock ledger differed",
                "Kept sums of some months differed from the lines of the stock ledger and were made anew. Tell whoever maintains the application.",
                time.GetUtcNow().UtcDateTime
            )
        );
    }
}
