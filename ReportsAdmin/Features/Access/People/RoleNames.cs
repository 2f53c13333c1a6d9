namespace ReportsAdmin.Features.Access.People;

/// <summary>Which rows the people of a role see and change; their departments limit each kind further.</summary>
public enum RoleScope : short
{
    /// <summary>All regions, whatever the person's own.</summary>
    Everything = 0,

    /// <summary>The person's region; all regions for a person without one.</summary>
    Region = 1,

    /// <summary>The person's region, of which they change only the customers assigned to them. They can be assigned customers.</summary>
    OwnCustomers = 2,
}

/// <summary>The roles that every company has, as spec 003 spells them. A company adds its own (<see cref="Structure.CompanyRole"/>).</summary>
public static class RoleNames
{
    public const string Admin = "Admin";
    public const string CountryManager = "Country Manager";
    public const string Manager = "Manager";
    public const string Engineer = "Engineer";

    public static readonly IReadOnlyList<string> All = [Admin, CountryManager, Manager, Engineer];

    private static volatile IReadOnlyList<string> current = All;

    /// <summary>The names of all roles as this process last read them: for choices only, never for a decision about rights.</summary>
    public static IReadOnlyList<string> Current => current;

    /// <summary>The scope of a built-in role; null for any other.</summary>
    public static RoleScope? ScopeOf(string role) =>
        role switch
        {
            Admin or CountryManager => RoleScope.Everything,
            Manager => RoleScope.Region,
            Engineer => RoleScope.OwnCustomers,
            _ => null,
        };

    internal static void Apply(IEnumerable<string> own) => current = [.. All, .. own];
}
