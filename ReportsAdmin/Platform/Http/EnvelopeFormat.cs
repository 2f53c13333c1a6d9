using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>Dashboard figures, business reports and GET export (spec 001).</summary>
public sealed class EnvelopeFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.CamelCase);

    public JsonSerializerOptions Json => Spelling;

    /// <summary><c>{success,data,timestamp}</c></summary>
    public static EnvelopeAnswer<T> Answer<T>(T data, DateTime nowUtc) => new(true, data, nowUtc);

    /// <summary><c>{success,data,pagination,timestamp}</c></summary>
    public static EnvelopeList<TResponse> List<TRow, TResponse>(
        Page<TRow> page,
        Func<TRow, TResponse> from,
        DateTime nowUtc
    ) => new(true, page.Rows.Select(from), EnvelopePages.Of(page), nowUtc);

    /// <summary><c>{success,data,pagination,summary,timestamp}</c></summary>
    public static EnvelopeReport<TResponse, TSummary> Report<TRow, TResponse, TSummary>(
        Page<TRow> page,
        Func<TRow, TResponse> from,
        TSummary summary,
        DateTime nowUtc
    ) => new(true, page.Rows.Select(from), EnvelopePages.Of(page), summary, nowUtc);

    // The client of spec 001 reads code, message and details at the top level, its document puts them below error: both are served.
    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new EnvelopeError(false, new ErrorDetail(code, message, details), nowUtc, code, message, details);
}

public sealed record EnvelopeAnswer<T>(bool Success, T Data, DateTime Timestamp);

public sealed record EnvelopeList<T>(bool Success, IEnumerable<T> Data, EnvelopePages Pagination, DateTime Timestamp);

public sealed record EnvelopeReport<T, TSummary>(
    bool Success,
    IEnumerable<T> Data,
    EnvelopePages Pagination,
    TSummary Summary,
    DateTime Timestamp
);

public sealed record EnvelopePages(int Total, int Page, int PageSize, int TotalPages)
{
    internal static EnvelopePages Of<TRow>(Page<TRow> page) =>
        new(page.Total, page.Request.Number, page.Request.Size, page.TotalPages);
}

public sealed record EnvelopeError(
    bool Success,
    ErrorDetail Error,
    DateTime Timestamp,
    string Code,
    string Message,
    IReadOnlyDictionary<string, string> Details
);

/// <summary>The inner part that Envelope and Jobs share.</summary>
public sealed record ErrorDetail(string Code, string Message, IReadOnlyDictionary<string, string> Details);
