namespace ReportsAdmin.Platform.Jobs;

/// <summary>
/// Does the jobs of one kind. It runs at least once for each job, perhaps again after a crash: its effects are idempotent,
/// and its files are published through the context, which only the holder of the newest claim may do.
/// Registered as a scoped or singleton service of this interface.
/// </summary>
public interface IJobHandler
{
    string Kind { get; }

    /// <summary>How long one attempt may take.</summary>
    TimeSpan Timeout => TimeSpan.FromMinutes(30);

    /// <summary>How many of this kind may run at once, over all nodes; null for no limit.</summary>
    int? MaxRunning => null;

    /// <summary>Runs one attempt. A <see cref="JobFailure"/> or a <see cref="DomainException"/> carries words for a person; anything else is a bug, logged whole and told generically.</summary>
    /// <param name="ct">Trips when the job is cancelled, times out, loses its lease, or the process stops.</param>
    Task RunAsync(JobContext context, CancellationToken ct);
}

/// <summary>An expected failure with words for a person. Whether another attempt can help is said with it.</summary>
public sealed class JobFailure(string code, string message, bool retryable) : Exception(message)
{
    public string Code { get; } = code;

    public bool Retryable { get; } = retryable;
}
