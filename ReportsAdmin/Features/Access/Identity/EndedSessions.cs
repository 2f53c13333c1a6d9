using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>
/// Tells whether the session of an access token has been ended, so that signing out bites before the token runs out.
/// Remembered for half a minute on each node, and forgotten at once when any session ends.
/// </summary>
public sealed class EndedSessions(IDbContextFactory<ReportsDb> contexts, ChangeNotifier notifier, TimeProvider time)
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (bool Ended, DateTimeOffset Until)> known = new(
        StringComparer.Ordinal
    );
    private IDisposable? subscription;
    private int changes;

    public async ValueTask<bool> ContainsAsync(string session, CancellationToken ct)
    {
        subscription ??= notifier.Subscribe(CurrentUserAccessor.ChangedTopic, ForgetAsync);
        var now = time.GetUtcNow();
        if (known.TryGetValue(session, out var entry) && entry.Until > now)
            return entry.Ended;
        var before = Volatile.Read(ref changes);
        await using var db = contexts.CreateDbContext();
        var ended = await db.Set<RefreshToken>().AnyAsync(t => t.Family == session && t.Revoked, ct);
        if (known.Count > MaxRemembered)
            known.Clear();
        if (before == Volatile.Read(ref changes))
            known[session] = (ended, now + Remembered);
        return ended;
    }

    private Task ForgetAsync()
    {
        Interlocked.Increment(ref changes);
        known.Clear();
        return Task.CompletedTask;
    }
}
