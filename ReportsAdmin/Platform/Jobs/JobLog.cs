namespace ReportsAdmin.Platform.Jobs;

/// <summary>Every log line of the module. Jobs are named by number and kind; titles and arguments may be personal and stay out.</summary>
internal static partial class JobLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobId} ({Kind}) attempt {Attempt} starts")]
    public static partial void Starts(this ILogger log, long jobId, string kind, int attempt);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Job {JobId} ({Kind}) attempt {Attempt} ends {State} after {Milliseconds} ms"
    )]
    public static partial void Ends(
        this ILogger log,
        long jobId,
        string kind,
        int attempt,
        JobState state,
        long milliseconds
    );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Job {JobId} ({Kind}) attempt {Attempt} no longer belongs to this process; what it did is thrown away"
    )]
    public static partial void Lost(this ILogger log, long jobId, string kind, int attempt);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Job {JobId} ({Kind}) was told to stop ({Why}) and goes on; it may change nothing any more, but keeps its worker busy"
    )]
    public static partial void Unresponsive(this ILogger log, long jobId, string kind, JobStop why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobId} ({Kind}) attempt {Attempt} failed: {Code}")]
    public static partial void Failed(this ILogger log, long jobId, string kind, int attempt, string code);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Job {JobId} ({Kind}) waits {Pause}, because the database or the disk could not serve: {Reason}"
    )]
    public static partial void Postponed(this ILogger log, long jobId, string kind, string reason, TimeSpan pause);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Job {JobId} ({Kind}) attempt {Attempt} failed unexpectedly; reference {Reference}"
    )]
    public static partial void Broke(
        this ILogger log,
        Exception e,
        long jobId,
        string kind,
        int attempt,
        string reference
    );

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of job {JobId} could not be written; trying again")]
    public static partial void OutcomeUnwritten(this ILogger log, Exception e, long jobId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The progress of job {JobId} could not be written")]
    public static partial void ProgressUnwritten(this ILogger log, Exception e, long jobId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leases of {Jobs} jobs could not be renewed; trying again")]
    public static partial void LeasesNotRenewed(this ILogger log, Exception e, int jobs);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job worker failed; it goes on in {Pause}")]
    public static partial void WorkerFailed(this ILogger log, Exception e, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "The janitor of the jobs failed at: {Task}")]
    public static partial void JanitorFailed(this ILogger log, Exception e, string task);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Job {JobId} ({Kind}) was taken from a silent process and is now {State}"
    )]
    public static partial void Rescued(this ILogger log, long jobId, string kind, JobState state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Cleaned up: {Count} {What}")]
    public static partial void CleanedUp(this ILogger log, int count, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "The scanner of recurring jobs failed; it goes on in {Pause}")]
    public static partial void ScannerFailed(this ILogger log, Exception e, TimeSpan pause);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Recurring job {RecurringId} can no longer be read and was switched off"
    )]
    public static partial void RecurringUnreadable(this ILogger log, Exception e, int recurringId);
}
