using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>The knobs of the queue, from <c>Jobs:*</c>; what each does is in README.md. Seconds may have fractions.</summary>
public sealed record JobOptions : ISettings
{
    public static string Section => "Jobs";

    [Setting("Jobs that this process runs at once; 0 leaves them to other nodes.", Least = 0)]
    public int Workers { get; init; } = 3;

    [Setting(
        "Places beyond these for jobs of high priority alone: somebody waits for them while long reports run.",
        Least = 0
    )]
    public int UrgentWorkers { get; init; } = 1;

    [Setting("How often the queue is looked at besides signals.", Least = 0.05)]
    public double PollSeconds { get; init; } = 5;

    [Setting("How long a silent process keeps its jobs; renewed every third of it.", Least = 0.3)]
    public double LeaseSeconds { get; init; } = 10;

    [Setting("How long running jobs may go on when the process stops.", Least = 0)]
    public double DrainSeconds { get; init; } = 10;

    [Setting("How long a handler may take to notice that it was told to stop.", Least = 0)]
    public double GraceSeconds { get; init; } = 1.5;

    [Setting("Pause before the second attempt; it doubles with each further one.", Least = 0)]
    public double BackoffSeconds { get; init; } = 10;

    [Setting("The longest such pause.", Least = 0)]
    public double MaxBackoffSeconds { get; init; } = 600;

    [Setting("How long finished jobs and their files stay.", Least = 1)]
    public int KeepDays { get; init; } = 90;

    public TimeSpan Poll => TimeSpan.FromSeconds(PollSeconds);

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    public TimeSpan Drain => TimeSpan.FromSeconds(DrainSeconds);

    public TimeSpan Grace => TimeSpan.FromSeconds(GraceSeconds);

    /// <summary>The pause after a failed attempt: exponential, capped, and spread by a fifth either way so that failed jobs do not come back together.</summary>
    /// <param name="attempt">1 for the first.</param>
    /// <param name="spread">0 to 1.</param>
    public TimeSpan Backoff(int attempt, double spread) =>
        TimeSpan.FromSeconds(
            Math.Min(MaxBackoffSeconds, BackoffSeconds * Math.Pow(2, Math.Min(attempt - 1, 30)))
                * (0.8 + (0.4 * spread))
        );
}
