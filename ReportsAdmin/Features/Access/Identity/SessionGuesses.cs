using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Slows down and records guesses at the password or code of somebody who is signed in: whoever sits at an open session may be somebody else.</summary>
public sealed class SessionGuesses(SignInAttempts attempts, AuditInbox audit)
{
    private const string Source = "profile";

    /// <exception cref="DomainException">Too many wrong passwords or codes.</exception>
    public void Refuse(int userId) => SignInAttempts.Refuse(attempts.WaitOf(AccountOf(userId), Source, trusted: true));

    /// <param name="name">For the audit log; null when only the number is known.</param>
    public void Count(int userId, string? name)
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

    public void Forget(int userId) => attempts.Succeed(AccountOf(userId), Source);

    private static string AccountOf(int userId) => $"user {userId}";
}
