using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Forecast;

/// <summary>A cash forecast. Amounts in rupees.</summary>
/// <param name="From">The month whose figures it is made from, <c>Apr-26</c>.</param>
/// <param name="Partial">Some regional sheets of the month are not uploaded; their regions show an earlier month.</param>
/// <param name="Owed">What is owed and not in dispute.</param>
/// <param name="Disputed">Not forecast until it is settled.</param>
/// <param name="Later">What is not expected within the months.</param>
/// <param name="Past">Earlier forecasts, oldest first.</param>
public sealed record ForecastResponse(
    string From,
    bool Partial,
    decimal Owed,
    decimal Disputed,
    decimal Later,
    IEnumerable<ForecastMonthResponse> Months,
    IEnumerable<PastForecastResponse> Past,
    IEnumerable<ForecastCustomerResponse> Customers
)
{
    public static ForecastResponse Of(CashForecast forecast) =>
        new(
            forecast.From.ToString(),
            forecast.Coverage.IsPartial,
            forecast.Owed.Rupees,
            forecast.Disputed.Rupees,
            forecast.Later.Rupees,
            forecast.Months.Select(m => new ForecastMonthResponse(
                m.Month.ToString(),
                m.Expected.Rupees,
                m.Promised.Rupees
            )),
            forecast.Past.Select(PastForecastResponse.From),
            forecast.Page.Rows.Select(ForecastCustomerResponse.From)
        );
}

/// <param name="Promised">Open promises whose day is in the month; not added to what is expected.</param>
public sealed record ForecastMonthResponse(string Month, decimal Expected, decimal Promised);

/// <param name="Error">Expected less received.</param>
/// <param name="ErrorPercent">Of what came in; null when nothing did.</param>
public sealed record PastForecastResponse(
    string Month,
    decimal Expected,
    decimal Received,
    decimal Error,
    decimal? ErrorPercent
)
{
    public static PastForecastResponse From(PastForecast past) =>
        new(past.Month.ToString(), past.Expected.Rupees, past.Received.Rupees, past.Error.Rupees, past.ErrorPercent);
}

/// <param name="Pace">How much of what is owed comes in during a month, in percent; null where nothing is known.</param>
/// <param name="OwnPace">False where the customer has no history: the pace is that of the department and region.</param>
/// <param name="Expected">For each of the months.</param>
/// <param name="Promised">Open promises whose day is in these months.</param>
/// <param name="Last">The forecast for the month that the figures are of; null when there was none.</param>
public sealed record ForecastCustomerResponse(
    string Id,
    string Code,
    string Name,
    string Region,
    decimal Owed,
    decimal Disputed,
    decimal? Pace,
    bool OwnPace,
    IEnumerable<decimal> Expected,
    decimal Promised,
    PastForecastResponse? Last
)
{
    public static ForecastCustomerResponse From(ForecastCustomer customer) =>
        new(
            ApiId.Of(OutstandingIds.Customer, customer.Id),
            customer.Code,
            customer.Name,
            customer.Region,
            customer.Owed.Rupees,
            customer.Disputed.Rupees,
            customer.PacePercent,
            customer.IsOwnPace,
            customer.Expected.Select(e => e.Rupees),
            customer.Promised.Rupees,
            customer.Last is { } last ? PastForecastResponse.From(last) : null
        );
}
