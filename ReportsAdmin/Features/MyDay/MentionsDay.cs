using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.MyDay;

/// <summary>Where somebody addressed the current user by name during the last week.</summary>
public sealed class MentionsDay(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<NotificationKind> kinds,
    BusinessClock clock
) : IDaySource
{
    private const int Days = 7;

    private readonly List<string> personal = [.. kinds.Where(k => k.IsPersonal).Select(k => k.Key)];

    public int Order => 20;

    public IReadOnlyList<string> TopicsOf(CurrentUser currentUser) => [NotificationOutbox.TopicOf(currentUser.UserId)];

    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        var since = clock.StartOf(clock.Today.AddDays(-Days));
        await using var db = contexts.CreateDbContext();
        var mentions = db.Set<Notification>()
            .Where(n => n.UserId == currentUser.UserId && n.CreatedAt >= since && personal.Contains(n.Kind));
        var total = await mentions.CountAsync(ct);
        var latest = await mentions
            .OrderByDescending(n => n.CreatedAt)
            .ThenByDescending(n => n.Id)
            .Take(DaySection.Most)
            .ToListAsync(ct);
        return
        [
            new DaySection(
                "Mentions",
                "mail",
                total,
                null,
                [
                    .. latest.Select(n => new DayItem(
                        n.Title,
                        n.Message,
                        n.Href,
                        Dates.Moment(clock.ToLocal(n.CreatedAt)),
                        false
                    )),
                ]
            ),
        ];
    }
}
