using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Forecast;

/// <param name="Promised">Open promises whose day is in the month. They are not added to what is expected.</param>
public sealed record ForecastMonth(Period Month, Money Expected, Money Promised);

/// <summary>What was forecast for a month, from the sheets before it, and what came in.</summary>
public sealed record PastForecast(Period Month, Money Expected, Money Received)
{
    /// <summary>Above 0 when less came in than was expected.</summary>
    public Money Error => Expected - Received;

    /// <summary>The error in percent of what came in, rounded to a tenth; null when nothing came in.</summary>
    public decimal? ErrorPercent =>
        Received.Paise <= 0 ? null : Math.Round(100m * Error.Paise / Received.Paise, 1, MidpointRounding.AwayFromZero);
}

/// <summary>A customer of the forecast.</summary>
public sealed record ForecastCustomer
{
    public required int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    /// <summary>What is owed and not in dispute; 0 for a customer with a credit.</summary>
    public required Money Owed { get; init; }

    /// <summary>Not forecast until it is settled.</summary>
    public required Money Disputed { get; init; }

    /// <summary>How much of what is owed comes in during a month, in percent, rounded to a tenth; null where nothing is known.</summary>
    public required decimal? PacePercent { get; init; }

    /// <summary>False where the customer has no history: the pace is that of the department and region.</summary>
    public required bool IsOwnPace { get; init; }

    /// <summary>For each of <see cref="CashForecast.Months"/>.</summary>
    public required IReadOnlyList<Money> Expected { get; init; }

    /// <summary>Open promises whose day is in these months.</summary>
    public required Money Promised { get; init; }

    /// <summary>The forecast for the month that the figures are of; null when there was none.</summary>
    public PastForecast? Last { get; init; }
}

/// <summary>What is expected to come in of what is owed.</summary>
public sealed record CashForecast
{
    /// <summary>Those with the most expected in the next month first.</summary>
    public required Page<ForecastCustomer> Page { get; init; }

    /// <summary>The month whose figures it is made from.</summary>
    public required Period From { get; init; }

    /// <summary>The months after it, of all customers.</summary>
    public required IReadOnlyList<ForecastMonth> Months { get; init; }

    public required Money Owed { get; init; }

    public required Money Disputed { get; init; }

    /// <summary>Earlier forecasts, oldest first; empty while there is not enough history.</summary>
    public required IReadOnlyList<PastForecast> Past { get; init; }

    /// <summary>What is not expected within these months.</summary>
    public Money Later => Owed - new Money(Months.Sum(m => m.Expected.Paise));

    public required MonthCoverage Coverage { get; init; }

    public required DataFreshness DataFreshness { get; init; }
}
