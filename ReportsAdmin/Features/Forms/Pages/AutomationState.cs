using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>The automation of a form while it is being edited.</summary>
public sealed class AutomationState
{
    private readonly AutomationSettings stored;

    public AutomationState(AutomationSettings stored)
    {
        this.stored = stored;
        (Settings, Counts, Scheduled) = (stored, stored.EveryN is not null, !string.IsNullOrEmpty(stored.Cron));
        (Every, Cron) = (
            (stored.EveryN ?? 10).ToString(CultureInfo.InvariantCulture),
            string.IsNullOrEmpty(stored.Cron) ? "0 8 * * 1" : stored.Cron
        );
    }

    public AutomationSettings Settings { get; set; }

    /// <summary>Whether it runs on every so many submissions.</summary>
    public bool Counts { get; set; }

    public string Every { get; set; }

    /// <summary>Whether it runs on a schedule.</summary>
    public bool Scheduled { get; set; }

    public string Cron { get; set; }

    /// <summary>Whether the report is made in a format.</summary>
    public bool Makes(string format) => Settings.Formats.Split(',').Contains(format, StringComparer.Ordinal);

    public void Make(string format, bool on) =>
        Settings = Settings with
        {
            Formats = string.Join(
                ',',
                AutomationSettings.AllFormats.Split(',').Where(f => f == format ? on : Makes(f))
            ),
        };

    public bool Dirty => ToSettings() != stored;

    /// <summary>The edited settings.</summary>
    /// <exception cref="DomainException">The number of submissions is not a number.</exception>
    public AutomationSettings Read() =>
        Counts && Number is null
            ? throw DomainException.Invalid("everyN", "Every 2 to 10,000 submissions.")
            : ToSettings();

    private int? Number =>
        int.TryParse(
            Every.Replace(",", "", StringComparison.Ordinal),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var n
        )
            ? n
            : null;

    private AutomationSettings ToSettings() =>
        Settings with
        {
            EveryN = Counts ? Number : null,
            Cron = Scheduled ? Cron : null,
        };
}
