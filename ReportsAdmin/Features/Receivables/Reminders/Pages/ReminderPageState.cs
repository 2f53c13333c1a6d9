using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Reminders.Pages;

/// <summary>The simulation as its address holds it. What cannot be read is ignored.</summary>
public sealed record ReminderPageState
{
    public const string Path = "/reminders";
    public const int PageSize = 25;

    /// <summary>Everybody who is left out.</summary>
    public const string Out = "out";

    /// <summary>Null for today.</summary>
    public DateOnly? Day { get; init; }

    public string Region { get; init; } = "";

    /// <summary>Key of an engineer, <c>0</c> for nobody, blank for all.</summary>
    public string Engineer { get; init; } = "";

    /// <summary>Blank for those to remind, <see cref="Out"/>, or one reason.</summary>
    public string Show { get; init; } = "";

    public int Page { get; init; } = 1;

    public bool IsNarrowed => Day is not null || Region.Length > 0 || Engineer.Length > 0 || Show.Length > 0;

    public ReminderPageState First() => this with { Page = 1 };

    public ReminderFilter ToFilter(DateOnly today) =>
        new(
            Day ?? today,
            Region.Length == 0 ? null : Region,
            int.TryParse(Engineer, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null
        );

    /// <summary>The verdicts that are shown.</summary>
    public IReadOnlyCollection<ReminderVerdict> Verdicts() =>
        Show == Out ? ReminderWords.LeftOut
        : ReminderVerdicts.Parse(Show) is { } one ? [one]
        : [ReminderVerdict.Due];

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? DayOf(string? text) => text is not null && ApiTime.IsDay(text, out var day) ? day : null;

    public string ToUri() =>
        QueryHelpers.AddQueryString(
            Path,
            new (string Name, string? Value)[]
            {
                ("day", Day is { } day ? Iso(day) : null),
                ("region", Region.Length == 0 ? null : Region),
                ("engineer", Engineer.Length == 0 ? null : Engineer),
                ("show", Show.Length == 0 ? null : Show),
                ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            }
                .Where(q => q.Value is not null)
                .Select(q => KeyValuePair.Create(q.Name, q.Value))
        );
}
