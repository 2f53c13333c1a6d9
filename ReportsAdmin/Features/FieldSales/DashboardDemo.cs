using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>What clients of the field would have told the demo company of its liquidations and stock, and the requests of its people. Visits and uploads are in the feed by themselves.</summary>
internal sealed class DashboardDemo(IServiceProvider services)
{
    private const int Visits = 1200;

    // Of a month's many only some were looked at.
    private const int Liquidations = 3600;
    private const int EveryNth = 12;

    private static readonly BulkColumn[] Columns =
    [
        new("at", BulkType.Instant),
        new("type", BulkType.Text),
        new("title", BulkType.Text),
        new("description", BulkType.Text),
        new("status", BulkType.Text),
        new("user_id", BulkType.Int32),
        new("branch", BulkType.Text),
        new("metadata", BulkType.Text),
    ];

    private readonly BusinessClock clock = services.GetRequiredService<BusinessClock>();
    private readonly DateTime now = services.GetRequiredService<BusinessClock>().UtcNow;

    public async Task SeedAsync(ReportsDb db, CancellationToken ct)
    {
        var people = await services.GetRequiredService<SalesTeamQueries>().PeopleAsync(CurrentUser.System, ct);
        if (people.Count == 0)
            return;
        var work = services.GetRequiredService<SalesWorkQueries>();
        var visits = await work.VisitsAsync(CurrentUser.System, Visits, ct);
        var liquidations = (await work.LiquidationsAsync(CurrentUser.System, Liquidations, ct))
            .Where((_, i) => i % EveryNth == 0)
            .ToList();
        var office = await services.GetRequiredService<AccessQueries>().TeamAsync(CurrentUser.System, ct);
        var approvals = new ApprovalsDemo(clock, people, office).Make();
        db.AddRange(approvals);
        await db.SaveChangesAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var names = people
            .Select(p => (p.Id, p.Name))
            .Concat(office.Select(m => (m.Id, m.Name)))
            .ToDictionary(x => x.Id, x => x.Name);
        var feed = visits
            .Where((_, i) => i % 40 == 3)
            .Select(OfMismatch)
            .Concat(OfLiquidations(liquidations, people))
            .Concat(approvals.SelectMany(a => OfRequest(a, names[a.RequestedById])));
        await services
            .GetRequiredService<IBulkImporter>()
            .InsertAsync(db, "activities", Columns, feed.OrderBy(row => (DateTime)row[0]!), ct);
        await db.RaiseDataVersionAsync(ActivityQueries.DataTopic, ct);
        await transaction.CommitAsync(ct);
    }

    private object?[] OfMismatch(VisitMade visit, int index)
    {
        // It is found when they leave, unless they are there still.
        var left = visit.At.AddMinutes(visit.Minutes);
        var (expected, missing) = (30 + (index * 17 % 50), 1 + (index % 7));
        return Row(
            left > now ? now : left,
            ActivityTypes.StockMismatch,
            "Stock Mismatch",
            $"Discrepancy found at {visit.Outlet}",
            "pending",
            visit.UserId,
            visit.Branch,
            new
            {
                outletName = visit.Outlet,
                expectedStock = expected,
                actualStock = expected - missing,
                difference = -missing,
            }
        );
    }

    private IEnumerable<object?[]> OfLiquidations(
        IReadOnlyList<LiquidationMade> liquidations,
        IReadOnlyList<SalesPerson> people
    )
    {
        var byTerritory = people.Where(p => p.Territory is not null).ToLookup(p => p.Territory!);
        foreach (var (made, i) in liquidations.Select((l, i) => (l, i)))
        {
            var team = byTerritory[made.Territory].ToList();
            var at = clock.StartOf(made.Day).AddMinutes(600 + (i * 37 % 480));
            if (team.Find(p => p.Designation == SalesRoles.Tsm) is not { } lead || at > now)
                continue;
            var sellers = team.FindAll(p => p.Designation == SalesRoles.Mdo);
            var seller = sellers.Count == 0 ? lead : sellers[i % sellers.Count];
            var id = string.Create(CultureInfo.InvariantCulture, $"LIQ-{made.Day.Year}-{liquidations.Count - i:000}");
            yield return i % 2 == 0 ? Verified(id, made, at, seller, lead) : Done(id, made, at, seller);
        }
    }

    private static object?[] Verified(
        string id,
        LiquidationMade made,
        DateTime at,
        SalesPerson seller,
        SalesPerson lead
    ) =>
        Row(
            at,
            ActivityTypes.LiquidationVerified,
            "Liquidation Verified",
            $"{id} by {seller.Name}",
            "verified",
            seller.Id,
            made.Branch,
            new
            {
                liquidationId = id,
                amount = made.Value.Rupees,
                verifiedBy = $"{lead.Name} (TSM)",
            }
        );

    private static object?[] Done(string id, LiquidationMade made, DateTime at, SalesPerson seller) =>
        Row(
            at,
            ActivityTypes.LiquidationDone,
            "Liquidation Done",
            $"{id} at {made.Distributor}",
            "completed",
            seller.Id,
            made.Branch,
            new
            {
                liquidationId = id,
                retailer = made.Distributor,
                location = made.Territory,
                products = made.Product,
                amount = made.Value.Rupees,
            }
        );

    private static IEnumerable<object?[]> OfRequest(Approval approval, string requester)
    {
        yield return Row(ApprovalActivities.Requested(approval, requester, null));
        if (approval is { DecidedAt: { } at, DecidedById: { } by })
            yield return Row(ApprovalActivities.Ended(approval, requester, approval.State, by, at));
    }

    private static object?[] Row(Activity a) =>
        [a.At, a.Type, a.Title, a.Description, a.Status, a.UserId, a.Branch, a.Metadata];

    private static object?[] Row(
        DateTime at,
        string type,
        string title,
        string description,
        string status,
        int? userId,
        string? branch,
        object metadata
    ) => [at, type, title, description, status, userId, branch, ApprovalActivities.Json(metadata)];
}
