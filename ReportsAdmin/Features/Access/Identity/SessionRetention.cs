using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Sign-ins are kept for a time after they have ended, for questions about who was signed in and from where.</summary>
public sealed class SessionRetention(IDbContextFactory<ReportsDb> contexts) : IRetention
{
    public string Kind => "sessions";

    public string Title => "Sign-ins that have ended";

    public string Description =>
        "When and from where people signed in, after the session has ended. Sessions that are open stay.";

    public int DefaultDays => 90;

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var count = await Due(db, before).CountAsync(ct);
        return count == 0
            ? RetentionDue.None
            : new RetentionDue(count, 0, await Due(db, before).MinAsync(s => s.CreatedAt, ct), []);
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await db.Set<RefreshToken>().Where(t => t.ExpiresAt < before).ExecuteDeleteAsync(ct);
        await db.Set<AccountLink>().Where(l => l.ExpiresAt < before).ExecuteDeleteAsync(ct);
        return await Due(db, before).ExecuteDeleteAsync(ct);
    }

    private static IQueryable<Session> Due(ReportsDb db, DateTime before) =>
        db.Set<Session>().Where(s => s.EndedAt < before || s.ExpiresAt < before);
}
