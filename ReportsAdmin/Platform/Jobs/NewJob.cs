namespace ReportsAdmin.Platform.Jobs;

/// <summary>A job to enqueue.</summary>
/// <param name="Arguments">JSON.</param>
public sealed record NewJob(string Kind, string Title, string Arguments, int OwnerId)
{
    public short Priority { get; init; } = JobPriority.Normal;

    /// <summary>UTC; null means now.</summary>
    public DateTime? RunAt { get; init; }

    public int MaxAttempts { get; init; } = 3;

    /// <summary>When an open job has this key already, that one's id is answered and nothing is added.</summary>
    public string? UniqueKey { get; init; }
}

/// <summary>What came of asking a job to change.</summary>
public enum JobChange
{
    Done,

    /// <summary>A running job was asked to stop; it does so shortly.</summary>
    Requested,
    NotFound,

    /// <summary>Its state does not allow it.</summary>
    WrongState,

    /// <summary>It was retried as often as allowed.</summary>
    TooOften,
}

/// <param name="Position">1 for the next to start.</param>
/// <param name="Wait">Until it starts, from how long jobs of the kinds ahead really took; null when none has run yet.</param>
public sealed record QueuePosition(int Position, TimeSpan? Wait);
