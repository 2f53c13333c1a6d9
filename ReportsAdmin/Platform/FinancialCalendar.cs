using System.Globalization;

namespace ReportsAdmin.Platform;

/// <summary>
/// In which month the company's financial year begins. One process serves one company, and months are put into years by pure functions and rows
/// of grids, so it is the process's own like <see cref="Digits"/>; the administration sets it at start and on change. A financial year is named by
/// the calendar year it begins in: <c>2025-2026</c> on the wire whatever its first month.
/// </summary>
public static class FinancialCalendar
{
    public const int DefaultStartMonth = 4;

    private const int Months = 12;

    private static volatile int startMonth = DefaultStartMonth;

    /// <summary>1 to 12.</summary>
    public static int StartMonth
    {
        get => startMonth;
        set =>
            startMonth = value is >= 1 and <= Months
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), $"{value} is no month.");
    }

    public static int LastMonth => ((startMonth + Months - 2) % Months) + 1;

    /// <summary>The months in the order of the year.</summary>
    public static IEnumerable<int> Order =>
        Enumerable.Range(0, Months).Select(i => ((startMonth - 1 + i) % Months) + 1);

    /// <summary>The calendar year in which the financial year of a month begins.</summary>
    public static int StartYearOf(int year, int month) => month >= startMonth ? year : year - 1;

    /// <summary>The calendar year of a month in the financial year that begins in <paramref name="startYear"/>.</summary>
    public static int YearOf(int startYear, int month) => month >= startMonth ? startYear : startYear + 1;

    /// <summary>The first day of the financial year of a day.</summary>
    public static DateOnly StartOf(DateOnly day) => new(StartYearOf(day.Year, day.Month), startMonth, 1);

    /// <summary><c>FY 2025-26</c>; <c>FY 2025</c> where it is the calendar year.</summary>
    public static string ScreenText(int startYear) =>
        startMonth == 1
            ? string.Create(CultureInfo.InvariantCulture, $"FY {startYear}")
            : string.Create(CultureInfo.InvariantCulture, $"FY {startYear}-{(startYear + 1) % 100:00}");
}
