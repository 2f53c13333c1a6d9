using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Sign-ins are kept for a time after they have ended, for questions about who was signed in and from where. Tokens and links that have expired go with them.</summary>
public sealed class SessionRetention(IDbContextFactory<ReportsDb> contexts) : RowRetention<Session>(contexts)
{
    private readonly IDbContextFactory<ReportsDb> contexts = contexts;

    public override string Kind => "sessions";

    public override string Title => "Sign-ins that have ended";

    public override string Description =>
        "When and from where people signed in, after the session has ended. Sessions that are open stay.";

    protected override Expression<Func<Session, DateTime?>> At => s => s.CreatedAt;

    public override async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using (var db = contexts.CreateDbContext())
        {
            await db.Set<RefreshToken>().Where(t => t.ExpiresAt < before).ExecuteDeleteAsync(ct);
            await db.Set<AccountLink>().Where(l => l.ExpiresAt < before).ExecuteDeleteAsync(ct);
            await db.Set<ApiToken>().Where(t => t.ExpiresAt < before || t.RevokedAt < before).ExecuteDeleteAsync(ct);
        }

        return await base.DeleteAsync(before, ct);
    }

    protected override IQueryable<Session> Due(IQueryable<Session> rows, DateTime before) =>
        rows.Where(s => s.EndedAt < before || s.ExpiresAt < before);
}
