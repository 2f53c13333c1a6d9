using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>When something is alerted, and who is told, from <c>Alerts:*</c>.</summary>
public sealed record AlertOptions : ISettings
{
    public static string Section => "Alerts";

    [Setting("A statement that takes longer is a slow query; 0 alerts none.", Least = 0)]
    public int SlowQueryMilliseconds { get; init; } = 2_000;

    [Setting("The same alert within so many minutes is one alert with a count.", Least = 1, Most = 1440)]
    public int WindowMinutes { get; init; } = 15;

    [Setting("Who gets a mail with the first alert of a window.")]
    public IReadOnlyList<string> Emails { get; init; } = [];

    [Setting("How often alert rules are checked.", Least = 1, Most = 3600)]
    public int CheckSeconds { get; init; } = 60;

    public TimeSpan CheckPeriod => TimeSpan.FromSeconds(CheckSeconds);

    public TimeSpan Window => TimeSpan.FromMinutes(WindowMinutes);

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        for (var i = 0; i < Emails.Count; i++)
        {
            if (MailAddresses.ProblemOf(Emails[i]) is { } problem)
                yield return FormattableString.Invariant($"Alerts:Emails:{i} cannot be used: {problem}");
        }
    }
}
