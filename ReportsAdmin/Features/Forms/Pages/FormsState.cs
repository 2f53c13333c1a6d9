using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Filters of the list of forms, as its address holds them.</summary>
public sealed record FormsState(string Search = "", FormState? State = null, int Page = 1)
{
    public const string Path = "/forms";
    public const int PageSize = 20;

    public static readonly Option[] States =
    [
        new("", "Any"),
        new("open", "Open"),
        new("closed", "Closed"),
        new("draft", "Draft"),
    ];

    public bool IsNarrowed => Search.Length > 0 || State is not null;

    public string StateWord => State?.ToString().ToLowerInvariant() ?? "";

    /// <summary>Values that cannot be read are ignored.</summary>
    public static FormsState Of(string? search, string? state, string? page) =>
        new(search ?? "", StateOf(state), PageNumbers.Of(page));

    public static FormState? StateOf(string? word) =>
        word switch
        {
            "open" => FormState.Open,
            "closed" => FormState.Closed,
            "draft" => FormState.Draft,
            _ => null,
        };

    public string ToUri() =>
        FormText.Uri(
            Path,
            ("search", Search),
            ("state", StateWord),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null)
        );
}
