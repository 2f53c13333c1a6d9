using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>Filters and display settings of a field sales list, as held in its address, and the addresses that change one of them.</summary>
/// <param name="Today">The day that its periods are calculated from.</param>
public sealed record SalesState(SalesList List, SalesQuery Query, int Page, DateOnly Today, MoneyUnit Unit)
{
    public const int PageSize = 25;

    /// <summary>Null when rows are not grouped.</summary>
    public string? Group => List.IsGrouping(Query.Group) ? Query.Group : null;

    public string Sort => Query.Sort is { } sort && List.CanSort(sort, Group) ? sort : "name";

    /// <summary>Keys of the columns that are shown.</summary>
    public IReadOnlyList<string> Columns =>
        [.. (Query.Columns?.Split(',') ?? [.. SalesColumns.Standard(List.Columns)]), "name", "count"];

    public SalesFilter Filter => Query.ToFilter(Today) with { Sort = Sort };

    /// <summary>This page with another query, from its first row. Never without a query, which would open the default view of the role.</summary>
    public string With(Func<SalesQuery, SalesQuery> change) => Address(change(Query));

    public string PageHref(int page) =>
        page <= 1
            ? Address(Query)
            : QueryHelpers.AddQueryString(Address(Query), "page", page.ToString(CultureInfo.InvariantCulture));

    public string SortHref(string sort) => With(q => q with { Sort = sort == "name" ? null : sort });

    public string Clear => Address(new SalesQuery { Columns = Query.Columns, Unit = Query.Unit });

    /// <summary>Another zone; region, state and territory are reset.</summary>
    public string AtZone(string? zone) =>
        With(q => q with { Zone = zone, Region = null, State = null, Territory = null });

    public string AtRegion(string? region) => With(q => q with { Region = region, State = null, Territory = null });

    public string AtState(string? state) => With(q => q with { State = state, Territory = null });

    /// <param name="by">Key of a grouping; empty for none.</param>
    public string GroupedBy(string by) => With(q => q with { Group = by.Length == 0 ? null : by, Sort = null });

    public string InColumns(IReadOnlyList<string> keys)
    {
        var chosen = List.Columns.Select(c => c.Key).Where(k => k != "name" && keys.Contains(k)).ToList();
        return With(q =>
            q with
            {
                Columns =
                    chosen.SequenceEqual(SalesColumns.Standard(List.Columns).Where(k => k != "name")) ? null
                    : chosen.Count == 0 ? "name"
                    : string.Join(',', chosen),
            }
        );
    }

    /// <summary>The rows of one group: filtered by the group instead of grouped.</summary>
    public string Open(string name) =>
        With(q => Narrowed(q, name) with { Group = null, Sort = List.CanSort(Sort, null) ? q.Sort : null });

    /// <summary>The lines of the ledger behind a figure of one distributor or product.</summary>
    public string Ledger(string kind, Func<SalesQuery, SalesQuery> of)
    {
        var same = Query.SameDays() with
        {
            Zone = List == SalesLists.Products ? Query.Zone : null,
            Region = List == SalesLists.Products ? Query.Region : null,
            State = List == SalesLists.Products ? Query.State : null,
            Territory = List == SalesLists.Products ? Query.Territory : null,
        };
        return of(
                same with
                {
                    Category = Query.Category,
                    Product = Query.Product,
                    Kind = kind == "balance" ? null : kind,
                }
            )
            .ToUri("/field/ledger");
    }

    /// <summary>The days and the unit on another page.</summary>
    public string Elsewhere(string path) => Query.SameDays().ToUri(path);

    /// <summary>The download of all rows, in the order and with the columns of the page.</summary>
    public string Export(string format) =>
        QueryHelpers.AddQueryString(
            $"/api/v2/reports/export/{List.Key}",
            [.. Asked(withDays: true), new("format", format)]
        );

    /// <summary>The form for a report with the same filters. The standard period gives no dates, so that a scheduled report moves with today.</summary>
    public string Report =>
        QueryHelpers.AddQueryString(
            "/reports/new",
            [
                new("type", List.Key),
                .. Asked(withDays: Query.Start is not null || Query.End is not null || Query.Period is not null),
            ]
        );

    public IReadOnlyList<(string Text, string Href)> Chips(Func<int, string> product)
    {
        var chips = new List<(string, string)>();
        void Add(string? value, string text, Func<SalesQuery, SalesQuery> without)
        {
            if (value is not null)
                chips.Add((text, With(without)));
        }

        Add(Query.Search, $"“{Query.Search}”", q => q with { Search = null });
        Add(Query.Zone, $"Zone: {Query.Zone}", q => q with { Zone = null });
        Add(Query.Region, $"Region: {Query.Region}", q => q with { Region = null });
        Add(Query.State, $"State: {Query.State}", q => q with { State = null });
        Add(Query.Territory, $"Territory: {Query.Territory}", q => q with { Territory = null });
        Add(Query.Category, $"Category: {Query.Category}", q => q with { Category = null });
        if (Query.Product is { } id)
            chips.Add(($"Product: {product(id)}", With(q => q with { Product = null })));
        Add(Query.Type, $"Type: {Query.Type}", q => q with { Type = null });
        Add(Query.Status, Query.Status == "active" ? "Active" : "Inactive", q => q with { Status = null });
        return chips;
    }

    private SalesQuery Narrowed(SalesQuery query, string name) =>
        Group switch
        {
            "zone" => query with { Zone = name },
            "region" => query with { Region = name },
            "state" => query with { State = name },
            "territory" => query with { Territory = name },
            _ => query with { Category = name },
        };

    private List<KeyValuePair<string, string?>> Asked(bool withDays)
    {
        var (start, end) = Query.Days(Today);
        var days = withDays ? (SalesQuery.Text(start), SalesQuery.Text(end)) : (null, null);
        var values = new KeyValuePair<string, string?>[]
        {
            new("startDate", days.Item1),
            new("endDate", days.Item2),
            new("search", Query.Search),
            new("customerType", List == SalesLists.Outlets ? Query.Type : null),
            new("zone", Query.Zone),
            new("region", Query.Region),
            new("state", Query.State),
            new("territory", Query.Territory),
            new("status", Query.Status),
            new("category", Query.Category),
            new("productId", Query.Product is { } product ? ApiId.Of(SalesIds.Product, product) : null),
            new("group", Group),
            new("sort", Sort),
        };
        return
        [
            .. values.Where(v => v.Value is not null),
            .. List.ColumnsOf(Group)
                .Where(c => Columns.Contains(c.Key))
                .Select(c => new KeyValuePair<string, string?>("columns", c.Key)),
        ];
    }

    private string Address(SalesQuery query) =>
        query.Values().Any() ? query.ToUri(List.Path) : (query with { View = "none" }).ToUri(List.Path);
}
