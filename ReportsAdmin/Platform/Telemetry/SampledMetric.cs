using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Platform.Telemetry;

/// <summary>One value of a metric.</summary>
/// <param name="Label">The value of its tag; null for a metric without one.</param>
public sealed record MetricValue(string? Label, double Value);

/// <summary>A number that is read from the database now and then, registered by the module or room whose tables it is about.</summary>
/// <param name="Name">As metrics are named: <c>reportsadmin.jobs</c>.</param>
/// <param name="Unit">In braces for counts: <c>{job}</c>.</param>
/// <param name="Tag">What its values differ by: <c>state</c>; null when there is one value.</param>
/// <param name="Read">Reads at an instant (UTC).</param>
public sealed record SampledMetric(
    string Name,
    string Unit,
    string Description,
    string? Tag,
    Func<ReportsDb, DateTime, CancellationToken, Task<IReadOnlyList<MetricValue>>> Read
);

/// <summary>The metrics of the queue.</summary>
internal static class JobMetrics
{
    public static readonly SampledMetric States = new(
        "reportsadmin.jobs",
        "{job}",
        "Jobs by state; failed ones of the last day alone.",
        "state",
        async (db, now, ct) =>
        {
            var since = now.AddDays(-1);
            var counts = await db.Set<Job>()
                .Where(j => j.FinishedAt == null || (j.State == JobState.Failed && j.FinishedAt > since))
                .GroupBy(j => j.State)
                .Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
            JobState[] shown = [JobState.Scheduled, JobState.Pending, JobState.Running, JobState.Failed];
            return
            [
                .. shown.Select(s => new MetricValue(s.ToString().ToLowerInvariant(), counts.GetValueOrDefault(s))),
            ];
        }
    );

    public static readonly SampledMetric Oldest = new(
        "reportsadmin.jobs.oldest",
        "s",
        "How long the oldest job that may run has waited.",
        null,
        async (db, now, ct) =>
        {
            var oldest = await db.Set<Job>()
                .Where(j => j.State == JobState.Pending)
                .MinAsync(j => (DateTime?)j.RunAt, ct);
            return [new MetricValue(null, oldest is { } at && at < now ? (now - at).TotalSeconds : 0)];
        }
    );
}

/// <summary>Reads the sampled metrics every few seconds, so that a scrape costs nothing; those that cannot be read are left out.</summary>
internal sealed class MetricSampler : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Meter meter = new(TelemetrySetup.MeterName);
    private readonly IDbContextFactory<ReportsDb> contexts;
    private readonly IReadOnlyList<SampledMetric> metrics;
    private readonly TimeProvider time;
    private readonly ILogger<MetricSampler> log;
    private volatile IReadOnlyDictionary<string, IReadOnlyList<MetricValue>> latest = new Dictionary<
        string,
        IReadOnlyList<MetricValue>
    >(StringComparer.Ordinal);

    public MetricSampler(
        IDbContextFactory<ReportsDb> contexts,
        IEnumerable<SampledMetric> metrics,
        TimeProvider time,
        ILogger<MetricSampler> log
    )
    {
        (this.contexts, this.metrics, this.time, this.log) = (contexts, [.. metrics], time, log);
        foreach (var metric in this.metrics)
            meter.CreateObservableGauge(metric.Name, () => ValuesOf(metric), metric.Unit, metric.Description);
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await SampleAsync(stoppingToken);
            await Task.Delay(Period, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SampleAsync(CancellationToken ct)
    {
        var read = new Dictionary<string, IReadOnlyList<MetricValue>>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            try
            {
                await using var db = contexts.CreateDbContext();
                read[metric.Name] = await metric.Read(db, time.GetUtcNow().UtcDateTime, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is DbException or IOException or InvalidOperationException)
            {
                log.LogWarning(e, "The metric {Metric} could not be read", metric.Name);
            }
        }

        latest = read;
    }

    private IEnumerable<Measurement<double>> ValuesOf(SampledMetric metric) =>
        latest
            .GetValueOrDefault(metric.Name, [])
            .Select(v =>
                metric.Tag is null || v.Label is null
                    ? new Measurement<double>(v.Value)
                    : new Measurement<double>(v.Value, KeyValuePair.Create(metric.Tag, (object?)v.Label))
            );
}
