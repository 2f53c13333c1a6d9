using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Audit;

/// <summary>The filters of the log as an address holds them, on the page and in the API. Values that cannot be read are ignored on the page.</summary>
public sealed record AuditState
{
    public const string Path = "/admin/audit";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Id of a person.</summary>
    public int? Who { get; init; }

    public string Action { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Record { get; init; } = "";

    /// <summary>The first day, by the company's calendar.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? To { get; init; }

    public string Text { get; init; } = "";

    /// <summary>Only what is older than the entry with this id.</summary>
    public long? Before { get; init; }

    public bool IsNarrowed => this with { Before = null } != new AuditState();

    public AuditFilter ToFilter(BusinessClock clock) =>
        new(
            Who,
            Given(Action),
            Given(Kind),
            Given(Record),
            From is { } from ? clock.StartOf(from) : null,
            To is { } to ? clock.StartOf(to.AddDays(1)) : null,
            Given(Text)
        );

    public string ToUri(string path = Path)
    {
        var query = new (string Name, string? Value)[]
        {
            ("who", Who?.ToString(CultureInfo.InvariantCulture)),
            ("action", Given(Action)),
            ("kind", Given(Kind)),
            ("record", Given(Record)),
            ("from", From?.ToString(DayFormat, CultureInfo.InvariantCulture)),
            ("to", To?.ToString(DayFormat, CultureInfo.InvariantCulture)),
            ("text", Given(Text)),
            ("before", Before?.ToString(CultureInfo.InvariantCulture)),
        };
        return QueryHelpers.AddQueryString(
            path,
            query.Where(q => q.Value is not null).Select(q => KeyValuePair.Create(q.Name, q.Value))
        );
    }

    public static AuditState Of(string uri)
    {
        var cut = uri.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(cut < 0 ? "" : uri[cut..]);
        string Read(string name) => query.TryGetValue(name, out var value) ? value.ToString().Trim() : "";
        return new AuditState
        {
            Who = int.TryParse(Read("who"), NumberStyles.None, CultureInfo.InvariantCulture, out var who) ? who : null,
            Action = Read("action"),
            Kind = Read("kind"),
            Record = Read("record"),
            From = DayOf(Read("from")),
            To = DayOf(Read("to")),
            Text = Read("text"),
            Before = long.TryParse(Read("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var before)
                ? before
                : null,
        };
    }

    /// <summary>A day of an address; null when it is none.</summary>
    public static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is > 1900 and < 9999
            ? day
            : null;

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
