using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training.Pages;

/// <summary>Filters of the list of training events, as held in the address.</summary>
public sealed record TrainingState
{
    public const int PageSize = 25;
    public const string Path = "/training";

    public TrainingEventFilter Filter { get; init; } = new();

    public int Page { get; init; } = 1;

    public bool IsNarrowed => Filter != new TrainingEventFilter();

    public string TypeWord => Filter.Type is { } type ? TrainingWords.Of(type) : "";

    public string StatusWord => Filter.Status is { } status ? TrainingWords.Of(status) : "";

    /// <summary>Unknown values of the address are ignored.</summary>
    public static TrainingState Of(
        string? search,
        string? course,
        string? type,
        string? status,
        string? from,
        string? until,
        string? page
    ) =>
        new()
        {
            Filter = new TrainingEventFilter(
                string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
                Number(course),
                type is null ? null : TrainingWords.TypeOf(type),
                status is null ? null : TrainingWords.StatusOf(status),
                DayOf(from),
                DayOf(until)
            ),
            Page = Number(page) ?? 1,
        };

    public static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The address of the first page with another filter.</summary>
    public string With(Func<TrainingEventFilter, TrainingEventFilter> change) =>
        new TrainingState { Filter = change(Filter) }.ToUri();

    public string ToUri() =>
        QueryHelpers.AddQueryString(
            Path,
            new KeyValuePair<string, string?>[]
            {
                new("search", Filter.Search),
                new("course", Filter.CourseId?.ToString(CultureInfo.InvariantCulture)),
                new("type", TypeWord),
                new("status", StatusWord),
                new("from", Day(Filter.From)),
                new("until", Day(Filter.Until)),
                new("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
            }.Where(v => !string.IsNullOrEmpty(v.Value))
        );

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
}
