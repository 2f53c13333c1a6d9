using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Sales;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>The feed of the demo company, told from its real visits and liquidations, and the requests of its field team.</summary>
internal sealed class DashboardDemo(IServiceProvider services)
{
    private const int Visits = 1200;

    // Of a month's many only some were looked at.
    private const int Liquidations = 3600;
    private const int EveryNth = 12;

    private static readonly BulkColumn[] Columns = [new("at", BulkType.Instant), new("type", BulkType.Text), new("title", BulkType.Text), new("description", BulkType.Text), new("status", BulkType.Text), new("user_id", BulkType.Int32), new("branch", BulkType.Text), new("metadata", BulkType.Text)];
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BusinessClock clock = services.GetRequiredService<BusinessClock>();
    private readonly DateTime now = services.GetRequiredService<BusinessClock>().UtcNow;

    public async Task SeedAsync(ReportsDb db, CancellationToken ct)
    {
        var people = await services.GetRequiredService<FieldTeamQueries>().PeopleAsync(Viewer.System, ct);
        if (people.Count == 0) return;
        var work = services.GetRequiredService<FieldWorkQueries>();
        var visits = await work.VisitsAsync(Viewer.System, Visits, ct);
        var liquidations = (await work.LiquidationsAsync(Viewer.System, Liquidations, ct)).Where((_, i) => i % EveryNth == 0).ToList();
        var managers = (await services.GetRequiredService<AccessQueries>().TeamAsync(Viewer.System, ct)).Where(m => m.Role == RoleNames.Manager).ToList();
        var approvals = new ApprovalsDemo(clock, people, managers).Make();
        db.AddRange(approvals);
        await db.SaveChangesAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var feed = visits.SelectMany(OfVisit).Concat(OfLiquidations(liquidations, people)).Concat(approvals.Where(a => a.DecidedAt is not null).Select(a => OfDecision(a, people)));
        await services.GetRequiredService<IBulkImporter>().InsertAsync(db, "activities", Columns, feed.OrderBy(row => (DateTime)row[0]!), ct);
        await db.RaiseDataVersionAsync(ActivityQueries.DataTopic, ct);
        await transaction.CommitAsync(ct);
    }

    private IEnumerable<object?[]> OfVisit(VisitMade visit, int index)
    {
        // It is done when he leaves, unless he is there still.
        var left = visit.At.AddMinutes(visit.Minutes);
        if (left > now) left = now;
        yield return Row(left, ActivityTypes.VisitCompleted, "Visit Completed", $"Visit to {visit.Outlet}", "completed", visit.UserId, visit.Branch, new { outletName = visit.Outlet, location = visit.Territory, visitDuration = visit.Minutes });
        if (index % 40 != 3) yield break;
        var (expected, missing) = (30 + (index % 50), 1 + (index % 7));
        yield return Row(left, ActivityTypes.StockMismatch, "Stock Mismatch", $"Discrepancy found at {visit.Outlet}", "pending", visit.UserId, visit.Branch, new { outletName = visit.Outlet, expectedStock = expected, actualStock = expected - missing, difference = -missing });
    }

    private IEnumerable<object?[]> OfLiquidations(IReadOnlyList<LiquidationMade> liquidations, IReadOnlyList<FieldPerson> people)
    {
        var byTerritory = people.Where(p => p.Territory is not null).ToLookup(p => p.Territory!);
        foreach (var (made, i) in liquidations.Select((l, i) => (l, i)))
        {
            var team = byTerritory[made.Territory].ToList();
            var at = clock.StartOf(made.Day).AddMinutes(600 + (i * 37 % 480));
            if (team.Find(p => p.Designation == FieldRoles.Tsm) is not { } lead || at > now) continue;
            var sellers = team.FindAll(p => p.Designation == FieldRoles.Mdo);
            var seller = sellers.Count == 0 ? lead : sellers[i % sellers.Count];
            var id = string.Create(CultureInfo.InvariantCulture, $"LIQ-{made.Day.Year}-{liquidations.Count - i:000}");
            yield return i % 2 == 0
                ? Row(at, ActivityTypes.LiquidationVerified, "Liquidation Verified", $"{id} by {seller.Name}", "verified", seller.Id, made.Branch, new { liquidationId = id, amount = made.Value.Rupees, verifiedBy = $"{lead.Name} (TSM)" })
                : Row(at, ActivityTypes.LiquidationDone, "Liquidation Done", $"{id} at {made.Distributor}", "completed", seller.Id, made.Branch, new { liquidationId = id, retailer = made.Distributor, location = made.Territory, products = made.Product, amount = made.Value.Rupees });
        }
    }

    private static object?[] OfDecision(Approval approval, IReadOnlyList<FieldPerson> people)
    {
        var (approved, requester) = (approval.State == ApprovalState.Approved, people.First(p => p.Id == approval.RequestedById).Name);
        return Row(approval.DecidedAt!.Value, ActivityTypes.ApprovalDecided, $"{ApprovalKinds.NameOf(approval.Kind)} {(approved ? "approved" : "rejected")}", $"{approval.Title} of {requester}", approved ? "completed" : "failed", approval.DecidedById, approval.Branch,
            new { kind = ApprovalKinds.KeyOf(approval.Kind), requestedBy = requester, decision = approved ? "approved" : "rejected" });
    }

    private static object?[] Row(DateTime at, string type, string title, string description, string status, int? userId, string? branch, object metadata) => [at, type, title, description, status, userId, branch, JsonSerializer.Serialize(metadata, Readable)];
}
