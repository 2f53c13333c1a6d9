namespace ReportsAdmin.Platform.Jobs;

/// <summary>The state of a job; transitions are in README.md. Stored as a short.</summary>
public enum JobState : short
{
    /// <summary>Waits for its time: run-at, or the pause before another attempt.</summary>
    Scheduled = 0,

    /// <summary>Stands in the queue.</summary>
    Pending = 1,
    Running = 2,
    Completed = 3,
    Failed = 4,
    Cancelled = 5,
}

/// <summary>One piece of slow work. Read it freely; it is changed by <see cref="JobQueue"/> and the workers alone.</summary>
public sealed class Job
{
    public long Id { get; init; }

    /// <summary>Names the handler: <c>reports.run</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What a person calls it.</summary>
    public required string Title { get; init; }

    /// <summary>JSON, understood by the handler alone.</summary>
    public required string Arguments { get; init; }

    /// <summary>Who it runs for, with their rights at that time; 0 for the system.</summary>
    public int OwnerId { get; init; }

    public JobState State { get; init; }

    /// <summary>Higher goes first: <see cref="JobPriority"/>.</summary>
    public short Priority { get; init; }

    /// <summary>Place among jobs of the same priority: owners take turns, so one user's fifty jobs do not starve another's.</summary>
    public long FairOrder { get; init; }

    /// <summary>Not before this instant (UTC).</summary>
    public DateTime RunAt { get; init; }

    /// <summary>At most one open job has this key.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Counts claims; 1 during the first run.</summary>
    public int Attempt { get; init; }

    public int MaxAttempts { get; init; }

    /// <summary>Retries asked for by a person.</summary>
    public int Retries { get; init; }

    public int TimeoutSeconds { get; init; }

    /// <summary>Grows with each claim; whoever holds an older one changes nothing.</summary>
    public long Fence { get; init; }

    /// <summary>The process that runs it or ran it last.</summary>
    public string? Worker { get; init; }

    /// <summary>Which of its kind's places it takes while running; null when the kind has no limit.</summary>
    public short? Slot { get; init; }

    public DateTime? LeaseUntil { get; init; }

    public DateTime? CancelRequestedAt { get; init; }

    /// <summary>Who asked for the cancellation, by name.</summary>
    public string? CancelledBy { get; init; }

    public string? CancelReason { get; init; }

    /// <summary>What is being done, in words.</summary>
    public string? Step { get; init; }

    /// <summary>0 to 100; never falls within an attempt.</summary>
    public short Percent { get; init; }

    public long RowsDone { get; init; }

    public long? RowsTotal { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>JSON that the handler left.</summary>
    public string? Result { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    /// <summary>Start of the latest attempt.</summary>
    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    /// <summary>The recurring job that made it, and the occurrence it stands for; unique together.</summary>
    public int? RecurringId { get; init; }

    public DateTime? OccurrenceAt { get; init; }
}

public static class JobPriority
{
    public const short Low = -10;
    public const short Normal = 0;
    public const short High = 10;
    public const short Critical = 20;
}

/// <summary>Why one attempt failed.</summary>
public sealed class JobError
{
    public long Id { get; init; }

    public long JobId { get; init; }

    public int Attempt { get; init; }

    public DateTime At { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }
}

/// <summary>A file that a job made. It belongs to the job; its row appears only with the file in place.</summary>
public sealed class Artifact
{
    public long Id { get; init; }

    public long JobId { get; init; }

    /// <summary>What it is within the job: <c>report</c>, <c>pdf</c>. Unique within the job, so a retry makes only what is missing.</summary>
    public required string Name { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    /// <summary>In the file store.</summary>
    public required string FileKey { get; init; }

    public long Size { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>When the file was deleted; the row stays.</summary>
    public DateTime? RemovedAt { get; init; }
}

/// <summary>A job that comes again: cron in a time zone.</summary>
public sealed class RecurringJob
{
    public int Id { get; init; }

    public required string Kind { get; set; }

    public required string Title { get; set; }

    public required string Arguments { get; set; }

    public int OwnerId { get; set; }

    /// <summary>Five fields (minute hour day month weekday), or six with seconds in front; weekdays 0 to 7, 0 and 7 both Sunday.</summary>
    public required string Cron { get; set; }

    /// <summary>An IANA name: <c>Asia/Kolkata</c>.</summary>
    public required string TimeZone { get; set; }

    public bool Enabled { get; set; }

    /// <summary>UTC; null when it never comes again.</summary>
    public DateTime? NextAt { get; set; }

    public DateTime? LastAt { get; set; }

    public long? LastJobId { get; set; }
}
