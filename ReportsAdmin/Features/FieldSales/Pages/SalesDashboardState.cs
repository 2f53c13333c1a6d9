using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>Filters of the field dashboard, as held in its address.</summary>
public sealed record SalesDashboardState
{
    public const string Path = "/field";
    public const int TeamSize = 15;

    public string? Zone { get; init; }

    /// <summary>A designation; filters the team only.</summary>
    public string? Role { get; init; }

    /// <summary>A type of activity; filters the feed only.</summary>
    public string? Type { get; init; }

    public string Sort { get; init; } = TeamFigureQueries.StandardSort;

    /// <summary>Of the team.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Unknown values of the address are ignored.</summary>
    public static SalesDashboardState Of(string? zone, string? role, string? type, string? sort, string? page) =>
        new()
        {
            Zone = string.IsNullOrWhiteSpace(zone) ? null : zone,
            Role = role is null ? null : SalesRoles.Parse(role),
            Type = ActivityTypes.All.Contains(type, StringComparer.Ordinal) ? type : null,
            Sort =
                sort is not null
                && TeamFigureQueries.Sorts.Contains(sort.TrimStart('-'), StringComparer.Ordinal)
                && sort.LastIndexOf('-') <= 0
                    ? sort
                    : TeamFigureQueries.StandardSort,
            Page = PageNumbers.Of(page),
        };

    public TeamFilter ToTeam() => new(null, Role, Zone, Sort);

    public string ToUri() =>
        Uri(
            Path,
            ("zone", Zone),
            ("role", Role),
            ("type", Type),
            ("sort", Sort == TeamFigureQueries.StandardSort ? null : Sort),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null)
        );

    /// <summary>An address with those parameters that have a value.</summary>
    public static string Uri(string path, params (string Name, string? Value)[] parameters) =>
        QueryHelpers.AddQueryString(
            path,
            parameters.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => KeyValuePair.Create(p.Name, p.Value))
        );

    /// <summary>The distributors that a person's liquidation is calculated from.</summary>
    public static string PlaceHref(TeamFigures person) =>
        person.Territory.Length > 0 ? Uri("/field/distributors", ("territory", person.Territory))
        : person.Region.Length > 0 ? Uri("/field/distributors", ("region", person.Region))
        : Uri("/field/distributors", ("zone", person.Zone));
}
