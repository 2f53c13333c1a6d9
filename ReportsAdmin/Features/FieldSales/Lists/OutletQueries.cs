using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>Outlets: what they bought, what they owe, when they were last visited.</summary>
public sealed class OutletQueries(IDbContextFactory<ReportsDb> contexts)
{
    public async Task<OutletReport> OutletsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var matched = OutletLines.Matching(db, currentUser, filter.Checked());
        var all = (await OutletLines.Of(db, matched, filter).GroupedBy(x => "").SingleOrDefaultAsync(ct)).ToGroup();
        var rows = await OutletLines.Window(db, matched, filter, page).ToListAsync(ct);
        return new OutletReport(
            new Page<OutletRow>([.. rows.Select(r => OutletLines.ToRow(r, filter))], all.Count, page),
            all
        );
    }

    /// <summary>One outlet, narrowed to the days and products of the filter. One that is not there, or not the current user's, is not found.</summary>
    public async Task<OutletRow> OneAsync(CurrentUser currentUser, int id, SalesFilter filter, CancellationToken ct)
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var line = await OutletLines
            .Of(db, OutletLines.Matching(db, currentUser, filter.Checked()).Where(o => o.Id == id), filter)
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Outlet not found.");
        return OutletLines.ToRow(line, filter);
    }

    /// <param name="by"><c>zone</c>, <c>region</c>, <c>state</c> or <c>territory</c>.</param>
    public async Task<OutletGroups> GroupsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        string by,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var groups = OutletLines
            .Of(db, OutletLines.Matching(db, currentUser, filter.Checked()), filter)
            .GroupedBy(OutletLines.Key(by));
        var all = await groups.Together().SingleOrDefaultAsync(ct);
        var rows = await groups.Ordered(SalesSort.Of(filter.Sort)).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new OutletGroups(
            new Page<OutletGroup>([.. rows.Select(r => r.ToGroup())], all?.Groups ?? 0, page),
            all.ToGroup()
        );
    }

    /// <summary>Every outlet that matches, from one statement: for exports.</summary>
    public async IAsyncEnumerable<OutletRow> StreamAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var lines = OutletLines.Ordered(
            OutletLines.Of(db, OutletLines.Matching(db, currentUser, filter.Checked()), filter),
            filter
        );
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(ct))
            yield return OutletLines.ToRow(line, filter);
    }
}
