using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SeeAs;
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
/// <param name="Confirmed">For how long somebody who proved who they are may do what is guarded twice.</param>
public sealed record SessionRules(TimeSpan Longest, TimeSpan Confirmed)
{
    public static SessionRules Of(IConfiguration configuration)
    {
        var durations = configuration.Read<SessionDurations>();
        return new(TimeSpan.FromDays(durations.MaxDays), TimeSpan.FromMinutes(durations.ConfirmMinutes));
    }
}

/// <summary>A session that counts.</summary>
/// <param name="MustConfirm">Whether the person must prove who they are before an act that is guarded twice.</param>
/// <param name="SeenAs">As whom its owner sees the application at present; null as themselves.</param>
public sealed record LiveSession(bool MustConfirm, SeenAs? SeenAs);

/// <summary>As whom a session sees the application, and until when.</summary>
public readonly record struct SeenAs(int UserId, DateTime Until);

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
    /// <summary>In hexadecimal digits: 128 random bits, which a UUID has not.</summary>
    private const int IdLength = 32;

    private const int MaxRemembered = 10_000;
    private const int Chunk = 500;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Known> live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);
    private IDisposable? subscription;
    private int changes;

    /// <summary>Begins a session; answers its id.</summary>
    public async Task<string> BeginAsync(int userId, string kind, SessionOrigin origin, CancellationToken ct)
    {
        var now = Now;
        var session = new Session
        {
            Id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true),
            UserId = userId,
            Kind = kind,
            CreatedAt = now,
            LastSeenAt = now,
            ConfirmedAt = now,
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
    public async ValueTask<bool> IsLiveAsync(string id, int userId, CancellationToken ct) =>
        await FindAsync(id, userId, ct) is not null;

    /// <summary>The session when it is the person's and neither ended nor expired; else null.</summary>
    public async ValueTask<LiveSession?> FindAsync(string id, int userId, CancellationToken ct)
    {
        subscription ??= notifier.Subscribe(Identities.SessionsTopic, ForgetAsync);
        var now = Now;
        if (!live.TryGetValue(id, out var known) || known.Until <= now)
        {
            var before = Volatile.Read(ref changes);
            await using var db = contexts.CreateDbContext();
            var found = await db.Set<Session>()
                .Where(s => s.Id == id && s.EndedAt == null && s.ExpiresAt > now)
                .Select(s => new
                {
                    s.UserId,
                    s.ExpiresAt,
                    s.Kind,
                    s.ConfirmedAt,
                    s.SeenAsId,
                    s.SeenAsUntil,
                })
                .SingleOrDefaultAsync(ct);
            if (found is null)
                return null;
            if (live.Count > MaxRemembered)
                live.Clear();
            var until = found.ExpiresAt < now + Remembered ? found.ExpiresAt : now + Remembered;
            SeenAs? seenAs =
                found.SeenAsId is { } seenAsId && found.SeenAsUntil is { } seenUntil
                    ? new SeenAs(seenAsId, seenUntil)
                    : null;
            known = new(found.UserId, until, found.Kind == SessionKinds.Browser ? found.ConfirmedAt : null, seenAs);
            // What was read while a session ended may be the old state: it serves this call and is not remembered.
            if (before == Volatile.Read(ref changes))
                live[id] = known;
        }

        if (known.UserId != userId)
            return null;
        seen[id] = true;
        return new(
            known.ConfirmedAt is { } at && (now - at).Duration() > rules.Confirmed,
            known.SeenAs is { } other && other.Until > now ? other : null
        );
    }

    /// <summary>Notes that the person proved who they are.</summary>
    public async Task ConfirmAsync(string id, int userId, CancellationToken ct)
    {
        var now = Now;
        await using var db = contexts.CreateDbContext();
        await db.Set<Session>()
            .Where(s => s.Id == id && s.UserId == userId && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ConfirmedAt, now), ct);
        await notifier.PublishAsync(Identities.SessionsTopic);
    }

    /// <summary>The person's sessions that count, the latest used first.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireSelf();
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
        EndAsync((_, s) => s.Where(x => x.Id == id && x.UserId == currentUser.UserId), SessionEnds.Revoked, ct);

    /// <summary>Ends all of the person's sessions but one; answers how many.</summary>
    public Task<int> RevokeOthersAsync(CurrentUser currentUser, string? kept, CancellationToken ct) =>
        EndAsync((_, s) => s.Where(x => x.UserId == currentUser.UserId && x.Id != kept), SessionEnds.Revoked, ct);

    /// <summary>Ends a session by its id; an unknown one is fine.</summary>
    public Task EndAsync(string id, string reason, CancellationToken ct) =>
        EndAsync((_, s) => s.Where(x => x.Id == id), reason, ct);

    /// <summary>Ends all sessions of a person.</summary>
    public Task EndAllAsync(int userId, string reason, CancellationToken ct) =>
        EndAsync((_, s) => s.Where(x => x.UserId == userId), reason, ct);

    /// <summary>Ends the sessions of people whom a rule asks for a second factor and who have none.</summary>
    public Task EndWithoutSecondFactorAsync(SecondFactorRule rule, CancellationToken ct)
    {
        var (all, roles) = (rule.IsForAll, rule.Roles);
        return EndAsync(
            (db, s) =>
                s.Where(x =>
                    db.Set<User>().Any(u => u.Id == x.UserId && !u.TwoFactorEnabled && (all || roles.Contains(u.Role)))
                ),
            SessionEnds.FactorMissing,
            ct
        );
    }

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

    /// <summary>Ends every session of a database that was restored and that nobody uses yet.</summary>
    internal Task EndRestoredAsync(ReportsDb restored, CancellationToken ct)
    {
        var now = Now;
        return restored
            .Set<Session>()
            .Where(s => s.EndedAt == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.EndedAt, now).SetProperty(x => x.EndReason, SessionEnds.Restored),
                ct
            );
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<int> EndAsync(
        Func<ReportsDb, IQueryable<Session>, IQueryable<Session>> which,
        string reason,
        CancellationToken ct
    )
    {
        var now = Now;
        await using var db = contexts.CreateDbContext();
        var open = which(db, db.Set<Session>().Where(s => s.EndedAt == null));
        var ended = await AccessAudit.EndAsync(db, open, now, reason, ct);
        if (ended > 0)
            await notifier.PublishAsync(Identities.SessionsTopic);
        return ended;
    }

    /// <param name="ConfirmedAt">Null where nothing need be confirmed: a client's tokens stand for what it was given.</param>
    private readonly record struct Known(int UserId, DateTime Until, DateTime? ConfirmedAt, SeenAs? SeenAs);

    private Task ForgetAsync()
    {
        Interlocked.Increment(ref changes);
        live.Clear();
        return Task.CompletedTask;
    }
}

/// <summary>Writes down every minute which sessions and API tokens were used, and who no longer sees the application as somebody else.</summary>
internal sealed class SessionActivity(
    Sessions sessions,
    ApiTokenCheck tokens,
    SeeAsCommands seeing,
    ILogger<SessionActivity> log
) : BackgroundService
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
                await tokens.WriteUsedAsync(stoppingToken);
                await seeing.EndDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next minute tries again; nothing but a time of day is late.
                log.LogWarning(e, "When sessions and tokens were last used could not be written");
            }
        }
    }
}
