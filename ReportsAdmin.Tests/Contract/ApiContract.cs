using System.Text.Json.Nodes;
using Json.Schema;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The API document as a set of operations and of checks: is this an answer that the document describes?</summary>
internal sealed class ApiContract
{
    private const string Components = "#/components/schemas/";
    private static readonly string[] Methods = ["get", "post", "put", "delete", "patch"];

    private static readonly EvaluationOptions Strict = new()
    {
        EvaluateAs = SpecVersion.Draft202012,
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    private readonly JsonNode document;
    private readonly Dictionary<JsonNode, JsonSchema> schemas = [];

    public ApiContract(JsonNode document)
    {
        this.document = document;
        Operations =
        [
            .. document["paths"]!
                .AsObject()
                .SelectMany(p =>
                    p.Value!.AsObject()
                        .Where(o => Methods.Contains(o.Key))
                        .Select(o => new ApiOperation(p.Key, o.Key.ToUpperInvariant(), o.Value!))
                ),
        ];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>The operation that an address belongs to, the one with the most fixed steps; null for addresses outside the document.</summary>
    public ApiOperation? Find(string method, string path)
    {
        var steps = path.TrimEnd('/').Split('/');
        return Operations.Where(o => o.Method == method && o.Matches(steps)).MinBy(o => o.Path.Count(c => c == '{'));
    }

    /// <summary>What a reference leads to; the node itself when it is none.</summary>
    public JsonNode Follow(JsonNode node) =>
        node is JsonObject o && o["$ref"]?.GetValue<string>() is { } reference
            ? reference[2..]
                .Split('/')
                .Aggregate(document, (at, step) =>
                    at[step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]
                    ?? throw new InvalidOperationException($"{reference} leads nowhere.")
                )
            : node;

    /// <summary>Status → response of an operation, references followed.</summary>
    public IEnumerable<(string Status, JsonNode Response)> Responses(ApiOperation operation) =>
        operation.Node["responses"]!.AsObject().Select(r => (r.Key, Follow(r.Value!)));

    /// <summary>What is wrong with an answer; null when the document describes it.</summary>
    /// <param name="body">The text of a JSON body; null for a body that is not read.</param>
    public string? Problem(ApiOperation operation, int status, string? contentType, string? body)
    {
        var key = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (operation.Node["responses"]![key] is not { } reference)
            return $"{key} is not documented";
        var content = Follow(reference)["content"] as JsonObject;
        if (content is null || content.Count == 0)
            return string.IsNullOrEmpty(body) ? null : $"{key} has a body of {contentType}, the document has none";
        if (contentType is null || (content[contentType] ?? content["*/*"]) is not { } media)
            return $"{key} has the content type {contentType}, the document {string.Join(", ", content.Select(c => c.Key))}";
        return media["schema"] is { } schema && contentType == "application/json" && body is not null
            ? Mismatch(schema, body)
            : null;
    }

    /// <summary>Where a JSON text differs from a schema of the document; null when it does not.</summary>
    public string? Mismatch(JsonNode schema, string json)
    {
        JsonNode? value;
        try
        {
            value = JsonNode.Parse(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return "the body is not JSON";
        }

        var result = SchemaOf(schema).Evaluate(value, Strict);
        return result.IsValid
            ? null
            : string.Join(
                "; ",
                (result.Details ?? [])
                    .Where(d => d is { IsValid: false, HasErrors: true })
                    .SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Key}: {e.Value}"))
                    .Take(4)
            );
    }

    private JsonSchema SchemaOf(JsonNode schema)
    {
        if (schemas.TryGetValue(schema, out var known))
            return known;
        var definitions = new JsonObject();
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["allOf"] = new JsonArray(Closed(schema, definitions)),
            ["$defs"] = definitions,
        };
        return schemas[schema] = JsonSchema.FromText(root.ToJsonString());
    }

    /// <summary>A copy in which no object has members that the document does not name, unless it says that there may be more.</summary>
    private JsonNode? Closed(JsonNode? node, JsonObject definitions)
    {
        if (node is JsonArray list)
            return new JsonArray([.. list.Select(i => Closed(i, definitions))]);
        if (node is not JsonObject schema)
            return node?.DeepClone();
        var copy = new JsonObject();
        foreach (var (name, part) in schema)
            copy[name] =
                name == "$ref" ? Local(part!.GetValue<string>(), definitions)
                : name is "example" ? null
                : Closed(part, definitions);
        copy.Remove("example");
        if (schema["properties"] is JsonObject && schema["type"] is JsonValue && schema["additionalProperties"] is null)
            copy["additionalProperties"] = false;
        return copy;
    }

    private string Local(string reference, JsonObject definitions)
    {
        var name = reference[Components.Length..];
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = true;
            definitions[name] = Closed(document["components"]!["schemas"]![name], definitions);
        }

        return "#/$defs/" + name;
    }
}

/// <param name="Path">With its parameters in braces.</param>
/// <param name="Method">In capitals.</param>
internal sealed record ApiOperation(string Path, string Method, JsonNode Node)
{
    private readonly string[] steps = Path.Split('/');

    public string Name => $"{Method} {Path}";

    public bool Matches(string[] address) =>
        address.Length == steps.Length && steps.Zip(address).All(s => s.First.StartsWith('{') || s.First == s.Second);

    public IEnumerable<JsonNode> Parameters => (Node["parameters"]?.AsArray() ?? []).Select(p => p!);
}
