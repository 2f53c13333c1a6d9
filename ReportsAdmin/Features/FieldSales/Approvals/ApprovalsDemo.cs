using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>The requests of the demo company's field: eight that wait, split as in spec 001, some weeks of decided ones, and two of the engineer who signs in.</summary>
internal sealed class ApprovalsDemo(
    BusinessClock clock,
    IReadOnlyList<SalesPerson> people,
    IReadOnlyList<TeamMember> office
)
{
    private const int Decided = 30;

    private static readonly ApprovalKind[] Waiting =
    [
        ApprovalKind.TravelClaim,
        ApprovalKind.WorkPlan,
        ApprovalKind.ActivityReimbursement,
        ApprovalKind.TravelClaim,
        ApprovalKind.StockTransfer,
        ApprovalKind.WorkPlan,
        ApprovalKind.ActivityReimbursement,
        ApprovalKind.TravelClaim,
    ];

    private static readonly string[] Refusals =
    [
        "The bills are missing; send them with the claim.",
        "This was paid with last month's claim.",
        "Not in the plan that was agreed; speak to me first.",
        "The distributor has stock of his own until month end.",
    ];

    private readonly DateTime now = clock.UtcNow;
    private readonly List<TeamMember> managers = [.. office.Where(m => m.Role == RoleNames.Manager)];
    private readonly List<SalesPerson> asking = [.. people.Where(p => p is { Territory: not null, Branch: not null })];

    public List<Approval> Make() =>
        [
            .. Waiting.Select(
                (kind, i) => Request(kind, i * 19, i == 0 ? now.AddMinutes(-50) : At(i, 10 + (i * 3 % 8)))
            ),
            .. Enumerable.Range(0, Decided).Select(Past),
            .. OfEngineer(),
        ];

    private IEnumerable<Approval> OfEngineer()
    {
        if (office.FirstOrDefault(m => m.Email == "engineer@example.com") is not { } engineer)
            yield break;
        yield return Own(
            engineer,
            "Taxi to three customers in Thane",
            "Meeting their accounts people about overdue invoices; receipts are with the branch.",
            1_850,
            9,
            ApprovalState.Approved,
            null
        );
        yield return Own(
            engineer,
            "Overnight stay in Nashik",
            "The customer asked for a meeting at eight in the morning.",
            3_200,
            4,
            ApprovalState.Rejected,
            Refusals[0]
        );
    }

    private Approval Own(
        TeamMember engineer,
        string title,
        string description,
        long rupees,
        int daysAgo,
        ApprovalState end,
        string? reason
    ) =>
        new()
        {
            Kind = ApprovalKind.TravelClaim,
            Title = title,
            Description = description,
            AmountPaise = rupees * 100,
            RequestedById = engineer.Id,
            RequestedAt = At(daysAgo, 10),
            Branch = engineer.Region,
            State = end,
            DecidedById = managers[0].Id,
            DecidedAt = At(daysAgo, 15),
            Reason = reason,
        };

    /// <summary>An hour of a day some days ago.</summary>
    private DateTime At(int daysAgo, int hour) =>
        clock.StartOf(clock.Today.AddDays(-daysAgo)).AddMinutes((hour * 60) + (daysAgo * 17 % 60));

    private Approval Past(int n)
    {
        var kind = (ApprovalKind)(n % 4);
        var request = Request(kind, (n * 31) + 7, At(2 + (n * 5 / 4), 9 + (n * 7 % 5)));
        var boss = managers.FirstOrDefault(m => m.Region == request.Branch) ?? managers[0];
        (request.State, request.DecidedById, request.DecidedAt) = (
            n % 5 == 2 ? ApprovalState.Rejected : ApprovalState.Approved,
            boss.Id,
            request.RequestedAt.AddMinutes(95 + (n * 41 % 240))
        );
        request.Reason = request.State == ApprovalState.Rejected ? Refusals[n % Refusals.Length] : null;
        return request;
    }

    private Approval Request(ApprovalKind kind, int seed, DateTime at)
    {
        var person = asking[seed % asking.Count];
        var (title, description, rupees) = Words(kind, person, seed, DateOnly.FromDateTime(clock.ToLocal(at)));
        return new Approval
        {
            Kind = kind,
            Title = title,
            Description = description,
            AmountPaise = rupees * 100,
            RequestedById = person.Id,
            RequestedAt = at,
            Branch = person.Branch,
        };
    }

    private static (string Title, string Description, long? Rupees) Words(
        ApprovalKind kind,
        SalesPerson person,
        int seed,
        DateOnly day
    )
    {
        static string Text(DateOnly d, string format) => d.ToString(format, CultureInfo.InvariantCulture);
        static string Nights(int n) =>
            n == 1 ? "one night" : string.Create(CultureInfo.InvariantCulture, $"{n} nights");
        var (from, farmers, bags) = (day.AddDays(-3 - (seed % 4)), 30 + (seed % 40), 40 + (seed % 9 * 10));
        return kind switch
        {
            ApprovalKind.TravelClaim => (
                $"Travel in {person.Territory}, {Text(from, "d MMM")} to {Text(day.AddDays(-1), "d MMM")}",
                $"{380 + (seed * 13 % 300)} km by motorcycle and {Nights(1 + (seed % 3))}, for the outlets of {person.Territory}. Bills are with the branch.",
                2400 + (seed * 137 % 9600)
            ),
            ApprovalKind.ActivityReimbursement => (
                $"Farmers' meeting near {person.Territory}",
                $"Tent, tea and samples for {farmers} farmers on {Text(from, "d MMM yyyy")}; {farmers / 4} of them ordered through their retailer.",
                4500 + (farmers * 85)
            ),
            ApprovalKind.WorkPlan => (
                $"Work plan for {Text(day.AddMonths(1), "MMMM yyyy")}",
                $"{24 + (seed % 12)} outlets of {person.Territory}, {2 + (seed % 3)} farmers' meetings and a field day with the largest distributor.",
                null
            ),
            _ => (
                $"{bags} bags to {person.Territory}",
                $"Move {bags} bags from the depot of {person.Region} to {person.Territory}, where the season's stock will be sold out in a week.",
                null
            ),
        };
    }
}
