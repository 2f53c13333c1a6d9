using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Reports.Pages;

/// <summary>Filters of the jobs page, as held in its address.</summary>
public sealed record JobsState
{
    public const int PageSize = 20;

    /// <summary>Empty means all; the states of one tab are separated by commas.</summary>
    public static readonly IReadOnlyList<Option> Tabs =
    [
        new("", "All"),
        new("scheduled,pending,running", "Open"),
        new("completed", "Ready"),
        new("failed", "Failed"),
        new("cancelled,expired", "Cancelled and expired"),
    ];

    public string Status { get; init; } = "";

    public string? Type { get; init; }

    public string? Search { get; init; }

    public bool Mine { get; init; }

    public string Sort { get; init; } = "-createdAt";

    public int Page { get; init; } = 1;

    public bool IsNarrowed => Status.Length > 0 || !string.IsNullOrEmpty(Type) || !string.IsNullOrEmpty(Search) || Mine;

    /// <summary>Unknown values in the address are ignored.</summary>
    public static JobsState Of(
        string? status,
        string? type,
        string? search,
        string? mine,
        string? sort,
        string? page
    ) =>
        new()
        {
            Status = Tabs.Any(t => t.Value == status) ? status! : "",
            Type = type,
            Search = search,
            Mine = mine == "true",
            Sort = sort is "createdAt" or "-priority" or "-updatedAt" ? sort : "-createdAt",
            Page = PageNumbers.Of(page),
        };

    public ReportJobFilter ToFilter(CurrentUser currentUser) =>
        new(
            Status.Length == 0 ? null : Status.Split(','),
            string.IsNullOrEmpty(Type) ? null : [Type],
            Mine ? currentUser.UserId : null,
            Search: Search,
            Sort: Sort
        );

    public string ToUri()
    {
        var values = new Dictionary<string, string?>
        {
            ["status"] = Status,
            ["type"] = Type,
            ["search"] = Search,
            ["mine"] = Mine ? "true" : null,
            ["sort"] = Sort == "-createdAt" ? null : Sort,
            ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
        };
        return QueryHelpers.AddQueryString("/jobs", values.Where(v => !string.IsNullOrEmpty(v.Value)));
    }
}
