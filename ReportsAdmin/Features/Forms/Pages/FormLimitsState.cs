using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Until when, how often and of whom a form takes answers, while it is being edited.</summary>
public sealed class FormLimitsState
{
    private readonly (string, string, string, bool) stored;
    private readonly FormSettings settings;

    public FormLimitsState(FormRow row, BusinessClock clock)
    {
        settings = row.Settings;
        Limit = row.SubmissionLimit?.ToString(CultureInfo.InvariantCulture) ?? "";
        Closes = row.ClosesAt is { } at ? TextOf(clock.ToLocal(at)) : "";
        SubmitText = settings.SubmitText ?? "";
        OnePerPerson = settings.OnePerPerson;
        stored = Now;
    }

    public string Limit { get; set; }

    /// <summary>A day, which is the last one, or a day and a time (2026-03-05T18:00) of the company's clock; empty for never.</summary>
    public string Closes { get; set; }

    public string SubmitText { get; set; }

    public bool OnePerPerson { get; set; }

    public bool Dirty => Now != stored;

    private (string, string, string, bool) Now => (Limit.Trim(), Closes, SubmitText.Trim(), OnePerPerson);

    /// <exception cref="DomainException">A limit or a closing date that cannot be read.</exception>
    public FormUpdate Read(BusinessClock clock) =>
        new()
        {
            SubmissionLimit = new Given<int?>(ReadLimit()),
            ClosesAt = new Given<DateTime?>(ReadClosing(clock)),
            Settings = settings with
            {
                SubmitText = SubmitText.Trim() is { Length: > 0 } text ? text : null,
                OnePerPerson = OnePerPerson,
            },
        };

    // The end of a day is shown as that day.
    private static string TextOf(DateTime local) =>
        local.TimeOfDay == TimeSpan.Zero
            ? local.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private int? ReadLimit() =>
        string.IsNullOrWhiteSpace(Limit) ? null
        : int.TryParse(
            Limit.Trim().Replace(",", "", StringComparison.Ordinal),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        ) && number is >= 1 and <= FormSettings.MaxSubmissionLimit
            ? number
        : throw DomainException.Invalid("submission_limit", "The submission limit is a number from 1 to 1,000,000.");

    private DateTime? ReadClosing(BusinessClock clock)
    {
        if (Closes.Length == 0)
            return null;
        if (ApiTime.IsDay(Closes, out var day))
            return clock.StartOf(day.AddDays(1));
        return DateTime.TryParseExact(
            Closes,
            "yyyy-MM-dd'T'HH:mm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var local
        )
            ? TimeZoneInfo.ConvertTimeToUtc(local, clock.Zone)
            : throw DomainException.Invalid("expires_at", "Choose the closing day, or clear the time.");
    }
}
