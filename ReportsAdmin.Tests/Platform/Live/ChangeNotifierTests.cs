using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Live;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Live;

public sealed class ChangeNotifierTests
{
    private readonly ChangeNotifier notifier = new(NullLogger<ChangeNotifier>.Instance);

    /// <summary>So many that a hash table would not keep their order by chance.</summary>
    [Fact]
    public async Task Who_subscribed_first_hears_first()
    {
        var heard = new List<int>();
        for (var i = 0; i < 500; i++)
        {
            var own = i;
            var subscription = notifier.Subscribe("topic", () =>
            {
                heard.Add(own);
                return Task.CompletedTask;
            });
            if (i % 7 == 3)
                subscription.Dispose();
        }

        await notifier.PublishAsync("topic");
        Assert.Equal(Enumerable.Range(0, 500).Where(i => i % 7 != 3), heard);
    }

    [Fact]
    public async Task Who_hears_does_not_act_for_whoever_published()
    {
        var heard = new List<Actor>();
        notifier.Subscribe("topic", () =>
        {
            heard.Add(Actor.Current);
            return Task.CompletedTask;
        });
        using (Actor.Use(Actor.System with { Name = "Asha Rao" }))
            await notifier.PublishAsync("topic");
        Task published;
        using (ExecutionContext.SuppressFlow())
            published = notifier.PublishAsync("topic");
        await published;
        Assert.Equal([Actor.System, Actor.System], heard);
    }

    [Fact]
    public async Task One_that_fails_does_not_stop_the_others()
    {
        var heard = 0;
        notifier.Subscribe("topic", () => throw new InvalidOperationException("Broken."));
        notifier.Subscribe("topic", () =>
        {
            heard++;
            return Task.CompletedTask;
        });
        await notifier.PublishAsync("topic");
        await notifier.PublishAsync("other");
        Assert.Equal(1, heard);
    }
}
