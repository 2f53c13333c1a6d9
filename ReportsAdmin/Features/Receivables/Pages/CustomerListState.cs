using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>What a receivables page shows, as its address holds it: the query, the page of rows, and the addresses that change one part.</summary>
/// <param name="Path">Of the page itself: <c>/customers</c>.</param>
/// <param name="Month">The month shown, also when the address names none.</param>
public sealed record CustomerListState(string Path, CustomerListQuery Query, int Page, Period Month)
{
    public const string DefaultSort = "-outstanding";
    public const int PageSize = 25;

    /// <summary>The numbers of rows that a page can have.</summary>
    public static readonly IReadOnlyList<int> Sizes = [PageSize, 50, 100];

    /// <summary>Rows of a page.</summary>
    public int Size => Query.Size is { } size && Sizes.Contains(size) ? size : PageSize;

    public string Sort => Query.Sort ?? DefaultSort;

    /// <summary>What the bar of saved views keeps.</summary>
    public string ViewQuery => (Query with { View = null }).ToUri("").TrimStart('?');

    /// <summary>The same month, department and region without any other filter.</summary>
    public string Clear => Elsewhere(Path, q => q with { View = "none" });

    public string PageHref(int page) => Address(Query, page, null);

    /// <summary>The same rows with one of them open, or none.</summary>
    public string OpenHref(int? row) => Address(Query, Page, row);

    /// <summary>The same page of rows with other columns.</summary>
    public string HideHref(string? hide) => Address(Query with { Hide = hide }, Page, null);

    public string SizeHref(int size) => With(q => q with { Size = size == PageSize ? null : size });

    public string SortHref(string sort) => With(q => q with { Sort = sort == DefaultSort ? null : sort });

    /// <summary>This page with another query, from its first row.</summary>
    public string With(Func<CustomerListQuery, CustomerListQuery> change) => Plain(change(Query).ToUri(Path));

    /// <summary>Another page on the same month, department and region.</summary>
    public string Elsewhere(string path, Func<CustomerListQuery, CustomerListQuery>? change = null)
    {
        var same = new CustomerListQuery
        {
            Month = Query.Month,
            Department = Query.Department,
            Region = Query.Region,
            AsOf = Query.AsOf,
        };
        return (change is null ? same : change(same)).ToUri(path);
    }

    /// <summary>The download of the chosen rows alone.</summary>
    /// <param name="filter">The filter of the report type that takes ids of rows.</param>
    public string ExportChosen(string reportType, string format, string filter, IEnumerable<string> ids) =>
        QueryHelpers.AddQueryString(
            Export(reportType, format),
            ids.Select(id => new KeyValuePair<string, string?>(filter, id))
        );

    /// <summary>The statements of these customers up to the month of the page, one file each: a job packs them.</summary>
    public string StatementsOf(string format, IEnumerable<string> ids) =>
        QueryHelpers.AddQueryString(
            $"/api/v2/reports/export/{Reports.StatementsReport.Key}",
            (KeyValuePair<string, string?>[])
                [
                    new("format", format),
                    new("to", Month.ToString()),
                    .. ids.Select(id => new KeyValuePair<string, string?>("customers", id)),
                ]
        );

    /// <summary>The download of everything that the page shows, not only this window: a report type with the page's own filters.</summary>
    public string Export(string reportType, string format)
    {
        var values = new Dictionary<string, string?>
        {
            ["month"] = reportType == "invoice-tracker" ? null : Month.ToString(),
            ["financialYear"] = reportType == "invoice-tracker" ? Month.FinancialYear.ToString() : null,
            ["departmentIds"] = Query.Department is { } department ? ApiId.Of(AccessIds.Department, department) : null,
            ["regions"] = Query.Region,
            ["asOf"] = Query.AsOf,
            ["search"] = Query.Search,
            ["remark"] = Query.Remark,
            ["engineer"] = Query.Engineer switch
            {
                null => null,
                0 => Reports.ReceivablesFilters.Nobody,
                { } engineer => ApiId.Of(ApiId.User, engineer),
            },
            ["bucket"] = Query.Bucket,
            ["disputed"] = Query.Disputed == true ? "true" : null,
            ["settled"] = Query.Settled == true ? "true" : null,
            ["customer"] = Query.Customer is { } customer ? ApiId.Of(OutstandingIds.Customer, customer) : null,
            ["status"] = Query.Status,
            ["origin"] = Query.Origin,
            ["sort"] = Query.Sort,
            ["format"] = format,
        };
        return QueryHelpers.AddQueryString(
            $"/api/v2/reports/export/{reportType}",
            values.Where(v => !string.IsNullOrEmpty(v.Value))
        );
    }

    private string Address(CustomerListQuery query, int page, int? open)
    {
        var rest = new Dictionary<string, string?>();
        if (page > 1)
            rest["page"] = page.ToString(CultureInfo.InvariantCulture);
        if (open is { } row)
            rest["open"] = row.ToString(CultureInfo.InvariantCulture);
        var uri = query.ToUri(Path);
        return rest.Count == 0 ? Plain(uri) : QueryHelpers.AddQueryString(uri, rest);
    }

    /// <summary>An address that has become empty says so: of a page with views it would open the role's own.</summary>
    private string Plain(string uri) => uri == Path && Path is ("/customers" or "/invoices") ? $"{uri}?view=none" : uri;

    /// <summary>The filters beyond month, department and region, each with the address without it.</summary>
    public IReadOnlyList<NarrowedBy> Narrowed(Func<int, string> engineerName, string? customerName)
    {
        var list = new List<NarrowedBy>();
        void Add(bool on, string key, string text, Func<CustomerListQuery, CustomerListQuery> without)
        {
            if (on)
                list.Add(new NarrowedBy(key, text, With(without)));
        }

        Add(!string.IsNullOrEmpty(Query.Search), "search", $"“{Query.Search}”", q => q with { Search = null });
        Add(!string.IsNullOrEmpty(Query.Bucket), "bucket", BucketText.Of(Query.Bucket ?? ""), q =>
            q with
            {
                Bucket = null,
            }
        );
        Add(!string.IsNullOrEmpty(Query.Remark), "remark", $"Remark: {Query.Remark}", q => q with { Remark = null });
        var engineer = Query.Engineer is null or 0 ? "No engineer" : $"Engineer: {engineerName(Query.Engineer.Value)}";
        Add(Query.Engineer is not null, "engineer", engineer, q => q with { Engineer = null });
        Add(Query.Disputed == true, "disputed", "Disputed only", q => q with { Disputed = null });
        Add(Query.Settled == true, "settled", "With settled", q => q with { Settled = null });
        Add(Query.Customer is not null, "customer", customerName ?? "One customer", q => q with { Customer = null });
        Add(!string.IsNullOrEmpty(Query.Status), "status", $"Status: {Query.Status}", q => q with { Status = null });
        Add(!string.IsNullOrEmpty(Query.Origin), "origin", $"Source: {Query.Origin}", q => q with { Origin = null });
        Add(!string.IsNullOrEmpty(Query.AsOf), "asOf", $"Ages as of {Query.AsOf}", q => q with { AsOf = null });
        return list;
    }
}

/// <summary>A filter that is on.</summary>
/// <param name="Key">As the address names it.</param>
/// <param name="Href">The address without it.</param>
public sealed record NarrowedBy(string Key, string Text, string Href);
