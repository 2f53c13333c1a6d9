using System.Globalization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>A request as the receivables understand it.</summary>
/// <param name="CurrentUser">The caller, narrowed to the regions and departments asked for: the scope engine does the filtering.</param>
/// <param name="Facts">Every filter of the report with what was chosen, for the file to say.</param>
internal sealed record ReceivablesRequest(CurrentUser CurrentUser, ReceivablesFilter Filter, IReadOnlyList<Fact> Facts);

/// <summary>The filters that reports over receivables share: what they are called, what may be chosen, what they mean.</summary>
public sealed class ReceivablesFilters(ReceivablesQueries outstanding, CustomerQueries customers, AccessQueries access)
{
    public const string Nobody = "nobody";

    public static readonly ReportFilter Month = new("month", "Month", FilterKind.Month, Hint: "Latest uploaded");
    public static readonly ReportFilter From = new(
        "from",
        "From month",
        FilterKind.Month,
        Hint: "Eleven months before"
    );
    public static readonly ReportFilter To = new("to", "To month", FilterKind.Month, Hint: "Latest uploaded");
    public static readonly ReportFilter Departments = new("departmentIds", "Departments", FilterKind.Choices);
    public static readonly ReportFilter Places = new("regions", "Regions", FilterKind.Choices);
    public static readonly ReportFilter AsOf = new(
        "asOf",
        "Ages counted to",
        FilterKind.Day,
        Hint: "The month's last day, when left open"
    );
    public static readonly ReportFilter Search = new("search", "Search", FilterKind.Text);
    public static readonly ReportFilter Remark = new("remark", "Remark", FilterKind.Choice);
    public static readonly ReportFilter Engineer = new("engineer", "Engineer", FilterKind.Choice);
    public static readonly ReportFilter Bucket = new("bucket", "Age bucket", FilterKind.Choice);
    public static readonly ReportFilter Disputed = new("disputed", "Only with disputes", FilterKind.YesNo);
    public static readonly ReportFilter Settled = new("settled", "With settled customers", FilterKind.YesNo);
    public static readonly ReportFilter Customer = new("customer", "Customer", FilterKind.Lookup, Hint: "Name or code");
    public static readonly ReportFilter Customers = new("customers", "Chosen customers", FilterKind.Chosen);
    public static readonly ReportFilter Invoices = new("invoices", "Chosen invoices", FilterKind.Chosen);
    public static readonly ReportFilter Status = new("status", "Status", FilterKind.Choice);
    public static readonly ReportFilter Origin = new("origin", "Source of the figure", FilterKind.Choice);

    private static readonly FilterOption[] Statuses =
    [
        new("unpaid", "Unpaid"),
        new("paid", "Paid"),
        new("dispute", "In dispute"),
    ];
    private static readonly FilterOption[] Origins =
    [
        new("sheet", "In the month's sheet"),
        new("carried", "Carried from before"),
        new("queried", "Queried with the branch"),
    ];

    /// <summary>The customers that the lookup of <see cref="Customer"/> offers for a text.</summary>
    public async Task<IReadOnlyList<FilterOption>> SearchCustomersAsync(
        CurrentUser currentUser,
        string text,
        CancellationToken ct
    ) =>
        [
            .. (await customers.SearchAsync(currentUser, text, IReportType.MaxFound, ct)).Select(c => new FilterOption(
                c.Code,
                $"{c.Name} ({c.Code})"
            )),
        ];

