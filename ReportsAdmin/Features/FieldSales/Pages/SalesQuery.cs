using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>Filters and display settings of a field sales page, as held in its address. Lists, detail pages, ledgers and exports share them.</summary>
public sealed record SalesQuery
{
    /// <summary>What a saved view may hold.</summary>
    public static readonly IReadOnlyList<string> ViewKeys =
    [
        "search",
        "zone",
        "region",
        "state",
        "territory",
        "status",
        "category",
        "product",
        "type",
        "period",
        "start",
        "end",
        "columns",
        "sort",
        "group",
        "unit",
    ];

    public string? Search { get; init; }

    public string? Zone { get; init; }

    public string? Region { get; init; }

    public string? State { get; init; }

    public string? Territory { get; init; }

    public string? Status { get; init; }

    public string? Category { get; init; }

    public int? Product { get; init; }

    public int? Distributor { get; init; }

    public string? Type { get; init; }

    /// <summary>Key of a <see cref="SalesPeriod"/>; null for the first, or when there are dates.</summary>
    public string? Period { get; init; }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public string? Start { get; init; }

    public string? End { get; init; }

    /// <summary>Keys separated by commas; null for the standard columns.</summary>
    public string? Columns { get; init; }

    public string? Sort { get; init; }

    public string? Group { get; init; }

    public string? Unit { get; init; }

    /// <summary>A figure of the ledger.</summary>
    public string? Kind { get; init; }

    /// <summary>The saved view that the page was opened with; <c>none</c> prevents the default view of the role from opening.</summary>
    public string? View { get; init; }

    public static SalesQuery Of(IReadOnlyDictionary<string, StringValues> query)
    {
        string? One(string key) =>
            query.TryGetValue(key, out var value) && value.Count > 0 && !string.IsNullOrWhiteSpace(value[0])
                ? value[0]!.Trim()
                : null;
        int? Number(string key) =>
            int.TryParse(One(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new SalesQuery
        {
            Search = One("search"),
            Zone = One("zone"),
            Region = One("region"),
            State = One("state"),
            Territory = One("territory"),
            Status = One("status"),
            Category = One("category"),
            Product = Number("product"),
            Distributor = Number("distributor"),
            Type = One("type"),
            Period = One("period"),
            Start = One("start"),
            End = One("end"),
            Columns = One("columns"),
            Sort = One("sort"),
            Group = One("group"),
            Unit = One("unit"),
            Kind = One("kind"),
            View = One("view"),
        };
    }

    /// <summary>The values that are set, in a fixed order.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Values()
    {
        var all = new KeyValuePair<string, string?>[]
        {
            new("search", Search),
            new("zone", Zone),
            new("region", Region),
            new("state", State),
            new("territory", Territory),
            new("status", Status),
            new("category", Category),
            new("product", Product?.ToString(CultureInfo.InvariantCulture)),
            new("distributor", Distributor?.ToString(CultureInfo.InvariantCulture)),
            new("type", Type),
            new("period", Period),
            new("start", Start),
            new("end", End),
            new("columns", Columns),
            new("sort", Sort),
            new("group", Group),
            new("unit", Unit),
            new("kind", Kind),
            new("view", View),
        };
        return all.Where(v => !string.IsNullOrEmpty(v.Value));
    }

    public string ToUri(string path) => QueryHelpers.AddQueryString(path, Values());

    /// <summary>The days of the period, or the chosen days.</summary>
    /// <exception cref="DomainException">Invalid: the period is unknown or a day cannot be read.</exception>
    public (DateOnly Start, DateOnly End) Days(DateOnly today)
    {
        if (Start is null && End is null)
            return (
                SalesPeriod.All.FirstOrDefault(p => p.Key == (Period ?? SalesPeriod.All[0].Key))
                ?? throw DomainException.Invalid("period", $"'{Period}' is not a period.")
            ).Range(today);
        var end = End is null ? today : Day(End, "end");
        return (Start is null ? SalesFilter.YearToDate(end).Start : Day(Start, "start"), end);
    }

    public SalesFilter ToFilter(DateOnly today)
    {
        var (start, end) = Days(today);
        return new SalesFilter(start, end, Search, Zone, Region, State, Territory, Status, Category, Product, Type)
        {
            DistributorId = Distributor,
            Sort = Sort ?? "name",
        }.Checked();
    }

    /// <summary>All days of a month.</summary>
    /// <param name="first">Its first day.</param>
    public static SalesQuery OfMonth(DateOnly first) =>
        new() { Start = Text(first), End = Text(first.AddMonths(1).AddDays(-1)) };

    /// <summary>Days and unit only, for links to other pages.</summary>
    public SalesQuery SameDays() =>
        new()
        {
            Period = Period,
            Start = Start,
            End = End,
            Unit = Unit,
        };

    /// <summary>As addresses write a day: <c>2026-04-30</c>.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text, string field) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw DomainException.Invalid(field, $"'{text}' is not a date. Write it as 2025-04-30.");
}
