using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>What the rows of a sheet are read with, beside its columns.</summary>
/// <param name="Zone">The company's time zone, for instants with an offset.</param>
/// <param name="Merges">The merged ranges of the sheet.</param>
internal sealed record RowRules(TimeZoneInfo Zone, IReadOnlyList<MergedRange> Merges)
{
    /// <summary>No columns.</summary>
    public static readonly IReadOnlySet<int> None = new HashSet<int>();

    /// <summary>Columns whose true dates are to be read with day and month exchanged, as a person confirmed.</summary>
    public IReadOnlySet<int> SwappedColumns { get; init; } = None;

    /// <summary>How the rows are grouped; null for a sheet whose rows all say whom they belong to.</summary>
    public GroupPlan? Groups { get; init; }
}
