using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>A field as clients write it: our own words, and those of spec 002's form builder (<c>validation</c>, <c>conditional</c>, <c>helpText</c>…).</summary>
public sealed record FieldRequest
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("label")]
    public string? Label { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("required")]
    public bool? Required { get; init; }

    /// <summary>Texts, or objects with a <c>value</c> and the same <c>label</c>.</summary>
    [JsonPropertyName("options")]
    public IReadOnlyList<JsonElement>? Options { get; init; }

    [JsonPropertyName("min")]
    public decimal? Min { get; init; }

    [JsonPropertyName("max")]
    public decimal? Max { get; init; }

    [JsonPropertyName("minLength")]
    public int? MinLength { get; init; }

    [JsonPropertyName("maxLength")]
    public int? MaxLength { get; init; }

    [JsonPropertyName("order")]
    public int? Order { get; init; }

    [JsonPropertyName("help")]
    public string? Help { get; init; }

    [JsonPropertyName("helpText")]
    public string? HelpText { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("placeholder")]
    public string? Placeholder { get; init; }

    [JsonPropertyName("section")]
    public string? Section { get; init; }

    [JsonPropertyName("showWhen")]
    public ConditionResponse? ShowWhen { get; init; }

    [JsonPropertyName("conditional")]
    public ConditionalRequest? Conditional { get; init; }

    [JsonPropertyName("fileTypes")]
    public IReadOnlyList<string>? FileTypes { get; init; }

    [JsonPropertyName("maxMegabytes")]
    public int? MaxMegabytes { get; init; }

    [JsonPropertyName("validation")]
    public ValidationRequest? Validation { get; init; }

    [JsonPropertyName("defaultValue")]
    public JsonElement? DefaultValue { get; init; }

    /// <summary>Appearance in the client's own pages; kept and given back.</summary>
    [JsonPropertyName("styling")]
    public JsonElement? Styling { get; init; }

    [JsonPropertyName("icon")]
    public string? Icon { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Limits of an answer. <c>min</c> and <c>max</c> are numbers, or days and times for fields of those.</summary>
public sealed record ValidationRequest
{
    [JsonPropertyName("required")]
    public bool? Required { get; init; }

    [JsonPropertyName("min")]
    public JsonElement? Min { get; init; }

    [JsonPropertyName("max")]
    public JsonElement? Max { get; init; }

    [JsonPropertyName("minLength")]
    public int? MinLength { get; init; }

    [JsonPropertyName("maxLength")]
    public int? MaxLength { get; init; }

    /// <summary>A regular expression for the whole answer.</summary>
    [JsonPropertyName("pattern")]
    public string? Pattern { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("customMessage")]
    public string? CustomMessage { get; init; }

    /// <summary>Endings (<c>.pdf</c>) or media types (<c>image/*</c>).</summary>
    [JsonPropertyName("fileType")]
    public IReadOnlyList<string>? FileType { get; init; }

    [JsonPropertyName("fileTypes")]
    public IReadOnlyList<string>? FileTypes { get; init; }

    /// <summary>Megabytes, or bytes from 1,048,576 on.</summary>
    [JsonPropertyName("maxSize")]
    public decimal? MaxSize { get; init; }

    [JsonPropertyName("maxFileSize")]
    public decimal? MaxFileSize { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Shows the field depending on another one: <c>showWhen</c> is the answer looked for, or the comparison where <c>value</c> is that answer.</summary>
public sealed record ConditionalRequest
{
    [JsonPropertyName("dependsOn")]
    public string? DependsOn { get; init; }

    [JsonPropertyName("showWhen")]
    public JsonElement? ShowWhen { get; init; }

    [JsonPropertyName("operator")]
    public string? Operator { get; init; }

    [JsonPropertyName("value")]
    public JsonElement? Value { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}
