using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>The card of spec 003. The client strips everything but digits and dots from <c>value</c>, so amounts are written out in full.</summary>
public sealed record KpiResponse(
    string Label,
    string Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Change,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ChangeType,
    string Description
)
{
    public static IReadOnlyList<KpiResponse> From(ReceivablesDashboard d) =>
        [
            Amount("Total Outstanding", d.Figures.Outstanding, d.Previous.Outstanding, "Owed by all customers"),
            Amount("Recovered Amount", d.Figures.Recovered, d.Previous.Recovered, "Collected this month"),
            Amount("New Outstanding", d.Figures.New, d.Previous.New, "Added this month"),
            Count("Total Invoices", d.Figures.Invoices, d.Previous.Invoices, "Open invoices"),
            Count("Disputed Invoices", d.Figures.Disputed, d.Previous.Disputed, "Invoices in dispute"),
            new(
                "Total Customers",
                Money.GroupWhole(d.Figures.Customers),
                null,
                null,
                "Customers with an outstanding amount"
            ),
        ];

    private static KpiResponse Amount(string label, Money now, Money before, string description)
    {
        var text = RupeesInFull(now);
        if (before.Paise == 0)
            return new KpiResponse(label, text, null, null, description);
        var percent = Math.Round(
            (now.Rupees - before.Rupees) / Math.Abs(before.Rupees) * 100m,
            1,
            MidpointRounding.AwayFromZero
        );
        return new KpiResponse(label, text, Signed(percent) + "%", percent < 0 ? "decrease" : "increase", description);
    }

    private static KpiResponse Count(string label, int now, int before, string description) =>
        new(label, Money.GroupWhole(now), Signed(now - before), now < before ? "decrease" : "increase", description);

    private static string Signed(decimal value) => value.ToString("+0.#;-0.#;+0", CultureInfo.InvariantCulture);

    private static string RupeesInFull(Money money) =>
        "₹"
        + (money.Paise < 0 ? "-" : "")
        + Money.GroupWhole((long)Math.Round(Math.Abs(money.Rupees), MidpointRounding.AwayFromZero));
}

/// <summary>
/// One region's ageing. What has no date counts with the oldest: the wire has no bucket for it, and the row must add up
/// (Decisions/0008-undated-items.md).
/// </summary>
public sealed record OutstandingByAgeResponse(
    string Region,
    [property: JsonPropertyName("0-30")] decimal UpTo30,
    [property: JsonPropertyName("31-90")] decimal UpTo90,
    [property: JsonPropertyName("91-180")] decimal UpTo180,
    [property: JsonPropertyName("181-365")] decimal UpTo365,
    [property: JsonPropertyName(">365")] decimal Older,
    decimal Total
)
{
    public static OutstandingByAgeResponse From(RegionAgeing r) =>
        new(
            r.Region,
            r.Amounts.UpTo30.Rupees,
            r.Amounts.UpTo90.Rupees,
            r.Amounts.UpTo180.Rupees,
            r.Amounts.UpTo365.Rupees,
            (r.Amounts.Older + r.Amounts.Unclassified).Rupees,
            r.Amounts.Total.Rupees
        );
}

public sealed record RegionDistributionResponse(string Region, decimal Amount);

public sealed record RecoveryTrendResponse(string Month, decimal New, decimal Recovered);

public sealed record EngineerPerformanceResponse(
    string Name,
    string Region,
    decimal OutstandingCollected,
    decimal NewOutstandingAssigned,
    decimal NetChange
);

public sealed record DashboardResponse(
    IReadOnlyList<KpiResponse> Kpis,
    IReadOnlyList<OutstandingByAgeResponse> OutstandingByAge,
    IReadOnlyList<RegionDistributionResponse> RegionDistribution,
    IReadOnlyList<Dictionary<string, JsonElement>> MonthlyTrends,
    IReadOnlyList<RecoveryTrendResponse> OutstandingRecoveryTrend,
    IReadOnlyList<EngineerPerformanceResponse> EngineerPerformance
)
{
    public static DashboardResponse From(ReceivablesDashboard d) =>
        new(
            KpiResponse.From(d),
            [.. d.Ageing.Select(OutstandingByAgeResponse.From)],
            [.. d.Regions.Select(r => new RegionDistributionResponse(r.Region, r.Outstanding.Rupees))],
            Trends(d.Months),
            [.. d.Months.Select(m => new RecoveryTrendResponse(m.Period.ToString(), m.New.Rupees, m.Recovered.Rupees))],
            [
                .. d.Engineers.Select(e => new EngineerPerformanceResponse(
                    e.Name,
                    e.Region,
                    e.Collected.Rupees,
                    e.NewlyAssigned.Rupees,
                    e.NetChange.Rupees
                )),
            ]
        );

    /// <summary>The client draws every property of the first element but <c>month</c> as a region: all elements have the same regions and nothing else.</summary>
    private static List<Dictionary<string, JsonElement>> Trends(IReadOnlyList<MonthFigures> months)
    {
        var regions = months
            .SelectMany(m => m.ByRegion.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return
        [
            .. months.Select(m =>
            {
                var row = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
                {
                    ["month"] = JsonSerializer.SerializeToElement(m.Period.ToString()),
                };
                foreach (var region in regions)
                    row[region] = JsonSerializer.SerializeToElement(m.ByRegion.GetValueOrDefault(region).Rupees);
                return row;
            }),
        ];
    }
}

public sealed record TrackerMonthResponse(
    string MonthYear,
    int PreviousMonthInvoices,
    decimal PreviousMonthAmount,
    int CurrentMonthInvoices,
    decimal CurrentMonthAmount,
    int InvoiceCountChange,
    int DisputedInvoices
)
{
    public static TrackerMonthResponse From(TrackerMonth m) =>
        new(
            m.Period.ToString(),
            m.PreviousInvoices,
            m.PreviousAmount.Rupees,
            m.Invoices,
            m.Amount.Rupees,
            m.InvoiceChange,
            m.Disputed
        );
}

public sealed record InvoiceBalanceResponse(
    string Id,
    string InvoiceId,
    string Month,
    decimal Amount,
    string AgePeriod
);

public sealed record InvoiceResponse(
    [property: JsonPropertyName("_id")] string MongoId,
    string Id,
    string CustomerId,
    string InvoiceNumber,
    decimal InvoiceAmount,
    string InvoiceDate,
    string Status,
    IReadOnlyList<InvoiceBalanceResponse> Outstandings,
    string CreatedAt,
    string UpdatedAt
);

public sealed record CustomerResponse(
    [property: JsonPropertyName("_id")] string MongoId,
    string Id,
    string CustomerCode,
    string CustomerName,
    string Region,
    string Department,
    string? AgePeriod,
    decimal OutstandingAmount,
    string Remarks,
    string Notes,
    string? AssignedEngineer,
    string? AssignedEngineerId,
    IReadOnlyList<InvoiceResponse> Invoices,
    string CreatedAt,
    string UpdatedAt
);

/// <summary>What a change answers: <c>{"success":true}</c>, or false with the reason when nothing had to be changed.</summary>
public sealed record ChangeAnswer(
    bool Success,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null
)
{
    public static ChangeAnswer Of(bool changed, string why) =>
        changed ? new(true) : new(false, $"{why}; nothing was changed.");
}

public sealed record RemarkRequest(string? NewRemark);

public sealed record NotesRequest(string? NewNotes);

public sealed record EngineerRequest(string? EngineerId);

public sealed record DisputeRequest(string? NewStatus);
