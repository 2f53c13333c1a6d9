using ReportsAdmin.Features.Access.People;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A role: one of the built-in four, or one of the company's own.</summary>
public sealed class CompanyRole
{
    public int Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The name in upper case: no two roles differ by case only.</summary>
    public required string NormalizedName { get; set; }

    public RoleScope Scope { get; set; }

    /// <summary>True for the four of <see cref="RoleNames"/>: name and scope never change.</summary>
    public bool BuiltIn { get; init; }

    /// <summary>Rises with every change of the role or of what it carries.</summary>
    public int Version { get; set; }

    /// <summary>Null while nobody has changed it.</summary>
    public int? ChangedById { get; set; }

    public DateTime? ChangedAt { get; set; }
}
