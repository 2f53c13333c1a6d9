using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>A rule for sign-ins that an administrator changed at least once.</summary>
public sealed class SignInSetting
{
    /// <summary>The roles that need a second factor, separated by commas; <c>*</c> for all.</summary>
    public const string SecondFactorKey = "second-factor";

    public const string Everybody = "*";

    public required string Key { get; init; }

    public required string Value { get; init; }

    public int ChangedById { get; init; }

    public DateTime ChangedAt { get; init; }
}

/// <summary>The rule in force, and who changed it last; null where nobody did.</summary>
public sealed record SecondFactorRule(IReadOnlyList<string> Roles, string? ChangedBy, DateTime? ChangedAt)
{
    public bool IsForAll => Roles is [SignInSetting.Everybody];

    public bool IsFor(string role) => IsForAll || Roles.Contains(role, StringComparer.Ordinal);
}

/// <summary>What the company asks of sign-ins. Read once, and again after each change on any node.</summary>
public sealed class SignInRules(
    IDbContextFactory<ReportsDb> contexts,
    ChangeNotifier notifier,
    Sessions sessions,
    TimeProvider time
)
{
    public const string ManagePermission = "sign-in:manage";
    public const string Topic = "sign-in-rules";

    private IDisposable? subscription;
    private SecondFactorRule? known;

    public async ValueTask<bool> RequiresSecondFactorAsync(string role, CancellationToken ct) =>
        (await ReadAsync(ct)).IsFor(role);

    public async ValueTask<SecondFactorRule> ReadAsync(CancellationToken ct)
    {
        subscription ??= notifier.Subscribe(Topic, () =>
        {
            known = null;
            return Task.CompletedTask;
        });
        if (known is { } rule)
            return rule;
        await using var db = contexts.CreateDbContext();
        var row = await db.Set<SignInSetting>()
            .Where(s => s.Key == SignInSetting.SecondFactorKey)
            .Select(s => new
            {
                s.Value,
                s.ChangedAt,
                By = db.Set<User>().Where(u => u.Id == s.ChangedById).Select(u => u.Name).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(ct);
        var roles = row?.Value.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return known = new(roles, row?.By, row?.ChangedAt);
    }

    /// <summary>Requires a second factor of roles, or of all with <see cref="SignInSetting.Everybody"/>. Who has none is signed out, and sets one up with the next sign-in.</summary>
    /// <exception cref="DomainException">Conflict: the current user would sign themselves out. Invalid: an unknown role.</exception>
    public async Task RequireSecondFactorAsync(
        CurrentUser currentUser,
        IReadOnlyList<string> roles,
        CancellationToken ct
    )
    {
        currentUser.Require(ManagePermission);
        currentUser.RequireConfirmed();
        if (roles.FirstOrDefault(r => r.Contains(',', StringComparison.Ordinal)) is { } unknown)
            throw DomainException.Invalid("roles", $"{unknown} is not a role.");
        var rule = new SecondFactorRule(roles, null, null);
        await using var db = contexts.CreateDbContext();
        if (
            rule.IsFor(currentUser.Role)
            && !await db.Set<User>().AnyAsync(u => u.Id == currentUser.UserId && u.TwoFactorEnabled, ct)
        )
            throw DomainException.Conflict("Turn on two-factor sign-in for your own account first.");
        await WriteAsync(db, currentUser, string.Join(',', roles), ct);
        await notifier.PublishAsync(Topic);
        await sessions.EndWithoutSecondFactorAsync(rule, ct);
    }

    private async Task WriteAsync(ReportsDb db, CurrentUser currentUser, string value, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rows = db.Set<SignInSetting>().Where(s => s.Key == SignInSetting.SecondFactorKey);
        var before = await rows.Select(s => s.Value).SingleOrDefaultAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
        db.Record(
            AuditActions.Changed,
            "setting",
            SignInSetting.SecondFactorKey,
            "Two-factor sign-in",
            AuditField.Changes(("Required for", before, value))
        );
        db.Add(
            new SignInSetting
            {
                Key = SignInSetting.SecondFactorKey,
                Value = value,
                ChangedById = currentUser.UserId,
                ChangedAt = time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
