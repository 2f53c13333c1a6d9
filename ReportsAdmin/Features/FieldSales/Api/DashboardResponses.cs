using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Api;

/// <summary>The queries of the dashboard, as spec 001 and its client send them; <c>All</c> and blanks mean no filter.</summary>
public sealed record DashboardParameters
{
    public string? UserId { get; init; }

    public string? Role { get; init; }

    public string? Type { get; init; }

    /// <summary>1 to 100; how many on a page.</summary>
    public int? Limit { get; init; }

    public int? Page { get; init; }

    public PageRequest Window(int standard)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Limit is < 1 or > PageRequest.MaxSize)
            problems["limit"] = $"limit is 1 to {PageRequest.MaxSize}.";
        if (Page < 1)
            problems["page"] = "page counts from 1.";
        return problems.Count == 0
            ? new PageRequest(Page ?? 1, Limit ?? standard)
            : throw DomainException.Invalid(problems);
    }

    public TeamFilter ToTeam() =>
        new(
            Person(),
            Given(Role) is { } role
                ? SalesRoles.Parse(role)
                    ?? throw DomainException.Invalid(
                        "role",
                        $"'{role}' is not a role of the field. Use one of: {string.Join(", ", SalesRoles.All)}."
                    )
                : null
        );

    public ActivityFilter ToActivities()
    {
        var type = Given(Type)?.ToLowerInvariant();
        if (type is not null && !ActivityTypes.All.Contains(type, StringComparer.Ordinal))
            throw DomainException.Invalid(
                "type",
                $"'{Type}' is not a type of activity. Use one of: {string.Join(", ", ActivityTypes.All)}."
            );
        return new ActivityFilter(type, Person());
    }

    private int? Person() =>
        Given(UserId) is not { } id ? null
        : ApiId.KeyOf(ApiId.User, id) is { } key and <= int.MaxValue ? (int)key
        : throw DomainException.Invalid("userId", $"'{id}' is not the id of a user.");

    private static string? Given(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim().Equals("all", StringComparison.OrdinalIgnoreCase)
            ? null
            : text.Trim();
}

public sealed record TrendResponse(string Direction, decimal Percentage)
{
    public static TrendResponse From(SalesTrend t) =>
        new(
            t.Direction switch
            {
                SalesDirection.Up => "up",
                SalesDirection.Down => "down",
                _ => "neutral",
            },
            t.Percentage
        );
}

public sealed record RupeesResponse(decimal Value, string Label, string Currency, TrendResponse Trend);

public sealed record UnitsResponse(decimal Value, string Label, string Unit, TrendResponse Trend);

public sealed record PeopleResponse(int Value, string Label, TrendResponse Trend);

/// <summary>The four key figures, field by field as in spec 001; money in rupees.</summary>
public sealed record MetricsResponse(
    RupeesResponse TotalLiquidation,
    RupeesResponse YtdSales,
    UnitsResponse BalanceStock,
    [property: JsonPropertyName("activeMDOs")] PeopleResponse ActiveMdos
)
{
    public static MetricsResponse From(SalesMetrics m) =>
        new(
            new RupeesResponse(
                m.Liquidation.Rupees,
                "Total Liquidation",
                "INR",
                TrendResponse.From(m.LiquidationTrend)
            ),
            new RupeesResponse(m.Sales.Rupees, "YTD Sales", "INR", TrendResponse.From(m.SalesTrend)),
            new UnitsResponse(m.Balance, "Balance Stock", "Units", TrendResponse.From(m.BalanceTrend)),
            new PeopleResponse(m.ActiveMdos, "Active MDOs", TrendResponse.From(m.MdoTrend))
        );
}

/// <param name="Avatar">Nobody has a picture here: always null.</param>
public sealed record TeamFiguresResponse(
    string Id,
    string Name,
    string Role,
    string? Avatar,
    decimal LiquidationPercentage,
    int VisitsCompleted,
    int VisitsTarget,
    string Territory,
    string Region,
    string Zone
)
{
    public static TeamFiguresResponse From(TeamFigures t) =>
        new(
            ApiId.Of(ApiId.User, t.Id),
            t.Name,
            t.Role,
            null,
            t.LiquidationPercent,
            t.VisitsCompleted,
            t.VisitsTarget,
            t.Territory,
            t.Region,
            t.Zone
        );
}

public sealed record ActivityUserResponse(string Id, string Name, string Role);

/// <param name="User">Left out for what the system did.</param>
/// <param name="Metadata">A JSON object, particular to the type.</param>
public sealed record ActivityResponse(
    string Id,
    string Type,
    string Title,
    string Description,
    DateTime Timestamp,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ActivityUserResponse? User,
    JsonElement Metadata
)
{
    public static ActivityResponse From(ActivityRow a) =>
        new(
            ApiId.Of(KindOf(a.Source), a.Id),
            a.Type,
            a.Title,
            a.Description,
            a.At,
            a.Status,
            a.User is { } user ? new ActivityUserResponse(ApiId.Of(ApiId.User, user.Id), user.Name, user.Title) : null,
            JsonSerializer.Deserialize<JsonElement>(a.Metadata)
        );

    private static string KindOf(ActivitySource source) =>
        source switch
        {
            ActivitySource.Visit => ApiId.Visit,
            ActivitySource.Upload => ApiId.Upload,
            _ => ApiId.Activity,
        };
}

/// <param name="StockVerifications">Of the client's newer copy; left out when there are none, as the document does not name it.</param>
public sealed record ApprovalBreakdownResponse(
    int TravelClaims,
    int ActivityReimbursements,
    int WorkPlans,
    int StockTransfers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int StockVerifications
);

/// <param name="Count">The sum of the breakdown.</param>
public sealed record PendingApprovalsResponse(int Count, ApprovalBreakdownResponse Breakdown)
{
    public static PendingApprovalsResponse From(PendingApprovals p) =>
        new(
            p.Total,
            new ApprovalBreakdownResponse(
                p.Of(ApprovalKind.TravelClaim),
                p.Of(ApprovalKind.ActivityReimbursement),
                p.Of(ApprovalKind.WorkPlan),
                p.Of(ApprovalKind.StockTransfer),
                p.Of(ApprovalKind.StockVerification)
            )
        );
}
