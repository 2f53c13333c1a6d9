using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.Imports.Pages;

/// <summary>Which rows of the preview are shown, as the address holds it.</summary>
/// <param name="Effect">Null means all of them.</param>
public sealed record PreviewState(int UploadId, RowEffect? Effect, string Search, int Number)
{
    public const int PageSize = 50;

    /// <summary>Without a word in the address the preview opens with what needs a look: problems first, then what changes.</summary>
    public static PreviewState Of(int uploadId, string? effect, string? search, string? page, UploadCounts counts)
    {
        RowEffect? shown = effect switch
        {
            "all" => null,
            not null when Enum.TryParse<RowEffect>(effect, ignoreCase: true, out var known) && Enum.IsDefined(known) =>
                known,
            _ => UploadText
                .Effects.OrderBy(e =>
                    e == RowEffect.Error ? 0
                    : e == RowEffect.Changed ? 1
                    : 2
                )
                .FirstOrDefault(e => counts.Of(e) > 0),
        };
        return new PreviewState(
            uploadId,
            shown,
            search ?? "",
            int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : 1
        );
    }

    public string EffectHref(RowEffect? effect) => Uri(effect, Search, 1);

    public string SearchHref(string search) => Uri(Effect, search, 1);

    public string PageHref(int number) => Uri(Effect, Search, number);

    // The anchor keeps the rows in sight: a change of address scrolls to the top otherwise.
    private string Uri(RowEffect? effect, string search, int number)
    {
        var values = new Dictionary<string, string?>
        {
            ["effect"] = effect?.ToString().ToLowerInvariant() ?? "all",
            ["search"] = search.Length == 0 ? null : search,
            ["page"] = number <= 1 ? null : number.ToString(CultureInfo.InvariantCulture),
        };
        return QueryHelpers.AddQueryString(
                string.Create(CultureInfo.InvariantCulture, $"/uploads/{UploadId}"),
                values.Where(v => v.Value is not null)
            ) + "#rows";
    }
}
