namespace ReportsAdmin.Platform.Rendering;

/// <summary>
/// A kind of report that a room offers. It declares what it understands; whoever runs it (a job, an export, a preview, a
/// schedule) checks a request against the declaration first, so an unknown filter is refused and never ignored.
/// </summary>
public interface IReportType
{
    ReportTypeInfo Info { get; }

    /// <summary>What may be chosen for a filter of the declaration, as far as the current user sees it; empty for free text, months and dates.</summary>
    Task<IReadOnlyList<FilterOption>> OptionsAsync(CurrentUser currentUser, string filter, CancellationToken ct);

    /// <summary>How many options <see cref="SearchAsync"/> answers at most.</summary>
    public const int MaxFound = 20;

    /// <summary>Options of a <see cref="FilterKind.Lookup"/> that match what is being typed, or that have the text as their value, as far as the current user sees them.</summary>
    Task<IReadOnlyList<FilterOption>> SearchAsync(
        CurrentUser currentUser,
        string filter,
        string text,
        CancellationToken ct
    ) => Task.FromResult<IReadOnlyList<FilterOption>>([]);

    /// <summary>What no upload has yet for this report to have content, and how to add it, in a sentence; null when the data is there. The report runs all the same.</summary>
    Task<string?> LackingAsync(CurrentUser currentUser, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Changes whenever the same request may give another result.</summary>
    Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct);

    /// <summary>
    /// The documents of a report that is many files, each with the name of its file without an extension: a job packs them into one ZIP,
    /// and <see cref="BuildAsync"/> is the list of them. Null for a report that is one file.
    /// </summary>
    IAsyncEnumerable<BundledDocument>? Files(CurrentUser currentUser, ReportRequest request, CancellationToken ct) =>
        null;

    /// <summary>Reads what is small at once and leaves the rows of tables to be streamed. The current user's permission and scope apply inside.</summary>
    Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct);
}

/// <summary>One file of a report that is many.</summary>
/// <param name="Name">Of the file, unique within the report, without an extension.</param>
public sealed record BundledDocument(string Name, ReportDocument Document);

/// <param name="Key">As requests name it: <c>outstanding-ageing</c>.</param>
/// <param name="Category">Groups the catalogue: <c>Receivables</c>.</param>
/// <param name="Icon">A Material Symbols name of the sprite.</param>
/// <param name="Permission">What a user must carry to run it.</param>
/// <param name="UsesDateRange">Whether <see cref="ReportRequest.Start"/> and <see cref="ReportRequest.End"/> mean anything to it.</param>
public sealed record ReportTypeInfo(
    string Key,
    string Title,
    string Description,
    string Category,
    string Icon,
    string Permission,
    IReadOnlyList<ReportFilter> Filters,
    IReadOnlyList<ReportChoice> Groupings,
    IReadOnlyList<ReportChoice> Measures,
    bool UsesDateRange = false,
    bool UsesIncludeInactive = false
)
{
    public string GroupTitle(string grouping) => Groupings.First(g => g.Key == grouping).Title;

    /// <summary>The heading of a table by groupings: <c>By region and engineer</c>.</summary>
    public string GroupHeading(IEnumerable<string> groupBy) =>
        $"By {string.Join(" and ", groupBy.Select(g => GroupTitle(g).ToLowerInvariant()))}";

    /// <summary>The groupings of a request in words, for the parameters of its document.</summary>
    public Fact GroupFact(IEnumerable<string> groupBy) =>
        new("Grouped by", string.Join(", then ", groupBy.Select(GroupTitle)));
}

public enum FilterKind
{
    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>Any number of the options; none means all.</summary>
    Choices,

    /// <summary>A month in any spelling, <c>Apr-25</c> on the wire.</summary>
    Month,

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    Day,

    Text,
    YesNo,

    /// <summary>One of many options, found by typing (<see cref="IReportType.SearchAsync"/>).</summary>
    Lookup,

    /// <summary>Ids of rows that were chosen on a page; forms do not offer it.</summary>
    Chosen,
}

public sealed record ReportFilter(
    string Key,
    string Title,
    FilterKind Kind,
    bool Required = false,
    string? Hint = null
);

/// <summary>A grouping or measure; <paramref name="IsDefault"/> when it is taken if the request names none.</summary>
public sealed record ReportChoice(string Key, string Title, bool IsDefault = false);

public sealed record FilterOption(string Value, string Title);

/// <summary>What a report is asked for. Names are those of the declaration; several values of a filter mean any of them.</summary>
public sealed record ReportRequest
{
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoFilters =
        new Dictionary<string, IReadOnlyList<string>>();

    public DateOnly? Start { get; init; }

    public DateOnly? End { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = NoFilters;

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    public IReadOnlyList<string> Measures { get; init; } = [];

    public bool IncludeInactive { get; init; }

    /// <summary>The single value of a filter; null when it is not given.</summary>
    public string? One(string filter) =>
        Filters.TryGetValue(filter, out var values) && values is [var first, ..] && !string.IsNullOrWhiteSpace(first)
            ? first
            : null;

    public IReadOnlyList<string> All(string filter) => Filters.TryGetValue(filter, out var values) ? values : [];
}
