using ReportsAdmin.Features.Access.People;

namespace ReportsAdmin.Features.Administration.Structure;

/// <summary>Roles' scopes in words.</summary>
internal static class RoleText
{
    public static readonly IReadOnlyList<RoleScope> Scopes = Enum.GetValues<RoleScope>();

    public static string Scope(RoleScope scope) =>
        scope switch
        {
            RoleScope.Everything => "All regions",
            RoleScope.Region => "Own region",
            _ => "Own region, changes own customers only",
        };

    public static string Explain(RoleScope scope) =>
        scope switch
        {
            RoleScope.Everything => "Sees every region, whatever the person's own region is.",
            RoleScope.Region => "Sees the person's region; all regions for a person without one.",
            _ =>
                "Sees the person's region and changes only customers assigned to them. Needs a region; can be assigned customers.",
        };
}
