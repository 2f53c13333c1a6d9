using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>
/// What a screen is narrowed to, as its address holds it. Pages, drill-downs and exports speak the same query, so a link
/// always opens, and an export always holds, exactly what was shown.
/// </summary>
public sealed record CustomerListQuery
{
    /// <summary><c>Apr-25</c>; blank means the latest month that was uploaded.</summary>
    public string? Month { get; init; }

    public int? Department { get; init; }

    public string? Region { get; init; }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public string? AsOf { get; init; }

    public string? Search { get; init; }

    public string? Remark { get; init; }

    /// <summary>0 means nobody.</summary>
    public int? Engineer { get; init; }

    /// <summary>A standard bucket name: <c>0-30</c> to <c>&gt;365</c>, or <c>unclassified</c>.</summary>
    public string? Bucket { get; init; }

    public bool? Disputed { get; init; }

    public bool? Settled { get; init; }

    public int? Customer { get; init; }

    public string? Status { get; init; }

    /// <summary><c>sheet</c>, <c>carried</c> or <c>queried</c>.</summary>
    public string? Origin { get; init; }

    public string? Sort { get; init; }

    /// <summary>Keys of hidden columns, separated by dots; <c>none</c> shows all, blank leaves it to the person.</summary>
    public string? Hide { get; init; }

    /// <summary>Rows of a page when not the usual number.</summary>
    public int? Size { get; init; }

    /// <summary>The saved view that this began with; <c>none</c> keeps a plain page from opening the role's own.</summary>
    public string? View { get; init; }

    /// <summary>What a saved view may hold.</summary>
    public static readonly IReadOnlyList<string> ViewKeys =
    [
        "month",
        "department",
        "region",
        "asOf",
        "search",
        "remark",
        "engineer",
        "bucket",
        "disputed",
        "settled",
        "customer",
        "status",
        "origin",
        "sort",
        "hide",
        "size",
    ];

    /// <summary>The address of a page with this query; values that are not set are left out.</summary>
    public string ToUri(string path)
    {
        var values = new Dictionary<string, string?>
        {
            ["month"] = Month,
            ["department"] = Department?.ToString(CultureInfo.InvariantCulture),
            ["region"] = Region,
            ["asOf"] = AsOf,
            ["search"] = Search,
            ["remark"] = Remark,
            ["engineer"] = Engineer?.ToString(CultureInfo.InvariantCulture),
            ["bucket"] = Bucket,
            ["disputed"] = Disputed == true ? "true" : null,
            ["settled"] = Settled == true ? "true" : null,
            ["customer"] = Customer?.ToString(CultureInfo.InvariantCulture),
            ["status"] = Status,
            ["origin"] = Origin,
            ["sort"] = Sort,
            ["hide"] = Hide,
            ["size"] = Size?.ToString(CultureInfo.InvariantCulture),
            ["view"] = View,
        };
        return QueryHelpers.AddQueryString(path, values.Where(v => !string.IsNullOrEmpty(v.Value)));
    }

    /// <param name="latest">The month to take when the query names none.</param>
    public ReceivablesFilter ToBase(Period latest)
    {
        var problems = new Dictionary<string, string>();
        var period = latest;
        if (!string.IsNullOrWhiteSpace(Month) && !Period.TryParse(Month, latest.FinancialYear, out period))
            problems["month"] = $"'{Month}' is not a month.";
        var region =
            string.IsNullOrWhiteSpace(Region) || Region.Equals("all", StringComparison.OrdinalIgnoreCase)
                ? null
                : Regions.ParseFilter(Region);
        if (
            region is null
            && !string.IsNullOrWhiteSpace(Region)
            && !Region.Equals("all", StringComparison.OrdinalIgnoreCase)
        )
            problems["region"] = $"'{Region}' is not a region.";
        DateOnly? asOf = null;
        if (!string.IsNullOrWhiteSpace(AsOf))
        {
            if (
                DateOnly.TryParseExact(
                    AsOf,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                ) && day.Year is >= 1990 and <= 2199
            )
                asOf = day;
            else
                problems["asOf"] = $"'{AsOf}' is not a date. Write it as 2025-04-30.";
        }

        return problems.Count == 0
            ? new ReceivablesFilter(period, Department, region, asOf)
            : throw DomainException.Invalid(problems);
    }

    public CustomerFilter ToCustomers(Period latest) =>
        new(
            ToBase(latest),
            Search,
            RemarkValue(),
            Engineer,
            BucketValue(),
            Disputed == true,
            Settled == true,
            Sort ?? "-outstanding"
        );

    public InvoiceFilter ToInvoices(Period latest) =>
        new(ToBase(latest), Customer, BucketValue(), Search, Status, OriginValue(), Sort ?? "-outstanding");

    private string? RemarkValue() =>
        string.IsNullOrWhiteSpace(Remark)
            ? null
            : Remarks.Parse(Remark) ?? throw DomainException.Invalid("remark", $"'{Remark}' is not a remark.");

    private AgeBucket? BucketValue()
    {
        if (string.IsNullOrWhiteSpace(Bucket))
            return null;
        var index = AgeingScheme.Standard.Labels.ToList().IndexOf(Bucket);
        return index >= 0
            ? (AgeBucket)index
            : throw DomainException.Invalid("bucket", $"'{Bucket}' is not an age bucket.");
    }

    private BalanceOrigin? OriginValue() =>
        Origin switch
        {
            null or "" => null,
            "sheet" => BalanceOrigin.Sheet,
            "carried" => BalanceOrigin.Carried,
            "queried" => BalanceOrigin.Queried,
            _ => throw DomainException.Invalid("origin", "origin is sheet, carried or queried."),
        };
}
