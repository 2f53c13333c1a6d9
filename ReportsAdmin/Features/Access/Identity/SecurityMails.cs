using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>
/// Tells a person by mail that something they sign in with has changed, so that they notice when it was not them. Without a mail server
/// nothing is written: such a mail is of no use later.
/// </summary>
public sealed class SecurityMails(
    IDbContextFactory<ReportsDb> contexts,
    NotificationOutbox notifications,
    MailOutbox outbox,
    MailTemplates templates,
    BusinessClock clock
)
{
    public static readonly NotificationKind Kind = new(
        "access.security",
        "Changes to how you sign in",
        "A new password, second factor, passkey or API token. These mails cannot be turned off."
    )
    {
        Group = "Security",
        Bell = false,
        Mail = MailChoice.AtOnce,
        IsFixed = true,
    };

    /// <summary>Where people see their sessions and change what they sign in with.</summary>
    private const string About = "/profile";

    /// <summary>Writes the mail; call it after the change was committed. Not cancelled with the request: the change stays.</summary>
    /// <param name="what">A sentence.</param>
    public async Task TellAsync(int userId, string what)
    {
        if (!outbox.IsSetUp)
            return;
        await using var db = contexts.CreateDbContext();
        var person = await db.Set<User>().Where(u => u.Id == userId).Select(u => new { u.Name, u.Email }).SingleAsync();
        var text = templates.AccountChanged(
            person.Name,
            what,
            ("When", clock.ToLocal(clock.UtcNow).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)),
            ("From", Actor.Current.Address ?? "unknown address")
        );
        var written = await notifications.WriteAsync(
            db,
            new NewNotification(Kind.Key, text.Subject, what, About) { Mail = text, IsProblem = true },
            [userId],
            CancellationToken.None
        );
        await notifications.AnnounceAsync(written);
    }
}
