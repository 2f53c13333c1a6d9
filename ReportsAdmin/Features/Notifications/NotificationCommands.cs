using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Notifications;

/// <summary>Changes what a person is told, and how.</summary>
public sealed class NotificationCommands(
    IDbContextFactory<ReportsDb> contexts,
    NotificationOutbox notifications,
    ChangeNotifier notifier
)
{
    /// <summary>Chooses for one kind; what is told from now on follows it, and what waits for the daily summary with it.</summary>
    /// <exception cref="DomainException">There is no such kind for the current user, it cannot be turned off, or the choice is not one.</exception>
    public async Task ChooseAsync(
        CurrentUser currentUser,
        string kind,
        bool bell,
        MailChoice mail,
        CancellationToken ct
    )
    {
        var known = notifications.Of(kind);
        if (!known.IsFor(currentUser.Own.Permissions))
            throw DomainException.NotFound("Unknown kind of notification.");
        if (known.IsFixed)
            throw DomainException.Forbidden("Notifications about the security of your account cannot be turned off.");
        if (!Enum.IsDefined(mail))
            throw DomainException.Invalid("mail", "Choose at once, daily summary or none.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var before = (await notifications.WaysAsync(db, kind, [currentUser.UserId], ct))[currentUser.UserId];
        var changes = AuditField.Changes(("Bell", before.Bell, bell), ("Mail", before.Mail, mail)).ToList();
        if (changes.Count == 0)
            return;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notification_choices (user_id, kind, bell, mail)
            VALUES ({currentUser.UserId}, {kind}, {bell}, {(short)mail})
            ON CONFLICT (user_id, kind) DO UPDATE SET bell = excluded.bell, mail = excluded.mail
            """,
            ct
        );
        if (mail != MailChoice.Digest)
            await db.Set<Notification>()
                .Where(n => n.UserId == currentUser.UserId && n.Kind == kind && n.Digest == DigestState.Waiting)
                .ExecuteUpdateAsync(s => s.SetProperty(n => n.Digest, DigestState.None), ct);
        await db.RecordAsync(AuditActions.Changed, "notification setting", kind, known.Title, ct, changes);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(NotificationOutbox.TopicOf(currentUser.UserId));
    }
}