    public async Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) =>
        filter switch
        {
            "month" or "from" or "to" =>
            [
                .. (await outstanding.PeriodsAsync(currentUser, ct)).Select(p => new FilterOption(
                    p.ToString(),
                    p.ToLongText()
                )),
            ],
            "departmentIds" =>
            [
                .. (await access.DepartmentsAsync(currentUser, ct)).Select(d => new FilterOption(
                    ApiId.Of(AccessIds.Department, d.Id),
                    d.Name
                )),
            ],
            "regions" =>
            [
                .. Regions
                    .ZonesIn(currentUser.Scope)
                    .Select(z => new FilterOption(Regions.ZonePrefix + z.Code, z.Name)),
                .. Regions
                    .All.Where(r => currentUser.Scope.CoversRegion(r.Code))
                    .Select(r => new FilterOption(r.Code, r.Name)),
            ],
            "remark" => [.. Remarks.All.Select(r => new FilterOption(r, char.ToUpperInvariant(r[0]) + r[1..]))],
            "engineer" =>
            [
                new(Nobody, "Unassigned"),
                .. (await access.EngineersAsync(currentUser, ct)).Select(e => new FilterOption(
                    ApiId.Of(ApiId.User, e.Id),
                    e.Name
                )),
            ],
            "bucket" =>
            [
                .. AgeingScheme.Standard.Labels.Select(l => new FilterOption(
                    l,
                    l == "unclassified" ? "Without a date" : l + " days"
                )),
            ],
            "status" => Statuses,
            "origin" => Origins,
            _ => [],
        };

    internal async Task<ReceivablesRequest> ReadAsync(
        CurrentUser currentUser,
        ReportTypeInfo info,
        ReportRequest request,
        CancellationToken ct
    )
    {
        currentUser.Require(info.Permission);
        var departments = request
            .All(Departments.Key)
            .Select(d =>
                ApiId.IntKeyOf(AccessIds.Department, d)
                ?? throw DomainException.Invalid("parameters.filters.departmentIds", $"'{d}' is not a department.")
            )
            .ToList();
        var regions = request
            .All(Places.Key)
            .Where(r => !r.Equals("all", StringComparison.OrdinalIgnoreCase))
            .SelectMany(r =>
                Regions.Within(
                    Regions.ParseFilter(r)
                        ?? throw DomainException.Invalid("parameters.filters.regions", $"'{r}' is not a region.")
                )
            )
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var narrowed = currentUser with { Scope = currentUser.Scope.Narrow(regions, departments) };
        var period = await MonthAsync(narrowed, request, info.Filters.Contains(To) ? To : Month, ct);
        // One department alone is aged by its own edges; several together share the standard ones.
        var filter = new ReceivablesFilter(
            period,
            departments is [var only] ? only : null,
            regions is [var place] ? place : null,
            Day(request)
        );
        var facts = await new ReceivablesFacts(this, access).OfAsync(currentUser, info, request, filter, ct);
        return new ReceivablesRequest(narrowed, filter, facts);
    }

    internal async Task<Period> MonthAsync(
        CurrentUser currentUser,
        ReportRequest request,
        ReportFilter filter,
        CancellationToken ct
    )
    {
        var latest = await outstanding.LatestPeriodAsync(currentUser, ct);
        if (request.One(filter.Key) is not { } text)
            return request.End is { } end ? Period.Of(end) : latest;
        return Period.Parse(text, latest.FinancialYear, $"parameters.filters.{filter.Key}");
    }

    /// <summary>The first month of a range that ends with <paramref name="last"/>.</summary>
    internal static Period First(ReportRequest request, Period last)
    {
        var text = request.One(From.Key);
        if (text is null && request.Start is null)
            return last.AddMonths(-11);
        var first = text is null
            ? Period.Of(request.Start!.Value)
            : Period.Parse(text, last.FinancialYear, "parameters.filters.from");
        if (first.CompareTo(last) > 0)
            throw DomainException.Invalid(
                "parameters.filters.from",
                $"From month ({first}) is after the last month ({last})."
            );
        return first.CompareTo(last.AddMonths(-119)) >= 0
            ? first
            : throw DomainException.Invalid("parameters.filters.from", "A range has at most 120 months.");
    }

    /// <summary>The request in the words that screens and their addresses use.</summary>
    internal static CustomerListQuery ToSheet(ReportRequest request) =>
        new()
        {
            Search = request.One(Search.Key),
            Remark = request.One(Remark.Key),
            Engineer =
                request.One(Engineer.Key) is not { } engineer ? null
                : engineer == Nobody ? 0
                : ApiId.IntKeyOf(ApiId.User, engineer)
                    ?? throw DomainException.Invalid(
                        "parameters.filters.engineer",
                        $"'{engineer}' is not an engineer."
                    ),
            Bucket = request.One(Bucket.Key),
            Disputed = YesNo(request, Disputed),
            Settled = YesNo(request, Settled),
            Status = request.One(Status.Key),
            Origin = request.One(Origin.Key),
            Sort = request.One("sort"),
        };

    /// <summary>The keys of rows that were chosen on a page; null when none were.</summary>
    internal static IReadOnlyList<int>? Chosen(ReportRequest request, ReportFilter filter, string idKind)
    {
        var values = request.All(filter.Key);
        return values.Count == 0
            ? null
            :
            [
                .. values.Select(v =>
                    ApiId.IntKeyOf(idKind, v)
                    ?? throw DomainException.Invalid(
                        $"parameters.filters.{filter.Key}",
                        $"'{v}' is not among what you may choose."
                    )
                ),
            ];
    }

    internal static bool? YesNo(ReportRequest request, ReportFilter filter) =>
        request.One(filter.Key) switch
        {
            null => null,
            "true" or "yes" => true,
            "false" or "no" => false,
            var other => throw DomainException.Invalid(
                $"parameters.filters.{filter.Key}",
                $"'{other}' is neither true nor false."
            ),
        };

    private static DateOnly? Day(ReportRequest request) =>
        request.One(AsOf.Key) is not { } text ? null
        : ApiTime.IsDay(text, out var day) ? day
        : throw DomainException.Invalid("parameters.filters.asOf", $"'{text}' is not a date. Write it as 2025-04-30.");
}
