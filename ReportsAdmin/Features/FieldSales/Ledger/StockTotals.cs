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
        await InsertAsync(db, db.Set<StockMovement>(), ct);
    }

    /// <summary>What an upload wrote: after its merge, or before it is undone.</summary>
    internal static async Task<StockPlaces> PlacesOfAsync(ReportsDb db, int uploadId, CancellationToken ct)
    {
        var lines = db.Set<StockMovement>().Where(m => m.WrittenBy == uploadId || m.BatchId == uploadId);
        var distributors = await lines.Select(m => m.DistributorId).Distinct().ToListAsync(ct);
        var months = await lines.Select(m => new { m.Day.Year, m.Day.Month }).Distinct().ToListAsync(ct);
        return new StockPlaces(distributors, months.ConvertAll(m => new DateOnly(m.Year, m.Month, 1)));
    }

    /// <summary>Makes the sums of some distributors and months anew, inside the caller's transaction.</summary>
    internal static async Task DeriveAsync(ReportsDb db, StockPlaces places, CancellationToken ct)
    {
        var distributors = places.Distributors;
        foreach (var month in places.Months)
        {
            var next = month.AddMonths(1);
            await db.Set<StockMonthSum>()
                .Where(m => distributors.Contains(m.DistributorId) && m.Month == month)
                .ExecuteDeleteAsync(ct);
            await InsertAsync(
                db,
                db.Set<StockMovement>()
                    .Where(m => distributors.Contains(m.DistributorId) && m.Day >= month && m.Day < next),
                ct
            );
        }
    }

    /// <summary>A sum for each distributor, month and kind: few, however many lines there are.</summary>
    private static async Task InsertAsync(ReportsDb db, IQueryable<StockMovement> lines, CancellationToken ct)
    {
        var sums = await SumsAsync(lines, ct);
        db.AddRange(sums);
        await db.SaveChangesAsync(ct);
        sums.ForEach(sum => db.Entry(sum).State = EntityState.Detached);
    }

    private static async Task<List<StockMonthSum>> SumsAsync(IQueryable<StockMovement> lines, CancellationToken ct) =>
        (
            await lines
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
                .ToListAsync(ct)
        ).ConvertAll(s => new StockMonthSum
        {
            DistributorId = s.DistributorId,
            Month = new DateOnly(s.Year, s.Month, 1),
            Kind = s.Kind,
            VolumeMilli = s.Volume,
            ValuePaise = s.Value,
        });

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
        var sums = await SumsAsync(db.Set<StockMovement>(), ct);
        return sums.Count == kept.Count
            && sums.TrueForAll(s =>
                kept.TryGetValue((s.DistributorId, s.Month, s.Kind), out var of) && of == (s.VolumeMilli, s.ValuePaise)
            );
    }
}

/// <param name="Months">First days.</param>
internal sealed record StockPlaces(IReadOnlyList<int> Distributors, IReadOnlyList<DateOnly> Months);

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
