using System.Collections.Concurrent;

namespace ReportsAdmin.Platform.Live;

/// <summary>
/// Hints that something changed, by topic (<c>outstanding</c>, <c>import:12</c>). A hint may be lost and carries no data:
/// whoever hears one reads the database again. Handlers run one by one in the order of their subscriptions, so that what remembers
/// answers has forgotten them before those who ask it again; a failing handler never stops the others.
/// </summary>
public sealed class ChangeNotifier(ILogger<ChangeNotifier> log)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<long, Func<Task>>> topics = new(
        StringComparer.Ordinal
    );
    private long lastKey;

    /// <summary>When who reads again is decided here, once for all pages of the process.</summary>
    public RefreshTurns Turns { get; } = new();

    /// <summary>Raised for every local publish, so that a bridge can carry it to other nodes.</summary>
    public event Action<string>? Published;

    /// <summary>Calls <paramref name="handler"/> on each hint until the subscription is disposed.</summary>
    public IDisposable Subscribe(string topic, Func<Task> handler)
    {
        var key = Interlocked.Increment(ref lastKey);
        var handlers = topics.GetOrAdd(topic, static _ => new());
        handlers[key] = handler;
        return new Subscription(handlers, key);
    }

    public async Task PublishAsync(string topic)
    {
        Published?.Invoke(topic);
        await DeliverAsync(topic);
    }

    /// <summary>Delivers a hint that came from another node.</summary>
    public async Task DeliverAsync(string topic)
    {
        if (!topics.TryGetValue(topic, out var handlers))
            return;
        await ApartAsync(async () =>
        {
            foreach (var (_, handler) in handlers.OrderBy(h => h.Key))
            {
                try
                {
                    await handler();
                }
                catch (Exception e)
                {
                    log.LogWarning(e, "A subscriber of {Topic} failed", topic);
                }
            }
        });
    }

    // Neither the snapshot that whoever publishes reads in nor the person for whom they work is that of those who hear it.
    private static Task ApartAsync(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(work);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work);
    }

    private sealed class Subscription(ConcurrentDictionary<long, Func<Task>> handlers, long key) : IDisposable
    {
        public void Dispose() => handlers.TryRemove(key, out _);
    }
}
