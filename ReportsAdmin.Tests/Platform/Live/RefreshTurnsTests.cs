using ReportsAdmin.Platform.Live;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Live;

public sealed class RefreshTurnsTests
{
    private readonly RefreshTurns turns = new(2);

    [Fact]
    public async Task No_more_refresh_at_a_time_than_there_are_turns()
    {
        var (now, most, done) = (0, 0, 0);
        var gate = new Lock();
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    turns.RunAsync(
                        async () =>
                        {
                            lock (gate)
                                most = Math.Max(most, ++now);
                            await Task.Delay(5);
                            lock (gate)
                                (now, done) = (now - 1, done + 1);
                        },
                        CancellationToken.None
                    )
                )
        );
        Assert.Equal((2, 20), (most, done));
    }

    [Fact]
    public async Task One_that_fails_tells_its_own_page_and_leaves_the_turn_to_the_next()
    {
        for (var i = 0; i < 4; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                turns.RunAsync(() => throw new InvalidOperationException("Broken."), CancellationToken.None)
            );
        await turns.RunAsync(() => Task.CompletedTask, CancellationToken.None);
    }

    [Fact]
    public async Task Pages_that_hang_do_not_hold_the_others_up()
    {
        var hang = new TaskCompletionSource();
        var hanging = Enumerable
            .Range(0, 2)
            .Select(_ => turns.RunAsync(() => hang.Task, CancellationToken.None))
            .ToList();
        await turns.RunAsync(() => Task.CompletedTask, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.DoesNotContain(hanging, t => t.IsCompleted);
        hang.SetResult();
        await Task.WhenAll(hanging).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_page_that_goes_while_it_waits_is_not_refreshed()
    {
        var hang = new TaskCompletionSource();
        var busy = Enumerable.Range(0, 2).Select(_ => turns.RunAsync(() => hang.Task, CancellationToken.None)).ToList();
        using var gone = new CancellationTokenSource();
        var refreshed = false;
        var waiting = turns.RunAsync(
            () =>
            {
                refreshed = true;
                return Task.CompletedTask;
            },
            gone.Token
        );
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        hang.SetResult();
        await Task.WhenAll(busy);
        Assert.False(refreshed);
    }
}
