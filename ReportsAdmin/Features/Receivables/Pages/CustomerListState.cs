using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>What an outstanding page shows, as its address holds it: the query, the page of rows, and the addresses that change one thing.</summary>
/// <param name="Path">Of the page itself: <c>/customers</c>.</param>
/// <param name="Month">The month looked at, also when the address names none.</param>
public sealed record CustomerListState(string Path, CustomerListQuery Query, int Page, Period Month)
{
    public const string DefaultSort = "-outstanding";
    public const int PageSize = 25;

    public string Sort => Query.Sort ?? DefaultSort;

    /// <summary>A page number from an address; anything odd is the first.</summary>
    public static int PageOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1;

    /// <summary>What the bar of saved views keeps.</summary>
    public string ViewQuery => (Query with { View = null }).ToUri("").TrimStart('?');

    /// <summary>The same month, department and region without any other filter.</summary>
    public string Clear => Elsewhere(Path, q => q with { View = "none" });

    public string PageHref(int page)
    {
        var uri = Query.ToUri(Path);
        return page <= 1
            ? Plain(uri)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{uri}{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={page}"
            );
    }

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

    /// <summary>The download of everything that the page shows, not only this window: a report type with the page's own filters.</summary>
    public string Export(string reportType, string format)
    {
        var values = new Dictionary<string, string?>
        {
            ["month"] = reportType == "invoice-tracker" ? null : Month.ToString(),
            ["financialYear"] = reportType == "invoice-tracker" ? Month.FinancialYear.ToString() : null,
            ["departmentIds"] = Query.Department is { } department ? ApiId.Of(ApiId.Department, department) : null,
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
            ["customer"] = Query.Customer is { } customer ? ApiId.Of(ApiId.Customer, customer) : null,
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

    /// <summary>An address that has become empty says so: of a page with views it would open the role's own.</summary>
    private string Plain(string uri) => uri == Path && Path is ("/customers" or "/invoices") ? $"{uri}?view=none" : uri;

    /// <summary>The filters beyond month, department and region, each with the address without it.</summary>
    public IReadOnlyList<(string Text, string Href)> Narrowed(Func<int, string> engineerName, string? customerName)
    {
        var list = new List<(string, string)>();
        if (!string.IsNullOrEmpty(Query.Search))
            list.Add(($"“{Query.Search}”", With(q => q with { Search = null })));
        if (!string.IsNullOrEmpty(Query.Bucket))
            list.Add((BucketText.Of(Query.Bucket), With(q => q with { Bucket = null })));
        if (!string.IsNullOrEmpty(Query.Remark))
            list.Add(($"Remark: {Query.Remark}", With(q => q with { Remark = null })));
        if (Query.Engineer is { } engineer)
            list.Add(
                (
                    engineer == 0 ? "No engineer" : $"Engineer: {engineerName(engineer)}",
                    With(q => q with { Engineer = null })
                )
            );
        if (Query.Disputed == true)
            list.Add(("Disputed only", With(q => q with { Disputed = null })));
        if (Query.Settled == true)
            list.Add(("With settled", With(q => q with { Settled = null })));
        if (Query.Customer is not null)
            list.Add(($"Customer: {customerName ?? "one"}", With(q => q with { Customer = null })));
        if (!string.IsNullOrEmpty(Query.Status))
            list.Add(($"Status: {Query.Status}", With(q => q with { Status = null })));
        if (!string.IsNullOrEmpty(Query.Origin))
            list.Add(($"Source: {Query.Origin}", With(q => q with { Origin = null })));
        if (!string.IsNullOrEmpty(Query.AsOf))
            list.Add(($"Ages as of {Query.AsOf}", With(q => q with { AsOf = null })));
        return list;
    }
}
