using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>The values that requests of spec 004 name, with what people call them.</summary>
public sealed class LookupQueries(ReportCatalog catalog)
{
    public static readonly IReadOnlyList<string> Categories =
    [
        "report-type",
        "output-format",
        "report-priority",
        "report-status",
        "report-visibility",
    ];

    /// <param name="category">Null for all.</param>
    public IReadOnlyList<Lookup> Of(CurrentUser currentUser, string? category)
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        if (category is not null && !Categories.Contains(category, StringComparer.Ordinal))
            throw DomainException.Invalid(
                "category",
                $"'{category}' is not a category. Use one of: {string.Join(", ", Categories)}."
            );
        return
        [
            .. Categories
                .Where(c => category is null || c == category)
                .SelectMany(c =>
                    Values(currentUser, c)
                        .Select((v, i) => new Lookup($"{c}.{v.Value}", v.Value, v.Title, v.Description, i + 1))
                ),
        ];
    }

    private IEnumerable<(string Value, string Title, string? Description)> Values(
        CurrentUser currentUser,
        string category
    ) =>
        category switch
        {
            "report-type" => catalog
                .Of(currentUser)
                .Select(t => (t.Info.Key, t.Info.Title, (string?)t.Info.Description)),
            "output-format" => ReportFormat.All.Select(f => (f.Key, f.Title, (string?)null)),
            "report-priority" => ReportStatus.Priorities.Select(Plain),
            "report-status" => ReportStatus.All.Select(Plain),
            _ => Enum.GetValues<Visibility>().Select(v => Plain(ReportStatus.NameOf(v))),
        };

    private static (string Value, string Title, string? Description) Plain(string word) =>
        (word, char.ToUpperInvariant(word[0]) + word[1..], null);
}
