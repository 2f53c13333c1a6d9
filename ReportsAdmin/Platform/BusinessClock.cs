namespace ReportsAdmin.Platform;

/// <summary>The company's calendar: instants are UTC, but "today" and "this month" are those of its time zone (<c>Company:TimeZone</c>, by default India's).</summary>
public sealed class BusinessClock(TimeProvider time, string? timeZone = null)
{
    private const string Kolkata = "Asia/Kolkata";

    private static readonly TimeZoneInfo India = TimeZoneInfo.CreateCustomTimeZone(
        "IST",
        TimeSpan.FromMinutes(330),
        "India Standard Time",
        "India Standard Time"
    );

    public TimeZoneInfo Zone { get; } =
        timeZone is null or Kolkata ? India : TimeZoneInfo.FindSystemTimeZoneById(timeZone);

    /// <summary>The zone as settings and schedules name it: <c>Asia/Kolkata</c>.</summary>
    public string ZoneName { get; } = timeZone ?? Kolkata;

    /// <summary>The same company's clock, by another time.</summary>
    public BusinessClock At(TimeProvider other) => new(other, ZoneName);

    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    public DateOnly Today => DateOnly.FromDateTime(ToLocal(UtcNow));

    /// <summary>The instant at which a day begins for the company, in UTC.</summary>
    public DateTime StartOf(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone);

    /// <summary>An instant as the company's clocks show it.</summary>
    public DateTime ToLocal(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);
}
