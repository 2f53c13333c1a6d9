using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Sales;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Dashboard;

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
        return problems.Count == 0 ? new PageRequest(Page ?? 1, Limit ?? standard) : throw Refusal.Invalid(problems);
    }

    public TeamFilter ToTeam() =>
        new(
            Person(),
            Given(Role) is { } role
                ? FieldRoles.Parse(role)
                    ?? throw Refusal.Invalid(
                        "role",
                        $"'{role}' is not a role of the field. Use one of: {string.Join(", ", FieldRoles.All)}."
                    )
                : null
        );

    public ActivityFilter ToActivities()
    {
        var type = Given(Type)?.ToLowerInvariant();
        if (type is not null && !ActivityTypes.All.Contains(type, StringComparer.Ordinal))
            throw Refusal.Invalid(
                "type",
                $"'{Type}' is not a type of activity. Use one of: {string.Join(", ", ActivityTypes.All)}."
            );
        return new ActivityFilter(type, Person());
    }

    private int? Person() =>
        Given(UserId) is not { } id ? null
        : WireId.KeyOf(WireId.User, id) is { } key and <= int.MaxValue ? (int)key
        : throw Refusal.Invalid("userId", $"'{id}' is not the id of a user.");

    private static string? Given(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim().Equals("all", StringComparison.OrdinalIgnoreCase)
            ? null
            : text.Trim();
}

public sealed record TrendWire(string Direction, decimal Percentage)
{
    public static TrendWire From(FieldTrend t) =>
        new(
            t.Direction switch
            {
                FieldDirection.Up => "up",
                FieldDirection.Down => "down",
                _ => "neutral",
            },
            t.Percentage
        );
}

public sealed record RupeesWire(decimal Value, string Label, string Currency, TrendWire Trend);

public sealed record UnitsWire(decimal Value, string Label, string Unit, TrendWire Trend);

public sealed record PeopleWire(int Value, string Label, TrendWire Trend);

/// <summary>The four key figures, field by field as in spec 001; money in rupees.</summary>
public sealed record MetricsWire(
    RupeesWire TotalLiquidation,
    RupeesWire YtdSales,
    UnitsWire BalanceStock,
    [property: JsonPropertyName("activeMDOs")] PeopleWire ActiveMdos
)
{
    public static MetricsWire From(FieldMetrics m) =>
        new(
            new RupeesWire(m.Liquidation.Rupees, "Total Liquidation", "INR", TrendWire.From(m.LiquidationTrend)),
            new RupeesWire(m.Sales.Rupees, "YTD Sales", "INR", TrendWire.From(m.SalesTrend)),
            new UnitsWire(m.Balance, "Balance Stock", "Units", TrendWire.From(m.BalanceTrend)),
            new PeopleWire(m.ActiveMdos, "Active MDOs", TrendWire.From(m.MdoTrend))
        );
}

/// <param name="Avatar">Nobody has a picture here: always null.</param>
public sealed record TeamFiguresWire(
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
    public static TeamFiguresWire From(TeamFigures t) =>
        new(
            WireId.Of(WireId.User, t.Id),
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

public sealed record ActivityUserWire(string Id, string Name, string Role);

/// <param name="User">Left out for what the system did.</param>
/// <param name="Metadata">A JSON object, particular to the type.</param>
public sealed record ActivityWire(
    string Id,
    string Type,
    string Title,
    string Description,
    DateTime Timestamp,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ActivityUserWire? User,
    JsonElement Metadata
)
{
    public static ActivityWire From(ActivityRow a) =>
        new(
            WireId.Of(KindOf(a.Source), a.Id),
            a.Type,
            a.Title,
            a.Description,
            a.At,
            a.Status,
            a.User is { } user ? new ActivityUserWire(WireId.Of(WireId.User, user.Id), user.Name, user.Title) : null,
            JsonSerializer.Deserialize<JsonElement>(a.Metadata)
        );

    private static string KindOf(ActivitySource source) =>
        source switch
        {
            ActivitySource.Visit => SalesIds.Visit,
            ActivitySource.Upload => SalesIds.Upload,
            _ => ActivityIds.Activity,
        };
}

/// <param name="StockVerifications">Of the client's newer copy; left out when there are none, as the document does not name it.</param>
public sealed record ApprovalBreakdownWire(
    int TravelClaims,
    int ActivityReimbursements,
    int WorkPlans,
    int StockTransfers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int StockVerifications
);

/// <param name="Count">The sum of the breakdown.</param>
public sealed record PendingApprovalsWire(int Count, ApprovalBreakdownWire Breakdown)
{
    public static PendingApprovalsWire From(PendingApprovals p) =>
        new(
            p.Total,
            new ApprovalBreakdownWire(
                p.Of(ApprovalKind.TravelClaim),
                p.Of(ApprovalKind.ActivityReimbursement),
                p.Of(ApprovalKind.WorkPlan),
                p.Of(ApprovalKind.StockTransfer),
                p.Of(ApprovalKind.StockVerification)
            )
        );
}
