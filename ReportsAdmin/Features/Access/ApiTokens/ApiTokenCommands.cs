using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.ApiTokens;

/// <summary>What a person asks for.</summary>
/// <param name="Days">How long it lasts.</param>
public sealed record NewApiToken(string Name, IReadOnlyList<string> Permissions, int Days);

/// <summary>A token as lists show it; the token itself is not kept.</summary>
public sealed record ApiTokenRow(
    int Id,
    string Owner,
    string Name,
    string Hint,
    IReadOnlyList<string> Permissions,
    DateTime CreatedAt,
    DateTime ExpiresAt,
    DateTime? LastUsedAt
);

/// <summary>Makes and revokes personal API tokens.</summary>
public sealed class ApiTokenCommands(
    IDbContextFactory<ReportsDb> contexts,
    ChangeNotifier notifier,
    SecurityMails mails,
    TimeProvider time
)
{
    public const int MaxDays = 365;
    public const int MaxTokens = 20;

    /// <summary>Makes a token; answers it, which is not shown again.</summary>
    /// <exception cref="DomainException">Invalid: name, permissions or days. Forbidden: a permission that the person does not have, or they must confirm who they are first. Conflict: too many tokens.</exception>
    public async Task<string> CreateAsync(CurrentUser currentUser, NewApiToken asked, CancellationToken ct)
    {
        currentUser.RequireConfirmed();
        var name = asked.Name.Trim();
        if (name.Length is 0 or > ApiToken.MaxName)
            throw DomainException.Invalid("name", $"Give a name of at most {ApiToken.MaxName} characters.");
        if (asked.Permissions.Count == 0)
            throw DomainException.Invalid("permissions", "Choose at least one permission.");
        if (asked.Days is < 1 or > MaxDays)
            throw DomainException.Invalid("days", $"A token lasts 1 to {MaxDays} days.");
        foreach (var permission in asked.Permissions)
            currentUser.Require(permission);
        await using var db = contexts.CreateDbContext();
        var now = Now;
        if (await Working(db).CountAsync(t => t.UserId == currentUser.UserId, ct) >= MaxTokens)
            throw DomainException.Conflict($"You have {MaxTokens} tokens. Revoke one first.");
        var token = ApiTokenCheck.NewToken();
        db.Add(
            new ApiToken
            {
                UserId = currentUser.UserId,
                Name = name,
                Hash = ApiTokenCheck.Hash(token),
                Hint = token[..ApiTokenCheck.HintLength],
                Permissions = string.Join(' ', asked.Permissions.Distinct().Order(StringComparer.Ordinal)),
                CreatedAt = now,
                ExpiresAt = now.AddDays(asked.Days),
            }
        );
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(ApiTokenCheck.Topic);
        await mails.TellAsync(
            currentUser.UserId,
            $"The API token “{name}” was created. A program that has it acts in your name."
        );
        return token;
    }

    /// <summary>The person's tokens that work, the latest first.</summary>
    public async Task<IReadOnlyList<ApiTokenRow>> OwnAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireSelf();
        await using var db = contexts.CreateDbContext();
        return await RowsAsync(db, Working(db).Where(t => t.UserId == currentUser.UserId), ct);
    }

    /// <summary>The tokens that work of everybody whose account the current user manages.</summary>
    public async Task<IReadOnlyList<ApiTokenRow>> AllAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(SignInRules.ManagePermission);
        await using var db = contexts.CreateDbContext();
        return await RowsAsync(db, Manageable(db, currentUser), ct);
    }

    /// <summary>Revokes a token of the person's own; one that is not theirs or was revoked is fine.</summary>
    public async Task RevokeAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await RevokeAsync(
            db,
            Working(db).Where(t => t.Id == id && t.UserId == currentUser.UserId),
            currentUser.UserId,
            ct
        );
    }

    /// <summary>Revokes a token of anybody whose account the current user manages.</summary>
    public async Task RevokeOfOthersAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(SignInRules.ManagePermission);
        await using var db = contexts.CreateDbContext();
        await RevokeAsync(db, Manageable(db, currentUser).Where(t => t.Id == id), currentUser.UserId, ct);
    }

    /// <summary>Revokes all tokens of a person whose account ends.</summary>
    internal async Task RevokeAllAsync(int userId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await RevokeAsync(db, Working(db).Where(t => t.UserId == userId), CurrentUser.System.UserId, ct);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private IQueryable<ApiToken> Working(ReportsDb db)
    {
        var now = Now;
        return db.Set<ApiToken>().Where(t => t.RevokedAt == null && t.ExpiresAt > now);
    }

    private IQueryable<ApiToken> Manageable(ReportsDb db, CurrentUser currentUser) =>
        Working(db).Where(t => PeopleCommands.ManageableBy(db, currentUser).Any(u => u.Id == t.UserId));

    private async Task RevokeAsync(ReportsDb db, IQueryable<ApiToken> tokens, int byId, CancellationToken ct)
    {
        var now = Now;
        var revoked = await tokens.Select(t => new { t.Id, t.Name }).ToListAsync(ct);
        if (revoked.Count == 0)
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await tokens.ExecuteUpdateAsync(
            s => s.SetProperty(t => t.RevokedAt, now).SetProperty(t => t.RevokedById, byId),
            ct
        );
        foreach (var token in revoked)
            db.Record(
                AuditActions.Changed,
                "API token",
                token.Id,
                token.Name,
                AuditField.Changes(("Revoked", false, true))
            );
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(ApiTokenCheck.Topic);
    }

    private static async Task<IReadOnlyList<ApiTokenRow>> RowsAsync(
        ReportsDb db,
        IQueryable<ApiToken> tokens,
        CancellationToken ct
    ) =>
        await tokens
            .Join(db.Set<User>(), t => t.UserId, u => u.Id, (t, u) => new { Token = t, u.Name })
            .OrderByDescending(x => x.Token.Id)
            .Select(x => new ApiTokenRow(
                x.Token.Id,
                x.Name,
                x.Token.Name,
                x.Token.Hint,
                x.Token.Permissions.Split(' ', StringSplitOptions.None),
                x.Token.CreatedAt,
                x.Token.ExpiresAt,
                x.Token.LastUsedAt
            ))
            .ToListAsync(ct);
}
