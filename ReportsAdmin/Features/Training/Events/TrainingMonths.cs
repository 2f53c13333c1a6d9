using System.Globalization;

namespace ReportsAdmin.Features.Training.Events;

/// <summary>Months as <c>yyyymm</c> and company days as instants.</summary>
internal static class TrainingMonths
{
    public static int Of(DateOnly day) => (day.Year * 100) + day.Month;

    /// <summary><c>Apr-25</c>.</summary>
    public static string Text(int month) =>
        new DateOnly(month / 100, month % 100, 1).ToString("MMM-yy", CultureInfo.InvariantCulture);

    /// <summary>The beginning of a day on the company's clocks, in UTC.</summary>
    public static DateTime StartUtc(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        // Where clocks jump at midnight the day begins an hour later.
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, zone);
    }
}
