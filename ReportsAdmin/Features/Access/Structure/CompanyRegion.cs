namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A region of the company as an administrator keeps it.</summary>
public sealed class CompanyRegion
{
    /// <summary>As the wire and all other tables write it; never changes.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>False for a region that is kept for its history and no longer offered.</summary>
    public bool Active { get; set; } = true;

    /// <summary>The zone it belongs to; null for none.</summary>
    public string? ZoneCode { get; set; }

    /// <summary>Rises with every change.</summary>
    public int Version { get; set; }

    /// <summary>Null while nobody has changed it.</summary>
    public int? ChangedById { get; set; }

    public DateTime? ChangedAt { get; set; }
}

/// <summary>Another spelling of a region in sheets. The key makes a spelling mean one region only.</summary>
public sealed class RegionAlias
{
    /// <summary>Folded by <see cref="People.RegionCatalog.Fold"/>.</summary>
    public required string Spelling { get; init; }

    public required string RegionCode { get; init; }
}
