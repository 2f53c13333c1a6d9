using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Documents.Api;

/// <summary>
/// The list and the detail of reports. Two clients read them (specs 000 and 002), so each answer holds both shapes:
/// <c>data</c> and <c>meta</c> for the one, <c>reports</c>, <c>report</c> and <c>pagination</c> for the other.
/// </summary>
[ApiController]
[Tags("Reports")]
[Route("api/reports")]
[ApiFormat<RoadmapFormat>]
[Permission(DocumentQueries.ReadPermission)]
public sealed class ReportsListController(DocumentQueries queries) : ControllerBase
{
    [HttpGet]
    [EntityTagged]
    [EndpointSummary("List reports")]
    [ResponseExample(200, DocumentsExamples.List)]
    public async Task<ActionResult<ReportsListAnswer>> List([FromQuery] ReportsListQuery query, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var page = await queries.ListAsync(currentUser, query.ToFilter(), query.Window(), ct);
        if (HttpContext.HasFreshContent(currentUser, page.Total, page.Rows))
            return StatusCode(StatusCodes.Status304NotModified);
        return new ReportsListAnswer(
            true,
            [.. page.Rows.Select(ReportListResponse.From)],
            new RoadmapMeta(page.Total, page.Request.Number, page.Request.Size),
            [.. page.Rows.Select(DocumentResponse.From)],
            GenerationPagination.Of(page),
            page.Total
        );
    }

    [HttpGet("{id:int}")]
    [EndpointSummary("A report with its content")]
    [ResponseExample(200, DocumentsExamples.Detail)]
    public async Task<ReportDetailAnswer> Detail(int id, CancellationToken ct)
    {
        var details = await queries.DetailsAsync(HttpContext.CurrentUser(), id, null, ct);
        return new ReportDetailAnswer(true, ReportDetailResponse.From(details), DocumentResponse.From(details.Row));
    }
}

/// <summary>What is read from the address of the list: the names of spec 000, and those of spec 002's client.</summary>
public sealed record ReportsListQuery
{
    private const int DefaultSize = 25;

    /// <summary>A JSON object: status, user, type, formId, search.</summary>
    public string? Filters { get; init; }

    /// <summary>A day or an instant, included.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    public string? Status { get; init; }

    public string? User { get; init; }

    public string? Search { get; init; }

    [FromQuery(Name = "report_type")]
    public string? ReportType { get; init; }

    public int? Page { get; init; }

    public int? PerPage { get; init; }

    [FromQuery(Name = "per_page")]
    public int? PerPageSnake { get; init; }

    /// <summary><c>name</c>, <c>-name</c> or <c>name:desc</c>.</summary>
    public string? Sort { get; init; }

    public PageRequest Window()
    {
        try
        {
            return new PageRequest(Page ?? 1, PerPage ?? PerPageSnake ?? DefaultSize);
        }
        catch (DomainException error) when (error.Fields.ContainsKey("pageSize"))
        {
            throw DomainException.Invalid("perPage", $"perPage is 1 to {PageRequest.MaxSize}.");
        }
    }

    public DocumentFilter ToFilter()
    {
        var filters = Read(Filters);
        var (first, last) = (One(filters, "from") ?? From, One(filters, "to") ?? To);
        var (from, to) = (
            first is null ? (DateTime?)null : ApiTime.Instant(first, "from"),
            last is null ? (DateTime?)null : ApiTime.LastInstant(last, "to").AddTicks(1)
        );
        if (from >= to)
            throw DomainException.Invalid("from", "from is after to.");
        return new DocumentFilter(
            One(filters, "search") ?? Search,
            Statuses(filters),
            One(filters, "type") ?? One(filters, "reportType") ?? One(filters, "report_type") ?? ReportType,
            from,
            to,
            One(filters, "user") ?? User,
            FormId(filters),
            SortOf(Sort)
        );
    }

    /// <summary>Both spellings of an order as one: a minus in front for descending.</summary>
    private static string SortOf(string? sort)
    {
        if (string.IsNullOrWhiteSpace(sort))
            return "-date";
        var (name, direction) = sort.Split(':') switch
        {
            [var n] => (n, ""),
            [var n, var d] => (n, d.ToLowerInvariant()),
            _ => throw DomainException.Invalid("sort", $"'{sort}' is not a way to sort."),
        };
        var key = name.TrimStart('-') switch
        {
            "createdAt" or "created_at" => "date",
            "title" => "name",
            "createdBy" or "created_by" => "user",
            var other => other,
        };
        return direction switch
        {
            "" => name.StartsWith('-') ? $"-{key}" : key,
            "asc" => key,
            "desc" => $"-{key}",
            _ => throw DomainException.Invalid("sort", $"'{direction}' is not a direction. Use asc or desc."),
        };
    }

    private List<string>? Statuses(IReadOnlyDictionary<string, JsonElement> filters)
    {
        if (filters.TryGetValue("status", out var value) && value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select(v => v.ToString())];
        return
            (One(filters, "status") ?? Status) is { Length: > 0 } one
            && !one.Equals("all", StringComparison.OrdinalIgnoreCase)
            ? [.. one.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            : null;
    }

    private static int? FormId(IReadOnlyDictionary<string, JsonElement> filters) =>
        (One(filters, "formId") ?? One(filters, "form_id")) is not { } text ? null
        : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id
        : throw DomainException.Invalid("filters.formId", "formId is a number.");

    private static string? One(IReadOnlyDictionary<string, JsonElement> filters, string key) =>
        filters.TryGetValue(key, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString()
            : null;

    private static IReadOnlyDictionary<string, JsonElement> Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Dictionary<string, JsonElement>();
        var filters = ReportContent.Read(text, "filters");
        if (filters.ValueKind != JsonValueKind.Object)
            throw DomainException.Invalid("filters", "filters is a JSON object.");
        string[] known =
        [
            "status",
            "user",
            "type",
            "reportType",
            "report_type",
            "formId",
            "form_id",
            "search",
            "from",
            "to",
        ];
        if (
            filters
                .EnumerateObject()
                .Select(f => f.Name)
                .FirstOrDefault(n => !known.Contains(n, StringComparer.Ordinal)) is
            { } unknown
        )
            throw DomainException.Invalid(
                $"filters.{unknown}",
                $"Unknown filter '{unknown}'. Known filters: {string.Join(", ", known)}."
            );
        return filters.EnumerateObject().ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
    }
}
