using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Platform.Integrity;

/// <summary>Looks through the database and tells what it finds: by the log, by an alert, and by health, which reads <see cref="DatabaseIntegrity"/>.</summary>
internal sealed class IntegrityWatch(
    DatabaseIntegrity integrity,
    AlertInbox alerts,
    TimeProvider time,
    ILogger<IntegrityWatch> log
)
{
    /// <summary>Of the look after the start: reading is not held up, but the disk is busy meanwhile.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    public async Task LookAsync(bool wholly, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var finished = wholly ? await integrity.CheckWhollyAsync(ct) : await integrity.CheckQuicklyAsync(Most, ct);
        if (integrity.Damage is { } damage)
            Tell(damage);
        else if (finished)
            log.LogInformation(
                "The database file is whole; looked through in {Seconds:0.0} s",
                watch.Elapsed.TotalSeconds
            );
        else
            log.LogInformation(
                "The database file was not looked through within {Most}; the nightly check does it",
                Most
            );
    }

    private void Tell(string damage)
    {
        log.LogCritical("The database file is damaged: {Damage}", damage);
        alerts.Raise(
            new RaisedAlert(
                AlertKind.DamagedDatabase,
                damage,
                "damaged database",
                $"The database file is damaged: {damage} Stop the application, keep a copy of the file, and restore a backup.",
                time.GetUtcNow().UtcDateTime
            )
        );
    }
}

/// <summary>The nightly check.</summary>
internal sealed class IntegrityHandler(IntegrityWatch watch) : IJobHandler
{
    public const string JobKind = "database.check";

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public Task RunAsync(JobContext context, CancellationToken ct) => watch.LookAsync(wholly: true, ct);
}

/// <summary>Looks once after the start, and sees that the nightly check is scheduled.</summary>
internal sealed class IntegrityStart(
    IDbContextFactory<ReportsDb> contexts,
    RecurringJobs recurring,
    IntegrityWatch watch,
    ILogger<IntegrityStart> log
) : BackgroundService
{
    private const string EveryNight = "40 3 * * *";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var db = contexts.CreateDbContext();
        if (db.IsPostgres)
            return;
        try
        {
            await watch.LookAsync(wholly: false, stoppingToken);
            await ScheduleAsync(db, stoppingToken);
        }
        catch (Exception e) when (DatabaseOutage.Of(e) is not null)
        {
            log.LogError(e, "The database could not be looked through");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task ScheduleAsync(ReportsDb db, CancellationToken ct)
    {
        if (await db.Set<RecurringJob>().AnyAsync(r => r.Kind == IntegrityHandler.JobKind, ct))
            return;
        await recurring.AddAsync(
            db,
            new RecurringJob
            {
                Kind = IntegrityHandler.JobKind,
                Title = "Check of the database",
                Arguments = "{}",
                OwnerId = 0,
                Cron = EveryNight,
                TimeZone = "Asia/Kolkata",
                Enabled = true,
            },
            ct
        );
    }
}
