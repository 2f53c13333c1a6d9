namespace ReportsAdmin.Platform.Jobs;

/// <summary>When the workers of this process last looked for work: a silent loop is a dead one, whatever the process says.</summary>
public sealed class WorkerPulse(TimeProvider time, JobOptions options)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);

    private long last = time.GetUtcNow().UtcTicks;
    private int running;

    /// <summary>Jobs that run here now.</summary>
    public int Running => running;

    /// <summary>How many may; 0 leaves them to other nodes.</summary>
    public int Workers => options.Workers;

    public DateTime LastAt => new(Interlocked.Read(ref last), DateTimeKind.Utc);

    /// <summary>Whether this process works and has looked for work lately.</summary>
    public bool IsAlive =>
        options.Workers == 0
        || time.GetUtcNow().UtcDateTime - LastAt < (options.Poll * 6 > Least ? options.Poll * 6 : Least);

    internal void Beat(int jobsRunning)
    {
        Interlocked.Exchange(ref last, time.GetUtcNow().UtcTicks);
        Interlocked.Exchange(ref running, jobsRunning);
    }
}
