using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Caching;

/// <summary>How answers lie in Redis: what can be computed from the rest is left out.</summary>
public static class AnswerJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new MoneyJson(), new WindowJson() },
    };

    private sealed class MoneyJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Paise);
    }

    /// <summary>Number and size: the properties of a window cannot be set.</summary>
    private sealed class WindowJson : JsonConverter<PageRequest>
    {
        public override PageRequest Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            JsonSerializer.Deserialize<int[]>(ref reader, options) is [var number, var size]
                ? new PageRequest(number, size)
                : throw new JsonException("A window is its number and size.");

        public override void Write(Utf8JsonWriter writer, PageRequest value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, (int[])[value.Number, value.Size], options);
    }
}
