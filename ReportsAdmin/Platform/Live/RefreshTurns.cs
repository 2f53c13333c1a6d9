using System.Diagnostics;
using System.Threading.Channels;

namespace ReportsAdmin.Platform.Live;

/// <summary>
/// Lets open pages read again one after the other when something has changed. All at once they would take every processor from those who work:
/// each turn is followed by a rest of the same length, so that refreshing takes a quarter of the machine at most, however many pages are open
/// and however often somebody saves. One page alone waits for nobody.
/// </summary>
public sealed class RefreshTurns
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> free = Channel.CreateUnbounded<bool>();

    /// <param name="atOnce">How many refresh at a time; null for half as many as there are processors.</param>
    public RefreshTurns(int? atOnce = null)
    {
        atOnce ??= Math.Max(1, Environment.ProcessorCount / 2);
        for (var i = 0; i < atOnce; i++)
            free.Writer.TryWrite(true);
    }

    /// <summary>Runs the refresh in its turn. One that takes long, because a database is away, goes on while the next begins.</summary>
    /// <param name="ct">Ends the waiting, not the refresh.</param>
    public async Task RunAsync(Func<Task> refresh, CancellationToken ct)
    {
        await free.Reader.ReadAsync(ct);
        var began = Stopwatch.GetTimestamp();
        Task running;
        try
        {
            running = refresh();
            await running
                .WaitAsync(LongestTurn, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _ = RestAsync(Stopwatch.GetElapsedTime(began));
        }

        await running;
    }

    private async Task RestAsync(TimeSpan length)
    {
        await Task.Delay(length);
        free.Writer.TryWrite(true);
    }
}
