using ReportsAdmin.Features.FieldSales.Dashboard;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class ActivityIds
{
    public const string Activity = "61637476";
}
