using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform;

/// <summary>The company, until an administrator says otherwise on the page of its settings.</summary>
public sealed record CompanyOptions : ISettings
{
    public static string Section => "Company";

    [Setting("The company's name.")]
    public string Name { get; init; } = "ReportsAdmin";

    [Setting("What \"today\" and \"this month\" mean.")]
    public string TimeZone { get; init; } = "Asia/Kolkata";

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (TimeZone != "Asia/Kolkata" && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return $"Company:TimeZone is '{TimeZone}'; it must be a time zone such as Asia/Kolkata.";
    }
}
