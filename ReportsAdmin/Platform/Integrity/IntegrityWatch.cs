using System.Diagnostics;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;

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

    public static readonly NightlyJob EveryNight = new(JobKind, "Check of the database", "40 3 * * *");

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public Task RunAsync(JobContext context, CancellationToken ct) => watch.LookAsync(wholly: true, ct);
}

/// <summary>Looks once after the start.</summary>
internal sealed class IntegrityStart(IntegrityWatch watch, ILogger<IntegrityStart> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await watch.LookAsync(wholly: false, stoppingToken);
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
}
