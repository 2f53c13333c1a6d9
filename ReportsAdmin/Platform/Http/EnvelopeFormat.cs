using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Http;

/// <summary>Dashboard figures, business reports and GET export (spec 001).</summary>
public sealed class EnvelopeFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.CamelCase);

    public JsonSerializerOptions Json => Spelling;

    /// <summary><c>{success,data,timestamp}</c></summary>
    public static EnvelopeAnswer<T> Answer<T>(T data, DateTime nowUtc) => new(true, data, null, null, nowUtc);

    /// <summary><c>{success,data,pagination,summary,timestamp}</c>; the summary is left out when there is none.</summary>
    public static EnvelopeAnswer<IEnumerable<TResponse>> List<TRow, TResponse>(
        Page<TRow> page,
        Func<TRow, TResponse> from,
        object? summary,
        DateTime nowUtc
    ) =>
        new(
            true,
            page.Rows.Select(from),
            new EnvelopePages(page.Total, page.Request.Number, page.Request.Size, page.TotalPages),
            summary,
            nowUtc
        );

    // The client of spec 001 reads code, message and details at the top level, its document puts them below error: both are served.
    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new EnvelopeError(false, new ErrorDetail(code, message, details), nowUtc, code, message, details);
}

public sealed record EnvelopeAnswer<T>(
    bool Success,
    T Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EnvelopePages? Pagination,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Summary,
    DateTime Timestamp
);

public sealed record EnvelopePages(int Total, int Page, int PageSize, int TotalPages);

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
