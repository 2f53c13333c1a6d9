using System.Collections.Concurrent;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>
/// Takes jobs while it has a free place, and runs them. A hint wakes it at once, the poll finds what no hint told of.
/// When the process stops it takes no more, lets running jobs go on for a while, and puts back those that are not done by then.
/// </summary>
internal sealed class JobWorker(
    JobDispatch dispatch,
    JobAttempt attempt,
    JobLeases leases,
    ChangeNotifier notifier,
    JobOptions options,
    WorkerPulse pulse,
    ILogger<JobWorker> log
) : BackgroundService
{
    private readonly ConcurrentDictionary<JobRun, Task> running = new();
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly string name =
        $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid().ToString("N")[..6]}";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var all = Task.WhenAll(running.Values);
        await Task.WhenAny(all, Task.Delay(options.Drain, CancellationToken.None));
        foreach (var run in running.Keys)
            run.Stop(JobStop.Shutdown);
        // A handler that does not listen must not keep the process: its job has been put back by now.
        await Task.WhenAny(all, Task.Delay(options.Grace * 2, CancellationToken.None));
        leases.Stop();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Workers == 0)
            return;
        leases.Start();
        using var due = notifier.Subscribe(JobQueue.DueTopic, Wake);
        using var stops = notifier.Subscribe(JobQueue.StopTopic, Pulse);
        var woken = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                pulse.Beat(running.Count);
                var pause = await TakeAsync(woken, stoppingToken);
                woken = await wake.WaitAsync(pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var pause = options.Poll < TimeSpan.FromSeconds(1) ? options.Poll : TimeSpan.FromSeconds(1);
                log.WorkerFailed(e, pause);
                woken = true;
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Fills the free places; answers how long there is nothing to do.</summary>
    private async Task<TimeSpan> TakeAsync(bool woken, CancellationToken stopping)
    {
        var look = await dispatch.LookAsync(stopping);
        if (look.Due)
        {
            while (!stopping.IsCancellationRequested && await dispatch.PromoteAsync(CancellationToken.None))
                woken = true;
            look = await dispatch.LookAsync(stopping);
        }

        if (woken || look.Pending)
        {
            Fill(options.Workers, short.MinValue, stopping);
            Fill(options.Workers + options.UrgentWorkers, JobPriority.High, stopping);
        }

        if (look.NextIn is not { } wait)
            return options.Poll;
        return wait < TimeSpan.FromMilliseconds(10) ? TimeSpan.FromMilliseconds(10)
            : wait < options.Poll ? wait
            : options.Poll;
    }

    /// <summary>Takes jobs until so many run, or none is left.</summary>
    /// <param name="from">The least priority that is taken.</param>
    private void Fill(int places, short from, CancellationToken stopping)
    {
        int free;
        while (!stopping.IsCancellationRequested && (free = places - running.Count) > 0)
        {
            var claimed = dispatch.Claim(name, free, options.Lease, from);
            foreach (var job in claimed)
                Start(job);
            if (claimed.Count < free)
                return;
        }
    }

    private void Start(ClaimedJob job)
    {
        var run = new JobRun(job, options.Lease);
        leases.Hold(run);
        // Listed before it starts: a job that is done at once would otherwise be listed after it was taken off.
        var start = new Task<Task>(() => RunAsync(run));
        running[run] = start.Unwrap();
        start.Start(TaskScheduler.Default);
    }

    private async Task RunAsync(JobRun run)
    {
        try
        {
            await attempt.RunAsync(run, () => leases.LetGo(run));
        }
        catch (Exception e)
        {
            // Nothing of an attempt may end the worker; its lease runs out and the janitor puts the job back.
            log.WorkerFailed(e, TimeSpan.Zero);
        }
        finally
        {
            leases.LetGo(run);
            running.TryRemove(run, out _);
            await Wake();
        }
    }

    private Task Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }

        return Task.CompletedTask;
    }

    private Task Pulse()
    {
        leases.Pulse();
        return Task.CompletedTask;
    }
}
