using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Dashboard;

/// <summary>Where an entry of the feed comes from; at one instant they are in this order.</summary>
public enum ActivitySource
{
    /// <summary>What clients of the field report, and requests.</summary>
    Told,
    Visit,
    Upload,
}

/// <summary>An entry of the feed.</summary>
/// <param name="Id">The key within its source.</param>
/// <param name="User">Who did it; null for the system.</param>
/// <param name="Metadata">A JSON object as text.</param>
public sealed record ActivityRow(
    ActivitySource Source,
    long Id,
    DateTime At,
    string Type,
    string Title,
    string Description,
    string Status,
    PersonTitle? User,
    string Metadata
);

/// <summary>What the feed is narrowed to. Null means all, within the current user's scope.</summary>
/// <param name="Type">One of <see cref="ActivityTypes"/>.</param>
/// <param name="Zone">Only what people of this zone of the field did.</param>
public sealed record ActivityFilter(string? Type = null, int? UserId = null, string? Zone = null);

/// <summary>What happened in the field, the newest first: what was told, visits, and sheets that were uploaded.</summary>
public sealed class ActivityQueries(
    IDbContextFactory<ReportsDb> contexts,
    SalesTeamQueries team,
    SalesQueries sales,
    SalesWorkQueries work,
    BusinessClock clock
)
{
    /// <summary>Topic of the signal that the feed or the requests changed.</summary>
    public const string Topic = "field-activity";

    /// <summary>Topic of the data version of feed and requests.</summary>
    public const string DataTopic = "dashboard";

    /// <summary>How many entries back a page may end; older ones are found by type or person.</summary>
    public const int Deepest = 10_000;

    /// <summary>Changes whenever an answer of the dashboard may: with ledger, visits, feed, requests or team, and at midnight.</summary>
    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var edits = SalesTeamQueries.EditsOf(db);
        // One statement, as every answer asks for it first; an installation without a ledger has no row to begin from.
        var now = await db.Set<DataVersion>()
            .Where(v => v.Topic == SalesQueries.DataTopic)
            .Select(v => new
            {
                Ledger = v.Version,
                Feed = db.Set<DataVersion>()
                    .Where(f => f.Topic == DataTopic)
                    .Select(f => (long?)f.Version)
                    .FirstOrDefault(),
                People = edits.Count(),
                Last = edits.Max(e => (DateTime?)e),
            })
            .SingleOrDefaultAsync(ct);
        if (now is null)
            return $"{await sales.VersionAsync(ct)}.{await db.DataVersionAsync(DataTopic, ct)}.{await team.VersionAsync(ct)}";
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{now.Ledger}.{clock.Today:yyyyMMdd}.{now.Feed ?? 0}.{now.People}.{now.Last?.Ticks ?? 0:x}"
        );
    }

    /// <summary>Changes with what besides data decides which entries the current user sees.</summary>
    public async Task<string> FeedVersionAsync(CurrentUser currentUser, CancellationToken ct) =>
        $"{await VersionAsync(ct)}.{SalesWorkQueries.SeesUploads(currentUser)}";

    /// <summary>A count and a window for each source that the filter asks for, and the people. Refuses a page that ends beyond the <see cref="Deepest"/> entry (invalid, field <c>page</c>).</summary>
    public async Task<Page<ActivityRow>> RecentAsync(
        CurrentUser currentUser,
        ActivityFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var feed = new FeedSources(db, work, currentUser, filter, clock.UtcNow);
        var total = await feed.CountAsync(ct);
        if (total == 0 && filter.UserId is { } user)
            await DemandKnownAsync(db, currentUser, user, ct);
        var end = (long)page.Number * page.Size;
        if (end - page.Size >= total)
            return new Page<ActivityRow>([], total, page);
        if (end > Deepest)
            throw DomainException.Invalid(
                "page",
                $"The feed is read {Money.GroupWhole(Deepest)} entries back. Narrow it by type or person to see older ones."
            );
        var entries = (await feed.NewestAsync((int)end, ct)).Skip(page.Skip).ToList();
        var people = await team.TitlesAsync([.. entries.Select(e => e.UserId).OfType<int>().Distinct()], ct);
        return new Page<ActivityRow>(
            [.. entries.Select(e => e.Row with { User = e.UserId is { } id ? people.GetValueOrDefault(id) : null })],
            total,
            page
        );
    }

    // Somebody who has done nothing is an empty list; somebody whom the current user does not know is a mistake in the request.
    private async Task DemandKnownAsync(ReportsDb db, CurrentUser currentUser, int userId, CancellationToken ct)
    {
        if (
            userId == currentUser.UserId
            || await SalesTeamQueries.PeopleOf(db, currentUser).AnyAsync(p => p.Id == userId, ct)
            || await new FeedSources(db, work, currentUser, new ActivityFilter(null, userId), clock.UtcNow).CountAsync(
                ct
            ) > 0
        )
            return;
        throw DomainException.Invalid("userId", "This person is not in the field team.");
    }
}
