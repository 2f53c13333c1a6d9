using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Forecast;

/// <summary>What came in of what was owed, over a time between two sheets. In paise.</summary>
/// <param name="Months">How many months lie between the sheets.</param>
public readonly record struct Receipts(long OpeningPaise, long ReceivedPaise, int Months);

/// <summary>The formulas of the cash forecast (Decisions/0052-cash-forecast.md).</summary>
public static class ForecastFormulas
{
    /// <summary>How many months a pace looks back.</summary>
    public const int HistoryMonths = 6;

    /// <summary>How many months are forecast.</summary>
    public const int MonthsAhead = 3;

    /// <summary>How many earlier forecasts are held against what came in.</summary>
    public const int PastMonths = 6;

    /// <summary>The share of what is owed at the beginning of a month that comes in during it, 0 to 1; null when nothing was owed.</summary>
    public static decimal? PaceOf(IEnumerable<Receipts> history)
    {
        var (owed, received) = (0m, 0m);
        foreach (var month in history)
        {
            if (month.OpeningPaise <= 0)
                continue;
            owed += (decimal)month.OpeningPaise * month.Months;
            received += month.ReceivedPaise;
        }

        return owed == 0 ? null : Math.Clamp(received / owed, 0, 1);
    }

    /// <summary>What comes in during each of the next months at this pace. What has come in is not owed in the month after.</summary>
    /// <param name="owedPaise">0 or less answers zeros.</param>
    public static IReadOnlyList<Money> Expected(long owedPaise, decimal pace, int months)
    {
        var expected = new Money[months];
        decimal left = Math.Max(0, owedPaise);
        for (var i = 0; i < months; i++)
        {
            expected[i] = new Money((long)Math.Round(left * pace, MidpointRounding.AwayFromZero));
            left -= left * pace;
        }

        return expected;
    }
}
