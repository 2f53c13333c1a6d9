using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Http;

/// <summary><c>/api/v2</c>: report jobs (spec 004) and our own additions.</summary>
public sealed class JobsFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.CamelCase);

    public JsonSerializerOptions Json => Spelling;

    /// <summary><c>{success,data}</c>, with <c>message</c> where a client shows one.</summary>
    public static JobsAnswer<T> Answer<T>(T data, string? message = null) => new(true, data, null, message);

    /// <summary><c>{success,data,pagination:{page,limit,total,pages,totalPages}}</c></summary>
    public static JobsAnswer<IEnumerable<TResponse>> List<TRow, TResponse>(
        Page<TRow> page,
        Func<TRow, TResponse> from
    ) =>
        new(
            true,
            page.Rows.Select(from),
            new JobsPages(page.Request.Number, page.Request.Size, page.Total, page.TotalPages, page.TotalPages),
            null
        );

    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new JobsError(false, new ErrorDetail(code, message, details));
}

public sealed record JobsAnswer<T>(
    bool Success,
    T Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobsPages? Pagination,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
);

/// <summary>The document says <c>pages</c>, the client reads <c>totalPages</c>: both are sent.</summary>
public sealed record JobsPages(int Page, int Limit, int Total, int Pages, int TotalPages);

public sealed record JobsError(bool Success, ErrorDetail Error);
