using System.Globalization;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Tells people that a note addresses them.</summary>
public sealed class Mentions(MentionQueries people, NotificationOutbox notifications)
{
    internal static readonly NotificationKind NotificationKind = new(
        "receivables.mention",
        "Mentioned in a note",
        "Somebody wrote your name with an @ into a note about a customer."
    )
    {
        Group = "Receivables",
        Permission = ReceivablesQueries.ReadPermission,
        Mail = MailChoice.Digest,
        IsPersonal = true,
    };

    /// <summary>In the transaction of the note.</summary>
    internal async Task<WrittenNotifications> WriteAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Customer customer,
        ContactEntry entry,
        CancellationToken ct
    )
    {
        if (!entry.Note.Contains('@', StringComparison.Ordinal))
            return new WrittenNotifications([], []);
        var told = MentionText.PeopleOf(entry.Note, await people.WhoSeeAsync(customer, currentUser.UserId, ct));
        if (told.Count == 0)
            return new WrittenNotifications([], []);
        return await notifications.WriteAsync(
            db,
            new NewNotification(
                NotificationKind.Key,
                $"{entry.ByName} mentioned you: {customer.Name}",
                entry.Note,
                string.Create(CultureInfo.InvariantCulture, $"/customers/{customer.Id}")
            )
            {
                UniqueKey = string.Create(CultureInfo.InvariantCulture, $"mention:{entry.Id}"),
                CausedById = currentUser.UserId,
            },
            [.. told.Select(p => p.Id)],
            ct
        );
    }

    /// <summary>After the commit.</summary>
    internal Task AnnounceAsync(WrittenNotifications written, CurrentUser currentUser) =>
        notifications.AnnounceAsync(written, currentUser.UserId);
}
