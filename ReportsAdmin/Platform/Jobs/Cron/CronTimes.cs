using Cronos;

namespace ReportsAdmin.Platform.Jobs.Cron;

/// <summary>The occurrences of a cron expression: instants in UTC, computed on the wall clock of a time zone.</summary>
internal sealed class CronTimes
{
    private const int StandardFields = 5;

    private readonly IReadOnlyList<CronExpression> expressions;
    private readonly TimeZoneInfo zone;

    private CronTimes(IReadOnlyList<CronExpression> expressions, TimeZoneInfo zone) =>
        (this.expressions, this.zone) = (expressions, zone);

    /// <summary>
    /// Reads five fields (minute hour day month weekday), or six with seconds in front. Weekdays are 0 to 7, 0 and 7 both Sunday.
    /// </summary>
    /// <exception cref="DomainException">The expression (<c>cron</c>) or the time zone (<c>timeZone</c>) cannot be read.</exception>
    public static CronTimes Read(string cron, string timeZone)
    {
        var fields = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        List<CronExpression> expressions = [];
        foreach (var alternative in Alternatives(fields))
        {
            var format = fields.Length == StandardFields ? CronFormat.Standard : CronFormat.IncludeSeconds;
            if (!CronExpression.TryParse(alternative, format, out var expression))
                throw DomainException.Invalid(
                    "cron",
                    $"'{cron}' is not a schedule: give minute, hour, day, month and weekday, like '30 9 * * 1-5'."
                );
            expressions.Add(expression);
        }

        return new CronTimes(expressions, ZoneOf(timeZone));
    }

    /// <summary>The first occurrence after the given instant; null when there is none.</summary>
    public DateTime? After(DateTime utc)
    {
        var from = DateTime.SpecifyKind(utc, DateTimeKind.Utc);
        return expressions.Min(e => e.GetNextOccurrence(from, zone));
    }

    /// <summary>
    /// When both day and weekday are restricted, crontab runs on days that match either; Cronos wants both. So each gets its own expression.
    /// </summary>
    private static IEnumerable<string> Alternatives(string[] fields)
    {
        if (
            fields.Length is StandardFields or StandardFields + 1
            && IsRestricted(fields[^3])
            && IsRestricted(fields[^1])
        )
            return [Join([.. fields[..^1], "*"]), Join([.. fields[..^3], "*", .. fields[^2..]])];
        // Macros such as @daily have one field; the API documents fields only.
        return [fields.Length == 1 ? "" : Join(fields)];
    }

    private static bool IsRestricted(string field) => field[0] is not ('*' or '?');

    private static string Join(string[] fields) => string.Join(' ', fields);

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
