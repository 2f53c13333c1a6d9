using System.Globalization;

namespace ReportsAdmin.Ui.Components;

/// <summary>How often a schedule runs, for those who do not read cron.</summary>
public static class CronText
{
    private static readonly string[] Days =
    [
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ];

    /// <summary><c>Every Monday at 08:00</c> for the patterns the form makes; the expression itself for others.</summary>
    public static string Of(string cron)
    {
        var parts = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (
            parts.Length != 5
            || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var minute)
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var hour)
            || parts[3] != "*"
        )
            return cron;
        var time = string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}");
        return (parts[2], parts[4]) switch
        {
            ("*", "*") => $"Every day at {time}",
            ("*", "1-5") => $"Monday to Friday at {time}",
            ("*", var day) when int.TryParse(day, CultureInfo.InvariantCulture, out var d) && d is >= 0 and <= 7 =>
                $"Every {Days[d % 7]} at {time}",
            ("L", "*") => $"Last day of the month at {time}",
            (var date, "*") when int.TryParse(date, CultureInfo.InvariantCulture, out var n) => string.Create(
                CultureInfo.InvariantCulture,
                $"Day {n} of every month at {time}"
            ),
            _ => cron,
        };
    }

    /// <summary>An instant on the clocks of a time zone: <c>Mon 5 May 2025, 08:00</c>.</summary>
    public static string Moment(DateTime utc, string timeZone) =>
        TimeZoneInfo
            .ConvertTimeFromUtc(
                DateTime.SpecifyKind(utc, DateTimeKind.Utc),
                TimeZoneInfo.FindSystemTimeZoneById(timeZone)
            )
            .ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
