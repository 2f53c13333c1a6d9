using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>The key figures of a month. Amounts in rupees.</summary>
/// <param name="Month">As <c>Apr-26</c>.</param>
/// <param name="Partial">Some regional sheets of the month are not uploaded; their regions show an earlier month.</param>
/// <param name="Figures">What the key figures are made of; null when nothing was uploaded up to the month.</param>
/// <param name="OverdueAfterDays">What is older is overdue.</param>
/// <param name="Engineers">What each engineer's customers paid, the most first.</param>
/// <param name="Largest">The ten customers who owe most.</param>
public sealed record KpisResponse(
    string Month,
    bool Partial,
    MonthFlowResponse? Figures,
    int OverdueAfterDays,
    IEnumerable<CollectionKpiResponse> Kpis,
    IEnumerable<EngineerRecoveryResponse> Engineers,
    IEnumerable<LargeCustomerResponse> Largest
)
{
    public static KpisResponse From(KpiBoard board) =>
        new(
            board.Month.ToString(),
            board.Coverage.IsPartial,
            board.Flow is { } flow ? MonthFlowResponse.From(flow) : null,
            board.OverdueAfterDays,
            board.Series.Select(s => CollectionKpiResponse.From(s, board.OverdueAfterDays)),
            board.Engineers.Select(EngineerRecoveryResponse.From),
            board.Largest.Select(LargeCustomerResponse.From)
        );
}

/// <summary>Closing = opening + taken over + new − recovered.</summary>
/// <param name="TakenOver">Balances that first sheets brought.</param>
public sealed record MonthFlowResponse(
    decimal Opening,
    decimal TakenOver,
    decimal New,
    decimal Recovered,
    decimal Closing,
    decimal Overdue,
    decimal Disputed
)
{
    public static MonthFlowResponse From(MonthFlow flow) =>
        new(
            flow.Opening.Rupees,
            flow.TakenOver.Rupees,
            flow.New.Rupees,
            flow.Recovered.Rupees,
            flow.Closing.Rupees,
            flow.Overdue.Rupees,
            flow.Disputed.Rupees
        );
}

/// <param name="Key"><c>dso</c>, <c>effectiveness</c>, <c>overdue</c>, <c>recovery</c>, <c>concentration</c>, <c>promisesKept</c>, <c>disputed</c> or <c>daysToSettle</c>.</param>
/// <param name="Unit"><c>days</c> or <c>percent</c>.</param>
/// <param name="Reason">Why there is no value: <c>nothingUploaded</c>, <c>nothingBefore</c>, <c>nothingOwed</c>, <c>nothingDue</c>, <c>noSales</c>, <c>fewCustomers</c>, <c>nothingDecided</c> or <c>nothingSettled</c>.</param>
/// <param name="Target">Null when none is set.</param>
/// <param name="Better"><c>lower</c> or <c>higher</c>.</param>
/// <param name="Met">Null without a target or a value.</param>
/// <param name="Months">Oldest first; the last is the month that was asked for.</param>
public sealed record CollectionKpiResponse(
    string Key,
    string Name,
    string Definition,
    string Unit,
    decimal? Value,
    string? Reason,
    int? Target,
    string Better,
    bool? Met,
    IEnumerable<KpiMonthResponse> Months
)
{
    public static CollectionKpiResponse From(KpiSeries series, int overdueAfterDays) =>
        new(
            KpiWords.KeyOf(series.Kind),
            KpiWords.NameOf(series.Kind),
            KpiWords.DefinitionOf(series.Kind, overdueAfterDays),
            KpiWords.UnitOf(series.Kind),
            series.Now.Value,
            KpiWords.KeyOf(series.Now.Gap),
            series.Target,
            series.LowerIsBetter ? "lower" : "higher",
            series.IsMet,
            series.Points.Select(p => new KpiMonthResponse(
                p.Month.ToString(),
                p.Figure.Value,
                KpiWords.KeyOf(p.Figure.Gap)
            ))
        );
}

/// <param name="Month">As <c>Apr-26</c>.</param>
public sealed record KpiMonthResponse(string Month, decimal? Value, string? Reason);

/// <param name="EngineerId">Null: nobody, or people outside your team.</param>
/// <param name="Percent">Recovered of opening; null when nothing was owed before.</param>
public sealed record EngineerRecoveryResponse(
    string? EngineerId,
    string Name,
    decimal Opening,
    decimal Recovered,
    decimal Closing,
    decimal? Percent
)
{
    public static EngineerRecoveryResponse From(EngineerRecovery row) =>
        new(
            row.EngineerId is > 0 and var id ? ApiId.Of(ApiId.User, id) : null,
            row.Name,
            row.Opening.Rupees,
            row.Recovered.Rupees,
            row.Closing.Rupees,
            row.Share.Value
        );
}

/// <param name="Percent">Of the closing; null when the closing is not above 0.</param>
public sealed record LargeCustomerResponse(
    string CustomerId,
    string Code,
    string Name,
    string Region,
    decimal Outstanding,
    decimal? Percent
)
{
    public static LargeCustomerResponse From(LargeCustomer row) =>
        new(
            ApiId.Of(OutstandingIds.Customer, row.CustomerId),
            row.Code,
            row.Name,
            row.Region,
            row.Outstanding.Rupees,
            row.Share.Value
        );
}
