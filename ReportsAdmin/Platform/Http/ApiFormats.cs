using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Http;

/// <summary>Finds the apiFormat of a request: what its endpoint names, else what its path belongs to, also when no endpoint matched.</summary>
public static class ApiFormats
{
    private static readonly IApiFormat Envelope = new EnvelopeFormat();
    private static readonly IApiFormat Tracker = new TrackerFormat();
    private static readonly IApiFormat Generation = new GenerationFormat();
    private static readonly IApiFormat Jobs = new JobsFormat();
    private static readonly IApiFormat Roadmap = new RoadmapFormat();

    /// <summary>True below <c>/api</c>, where callers read JSON; pages, documents and assets are elsewhere.</summary>
    public static bool IsApi(this HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    public static IApiFormat ApiFormat(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<ApiFormatAttribute>()?.ApiFormat
        ?? OfPath(http.Request.Path, http.Request.Method);

    /// <summary>The family that owns a path, by the table in api.md; <see cref="TrackerFormat"/> where none does.</summary>
    public static IApiFormat OfPath(PathString path, string method)
    {
        var parts = (path.Value ?? "").ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", "v2", ..] => Jobs,
            ["api", "dashboard", _, ..] => Envelope,
            ["api", "reports", .. var rest] => OfReports(rest, method),
            ["api", "forms" or "health" or "public", ..] => Generation,
            _ => Tracker,
        };
    }

    private static IApiFormat OfReports(string[] rest, string method) =>
        rest switch
        {
            ["distributors" or "products" or "customers", ..] => Envelope,
            ["export"] when HttpMethods.IsGet(method) || HttpMethods.IsHead(method) => Envelope,
            ["generate" or "auto-generate" or "lifecycle", ..]
            or [_, "status" or "edit" or "download" or "email" or "preview", ..] => Generation,
            [_] when HttpMethods.IsPut(method) || HttpMethods.IsDelete(method) => Generation,
            _ => Roadmap,
        };

    internal static JsonSerializerOptions Spelling(JsonNamingPolicy naming)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNamingPolicy = naming,
            DictionaryKeyPolicy = null,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
        };
        options.Converters.Add(new SecondsConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Instants leave as UTC with whole seconds and <c>Z</c>; any ISO 8601 instant is read, one without an offset as UTC.</summary>
    private sealed class SecondsConverter : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTime.TryParse(
                reader.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var value
            )
                ? value
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}
