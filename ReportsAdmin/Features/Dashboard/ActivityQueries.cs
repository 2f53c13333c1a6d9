using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Sales;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>An entry of the feed.</summary>
/// <param name="User">Who did it; null for the system.</param>
/// <param name="Metadata">A JSON object as text.</param>
public sealed record ActivityRow(long Id, DateTime At, string Type, string Title, string Description, string Status, PersonTitle? User, string Metadata);

/// <summary>What the feed is narrowed to. Null means all, within the viewer's scope.</summary>
/// <param name="Type">One of <see cref="ActivityTypes"/>.</param>
/// <param name="Zone">Only what people of this zone of the field did.</param>
public sealed record ActivityFilter(string? Type = null, int? UserId = null, string? Zone = null);

/// <summary>What happened in the field, the newest first.</summary>
public sealed class ActivityQueries(IDbContextFactory<ReportsDb> contexts, FieldTeamQueries team, SalesQueries sales, BusinessClock clock)
{
    /// <summary>Topic of the signal that the feed or the requests changed.</summary>
    public const string Topic = "field-activity";

    /// <summary>Topic of the data version of feed and requests.</summary>
    public const string DataTopic = "dashboard";

    /// <summary>Changes whenever an answer of the dashboard may: with ledger, visits, feed, requests or team, and at midnight.</summary>
    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var edits = FieldTeamQueries.EditsOf(db);
        // One statement, as every answer asks for it first; an installation without a ledger has no row to begin from.
        var now = await db.Set<DataVersion>().Where(v => v.Topic == SalesQueries.DataTopic).Select(v => new { Ledger = v.Version, Feed = db.Set<DataVersion>().Where(f => f.Topic == DataTopic).Select(f => (long?)f.Version).FirstOrDefault(), People = edits.Count(), Last = edits.Max(e => (DateTime?)e) }).SingleOrDefaultAsync(ct);
        if (now is null) return $"{await sales.VersionAsync(ct)}.{await db.DataVersionAsync(DataTopic, ct)}.{await team.VersionAsync(ct)}";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{now.Ledger}.{clock.Today:yyyyMMdd}.{now.Feed ?? 0}.{now.People}.{now.Last?.Ticks ?? 0:x}");
    }

    /// <summary>Three statements: count, window, people.</summary>
    public async Task<Page<ActivityRow>> RecentAsync(Viewer viewer, ActivityFilter filter, PageRequest page, CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var matched = Matching(db, viewer, filter);
        var total = await matched.CountAsync(ct);
        if (total == 0 && filter.UserId is not null) await DemandKnownAsync(db, viewer, filter.UserId.Value, ct);
        var rows = await matched.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var people = await team.TitlesAsync([.. rows.Where(a => a.UserId is not null).Select(a => a.UserId!.Value).Distinct()], ct);
        return new Page<ActivityRow>([.. rows.Select(a => new ActivityRow(a.Id, a.At, a.Type, a.Title, a.Description, a.Status, a.UserId is { } id ? people.GetValueOrDefault(id) : null, a.Metadata))], total, page);
    }

    private static IQueryable<Activity> Matching(ReportsDb db, Viewer viewer, ActivityFilter filter)
    {
        var query = db.Set<Activity>().VisibleTo(viewer);
        if (filter.Type is { } type) query = query.Where(a => a.Type == type);
        if (filter.UserId is { } user) query = query.Where(a => a.UserId == user);
        if (filter.Zone is not { } zone) return query;
        var people = FieldTeamQueries.PeopleOf(db, viewer).Where(p => p.Zone == zone).Select(p => (int?)p.Id);
        return query.Where(a => people.Contains(a.UserId));
    }

    // Somebody who has done nothing is an empty list; somebody whom the viewer does not know is a mistake in the request.
    private static async Task DemandKnownAsync(ReportsDb db, Viewer viewer, int userId, CancellationToken ct)
    {
        if (userId == viewer.UserId || await FieldTeamQueries.PeopleOf(db, viewer).AnyAsync(p => p.Id == userId, ct) || await db.Set<Activity>().VisibleTo(viewer).AnyAsync(a => a.UserId == userId, ct)) return;
        throw Refusal.Invalid("userId", "There is no such person in the field team.");
    }
}
