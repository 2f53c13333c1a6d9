using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Platform.Notifications;

/// <summary>Something to be told to people.</summary>
/// <param name="Kind">The key of a registered <see cref="NotificationKind"/>.</param>
/// <param name="Href">An address of the application.</param>
public sealed record NewNotification(string Kind, string Title, string Message, string Href)
{
    public bool IsProblem { get; init; }

    /// <summary>A person is told once under this key, however often it is written.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>What the mail says; null for title and message.</summary>
    public MailText? Mail { get; init; }

    /// <summary>Attached to a mail that goes at once.</summary>
    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>Whether the bell shows it anyway, from the state of what it tells of.</summary>
    public bool IsInBellAnyway { get; init; }

    /// <summary>Whether it is not mailed at once, whatever people chose: it tells that mail does not work.</summary>
    public bool IsNeverMailedAtOnce { get; init; }

    /// <summary>The user whose act caused it; 0 for the system.</summary>
    public int CausedById { get; init; }
}

/// <summary>What was written, to be announced after the commit.</summary>
public sealed record WrittenNotifications(IReadOnlyList<int> People, IReadOnlyList<WrittenMail> Mails);

/// <summary>How a kind reaches a person.</summary>
public sealed record NotificationWay(bool Bell, MailChoice Mail);

/// <summary>
/// Tells people things the way each chose for the kind: in the bell, by mail at once, in the daily mail, or not at all. Written in the
/// caller's transaction: people are told if, and only if, it happened. Deactivated people are told nothing.
/// </summary>
public sealed class NotificationOutbox(
    IEnumerable<NotificationKind> kinds,
    NotifiedPeople people,
    MailOutbox outbox,
    MailTemplates templates,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    private const int MaxTitle = 300;
    private const int MaxMessage = 1000;

    private readonly FrozenDictionary<string, NotificationKind> known = kinds.ToFrozenDictionary(k => k.Key);

    /// <summary>Topic of the signal that a person has a new notification.</summary>
    public static string TopicOf(int userId) => FormattableString.Invariant($"notifications:{userId}");

    /// <summary>Every kind, in the order of the rooms.</summary>
    public IReadOnlyList<NotificationKind> Kinds { get; } = [.. kinds];

    /// <exception cref="DomainException">There is no such kind.</exception>
    public NotificationKind Of(string kind) =>
        known.GetValueOrDefault(kind) ?? throw DomainException.NotFound("Unknown kind of notification.");

    /// <summary>Tells the active people among those named.</summary>
    public async Task<WrittenNotifications> WriteAsync(
        ReportsDb db,
        NewNotification notification,
        IReadOnlyCollection<int> userIds,
        CancellationToken ct
    ) => await TellAsync(db, notification, userIds, ct);

    /// <summary>Tells everybody with the permission of the kind.</summary>
    public async Task<WrittenNotifications> WriteToAllAsync(
        ReportsDb db,
        NewNotification notification,
        CancellationToken ct
    ) => await TellAsync(db, notification, null, ct);

    /// <summary>Wakes the workers and the bells, after the commit.</summary>
    public async Task AnnounceAsync(WrittenNotifications written, int causedById = 0)
    {
        if (written.Mails.Count > 0)
            await outbox.AnnounceAsync(written.Mails, causedById);
        foreach (var id in written.People)
            await notifier.PublishAsync(TopicOf(id));
    }

    /// <summary>How the kind reaches each of the people.</summary>
    public async Task<IReadOnlyDictionary<int, NotificationWay>> WaysAsync(
        ReportsDb db,
        string kind,
        IReadOnlyCollection<int> userIds,
        CancellationToken ct
    )
    {
        var standard = Of(kind);
        var chosen = standard.IsFixed
            ? []
            : await db.Set<NotificationChoice>()
                .Where(c => c.Kind == kind && userIds.Contains(c.UserId))
                .ToDictionaryAsync(c => c.UserId, ct);
        return userIds
            .Distinct()
            .ToDictionary(
                id => id,
                id =>
                    chosen.GetValueOrDefault(id) is { } c
                        ? new NotificationWay(c.Bell, c.Mail)
                        : new NotificationWay(standard.Bell, standard.Mail)
            );
    }

    private async Task<WrittenNotifications> TellAsync(
        ReportsDb db,
        NewNotification notification,
        IReadOnlyCollection<int>? userIds,
        CancellationToken ct
    )
    {
        IReadOnlyList<NotifiedPerson> told;
        using (db.ReadWithin())
            told = await people(userIds, Of(notification.Kind).Permission, ct);
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await using var _ = own;
        var ways = await WaysAsync(db, notification.Kind, [.. told.Select(p => p.Id)], ct);
        var mails = new List<WrittenMail>();
        foreach (var person in told)
        {
            var way = ways[person.Id];
            await InsertAsync(db, notification, person.Id, way, ct);
            if (notification.IsNeverMailedAtOnce || way.Mail != MailChoice.AtOnce)
                continue;
            if (await MailAsync(db, notification, person, ct) is { } mail)
                mails.Add(mail);
        }

        if (own is not null)
            await own.CommitAsync(ct);
        return new WrittenNotifications([.. told.Select(p => p.Id)], mails);
    }

    /// <summary>Nothing is written while mail is not set up: a notification that arrives months later is of no use.</summary>
    private async Task<WrittenMail?> MailAsync(
        ReportsDb db,
        NewNotification notification,
        NotifiedPerson person,
        CancellationToken ct
    )
    {
        if (!outbox.IsSetUp || MailAddresses.ProblemOf(person.Email) is not null)
            return null;
        var kind = Of(notification.Kind);
        var text = notification.Mail
            ?? templates.Notification(notification.Title, notification.Message, notification.Href, kind.IsFixed);
        return await outbox.WriteAsync(
            db,
            new NewMail(person.Email, text, notification.Href, notification.CausedById)
            {
                UniqueKey = notification.UniqueKey is { } key
                    ? FormattableString.Invariant($"{key}:{person.Id}")
                    : null,
                Files = notification.Files,
            },
            ct
        );
    }

    private async Task InsertAsync(
        ReportsDb db,
        NewNotification notification,
        int userId,
        NotificationWay way,
        CancellationToken ct
    )
    {
        var inBell = way.Bell && !notification.IsInBellAnyway;
        var digest = (short)(way.Mail == MailChoice.Digest && outbox.IsSetUp ? DigestState.Waiting : DigestState.None);
        if (!inBell && digest == (short)DigestState.None)
            return;
        var (title, message) = (Cut(notification.Title, MaxTitle), Cut(notification.Message, MaxMessage));
        var now = time.GetUtcNow().UtcDateTime;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications (user_id, kind, title, message, href, is_problem, in_bell, digest, unique_key, created_at)
            VALUES ({userId}, {notification.Kind}, {title}, {message}, {notification.Href}, {notification.IsProblem}, {inBell}, {digest}, {notification.UniqueKey}, {now})
            ON CONFLICT DO NOTHING
            """,
            ct
        );
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
