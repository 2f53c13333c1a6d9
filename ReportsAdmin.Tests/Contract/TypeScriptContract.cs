using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The operations below a path, and the enumerations, requests and answers that they use, as TypeScript.</summary>
internal sealed partial class TypeScriptContract(JsonNode root, ApiContract contract)
{
    private readonly SortedDictionary<string, string> types = new(StringComparer.Ordinal);

    public string Of(string path, string name)
    {
        var operations = new StringBuilder();
        foreach (
            var operation in contract.Operations.Where(o =>
                (o.Path + "/").StartsWith(path + "/", StringComparison.Ordinal)
            )
        )
            Add(operations, operation);
        var text = new StringBuilder();
        text.Append(
            "// Generated from the API document (openapi.json); do not edit. Docs/api/README.md says how it is written.\n"
        );
        foreach (var type in types.Values)
            text.Append('\n').Append(type);
        text.Append($"\n/** Method and address of each operation, what it takes, and its answers by status. */\n")
            .Append($"export interface {name} {{\n")
            .Append(operations)
            .Append("}\n");
        return text.ToString();
    }

    private void Add(StringBuilder text, ApiOperation operation)
    {
        text.Append($"  /** {operation.Node["summary"]!.GetValue<string>()} */\n")
            .Append($"  '{operation.Name}': {{\n");
        foreach (var place in (string[])["path", "query"])
        {
            var parameters = operation.Parameters.Where(p => p["in"]!.GetValue<string>() == place).ToList();
            if (parameters.Count == 0)
                continue;
            text.Append($"    {place}: {{ ")
                .AppendJoin(
                    "; ",
                    parameters.Select(p =>
                        Member(p["name"]!.GetValue<string>(), p["required"]?.GetValue<bool>() == true, p["schema"]!)
                    )
                )
                .Append(" };\n");
        }

        if (operation.Node["requestBody"]?["content"]?["application/json"]?["schema"] is { } body)
            text.Append($"    body: {TypeOf(body)};\n");
        text.Append("    responses: {\n");
        foreach (var (status, response) in contract.Responses(operation))
            text.Append($"      {status}: {AnswerOf(response)};\n");
        text.Append("    };\n  };\n");
    }

    private string AnswerOf(JsonNode response) =>
        response["content"] is JsonObject { Count: > 0 } content
            ? string.Join(" | ", content.Select(c => TypeOf(c.Value!["schema"]!)).Distinct())
            : "undefined";

    private string TypeOf(JsonNode schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
            return Named(reference.Split('/')[^1]);
        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray choices)
            return string.Join(" | ", choices.Select(c => TypeOf(c!)));
        if (schema["enum"] is JsonArray values)
            return string.Join(" | ", values.Select(v => v is null ? "null" : $"'{v.GetValue<string>()}'"));
        var kinds = schema["type"] switch
        {
            JsonArray several => several.Select(k => k!.GetValue<string>()),
            JsonValue one => [one.GetValue<string>()],
            _ => ["unknown"],
        };
        return string.Join(
            " | ",
            kinds.Order(StringComparer.Ordinal).Reverse().Select(k => Plain(k, schema)).OrderBy(k => k == "null")
        );
    }

    private string Plain(string kind, JsonNode schema) =>
        kind switch
        {
            "integer" or "number" => "number",
            "string" => schema["format"]?.GetValue<string>() == "binary" ? "Blob" : "string",
            "array" => TypeOf(schema["items"]!) is var item && item.Contains(' ', StringComparison.Ordinal)
                ? $"({item})[]"
                : $"{item}[]",
            "object" when schema["additionalProperties"] is JsonObject value => $"Record<string, {TypeOf(value)}>",
            "object" when schema["properties"] is JsonObject members =>
                $"{{ {string.Join("; ", Members(schema, members))} }}",
            "object" => "Record<string, unknown>",
            _ => kind,
        };

    private string Named(string name)
    {
        if (types.ContainsKey(name))
            return name;
        types[name] = "";
        var schema = root["components"]!["schemas"]![name]!;
        types[name] = schema["properties"] is JsonObject members
            ? $"export interface {name} {{\n{string.Concat(Members(schema, members).Select(m => $"  {m};\n"))}}}\n"
            : $"export type {name} = {TypeOf(schema)};\n";
        return name;
    }

    private IEnumerable<string> Members(JsonNode schema, JsonObject members)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).ToHashSet();
        return members.Select(m => Member(m.Key, required.Contains(m.Key), m.Value!)).ToList();
    }

    private string Member(string name, bool required, JsonNode schema) =>
        $"{(Identifier().IsMatch(name) ? name : $"'{name}'")}{(required ? "" : "?")}: {TypeOf(schema)}";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();
}
