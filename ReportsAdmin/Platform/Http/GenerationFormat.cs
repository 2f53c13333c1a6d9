using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Http;

/// <summary>Report generation, forms, health (spec 002): flat bodies in snake_case, and <c>{success:false,error}</c>.</summary>
public sealed class GenerationFormat : IApiFormat
{
    private static readonly JsonSerializerOptions Spelling = ApiFormats.Spelling(JsonNamingPolicy.SnakeCaseLower);

    public JsonSerializerOptions Json => Spelling;

    public object Refuse(string code, string message, IReadOnlyDictionary<string, string> details, DateTime nowUtc) =>
        new GenerationError(
            false,
            message,
            details.Count > 0 && !(details.Count == 1 && details.Values.First() == message) ? details : null
        );
}

/// <param name="Errors">Field → what is wrong with it; absent where <paramref name="Error"/> says it all.</param>
public sealed record GenerationError(
    bool Success,
    string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Errors
);

/// <summary>How the client of spec 002 turns pages.</summary>
public sealed record GenerationPagination(
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("pages")] int Pages,
    [property: JsonPropertyName("per_page")] int PerPage,
    [property: JsonPropertyName("total")] int Total,
    [property: JsonPropertyName("has_next")] bool HasNext,
    [property: JsonPropertyName("has_prev")] bool HasPrevious
)
{
    public static GenerationPagination Of<T>(Page<T> page) =>
        new(
            page.Request.Number,
            page.TotalPages,
            page.Request.Size,
            page.Total,
            page.Request.Number < page.TotalPages,
            page.Request.Number > 1
        );
}
