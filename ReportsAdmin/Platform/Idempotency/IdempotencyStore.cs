using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Idempotency;

/// <summary>What came of claiming a key.</summary>
public enum ClaimOutcome
{
    /// <summary>The key is the caller's, who runs the command.</summary>
    Claimed,

    /// <summary>The command has run; its answer is there.</summary>
    Answered,

    /// <summary>The command is still at work.</summary>
    Running,

    /// <summary>The key belongs to another command.</summary>
    Taken,
}

/// <summary>Remembers for a day which commands a person has given under which key, and what they answered.</summary>
public sealed class IdempotencyStore(IDbContextFactory<ReportsDb> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>A process that died in the middle must not lock its key for a day.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(2);

    /// <summary>Takes the key for the caller, unless it was used before; then tells by whom, and what was answered.</summary>
    public async Task<(ClaimOutcome Outcome, IdempotencyKey? First)> ClaimAsync(
        int userId,
        string key,
        string requestHash,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var now = clock.GetUtcNow().UtcDateTime;
        var (expired, abandoned) = (now - Kept, now - Abandoned);
        await db.Set<IdempotencyKey>()
            .Where(k => k.CreatedAt < expired || (k.Status == null && k.CreatedAt < abandoned))
            .ExecuteDeleteAsync(ct);
        var added = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO idempotency_keys (user_id, key, request_hash, created_at)
            VALUES ({userId}, {key}, {requestHash}, {now})
            ON CONFLICT (user_id, key) DO NOTHING
            """,
            ct
        );
        if (added == 1)
            return (ClaimOutcome.Claimed, null);
        var first = await db.Set<IdempotencyKey>().SingleOrDefaultAsync(k => k.UserId == userId && k.Key == key, ct);
        return first switch
        {
            // It ended badly in this very moment; the caller may send again.
            null => (ClaimOutcome.Running, null),
            _ when first.RequestHash != requestHash => (ClaimOutcome.Taken, null),
            { Status: null } => (ClaimOutcome.Running, null),
            _ => (ClaimOutcome.Answered, first),
        };
    }

    /// <summary>Keeps the answer. Not cancellable: what was created must be remembered even when the caller has gone.</summary>
    public async Task KeepAsync(int userId, string key, int status, string? location, byte[] body)
    {
        await using var db = contexts.CreateDbContext();
        await db.Set<IdempotencyKey>()
            .Where(k => k.UserId == userId && k.Key == key)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(k => k.Status, status)
                        .SetProperty(k => k.Location, location)
                        .SetProperty(k => k.Body, body),
                CancellationToken.None
            );
    }

    /// <summary>Forgets a command that was refused or failed: corrected, it may use the key.</summary>
    public async Task ReleaseAsync(int userId, string key)
    {
        await using var db = contexts.CreateDbContext();
        await db.Set<IdempotencyKey>()
            .Where(k => k.UserId == userId && k.Key == key && k.Status == null)
            .ExecuteDeleteAsync(CancellationToken.None);
    }
}
