using System.Data.Common;
using System.Threading.Channels;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Writes the progress of one attempt, the latest word at most twice a second, and tells those who watch the job.</summary>
internal sealed class JobProgress : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly Channel<bool> news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JobRun run;
    private readonly JobClaims claims;
    private readonly ChangeNotifier notifier;
    private readonly ILogger log;
    private readonly Task writing;
    private JobProgressRow? latest;
    private JobProgressRow? written;

    public JobProgress(JobRun run, JobClaims claims, ChangeNotifier notifier, ILogger log)
    {
        (this.run, this.claims, this.notifier, this.log) = (run, claims, notifier, log);
        writing = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    public void Report(JobProgressRow row)
    {
        Volatile.Write(ref latest, row);
        news.Writer.TryWrite(true);
    }

    /// <summary>Writes the last word.</summary>
    public async ValueTask DisposeAsync()
    {
        news.Writer.TryComplete();
        closed.TrySetResult();
        await writing;
        await WriteAsync();
    }

    private async Task WriteAllAsync()
    {
        await foreach (var _ in news.Reader.ReadAllAsync(CancellationToken.None))
        {
            await WriteAsync();
            await Task.WhenAny(closed.Task, Task.Delay(Pace, CancellationToken.None));
        }
    }

    private async Task WriteAsync()
    {
        var row = Volatile.Read(ref latest);
        if (row is null || row == written)
            return;
        try
        {
            var held = await claims.ProgressAsync(run.Job, row, CancellationToken.None);
            written = row;
            if (held)
                await notifier.PublishAsync(JobQueue.TopicOf(run.Job.Id));
            else
                run.Stop(JobStop.Lost);
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException)
        {
            // The next word will do; the lease decides whether the work goes on.
            log.ProgressUnwritten(e, run.Job.Id);
        }
    }
}
