using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>What follows from a change of an account: who signs in with what ended, who guesses at the present password waits, and the person is told.</summary>
public sealed class AccountSecurity(
    CurrentUserAccessor users,
    Sessions sessions,
    SessionGuesses guesses,
    ApiTokenCommands tokens,
    SecurityMails mails
)
{
    /// <summary>Says, on every node, that what is known of people has changed.</summary>
    public Task ChangedAsync() => users.ChangedAsync();

    /// <summary>The same, of what a person signs in with, and tells them by mail.</summary>
    /// <param name="what">A sentence.</param>
    public async Task ChangedAsync(int userId, string what)
    {
        await users.ChangedAsync();
        await mails.TellAsync(userId, what);
    }

    /// <exception cref="DomainException">Too many wrong present passwords.</exception>
    public void RefuseGuessing(CurrentUser currentUser) => guesses.Refuse(currentUser.UserId);

    /// <exception cref="DomainException">Too many wrong present passwords or codes.</exception>
    public void RefuseGuessing(int userId) => guesses.Refuse(userId);

    public void CountGuess(CurrentUser currentUser) => guesses.Count(currentUser.UserId, currentUser.Name);

    public void CountGuess(int userId) => guesses.Count(userId, null);

    public void ForgetGuesses(CurrentUser currentUser) => guesses.Forget(currentUser.UserId);

    /// <summary>Ends all sessions of the person.</summary>
    /// <param name="wasThere">Whether there was a password before; the person is told of its change then.</param>
    public async Task PasswordChangedAsync(int userId, bool wasThere, CancellationToken ct)
    {
        guesses.Forget(userId);
        await sessions.EndAllAsync(userId, SessionEnds.PasswordChanged, ct);
        await users.ChangedAsync();
        if (wasThere)
            await mails.TellAsync(userId, "Your password was changed. You are signed out everywhere else.");
    }

    /// <summary>Ends all sessions of the person, and their API tokens when the account ends.</summary>
    /// <param name="reason">One of <see cref="SessionEnds"/>.</param>
    public async Task EndSessionsAsync(int userId, string reason, CancellationToken ct)
    {
        if (reason == SessionEnds.Deactivated)
            await tokens.RevokeAllAsync(userId, ct);
        await sessions.EndAllAsync(userId, reason, ct);
    }
}
