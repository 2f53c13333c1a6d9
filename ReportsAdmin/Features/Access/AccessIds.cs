using ReportsAdmin.Features.Access.People;

namespace ReportsAdmin.Features.Access;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class AccessIds
{
    public const string Department = "64657074";
    public const string ApiToken = "746f6b65";
}
