using System.Data.Common;
using System.Diagnostics;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Runs one attempt of one job from its claim to its end, and writes what came of it.</summary>
internal sealed class JobAttempt(
    JobClaims claims,
    JobQueue queue,
    FileStore files,
    ChangeNotifier notifier,
    IServiceScopeFactory scopes,
    JobOptions options,
    ILogger<JobAttempt> log
)
{
    /// <returns>When the handler has returned, which may be after the job's state was written.</returns>
    public async Task RunAsync(JobRun run, Action release)
    {
        var job = run.Job;
        var watch = Stopwatch.StartNew();
        log.Starts(job.Id, job.Kind, job.Attempt);
        await using var scope = scopes.CreateAsyncScope();
        await using var progress = new JobProgress(run, claims, notifier, log);
        var context = new JobContext(run, progress, claims, files);
        await queue.ChangedAsync(job.Id, job.OwnerId, JobState.Running);

        using var timer =
            job.TimeoutSeconds > 0
                ? new Timer(
                    _ => run.Stop(JobStop.TimedOut),
                    null,
                    TimeSpan.FromSeconds(job.TimeoutSeconds),
                    Timeout.InfiniteTimeSpan
                )
                : null;
        var work = Task.Run(() => HandleAsync(scope.ServiceProvider, context, run), CancellationToken.None);
        if (await Task.WhenAny(work, run.Stopped) != work)
            await Task.WhenAny(work, Task.Delay(options.Grace, CancellationToken.None));
        var unresponsive = !work.IsCompleted;
        if (!unresponsive)
            await progress.DisposeAsync();
        var state = await WriteAsync(run, EndOf(run, work, context));
        release();
        await AnnounceAsync(job, state, watch.ElapsedMilliseconds);
        if (!unresponsive)
            return;
        log.Unresponsive(job.Id, job.Kind, run.Why);
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <param name="state">Null when the job was no longer held.</param>
    private async Task AnnounceAsync(ClaimedJob job, JobState? state, long milliseconds)
    {
        JobTelemetry.Ended(job.Kind, state, TimeSpan.FromMilliseconds(milliseconds));
        if (state is not { } ended)
        {
            log.Lost(job.Id, job.Kind, job.Attempt);
            return;
        }

        log.Ends(job.Id, job.Kind, job.Attempt, ended, milliseconds);
        await queue.ChangedAsync(job.Id, job.OwnerId, ended);
    }

    private static async Task HandleAsync(IServiceProvider services, JobContext context, JobRun run)
    {
        var handler = services.GetServices<IJobHandler>().FirstOrDefault(h => h.Kind == run.Job.Kind)
            ?? throw new JobFailure(
                "unknown-kind",
                $"This program does not know jobs of the kind '{run.Job.Kind}'.",
                retryable: false
            );
        using var acting = Actor.Use(
            new Actor(run.Job.OwnerId == CurrentUser.System.UserId ? null : run.Job.OwnerId, null, ActorVia.Job)
            {
                RequestId = FormattableString.Invariant($"job {run.Job.Id}"),
            }
        );
        using var traced = JobTelemetry.Start(run.Job.Kind, run.Job.Id);
        await handler.RunAsync(context, run.Token);
    }

    /// <summary>What is to be written, decided once however often writing it must be tried.</summary>
    private Func<Task<JobState?>> EndOf(JobRun run, Task work, JobContext context)
    {
        var job = run.Job;
        if (work.IsCompletedSuccessfully)
            return () => claims.CompleteAsync(job, context.Result, CancellationToken.None);
        var error = work.Exception?.InnerException;
        return (error, run.Why) switch
        {
            // What looks lost may have been refused because it is to be cancelled; when it is truly lost this changes nothing.
            (_, JobStop.Lost or JobStop.Cancelled) => () => claims.CancelledAsync(job, CancellationToken.None),
            (JobFailure failure, _) => Fail(job, failure.Code, failure.Message, failure.Retryable),
            ({ } away, JobStop.None) when DatabaseOutage.Of(away) is { } outage => Postpone(job, away, outage),
            (DomainException domainError, _) => Fail(
                job,
                domainError.Kind.ToString().ToLowerInvariant(),
                domainError.Message,
                retryable: false
            ),
            (_, JobStop.Shutdown) => () => claims.ReleaseAsync(job, CancellationToken.None),
            (_, JobStop.TimedOut) => Fail(
                job,
                "timeout",
                $"It took longer than {Words(TimeSpan.FromSeconds(job.TimeoutSeconds))}.",
                retryable: true
            ),
            _ => Break(job, error),
        };
    }

    private Func<Task<JobState?>> Postpone(ClaimedJob job, Exception error, DomainException outage)
    {
        var pause = outage.RetryAfter ?? options.Backoff(1, Random.Shared.NextDouble());
        log.Postponed(job.Id, job.Kind, error.GetBaseException().Message, pause);
        return () => claims.PostponeAsync(job, pause, CancellationToken.None);
    }

    private Func<Task<JobState?>> Break(ClaimedJob job, Exception? error)
    {
        var reference = Guid.NewGuid().ToString("N")[..12];
        log.Broke(
            error ?? new OperationCanceledException("The handler stopped without being cancelled."),
            job.Id,
            job.Kind,
            job.Attempt,
            reference
        );
        return Fail(
            job,
            "unexpected",
            $"Something went wrong. It was logged with the reference {reference}.",
            retryable: true
        );
    }

    private Func<Task<JobState?>> Fail(ClaimedJob job, string code, string message, bool retryable)
    {
        log.Failed(job.Id, job.Kind, job.Attempt, code);
        TimeSpan? pause = retryable ? options.Backoff(job.Attempt, Random.Shared.NextDouble()) : null;
        return () => claims.FailAsync(job, code, message, pause, CancellationToken.None);
    }

    /// <summary>Goes on trying while the database is away and the job may still be ours: a finished report is worth the wait.</summary>
    private async Task<JobState?> WriteAsync(JobRun run, Func<Task<JobState?>> write)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                return await write();
            }
            catch (Exception e) when (e is DbException or IOException or TimeoutException or InvalidOperationException)
            {
                log.OutcomeUnwritten(e, run.Job.Id);
                if (run.Why is JobStop.Lost or JobStop.Shutdown)
                    return null;
                await Task.Delay(pause, CancellationToken.None);
                pause = pause < options.Poll ? pause * 2 : options.Poll;
            }
        }
    }

    private static string Words(TimeSpan time) =>
        time.TotalMinutes >= 2
            ? FormattableString.Invariant($"{time.TotalMinutes:0} minutes")
            : FormattableString.Invariant($"{time.TotalSeconds:0} seconds");
}
