using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Notifications;

/// <summary>A kind of notification and how it reaches the person.</summary>
/// <param name="IsDefault">Whether the person has not chosen otherwise.</param>
public sealed record NotificationRow(
    string Kind,
    string Group,
    string Title,
    string Description,
    bool Bell,
    MailChoice Mail,
    bool IsFixed,
    bool IsDefault
);

/// <summary>A person's notification settings.</summary>
/// <param name="MailWorks">Whether mail is set up at all.</param>
/// <param name="DigestTime">When the daily summary goes out, by the company's clock.</param>
public sealed record NotificationSettingsView(IReadOnlyList<NotificationRow> Rows, bool MailWorks, string DigestTime);

/// <summary>What a person is told, and how.</summary>
public sealed class NotificationQueries(
    IDbContextFactory<ReportsDb> contexts,
    NotificationOutbox notifications,
    NotificationOptions options,
    MailOutbox mails
)
{
    /// <summary>Every kind that concerns the current user, in the order of the rooms, those that cannot be turned off last.</summary>
    public async Task<NotificationSettingsView> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var chosen = await db.Set<NotificationChoice>()
            .Where(c => c.UserId == currentUser.UserId)
            .ToDictionaryAsync(c => c.Kind, ct);
        return new NotificationSettingsView(
            [
                .. notifications
                    .Kinds.Where(k => k.IsFor(currentUser.Own.Permissions))
                    .OrderBy(k => k.IsFixed)
                    .Select(k => Row(k, k.IsFixed ? null : chosen.GetValueOrDefault(k.Key))),
            ],
            mails.IsSetUp,
            options.DigestTime
        );
    }

    private static NotificationRow Row(NotificationKind kind, NotificationChoice? choice) =>
        new(
            kind.Key,
            kind.Group,
            kind.Title,
            kind.Description,
            choice?.Bell ?? kind.Bell,
            choice?.Mail ?? kind.Mail,
            kind.IsFixed,
            choice is null || (choice.Bell == kind.Bell && choice.Mail == kind.Mail)
        );
}
