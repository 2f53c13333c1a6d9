using Microsoft.AspNetCore.Identity;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A person of the company. The field team are users too, most of them without a password until they are invited.</summary>
public sealed class User : IdentityUser<int>
{
    public required string Name { get; set; }

    /// <summary>The name of a role: one of <see cref="RoleNames"/>, spelled as spec 003 does, or one of the company's own.</summary>
    public required string Role { get; set; }

    /// <summary>The code of a region; null means not bound to one.</summary>
    public string? Region { get; set; }

    public string? Contact { get; set; }

    /// <summary>TSM, MDO and similar: what the person is in the field.</summary>
    public string? Designation { get; set; }

    /// <summary>Of the field team: they visit outlets and sell, and are nobody's engineer. Receivables leave them out.</summary>
    public bool InField { get; set; }

    /// <summary>Zone, region and territory that they work in the field; region is the field's own, <see cref="Region"/> the branch whose people see them.</summary>
    public string? Zone { get; set; }

    public string? FieldRegion { get; set; }

    public string? Territory { get; set; }

    public int? ReportsToId { get; set; }

    /// <summary>False ends every session and token of the person at once.</summary>
    public bool Active { get; set; } = true;

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }
}

/// <summary>That a user works for a department; nobody's row means all of them.</summary>
public sealed class UserDepartment
{
    public int UserId { get; init; }

    public int DepartmentId { get; init; }
}

/// <summary>That a role carries a named permission. An administrator may change what a role carries.</summary>
public sealed class RolePermission
{
    public required string Role { get; init; }

    public required string Permission { get; init; }
}

/// <summary>That a permission's default roles were given once: what an administrator takes away does not come back at the next start.</summary>
public sealed class KnownPermission
{
    public required string Permission { get; init; }
}
