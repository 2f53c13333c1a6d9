using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>What follows from a change of an account: who signs in with what ended, and who guesses at the present password waits.</summary>
public sealed class AccountSecurity(
    CurrentUserAccessor users,
    Sessions sessions,
    SignInAttempts attempts,
    ApiTokenCommands tokens,
    AuditInbox audit
)
{
    private const string Source = "profile";

    /// <summary>Says, on every node, that what is known of people has changed.</summary>
    public Task ChangedAsync() => users.ChangedAsync();

    /// <exception cref="DomainException">Too many wrong present passwords.</exception>
    public void RefuseGuessing(CurrentUser currentUser) => RefuseGuessing(currentUser.UserId);

    /// <exception cref="DomainException">Too many wrong present passwords or codes.</exception>
    public void RefuseGuessing(int userId) =>
        SignInAttempts.Refuse(attempts.WaitOf(AccountOf(userId), Source, trusted: true));

    public void CountGuess(CurrentUser currentUser) => CountGuess(currentUser.UserId, currentUser.Name);

    /// <param name="name">For the audit log; null when only the number is known.</param>
    public void CountGuess(int userId, string? name = null)
    {
        attempts.Fail(AccountOf(userId), Source);
        audit.NoteStranger(
            AuditExtensions.New(
                AuditActions.SignInFailed,
                AccessAudit.Person,
                userId,
                name,
                AuditField.Fact("Reason", "Wrong password or code in a session")
            )
        );
    }

    public void ForgetGuesses(CurrentUser currentUser) => attempts.Succeed(AccountOf(currentUser.UserId), Source);

    /// <summary>Ends all sessions of the person.</summary>
    public async Task PasswordChangedAsync(int userId, CancellationToken ct)
    {
        attempts.Succeed(AccountOf(userId), Source);
        await sessions.EndAllAsync(userId, SessionEnds.PasswordChanged, ct);
        await users.ChangedAsync();
    }

    /// <summary>Ends all sessions of the person, and their API tokens when the account ends.</summary>
    /// <param name="reason">One of <see cref="SessionEnds"/>.</param>
    public async Task EndSessionsAsync(int userId, string reason, CancellationToken ct)
    {
        if (reason == SessionEnds.Deactivated)
            await tokens.RevokeAllAsync(userId, ct);
        await sessions.EndAllAsync(userId, reason, ct);
    }

    private static string AccountOf(int userId) => $"user {userId}";
}
