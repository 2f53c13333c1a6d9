namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A territory of field sales as an administrator keeps it. Rows of field sales hold its name, not its key.</summary>
public sealed class CompanyTerritory
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public required string RegionCode { get; set; }

    /// <summary>False for one that is no longer offered.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Rises with every change.</summary>
    public int Version { get; set; }

    public int ChangedById { get; set; }

    public DateTime ChangedAt { get; set; }
}

/// <summary>Another spelling of a territory in sheets. The key makes a spelling mean one territory only.</summary>
public sealed class TerritoryAlias
{
    /// <summary>Folded by <see cref="People.RegionCatalog.FoldTerritory"/>.</summary>
    public required string Spelling { get; init; }

    public int TerritoryId { get; init; }
}
