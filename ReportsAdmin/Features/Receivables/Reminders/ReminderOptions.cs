using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>When figures are too old to remind anybody by them.</summary>
public sealed record ReminderOptions : ISettings
{
    public static string Section => "Reminders";

    [Setting(
        "Customers get no reminders while the latest figures of their department and region are older than so many days.",
        Least = 1,
        Most = 366
    )]
    public int DataDays { get; init; } = 45;
}
