using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Dashboard;

/// <summary>An entry before its person is named.</summary>
internal sealed record FeedEntry(ActivityRow Row, int? UserId);

/// <summary>The three sources of the feed, each narrowed within its own statement to the current user's scope and the filter; those that the filter leaves out are not asked.</summary>
internal sealed class FeedSources(
    ReportsDb db,
    SalesWorkQueries work,
    CurrentUser currentUser,
    ActivityFilter filter,
    DateTime now
)
{
    private IQueryable<Activity>? Told
    {
        get
        {
            if (filter.Type == ActivityTypes.DataUploaded)
                return null;
            var query = db.Set<Activity>().VisibleTo(currentUser);
            if (filter.Type is { } type)
                query = query.Where(a => a.Type == type);
            if (filter.UserId is { } user)
                query = query.Where(a => a.UserId == user);
            return filter.Zone is { } zone ? query.Where(a => PeopleOf(zone).Contains(a.UserId)) : query;
        }
    }

    // Told at the moment it began: the one that every sheet states, and never later than now.
    private IQueryable<VisitMade>? Visits
    {
        get
        {
            if (filter.Type is not (null or ActivityTypes.VisitCompleted))
                return null;
            var query = SalesWorkQueries.VisitsOf(db, currentUser).Where(v => v.At <= now);
            if (filter.UserId is { } user)
                query = query.Where(v => v.UserId == user);
            return filter.Zone is { } zone ? query.Where(v => PeopleOf(zone).Contains(v.UserId)) : query;
        }
    }

    private IQueryable<SalesUpload>? Uploads
    {
        get
        {
            if (filter.Type is not (null or ActivityTypes.DataUploaded) || !SalesWorkQueries.SeesUploads(currentUser))
                return null;
            var query = work.UploadsOf(db, currentUser);
            if (filter.UserId is { } user)
                query = query.Where(u => u.UserId == user);
            return filter.Zone is { } zone ? query.Where(u => PeopleOf(zone).Contains(u.UserId)) : query;
        }
    }

    public async Task<int> CountAsync(CancellationToken ct) =>
        (Told is { } told ? await told.CountAsync(ct) : 0)
        + (Visits is { } visits ? await visits.CountAsync(ct) : 0)
        + (Uploads is { } uploads ? await uploads.CountAsync(ct) : 0);

    /// <summary>The newest, merged; as many as asked for, if there are so many.</summary>
    public async Task<IEnumerable<FeedEntry>> NewestAsync(int most, CancellationToken ct)
    {
        var entries = new List<FeedEntry>();
        if (Told is { } told)
            entries.AddRange(
                (await told.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(most).ToListAsync(ct)).Select(
                    ToEntry
                )
            );
        if (Visits is { } visits)
            entries.AddRange(
                (
                    await visits.OrderByDescending(v => v.At).ThenByDescending(v => v.Id).Take(most).ToListAsync(ct)
                ).Select(ToEntry)
            );
        if (Uploads is { } uploads)
            entries.AddRange(
                (
                    await uploads.OrderByDescending(u => u.At).ThenByDescending(u => u.Id).Take(most).ToListAsync(ct)
                ).Select(ToEntry)
            );
        return entries
            .OrderByDescending(e => e.Row.At)
            .ThenBy(e => e.Row.Source)
            .ThenByDescending(e => e.Row.Id)
            .Take(most);
    }

    private IQueryable<int?> PeopleOf(string zone) =>
        SalesTeamQueries.PeopleOf(db, currentUser).Where(p => p.Zone == zone).Select(p => (int?)p.Id);

    private static FeedEntry ToEntry(Activity a) =>
        new(
            new ActivityRow(
                ActivitySource.Told,
                a.Id,
                a.At,
                a.Type,
                a.Title,
                a.Description,
                a.Status,
                null,
                a.Metadata
            ),
            a.UserId
        );

    private static FeedEntry ToEntry(VisitMade v) =>
        new(
            new ActivityRow(
                ActivitySource.Visit,
                v.Id,
                v.At,
                ActivityTypes.VisitCompleted,
                "Visit Completed",
                $"Visit to {v.Outlet}",
                "completed",
                null,
                ApprovalActivities.Json(
                    new
                    {
                        outletName = v.Outlet,
                        location = v.Territory,
                        visitDuration = v.Minutes > 0 ? v.Minutes : (int?)null,
                    }
                )
            ),
            v.UserId
        );

    private FeedEntry ToEntry(SalesUpload u)
    {
        var title = work.TitleOf(u.Kind);
        var rows = $"{title}: {Money.GroupWhole(u.Rows)} {(u.Rows == 1 ? "row" : "rows")} of upload #{u.Id}";
        return new(
            new ActivityRow(
                ActivitySource.Upload,
                u.Id,
                u.At,
                ActivityTypes.DataUploaded,
                u.Undone ? "Upload Undone" : "Data Uploaded",
                u.Undone ? $"{rows}, taken back by {u.ByName}" : rows,
                u.Undone ? "failed" : "completed",
                null,
                ApprovalActivities.Json(
                    new
                    {
                        upload = u.Id,
                        kind = u.Kind,
                        title,
                        rows = u.Rows,
                        undone = u.Undone,
                    }
                )
            ),
            u.UserId == CurrentUser.System.UserId ? null : u.UserId
        );
    }
}
