using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;

namespace ReportsAdmin.Features.Health;

/// <param name="Channels">Where alerts go, in words.</param>
public sealed record AlertsView(IReadOnlyList<Alert> Latest, string Channels);

/// <summary>The latest alerts, for those who look after the installation.</summary>
public sealed class AlertQueries(AlertList alerts)
{
    public const string ReadPermission = "health:read";

    private const int Shown = 50;

    public async Task<AlertsView> LatestAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        return new AlertsView(await alerts.LatestAsync(Shown, ct), alerts.Channels);
    }
}
