using Quartz;

namespace ReportsAdmin.Platform.Jobs.Cron;

/// <summary>When a cron in a time zone comes: instants in UTC, by the wall clock of the zone.</summary>
internal sealed class CronTimes
{
    private static readonly string[] Marks = ["98", "99"];

    private readonly CronExpression expression;

    private CronTimes(CronExpression expression) => this.expression = expression;

    /// <summary>Reads five fields as crontab does (weekdays 0 to 7, both ends Sunday), six or seven as Quartz does (1 to 7 from Sunday). Refuses what it cannot read, with the field named.</summary>
    public static CronTimes Read(string cron, string timeZone)
    {
        var text = cron.Trim();
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var format = fields.Length == 5 ? CronFormat.Unix : CronFormat.Quartz;
        // 98 and 99 are Quartz's own marks for "none" and "every": it would take a typing error for them.
        if (
            fields.Take(6).Any(f => Marks.Any(m => f.Split(',', '-', '/').Contains(m)))
            || !CronExpression.TryParse(text, format, out var expression)
        )
            throw DomainException.Invalid(
                "cron",
                $"'{cron}' is not a schedule: give minute, hour, day, month and weekday, like '30 9 * * 1-5'."
            );
        return new CronTimes(expression!.WithTimeZone(ZoneOf(timeZone)));
    }

    /// <summary>The first instant after the given one; null when there is none.</summary>
    public DateTime? After(DateTime utc) =>
        expression.GetNextValidTimeAfter(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)))?.UtcDateTime;

    private static TimeZoneInfo ZoneOf(string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException)
        {
            throw DomainException.Invalid("timeZone", $"'{name}' is not a time zone: give a name like 'Asia/Kolkata'.");
        }
    }
}
