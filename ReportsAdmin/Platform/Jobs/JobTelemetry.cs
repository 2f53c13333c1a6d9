using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>What traces and metrics tell of jobs: kind and outcome, nothing of their content.</summary>
internal static class JobTelemetry
{
    private const string Name = "ReportsAdmin.Jobs";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "reportsadmin.job.duration",
        "s",
        "How long attempts at jobs took.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
        }
    );

    public static Activity? Start(string kind, long jobId) =>
        Source.StartActivity($"job {kind}")?.SetTag("job.kind", kind).SetTag("job.id", jobId);

    /// <param name="outcome">The state after the attempt; null when it was lost to another.</param>
    public static void Ended(string kind, JobState? outcome, TimeSpan took) =>
        Duration.Record(
            took.TotalSeconds,
            KeyValuePair.Create("kind", (object?)kind),
            KeyValuePair.Create("outcome", (object?)(outcome?.ToString().ToLowerInvariant() ?? "lost"))
        );
}
