namespace ReportsAdmin.Features.Imports;

/// <summary>A header that a person matched by hand, remembered for the next file with the same header.</summary>
public sealed class RememberedMapping
{
    public int Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>SHA-256 of the folded header texts.</summary>
    public required string HeaderHash { get; init; }

    public required string Mapping { get; set; }

    public DateOrder DateOrder { get; set; }

    public required string ByName { get; set; }

    public DateTime At { get; set; }
}
