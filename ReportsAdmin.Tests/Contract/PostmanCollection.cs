using System.Text.Json.Nodes;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The API document as a Postman collection (v2.1): a folder per tag, a token for all, an example body and answer for each request.</summary>
internal static class PostmanCollection
{
    private const string Json = "application/json";

    public static JsonObject Of(JsonNode root, ApiContract contract) =>
        new()
        {
            ["info"] = new JsonObject
            {
                ["name"] = root["info"]!["title"]!.DeepClone(),
                ["description"] = root["info"]!["description"]!.DeepClone(),
                ["schema"] = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            },
            ["auth"] = new JsonObject
            {
                ["type"] = "bearer",
                ["bearer"] = new JsonArray(Pair("token", "{{token}}", "type", "string")),
            },
            ["variable"] = new JsonArray(Variable("baseUrl", "http://localhost:5000"), Variable("token", "")),
            ["item"] = new JsonArray([
                .. root["tags"]!
                    .AsArray()
                    .Select(tag => new JsonObject
                    {
                        ["name"] = tag!["name"]!.DeepClone(),
                        ["description"] = tag["description"]!.DeepClone(),
                        ["item"] = new JsonArray([
                            .. contract
                                .Operations.Where(o => Text(o.Node["tags"]![0]) == Text(tag["name"]))
                                .Select(o => Item(contract, o)),
                        ]),
                    }),
            ]),
        };

    private static JsonObject Item(ApiContract contract, ApiOperation operation)
    {
        var item = new JsonObject
        {
            ["name"] = operation.Node["summary"]!.DeepClone(),
            ["request"] = Request(operation),
            ["response"] = new JsonArray([.. Examples(contract, operation)]),
        };
        if (operation.Name == "POST /api/auth/login")
            item["event"] = new JsonArray(
                new JsonObject
                {
                    ["listen"] = "test",
                    ["script"] = new JsonObject
                    {
                        ["type"] = "text/javascript",
                        ["exec"] = new JsonArray("pm.collectionVariables.set('token', pm.response.json().token);"),
                    },
                }
            );
        return item;
    }

    private static JsonObject Request(ApiOperation operation)
    {
        var request = new JsonObject
        {
            ["method"] = operation.Method,
            ["description"] = operation.Node["description"]!.DeepClone(),
            ["header"] = new JsonArray([
                .. operation
                    .Parameters.Where(p => Text(p["in"]) == "header")
                    .Select(p => Disabled(Text(p["name"]), Text(p["description"]))),
            ]),
            ["url"] = Address(operation),
        };
        if (operation.Node["security"]!.AsArray().Count == 0)
            request["auth"] = new JsonObject { ["type"] = "noauth" };
        if (Body(operation) is { } body)
            request["body"] = body;
        return request;
    }

    private static JsonObject Address(ApiOperation operation)
    {
        var path = operation
            .Path.Replace("{", ":", StringComparison.Ordinal)
            .Replace("}", "", StringComparison.Ordinal);
        return new JsonObject
        {
            ["raw"] = "{{baseUrl}}" + path,
            ["host"] = new JsonArray("{{baseUrl}}"),
            ["path"] = new JsonArray([.. path[1..].Split('/').Select(s => JsonValue.Create(s))]),
            ["query"] = new JsonArray([
                .. operation
                    .Parameters.Where(p => Text(p["in"]) == "query")
                    .Select(p => Disabled(Text(p["name"]), Text(p["description"]))),
            ]),
            ["variable"] = new JsonArray([
                .. operation
                    .Parameters.Where(p => Text(p["in"]) == "path")
                    .Select(p => Variable(Text(p["name"]), Text(p["schema"]!["type"]) == "integer" ? "1" : "")),
            ]),
        };
    }

    private static JsonObject? Body(ApiOperation operation)
    {
        if (operation.Node["requestBody"]?["content"] is not JsonObject content)
            return null;
        if (content[Json] is { } json)
            return new JsonObject
            {
                ["mode"] = "raw",
                ["raw"] = Indented(json["example"]!),
                ["options"] = new JsonObject { ["raw"] = new JsonObject { ["language"] = "json" } },
            };
        return new JsonObject
        {
            ["mode"] = "formdata",
            ["formdata"] = new JsonArray([
                .. content["multipart/form-data"]!["schema"]!["properties"]!
                    .AsObject()
                    .Select(p =>
                        Pair("key", p.Key, "type", p.Value!["format"]?.GetValue<string>() == "binary" ? "file" : "text")
                    ),
            ]),
        };
    }

    private static IEnumerable<JsonObject> Examples(ApiContract contract, ApiOperation operation) =>
        contract
            .Responses(operation)
            .Where(r => r.Status[0] == '2' && r.Response["content"]?[Json]?["example"] is JsonObject or JsonArray)
            .Select(r => new JsonObject
            {
                ["name"] = $"{r.Status} {Text(r.Response["description"])}",
                ["originalRequest"] = Request(operation),
                ["code"] = int.Parse(r.Status, System.Globalization.CultureInfo.InvariantCulture),
                ["header"] = new JsonArray(Pair("key", "Content-Type", "value", Json)),
                ["body"] = Indented(r.Response["content"]![Json]!["example"]!),
            });

    private static JsonObject Disabled(string name, string description)
    {
        var parameter = Pair("key", name, "value", "");
        if (description.Length > 0)
            parameter["description"] = description;
        parameter["disabled"] = true;
        return parameter;
    }

    private static JsonObject Variable(string key, string value) => Pair("key", key, "value", value);

    private static JsonObject Pair(string first, string one, string second, string two) =>
        first == "token"
            ? new JsonObject
            {
                ["key"] = first,
                ["value"] = one,
                [second] = two,
            }
            : new JsonObject { [first] = one, [second] = two };

    private static string Indented(JsonNode node) => node.ToJsonString(WrittenDocumentsTests.Readable);

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
