namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Where a sheet names whom its rows belong to.</summary>
internal enum GroupStyle
{
    /// <summary>In each row: only headings of ages and lines of the page are passed over.</summary>
    None,

    /// <summary>Once, in a row of its own above them.</summary>
    Above,

    /// <summary>Once, in the first of them.</summary>
    Beside,
}

/// <summary>How the rows of a sheet are grouped.</summary>
/// <param name="Fields">The positions of the fields that a group may give.</param>
/// <param name="EndsWithTotals">Whether most groups that were looked at end with a total, so that a name in between is none.</param>
internal sealed record GroupPlan(
    GroupStyle Style,
    GroupHeadings Headings,
    IReadOnlyList<int> Fields,
    bool EndsWithTotals
)
{
    /// <summary>The keys of the fields that headings give.</summary>
    public IReadOnlySet<string> Given { get; init; } = new HashSet<string>();

    /// <summary>Whether headings say the totals of their groups.</summary>
    public bool HeadingsHaveTotals { get; init; }

    /// <summary>The heading of the first group where it stands above the header.</summary>
    public IReadOnlyList<GroupHeading> BeforeHeader { get; init; } = [];
}
