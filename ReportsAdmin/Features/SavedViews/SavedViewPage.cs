using Microsoft.AspNetCore.WebUtilities;

namespace ReportsAdmin.Features.SavedViews;

/// <summary>A page whose views can be saved. The room that owns the page registers it.</summary>
/// <param name="Key">As saved views name it: <c>field-distributors</c>.</param>
/// <param name="Path">Its address; a view is only ever a query of this.</param>
/// <param name="Permission">What a user must carry to open it.</param>
/// <param name="Keys">The names that its query may hold.</param>
public sealed record SavedViewPage(string Key, string Path, string Permission, IReadOnlyList<string> Keys)
{
    /// <summary>What the page knows of a query, in the order of its keys and encoded again. Two texts that mean the same become equal.</summary>
    public string Canonical(string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        return QueryHelpers
            .AddQueryString(
                "",
                Keys.Where(given.ContainsKey)
                    .SelectMany(k =>
                        given[k]
                            .Where(v => !string.IsNullOrEmpty(v))
                            .Select(v => new KeyValuePair<string, string?>(k, v))
                    )
            )
            .TrimStart('?');
    }

    /// <summary>The address that opens a stored query. What the page does not know is left out, whoever stored it.</summary>
    public string Href(int id, string query) =>
        QueryHelpers.AddQueryString(
            $"{Path}?{Canonical(query)}".TrimEnd('?'),
            "view",
            id.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
}
