using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ReportsAdmin.Platform.Http;

/// <summary>Finds the response format of a request: what its endpoint names, else what its path belongs to, also when no endpoint matched.</summary>
public static class ApiFormats
{
    /// <summary>The format of addresses that belong to no room.</summary>
    internal static readonly IApiFormat Default = new TrackerFormat();

    /// <summary>True below <c>/api</c>, where callers read JSON; pages, documents and assets are elsewhere.</summary>
    public static bool IsApi(this HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    public static IApiFormat ApiFormat(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<ApiFormatAttribute>()?.ApiFormat
        ?? http.RequestServices.GetRequiredService<ApiRoutes>().FormatOf(http.Request.Path, http.Request.Method);

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
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MayBeAbsent } },
        };
        options.Converters.Add(new SecondsConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>A member of a request that may be null may be absent too: nobody should have to write nulls.</summary>
    private static void MayBeAbsent(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.IsSetNullable && property.AssociatedParameter is { IsNullable: true })
                property.IsRequired = false;
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
