using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>
/// Distributors and products over the stock ledger, within the current user's scope. Each list is two statements: one for count and sums over
/// all that matched, one for the window.
/// </summary>
public sealed class SalesQueries(IDbContextFactory<ReportsDb> contexts, BusinessClock clock)
{
    public const string ReadPermission = "sales:read";

    /// <summary>Topic of the data version and of the signal that the ledger, or who is in it, has changed.</summary>
    public const string DataTopic = "sales";

    private const int MaxNames = 5000;

    /// <summary>Changes whenever an answer of this room may: with the data, and at midnight, when "to date" moves.</summary>
    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var version = await db.DataVersionAsync(DataTopic, ct);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{version}.{clock.Today:yyyyMMdd}");
    }

    public async Task<DistributorReport> DistributorsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var matched = DistributorLines.Matching(db, currentUser, filter.Checked());
        var all = await AllAsync(DistributorLines.Of(db, matched, filter), ct);
        var rows = await DistributorLines.Window(db, matched, filter, page).ToListAsync(ct);
        return new DistributorReport(
            new Page<DistributorRow>([.. rows.Select(DistributorLines.ToRow)], all.Count, page),
            all
        );
    }

    /// <param name="by"><c>zone</c>, <c>region</c>, <c>state</c> or <c>territory</c>.</param>
    public async Task<StockGroups> DistributorGroupsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        string by,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await GroupsAsync(
            DistributorLines.Of(db, DistributorLines.Matching(db, currentUser, filter.Checked()), filter),
            DistributorLines.Key(by),
            filter,
            page,
            ct
        );
    }

    /// <summary>Every distributor that matches, from one statement: for exports.</summary>
    public async IAsyncEnumerable<DistributorRow> StreamDistributorsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var lines = DistributorLines.Ordered(
            DistributorLines.Of(db, DistributorLines.Matching(db, currentUser, filter.Checked()), filter),
            filter
        );
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(ct))
            yield return DistributorLines.ToRow(line);
    }

    public async Task<ProductReport> ProductsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var matched = ProductLines.Matching(db, currentUser, filter.Checked());
        var all = await AllAsync(ProductLines.Of(db, currentUser, matched, filter), ct);
        var rows = await ProductLines.Window(db, currentUser, matched, filter, page).ToListAsync(ct);
        return new ProductReport(new Page<ProductRow>([.. rows.Select(ProductLines.ToRow)], all.Count, page), all);
    }

    /// <param name="by"><c>category</c>.</param>
    public async Task<StockGroups> ProductGroupsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        string by,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await GroupsAsync(
            ProductLines.Of(db, currentUser, ProductLines.Matching(db, currentUser, filter.Checked()), filter),
            ProductLines.Key(by),
            filter,
            page,
            ct
        );
    }

    public async IAsyncEnumerable<ProductRow> StreamProductsAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var lines = ProductLines.Ordered(
            ProductLines.Of(db, currentUser, ProductLines.Matching(db, currentUser, filter.Checked()), filter),
            filter
        );
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(ct))
            yield return ProductLines.ToRow(line);
    }

    /// <summary>What reports may be narrowed to, as far as the current user sees distributors and outlets.</summary>
    public async Task<SalesPlaces> PositionsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var places = await db.Set<Distributor>()
            .VisibleTo(currentUser)
            .Select(d => new
            {
                d.Zone,
                d.Region,
                d.State,
                d.Territory,
            })
            .Union(
                db.Set<Outlet>()
                    .VisibleTo(currentUser)
                    .Select(o => new
                    {
                        o.Zone,
                        o.Region,
                        o.State,
                        o.Territory,
                    })
            )
            .ToListAsync(ct);
        var categories = await db.Set<Product>()
            .Where(p => p.Category != "")
            .Select(p => p.Category)
            .Distinct()
            .ToListAsync(ct);
        return new SalesPlaces(
            [.. places.Select(p => new Place(p.Zone, p.Region, p.State, p.Territory)), .. CompanyPlaces(currentUser)],
            [.. categories.Order(StringComparer.Ordinal)]
        );
    }

    /// <summary>The first thousand products by name: more do not fit into a list to choose from, and are searched for.</summary>
    public async Task<IReadOnlyList<ProductName>> ProductNamesAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        return await db.Set<Product>()
            .OrderBy(p => p.Name)
            .ThenBy(p => p.Id)
            .Take(MaxNames)
            .Select(p => new ProductName(p.Id, p.Name, p.Category))
            .ToListAsync(ct);
    }

    /// <summary>The distributors that the current user sees, by name.</summary>
    public async Task<IReadOnlyList<DistributorName>> DistributorNamesAsync(
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        return await db.Set<Distributor>()
            .VisibleTo(currentUser)
            .OrderBy(d => d.Name)
            .ThenBy(d => d.Id)
            .Take(MaxNames)
            .Select(d => new DistributorName(d.Id, d.Name))
            .ToListAsync(ct);
    }

    /// <summary>The company's zones and territories in the branches that the current user sees, also where no row is yet.</summary>
    private static IEnumerable<Place> CompanyPlaces(CurrentUser currentUser) =>
        Regions
            .Active.Where(r => currentUser.Scope.CoversRegion(r.Code))
            .SelectMany(r =>
                Regions
                    .Territories.Where(t => t.Active && t.Region == r.Code)
                    .Select(t => t.Name)
                    .Prepend("")
                    .Select(t => new Place(Regions.ZoneOf(r.Code)?.Name ?? "", "", "", t))
            );

    /// <summary>How many matched, and their sums together: those without movements count too.</summary>
    private static async Task<StockGroup> AllAsync<T>(IQueryable<StockLine<T>> lines, CancellationToken ct) =>
        (await lines.GroupedBy(x => "").SingleOrDefaultAsync(ct)).ToGroup();

    private static async Task<StockGroups> GroupsAsync<T>(
        IQueryable<StockLine<T>> lines,
        Expression<Func<StockLine<T>, string>> key,
        SalesFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        var groups = lines.GroupedBy(key);
        var all = await groups.GroupedBy(x => "").SingleOrDefaultAsync(ct);
        var rows = await groups.Ordered(SalesSort.Of(filter.Sort)).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new StockGroups(
            new Page<StockGroup>([.. rows.Select(r => r.ToGroup())], all?.Item.Count ?? 0, page),
            all.ToGroup()
        );
    }
}
