using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>The definition: all fields in one list, as the client draws them, and the sections they belong to. Its members are in camelCase, whatever is around them.</summary>
public sealed record SchemaResponse(
    [property: JsonPropertyName("fields")] IReadOnlyList<FieldResponse>? Fields = null,
    [property: JsonPropertyName("sections")] IReadOnlyList<SectionResponse>? Sections = null,
    [property: JsonPropertyName("settings"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        SchemaSettingsBody? Settings = null
)
{
    public static SchemaResponse From(FormDefinition definition, FormSettings settings) =>
        new(
            [
                .. definition
                    .Sections.SelectMany(s => s.Fields.Select(f => (s.Id, f)))
                    .Select((x, i) => FieldResponse.From(x.f, x.Id, i + 1)),
            ],
            [.. definition.Sections.Select(SectionResponse.From)],
            SchemaSettingsBody.From(settings)
        );
}

public sealed record SectionResponse(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("title")] string? Title = null,
    [property: JsonPropertyName("description")] string? Description = null,
    [property: JsonPropertyName("repeat")] RepeatResponse? Repeat = null,
    [property: JsonPropertyName("showWhen")] ConditionResponse? ShowWhen = null
)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    public static SectionResponse From(FormSection s) =>
        new(
            s.Id,
            s.Title,
            s.Description,
            s.Repeat is null ? null : new RepeatResponse(s.Repeat.Min, s.Repeat.Max),
            ConditionResponse.From(s.ShowWhen)
        );
}

public sealed record RepeatResponse(
    [property: JsonPropertyName("min")] int Min,
    [property: JsonPropertyName("max")] int Max
)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

public sealed record ConditionResponse(
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("is")] string Is,
    [property: JsonPropertyName("value")] string? Value = null
)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    public static ConditionResponse? From(FormCondition? c) => c is null ? null : new(c.Field, c.Is, c.Value);
}

/// <summary>
/// A field in both spellings that are read: its limits beside its label, and once more under <c>validation</c> and <c>conditional</c>.
/// What a client wrote in its own words comes back in them.
/// </summary>
public sealed record FieldResponse
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("label")]
    public required string Label { get; init; }

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("required")]
    public bool Required { get; init; }

    [JsonPropertyName("options")]
    public required JsonElement Options { get; init; }

    [JsonPropertyName("min")]
    public decimal? Min { get; init; }

    [JsonPropertyName("max")]
    public decimal? Max { get; init; }

    [JsonPropertyName("minLength")]
    public int? MinLength { get; init; }

    [JsonPropertyName("maxLength")]
    public int? MaxLength { get; init; }

    [JsonPropertyName("order")]
    public int Order { get; init; }

    [JsonPropertyName("help")]
    public string? Help { get; init; }

    [JsonPropertyName("placeholder")]
    public string? Placeholder { get; init; }

    [JsonPropertyName("section")]
    public required string Section { get; init; }

    [JsonPropertyName("showWhen")]
    public ConditionResponse? ShowWhen { get; init; }

    [JsonPropertyName("fileTypes")]
    public required IReadOnlyList<string> FileTypes { get; init; }

    [JsonPropertyName("maxMegabytes")]
    public int? MaxMegabytes { get; init; }

    /// <summary><c>validation</c>, <c>conditional</c>, <c>helpText</c>, <c>defaultValue</c>, <c>styling</c>, <c>icon</c>, <c>name</c> and <c>description</c>, where there are any.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Twins { get; init; } = [];

    public static FieldResponse From(FormField f, string section, int order)
    {
        var twins = FieldTwins.Of(f);
        return new()
        {
            Id = f.Id,
            Label = f.Label,
            Type = f.Type,
            Required = f.Required,
            Options = twins.Remove("options", out var options) ? options : JsonSerializer.SerializeToElement(f.Options),
            Min = f.Min,
            Max = f.Max,
            MinLength = f.MinLength,
            MaxLength = f.MaxLength,
            Order = order,
            Help = f.Help,
            Placeholder = f.Placeholder,
            Section = section,
            ShowWhen = ConditionResponse.From(f.ShowWhen),
            FileTypes = f.FileTypes,
            MaxMegabytes = f.MaxMegabytes,
            Twins = twins,
        };
    }
}
