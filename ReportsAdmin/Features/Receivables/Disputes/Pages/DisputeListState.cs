using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Disputes.Pages;

/// <summary>The list of disputes as its address holds it. What cannot be read is ignored.</summary>
public sealed record DisputeListState
{
    public const string Path = "/disputes";
    public const int PageSize = 25;

    private const string Me = "me";
    private const string Nobody = "0";

    public DisputeState Show { get; init; }

    /// <summary><c>me</c>, <c>0</c> for nobody, or the key of a person; blank for all.</summary>
    public string Owner { get; init; } = "";

    public string Region { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>Only those whose day is over.</summary>
    public bool Overdue { get; init; }

    public int Page { get; init; } = 1;

    public bool IsNarrowed => this with { Page = 1 } != new DisputeListState();

    public static DisputeListState Of(
        string? show,
        string? owner,
        string? region,
        string? reason,
        string? overdue,
        string? page
    ) =>
        new()
        {
            Show = ShowOf(show),
            Owner = owner is Me or Nobody || PageNumbers.KeyOf(owner) is not null ? owner! : "",
            Region = region ?? "",
            Reason = reason ?? "",
            Overdue = overdue == "true",
            Page = PageNumbers.Of(page),
        };

    public DisputeFilter ToFilter(CurrentUser currentUser) =>
        new(
            Show,
            Owner switch
            {
                "" => null,
                Me => currentUser.UserId,
                Nobody => 0,
                _ => PageNumbers.KeyOf(Owner),
            },
            Region.Length == 0 ? null : Region,
            Reason.Length == 0 ? null : Reason,
            Overdue
        );

    /// <summary>What the filter of owners offers.</summary>
    public static IReadOnlyList<Option> OwnersOf(IEnumerable<DisputeOwner> owners) =>
        [
            new("", "All"),
            new(Me, "Mine"),
            new(Nobody, "Nobody"),
            .. owners.Select(o => new Option(o.Id.ToString(CultureInfo.InvariantCulture), o.Name)),
        ];

    public string ToUri() =>
        QueryHelpers.AddQueryString(
            Path,
            new (string Name, string? Value)[]
            {
                ("state", NameOf(Show)),
                ("owner", Owner),
                ("region", Region),
                ("reason", Reason),
                ("overdue", Overdue ? "true" : null),
                ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            }
                .Where(q => !string.IsNullOrEmpty(q.Value))
                .Select(q => KeyValuePair.Create(q.Name, q.Value))
        );

    public static string NameOf(DisputeState state) =>
        state switch
        {
            DisputeState.Settled => "settled",
            DisputeState.All => "all",
            _ => "",
        };

    public static DisputeState ShowOf(string? name) =>
        name switch
        {
            "settled" => DisputeState.Settled,
            "all" => DisputeState.All,
            _ => DisputeState.Open,
        };
}
