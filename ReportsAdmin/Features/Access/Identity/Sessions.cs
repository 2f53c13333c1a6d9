using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>A session as its owner sees it.</summary>
public sealed record SessionRow(
    string Id,
    string Kind,
    DateTime CreatedAt,
    DateTime LastSeenAt,
    DateTime ExpiresAt,
    string? Address,
    string? Device
);

/// <summary>How long sessions last (<c>Session:*</c>).</summary>
/// <param name="Longest">From the sign-in, however often it is used.</param>
public sealed record SessionRules(TimeSpan Longest)
{
    public static SessionRules Of(IConfiguration configuration) =>
        new(TimeSpan.FromDays(configuration.Read<SessionDurations>().MaxDays));
}

/// <summary>
/// Begins and ends sessions, and says whether one still counts: remembered for half a minute on each node, and forgotten at once when
/// any session ends.
/// </summary>
public sealed class Sessions(
    IDbContextFactory<ReportsDb> contexts,
    ChangeNotifier notifier,
    SessionRules rules,
    TimeProvider time
)
{
    private const int MaxRemembered = 10_000;
    private const int Chunk = 500;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (int UserId, DateTime Until)> live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);
    private IDisposable? subscription;
    private int changes;

    /// <summary>Begins a session; answers its id.</summary>
    public async Task<string> BeginAsync(int userId, string kind, SessionOrigin origin, CancellationToken ct)
    {
        var now = Now;
        var session = new Session
        {
            Id = Guid.NewGuid().ToString("N"),
            UserId = userId,
            Kind = kind,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + rules.Longest,
            Address = origin.Address,
            Device = origin.Device,
        };
        await using var db = contexts.CreateDbContext();
        db.Add(session);
        await db.SaveChangesAsync(ct);
        return session.Id;
    }

    /// <summary>Whether the session is the person's and neither ended nor expired.</summary>
    public async ValueTask<bool> IsLiveAsync(string id, int userId, CancellationToken ct)
    {
        subscription ??= notifier.Subscribe(Identities.SessionsTopic, ForgetAsync);
        var now = Now;
        if (!live.TryGetValue(id, out var known) || known.Until <= now)
        {
            var before = Volatile.Read(ref changes);
            await using var db = contexts.CreateDbContext();
            var found = await db.Set<Session>()
                .Where(s => s.Id == id && s.EndedAt == null && s.ExpiresAt > now)
                .Select(s => new { s.UserId, s.ExpiresAt })
                .SingleOrDefaultAsync(ct);
            if (found is null)
                return false;
            if (live.Count > MaxRemembered)
                live.Clear();
            known = (found.UserId, found.ExpiresAt < now + Remembered ? found.ExpiresAt : now + Remembered);
            // What was read while a session ended may be the old state: it serves this call and is not remembered.
            if (before == Volatile.Read(ref changes))
                live[id] = known;
        }

        if (known.UserId != userId)
            return false;
        seen[id] = true;
        return true;
    }

    /// <summary>The person's sessions that count, the latest used first.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        var now = Now;
        await using var db = contexts.CreateDbContext();
        return await db.Set<Session>()
            .Where(s => s.UserId == currentUser.UserId && s.EndedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastSeenAt)
            .ThenByDescending(s => s.CreatedAt)
            .Select(s => new SessionRow(s.Id, s.Kind, s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.Address, s.Device))
            .ToListAsync(ct);
    }

    /// <summary>Ends one of the person's own sessions; one that is not theirs or has ended is fine.</summary>
    public Task RevokeAsync(CurrentUser currentUser, string id, CancellationToken ct) =>
        EndAsync(s => s.Where(x => x.Id == id && x.UserId == currentUser.UserId), SessionEnds.Revoked, ct);

    /// <summary>Ends all of the person's sessions but one; answers how many.</summary>
    public Task<int> RevokeOthersAsync(CurrentUser currentUser, string? kept, CancellationToken ct) =>
        EndAsync(s => s.Where(x => x.UserId == currentUser.UserId && x.Id != kept), SessionEnds.Revoked, ct);

    /// <summary>Ends a session by its id; an unknown one is fine.</summary>
    public Task EndAsync(string id, string reason, CancellationToken ct) =>
        EndAsync(s => s.Where(x => x.Id == id), reason, ct);

    /// <summary>Ends all sessions of a person.</summary>
    public Task EndAllAsync(int userId, string reason, CancellationToken ct) =>
        EndAsync(s => s.Where(x => x.UserId == userId), reason, ct);

    /// <summary>Writes down which sessions were seen since the last call, as seen now; called every minute, so that no request waits for it.</summary>
    public async Task WriteSeenAsync(CancellationToken ct)
    {
        var now = Now;
        await using var db = contexts.CreateDbContext();
        foreach (var ids in seen.Keys.Chunk(Chunk))
        {
            await db.Set<Session>()
                .Where(s => ids.Contains(s.Id) && s.LastSeenAt < now)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), ct);
            foreach (var id in ids)
                seen.TryRemove(id, out _);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<int> EndAsync(
        Func<IQueryable<Session>, IQueryable<Session>> which,
        string reason,
        CancellationToken ct
    )
    {
        var now = Now;
        await using var db = contexts.CreateDbContext();
        var open = which(db.Set<Session>().Where(s => s.EndedAt == null));
        var ended = await AccessAudit.EndAsync(db, open, now, reason, ct);
        if (ended > 0)
            await notifier.PublishAsync(Identities.SessionsTopic);
        return ended;
    }

    private Task ForgetAsync()
    {
        Interlocked.Increment(ref changes);
        live.Clear();
        return Task.CompletedTask;
    }
}

/// <summary>Writes down every minute which sessions were used.</summary>
internal sealed class SessionActivity(Sessions sessions, ILogger<SessionActivity> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sessions.WriteSeenAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next minute tries again; nothing but a time of day is late.
                log.LogWarning(e, "When sessions were last used could not be written");
            }
        }
    }
}
