using System.Globalization;

namespace ReportsAdmin.Platform;

/// <summary>Dates, instants and ids as the wire writes them.</summary>
public static class ApiTime
{
    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd",
    ];

    // Dates beyond are slips, and leave no room for the time zones and ranges computed from them.
    private const int FirstYear = 1900;
    private const int LastYear = 2999;

    public static DateTime Instant(string text, string field) =>
        DateTime.TryParseExact(
            text,
            Instants,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        ) && at.Year is >= FirstYear and <= LastYear
            ? at
            : throw DomainException.Invalid(field, $"'{text}' is not a time. Write it as 2026-01-31T18:30:00Z.");

    /// <summary>A bare day means its whole length.</summary>
    public static DateTime LastInstant(string text, string field) =>
        Instant(text, field) is var at && text.Length == 10 ? at.AddDays(1).AddTicks(-1) : at;

    /// <summary>A day as <c>yyyy-MM-dd</c>, and nothing else.</summary>
    public static bool IsDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && day.Year is >= FirstYear and <= LastYear;

    public static DateOnly Day(string text, string field) => DateOnly.FromDateTime(Instant(text, field));

    public static int Key(string kind, string text, string field) =>
        ApiId.IntKeyOf(kind, text) ?? throw DomainException.Invalid(field, $"'{text}' is not an id of this kind.");
}
