using System.Diagnostics;

namespace ReportsAdmin.Platform.Data;

/// <summary>The process cannot start; the message says why and what to do, for whoever starts it.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The reason in one line when a start failed because of the folder or the database; null for a fault of the program.</summary>
    public static string? ReasonOf(Exception error) =>
        error is StartException ? error.Message
        : error is IOException or UnauthorizedAccessException || DatabaseOutage.Of(error) is not null
            ? $"The process cannot start: {error.GetBaseException().Message}"
        : null;
}

/// <summary>Tries something again until it succeeds or the patience of the start ends, and says meanwhile what it waits for.</summary>
internal sealed class StartWait(TimeSpan patience, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(5);

    /// <param name="what">What is waited for, as the end of a sentence.</param>
    /// <param name="isPassing">Whether an exception may pass by itself; others end the start at once.</param>
    /// <exception cref="StartException">The patience has ended, or waiting would not help.</exception>
    public async Task<T> ForAsync<T>(
        string what,
        Func<Task<T>> attempt,
        Func<Exception, bool> isPassing,
        CancellationToken ct
    )
    {
        var watch = Stopwatch.StartNew();
        var nextWord = TimeSpan.Zero;
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (e is not OperationCanceledException and not StartException)
            {
                if (!isPassing(e))
                    throw new StartException($"{what} cannot be used: {e.GetBaseException().Message}", e);
                if (watch.Elapsed >= patience)
                    throw new StartException(
                        FormattableString.Invariant(
                            $"Waited {patience.TotalSeconds:0} seconds for {what} and gave up: {e.GetBaseException().Message} Database:StartWaitSeconds sets how long a start waits."
                        ),
                        e
                    );
                if (watch.Elapsed >= nextWord)
                {
                    log.LogWarning("Waiting for {What}: {Reason}", what, e.GetBaseException().Message);
                    nextWord = watch.Elapsed + Reminder;
                }

                await Task.Delay(Pause, ct);
            }
        }
    }
}
