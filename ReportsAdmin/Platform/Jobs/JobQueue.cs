using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Puts jobs in and changes their fate. Every change is one conditional statement, so two callers never undo each other.</summary>
public sealed class JobQueue
{
    /// <summary>Signal topic: any job was added or changed state.</summary>
    public const string Topic = "jobs";

    /// <summary>Retries that people may ask for.</summary>
    public const int MaxRetries = 3;

    /// <summary>Signal topic of one job: state or progress.</summary>
    public static string TopicOf(long jobId) => $"job:{jobId}";

    /// <summary>Signal topic of one owner: any of his jobs changed state.</summary>
    public static string TopicOfOwner(int ownerId) => $"jobs:{ownerId}";

    /// <summary>Adds a job within the caller's transaction when there is one. Call <see cref="AnnounceAsync"/> after the commit.</summary>
    public Task<long> EnqueueAsync(ReportsDb db, NewJob job, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Wakes workers and watchers after the commit; without it workers find the job at their next poll.</summary>
    public Task AnnounceAsync(long jobId, int ownerId) => throw new NotImplementedException();

    public Task<JobChange> CancelAsync(long jobId, string byName, string? reason, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Puts a failed job back, with fresh attempts.</summary>
    public Task<JobChange> RetryAsync(long jobId, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Deletes a finished job with its errors and files.</summary>
    public Task<JobChange> DeleteAsync(long jobId, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Stops workers of every node from taking new jobs of the kind.</summary>
    public Task PauseAsync(string kind, CancellationToken ct) => throw new NotImplementedException();

    public Task ResumeAsync(string kind, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Where pending jobs stand; jobs that are not pending are left out.</summary>
    public Task<IReadOnlyDictionary<long, QueuePlace>> PlacesAsync(IReadOnlyCollection<long> jobIds, CancellationToken ct) => throw new NotImplementedException();
}
