namespace ReportsAdmin.Features.Dashboard;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.WireId"/>).</summary>
public static class ActivityIds
{
    public const string Activity = "61637476";
}
