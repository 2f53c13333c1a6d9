using ReportsAdmin.Platform.Jobs.Sql;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Why a running attempt is told to stop.</summary>
internal enum JobStop
{
    None,
    Cancelled,
    TimedOut,

    /// <summary>Another process may have the job by now.</summary>
    Lost,

    /// <summary>This process ends.</summary>
    Shutdown,
}

/// <summary>One attempt that runs in this process.</summary>
internal sealed class JobRun(ClaimedJob job, TimeSpan lease)
{
    private readonly CancellationTokenSource source = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int why;
    private long leaseEnd = Environment.TickCount64 + (long)lease.TotalMilliseconds;

    public ClaimedJob Job => job;

    /// <summary>Trips when the attempt is to stop.</summary>
    public CancellationToken Token => source.Token;

    public Task Stopped => stopped.Task;

    /// <summary>The first reason that came.</summary>
    public JobStop Why => (JobStop)Volatile.Read(ref why);

    /// <summary>Whether the lease has run out by this machine's steady clock, as nobody could renew it.</summary>
    public bool LeaseRanOut => Environment.TickCount64 > Volatile.Read(ref leaseEnd);

    /// <summary>The lease was renewed by a call that began at the given tick.</summary>
    public void Renewed(long tick) => Volatile.Write(ref leaseEnd, tick + (long)lease.TotalMilliseconds);

    public void Stop(JobStop reason)
    {
        if (Interlocked.CompareExchange(ref why, (int)reason, 0) != 0)
            return;
        stopped.TrySetResult();
        // Callbacks of the handler run elsewhere: the caller may be the thread that renews leases.
        _ = source.CancelAsync();
    }
}
