using System.Collections.Concurrent;
using System.Data.Common;
using ReportsAdmin.Platform.Jobs.Sql;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>
/// Keeps the leases of all jobs that this process runs, in one statement every third of a lease, and hears from it which are to be
/// cancelled and which were lost. On a thread of its own: handlers that keep the thread pool busy do not lose their jobs.
/// </summary>
public sealed class JobLeases(JobClaims claims, IQueueSql sql, JobOptions options, ILogger<JobLeases> log) : IDisposable
{
    private readonly ConcurrentDictionary<long, JobRun> held = new();
    private readonly AutoResetEvent pulse = new(false);
    private readonly Lock ending = new();
    private Thread? thread;
    private volatile bool ends;

    /// <summary>What this process runs.</summary>
    public IReadOnlyCollection<ClaimedJob> Held => [.. held.Values.Select(r => r.Job)];

    public void Start()
    {
        ends = false;
        thread = new Thread(KeepAll) { IsBackground = true, Name = "Job leases" };
        thread.Start();
    }

    /// <summary>Ends the thread. The host may stop and dispose at once: the second waits for the first.</summary>
    public void Stop()
    {
        lock (ending)
        {
            if (thread is null)
                return;
            ends = true;
            pulse.Set();
            thread.Join();
            thread = null;
        }
    }

    internal void Hold(JobRun run) => held[run.Job.Id] = run;

    internal void LetGo(JobRun run) => held.TryRemove(KeyValuePair.Create(run.Job.Id, run));

    /// <summary>Looks at once, because a cancellation was asked for somewhere.</summary>
    public void Pulse()
    {
        if (!ends)
            pulse.Set();
    }

    public void Dispose()
    {
        Stop();
        pulse.Dispose();
    }

    private void KeepAll()
    {
        var kept = true;
        while (!ends)
        {
            // After a failure sooner, so that a lease that nobody could renew is noticed when it ends.
            pulse.WaitOne(kept ? options.Lease / 3 : options.Lease / 10);
            if (!ends && !held.IsEmpty)
                kept = Keep([.. held.Values]);
        }
    }

    private bool Keep(IReadOnlyList<JobRun> runs)
    {
        var began = Environment.TickCount64;
        try
        {
            var kept = claims.Renew([.. runs.Select(r => r.Job)], options.Lease);
            foreach (var run in runs)
            {
                if (!kept.TryGetValue(run.Job.Id, out var cancel))
                    run.Stop(JobStop.Lost);
                else if (cancel)
                    run.Stop(JobStop.Cancelled);
                if (kept.ContainsKey(run.Job.Id))
                    run.Renewed(began);
            }

            return true;
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException or InvalidOperationException)
        {
            log.LeasesNotRenewed(e, runs.Count);
            if (!sql.IsShared)
                return false;
            foreach (var run in runs.Where(r => r.LeaseRanOut))
                run.Stop(JobStop.Lost);
            return false;
        }
    }
}
