namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A group of regions as an administrator keeps it.</summary>
public sealed class CompanyZone
{
    /// <summary>As addresses and filters write it; never changes.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>From 1, in the order in which people read the zones.</summary>
    public int Order { get; set; }

    /// <summary>Rises with every change.</summary>
    public int Version { get; set; }

    public int ChangedById { get; set; }

    public DateTime ChangedAt { get; set; }
}

/// <summary>Another spelling of a zone in sheets. The key makes a spelling mean one zone only.</summary>
public sealed class ZoneAlias
{
    /// <summary>Folded by <see cref="People.RegionCatalog.FoldZone"/>.</summary>
    public required string Spelling { get; init; }

    public required string ZoneCode { get; init; }
}
