using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>What follows from a change of an account: who signs in with what ended, and who guesses at the present password waits.</summary>
public sealed class AccountSecurity(
    CurrentUserAccessor users,
    Sessions sessions,
    SignInAttempts attempts,
    AuditInbox audit
)
{
    private const string Source = "profile";

    /// <summary>Says, on every node, that what is known of people has changed.</summary>
    public Task ChangedAsync() => users.ChangedAsync();

    /// <exception cref="DomainException">Too many wrong present passwords.</exception>
    public void RefuseGuessing(CurrentUser currentUser) =>
        SignInAttempts.Refuse(attempts.WaitOf(AccountOf(currentUser.UserId), Source, trusted: true));

    public void CountGuess(CurrentUser currentUser)
    {
        attempts.Fail(AccountOf(currentUser.UserId), Source);
        audit.NoteStranger(
            AuditExtensions.New(
                AuditActions.SignInFailed,
                AccessAudit.Person,
                currentUser.UserId,
                currentUser.Name,
                AuditField.Fact("Reason", "Wrong present password at a change of the password")
            )
        );
    }

    /// <summary>Ends all sessions of the person.</summary>
    public async Task PasswordChangedAsync(int userId, CancellationToken ct)
    {
        attempts.Succeed(AccountOf(userId), Source);
        await sessions.EndAllAsync(userId, SessionEnds.PasswordChanged, ct);
        await users.ChangedAsync();
    }

    /// <summary>Ends all sessions of the person.</summary>
    /// <param name="reason">One of <see cref="SessionEnds"/>.</param>
    public Task EndSessionsAsync(int userId, string reason, CancellationToken ct) =>
        sessions.EndAllAsync(userId, reason, ct);

    private static string AccountOf(int userId) => $"user {userId}";
}
