using Microsoft.Extensions.Options;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>The knobs of the queue, from <c>Jobs:*</c>; what each does is in README.md. Seconds may have fractions.</summary>
public sealed record JobOptions
{
    /// <summary>How many jobs this process runs at once; 0 leaves them to other nodes.</summary>
    public int Workers { get; init; } = 3;

    /// <summary>Places beyond <see cref="Workers"/> for jobs of high priority alone: somebody waits for them while long reports run.</summary>
    public int UrgentWorkers { get; init; } = 1;

    public double PollSeconds { get; init; } = 5;

    /// <summary>How long a silent process keeps its jobs; renewed every third of it.</summary>
    public double LeaseSeconds { get; init; } = 30;

    /// <summary>How long running jobs may go on when the process stops.</summary>
    public double DrainSeconds { get; init; } = 10;

    /// <summary>How long a handler may take to notice that it was told to stop; its job's state does not wait longer.</summary>
    public double GraceSeconds { get; init; } = 1.5;

    /// <summary>Pause before the second attempt; it doubles with each further one, up to <see cref="MaxBackoffSeconds"/>.</summary>
    public double BackoffSeconds { get; init; } = 10;

    public double MaxBackoffSeconds { get; init; } = 600;

    /// <summary>How long finished jobs and their files stay.</summary>
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

    /// <summary>Reads the settings; throws with every fault named when one cannot be used.</summary>
    public static JobOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection("Jobs").Get<JobOptions>() ?? new JobOptions();
        (string Name, double Value, double Least)[] limits =
        [
            (nameof(Workers), options.Workers, 0),
            (nameof(UrgentWorkers), options.UrgentWorkers, 0),
            (nameof(PollSeconds), options.PollSeconds, 0.05),
            (nameof(LeaseSeconds), options.LeaseSeconds, 0.3),
            (nameof(DrainSeconds), options.DrainSeconds, 0),
            (nameof(GraceSeconds), options.GraceSeconds, 0),
            (nameof(BackoffSeconds), options.BackoffSeconds, 0),
            (nameof(MaxBackoffSeconds), options.MaxBackoffSeconds, 0),
            (nameof(KeepDays), options.KeepDays, 1),
        ];
        var faults = limits
            .Where(l => l.Value < l.Least)
            .Select(l => FormattableString.Invariant($"Jobs:{l.Name} is {l.Value}; it must be at least {l.Least}."))
            .ToList();
        return faults.Count == 0 ? options : throw new OptionsValidationException("Jobs", typeof(JobOptions), faults);
    }
}
