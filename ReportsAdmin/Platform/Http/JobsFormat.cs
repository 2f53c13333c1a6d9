using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Http;

/// <summary><c>/api/v2</c>: report jobs (spec 004) and our own additions.</summary>
public sealed class JobsFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.CamelCase);

    public JsonSerializerOptions Json => Spelling;

    /// <summary><c>{success,data}</c>, with <c>message</c> where a client shows one.</summary>
    public static JobsAnswer<T> Answer<T>(T data, string? message = null) => new(true, data, message);

    /// <summary><c>{success,data,pagination}</c> with an object as data, where a client reads the rows by name.</summary>
    public static JobsPage<TData> Named<TRow, TData>(Page<TRow> page, TData data) =>
        new(true, data, JobsPages.Of(page));

    /// <summary><c>{success,data,pagination:{page,limit,total,pages,totalPages}}</c></summary>
    public static JobsPage<IEnumerable<TResponse>> List<TRow, TResponse>(Page<TRow> page, Func<TRow, TResponse> from) =>
        new(true, page.Rows.Select(from), JobsPages.Of(page));

    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new JobsError(false, new ErrorDetail(code, message, details), code, message);
}

public sealed record JobsAnswer<T>(
    bool Success,
    T Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
);

public sealed record JobsPage<T>(bool Success, T Data, JobsPages Pagination);

/// <summary>The document says <c>pages</c>, the client reads <c>totalPages</c>, <c>hasNext</c> and <c>hasPrev</c>: all are sent.</summary>
public sealed record JobsPages(int Page, int Limit, int Total, int Pages, int TotalPages, bool HasNext, bool HasPrev)
{
    internal static JobsPages Of<TRow>(Page<TRow> page) =>
        new(
            page.Request.Number,
            page.Request.Size,
            page.Total,
            page.TotalPages,
            page.TotalPages,
            page.Request.Number < page.TotalPages,
            page.Request.Number > 1
        );
}

/// <summary>The learning platform's client reads <c>code</c> and <c>message</c> at the top, so they are repeated there.</summary>
public sealed record JobsError(bool Success, ErrorDetail Error, string Code, string Message);
