using ReportsAdmin.Features.FieldSales.Lists;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>A range of dates that moves with today.</summary>
public sealed record SalesPeriod(string Key, string Title, Func<DateOnly, (DateOnly Start, DateOnly End)> Range)
{
    public const string Custom = "custom";

    /// <summary>The first is the standard period.</summary>
    public static readonly IReadOnlyList<SalesPeriod> All =
    [
        new("fy", "FY to date", today => (YearOf(today), today)),
        new("month", "This month", today => (MonthOf(today), today)),
        new("last-month", "Last month", today => (MonthOf(today).AddMonths(-1), MonthOf(today).AddDays(-1))),
        new("last-quarter", "Last quarter", today => (QuarterOf(today).AddMonths(-3), QuarterOf(today).AddDays(-1))),
        new("last-fy", "Last FY", today => (YearOf(today).AddYears(-1), YearOf(today).AddDays(-1))),
    ];

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static DateOnly QuarterOf(DateOnly day) => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);

    private static DateOnly YearOf(DateOnly day) => SalesFilter.YearToDate(day).Start;
}
