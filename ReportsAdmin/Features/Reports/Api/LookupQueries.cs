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

    /// <summary>The description of a report type also says what its data lacks yet.</summary>
    /// <param name="category">Null for all.</param>
    public async Task<IReadOnlyList<Lookup>> OfAsync(CurrentUser currentUser, string? category, CancellationToken ct)
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        if (category is not null && !Categories.Contains(category, StringComparer.Ordinal))
            throw DomainException.Invalid(
                "category",
                $"'{category}' is not a category. Use one of: {string.Join(", ", Categories)}."
            );
        var lookups = new List<Lookup>();
        foreach (var asked in Categories.Where(c => category is null || c == category))
        {
            var values = asked == "report-type" ? await TypesAsync(currentUser, ct) : Values(asked);
            lookups.AddRange(
                values.Select((v, i) => new Lookup($"{asked}.{v.Value}", v.Value, v.Title, v.Description, i + 1))
            );
        }

        return lookups;
    }

    private async Task<IEnumerable<(string Value, string Title, string? Description)>> TypesAsync(
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        var types = new List<(string Value, string Title, string? Description)>();
        foreach (var type in catalog.Of(currentUser))
        {
            var lacking = await type.LackingAsync(currentUser, ct);
            types.Add(
                (
                    type.Info.Key,
                    type.Info.Title,
                    lacking is null ? type.Info.Description : $"{type.Info.Description} {lacking}"
                )
            );
        }

        return types;
    }

    private static IEnumerable<(string Value, string Title, string? Description)> Values(string category) =>
        category switch
        {
            "output-format" => ReportFormat.All.Select(f => (f.Key, f.Title, (string?)null)),
            "report-priority" => ReportStatus.Priorities.Select(Plain),
            "report-status" => ReportStatus.All.Select(Plain),
            _ => Enum.GetValues<Visibility>().Select(v => Plain(ReportStatus.NameOf(v))),
        };

    private static (string Value, string Title, string? Description) Plain(string word) =>
        (word, char.ToUpperInvariant(word[0]) + word[1..], null);
}
