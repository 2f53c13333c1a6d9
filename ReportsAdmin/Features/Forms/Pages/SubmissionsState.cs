using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Filters and columns of the submissions of a form, as the address holds them.</summary>
public sealed record SubmissionsState(int FormId)
{
    public const int PageSize = 20;

    public SubmissionStatus? Status { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    public string Search { get; init; } = "";

    public int? Version { get; init; }

    /// <summary>The answers that are shown, as <see cref="SubmissionColumns"/> names them; null for the usual ones.</summary>
    public string? Columns { get; init; }

    public int Page { get; init; } = 1;

    public bool IsNarrowed =>
        Status is not null || From is not null || Until is not null || Search.Length > 0 || Version is not null;

    public string StatusWord => Status is { } status ? SubmissionWords.Of(status) : "";

    /// <summary>Values that cannot be read are ignored.</summary>
    public static SubmissionsState Of(
        int formId,
        string? status,
        string? from,
        string? until,
        string? search,
        string? version,
        string? page
    ) =>
        new(formId)
        {
            Status = SubmissionWords.Parse(status),
            From = DayOf(from),
            Until = DayOf(until),
            Search = search ?? "",
            Version = int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            Page = PageNumbers.Of(page),
        };

    public static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Days are those of the company; the last one is included.</summary>
    public SubmissionFilter ToFilter(BusinessClock clock) =>
        new(
            Status,
            From is { } from ? clock.StartOf(from) : null,
            Until is { } until ? clock.StartOf(until.AddDays(1)) : null,
            null,
            Search.Length > 0 ? Search : null,
            Version
        );

    public string ToUri() =>
        FormText.Uri(
            FormText.Href(FormId),
            ("tab", "submissions"),
            ("status", StatusWord),
            ("from", Day(From)),
            ("until", Day(Until)),
            ("search", Search),
            ("version", Version?.ToString(CultureInfo.InvariantCulture)),
            ("columns", Columns),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null)
        );
}
