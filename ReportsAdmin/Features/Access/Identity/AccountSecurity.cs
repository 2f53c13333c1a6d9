using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>What follows from a change of an account: who signs in with what ended, and who guesses at the present password waits.</summary>
public sealed class AccountSecurity(CurrentUserAccessor users, Sessions sessions, SignInAttempts attempts)
{
    private const string Source = "profile";

    /// <summary>Says, on every node, that what is known of people has changed.</summary>
    public Task ChangedAsync() => users.ChangedAsync();

    /// <exception cref="DomainException">Too many wrong present passwords.</exception>
    public void RefuseGuessing(CurrentUser currentUser) =>
        SignInAttempts.Refuse(attempts.WaitOf(AccountOf(currentUser), Source, trusted: true));

    public void CountGuess(CurrentUser currentUser) => attempts.Fail(AccountOf(currentUser), Source);

    /// <summary>Ends all sessions of the person.</summary>
    public async Task PasswordChangedAsync(CurrentUser currentUser, CancellationToken ct)
    {
        attempts.Succeed(AccountOf(currentUser), Source);
        await sessions.EndAllAsync(currentUser.UserId, SessionEnds.PasswordChanged, ct);
        await users.ChangedAsync();
    }

    private static string AccountOf(CurrentUser currentUser) => $"user {currentUser.UserId}";
}
