using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Random requests of an operation, valid and invalid: its examples, mutations of them, values of every kind, and ids of what was created before.</summary>
internal sealed class RandomRequests(Random random)
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "1",
        "0",
        "-1",
        "2147483647",
        "9223372036854775807",
        "99999999999999999999",
        "1e309",
        "NaN",
        "true",
        "abc",
        "All",
        "mumbai",
        "C-1",
        "SI/24-25/001",
        "Apr-25",
        "2024-2025",
        "2025-04-01",
        "2025-02-30",
        "0001-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59Z",
        "2025-04-01T00:00:00+05:30",
        "name:desc",
        "-createdAt",
        "completed",
        "csv",
        "{}",
        "{\"status\":[\"open\"]}",
        "[1,2",
        "7265706a0000000000000001",
        "757365720000000000000001",
        "ffffffffffffffffffffffff",
        "' OR 1=1 --",
        "\u0000",
        "अशा",
        "😀",
        new string('x', 600),
        "../../etc/passwd",
    ];

    private static readonly Dictionary<string, string[]> Good = new(StringComparer.Ordinal)
    {
        ["type"] = ["distributors", "products", "customers", "outstanding-ageing", "generated-reports"],
        ["format"] = ["csv", "excel", "pdf", "json"],
        ["fileType"] = ["pdf", "docx", "excel"],
        ["period"] = ["202504"],
        ["page"] = ["1", "2"],
        ["limit"] = ["5", "100"],
        ["sort"] = ["name", "-createdAt", "date:desc"],
        ["month"] = ["Apr-25"],
        ["region"] = ["mumbai"],
    };

    // Address up to the id → ids that exist, from Location of what was created.
    private readonly Dictionary<string, List<string>> ids = new(StringComparer.Ordinal);

    /// <summary>Remembers the id in the address of something that was created.</summary>
    public void Learn(ApiContract contract, Uri? location)
    {
        var steps = location?.OriginalString.Split('?')[0].Split('/') ?? [];
        foreach (var path in contract.Operations.Select(o => o.Path.Split('/')))
        {
            var at = Array.FindIndex(path, s => s.StartsWith('{'));
            if (at > 0 && steps.Length > at && path.Take(at).SequenceEqual(steps.Take(at)))
                Learn(string.Join('/', path.Take(at)), steps[at]);
        }
    }

    public void Learn(string under, string id)
    {
        if (!ids.TryGetValue(under, out var known))
            ids[under] = known = [];
        if (!known.Contains(id))
            known.Add(id);
    }

    // Whether the request has only values that are likely to be taken: a few wrong ones among many hide the answers behind refusals.
    private bool tame;

    public HttpRequestMessage Of(ApiOperation operation)
    {
        tame = random.Next(3) == 0;
        var path = operation.Path;
        var query = new StringBuilder();
        var request = new HttpRequestMessage { Method = new HttpMethod(operation.Method) };
        foreach (var parameter in operation.Parameters)
        {
            var name = parameter["name"]!.GetValue<string>();
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path":
                    path = path.Replace("{" + name + "}", PathValue(operation.Path, name), StringComparison.Ordinal);
                    break;
                case "header":
                    AddHeader(request, name);
                    break;
                default:
                    if (Good.ContainsKey(name) ? random.Next(2) == 0 : !tame && random.Next(4) == 0)
                        query
                            .Append(query.Length == 0 ? '?' : '&')
                            .Append(name)
                            .Append('=')
                            .Append(Uri.EscapeDataString(Text(name)));
                    break;
            }
        }

        request.RequestUri = new Uri(path + query, UriKind.Relative);
        request.Content = Body(operation);
        return request;
    }

    private string Text() => Texts[random.Next(Texts.Length)];

    /// <summary>A value that the parameter may well have, else any.</summary>
    private string Text(string name) =>
        (tame || random.Next(2) == 0) && Good.TryGetValue(name, out var values)
            ? values[random.Next(values.Length)]
            : Text();

    private string PathValue(string path, string name)
    {
        var under = path[..(path.IndexOf("{" + name + "}", StringComparison.Ordinal) - 1)];
        if ((tame || random.Next(4) > 0) && ids.TryGetValue(under, out var known))
            return Uri.EscapeDataString(known[random.Next(known.Count)]);
        var value = Uri.EscapeDataString(Text(name));
        // A null in a path ends at the web server, before any of this; dots are taken out of an address by the client.
        return value is "" or "%20" or "%00" || value.StartsWith('.') || random.Next(2) == 0 ? "1" : value;
    }

    private void AddHeader(HttpRequestMessage request, string name)
    {
        if (random.Next(4) > 0)
            return;
        var value = name switch
        {
            "Range" => random.Next(2) == 0 ? "bytes=0-9" : "bytes=999999999-",
            "If-None-Match" => random.Next(2) == 0 ? "*" : "\"abc\"",
            _ => "key-" + random.Next(50),
        };
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private HttpContent? Body(ApiOperation operation)
    {
        if (operation.Node["requestBody"]?["content"] is not JsonObject content)
            return null;
        if (!tame && random.Next(40) == 0)
            return new StringContent("<a/>", Encoding.UTF8, "text/xml");
        if (!content.ContainsKey("application/json"))
            return Form(content["multipart/form-data"]!["schema"]!["properties"]!.AsObject());
        var example = content["application/json"]!["example"]?.DeepClone() ?? new JsonObject();
        var text = (tame ? 4 : random.Next(12)) switch
        {
            0 => "",
            1 => "null",
            2 => "[]",
            3 => "{\"a\":",
            4 or 5 or 6 => example.ToJsonString(),
            _ => Mutated(example).ToJsonString(),
        };
        return new StringContent(text, new MediaTypeHeaderValue("application/json", "utf-8"));
    }

    private HttpContent Form(JsonObject parts)
    {
        if (!tame && random.Next(6) == 0)
        {
            var broken = new ByteArrayContent("--XX\r\nContent-Disposition: form-data"u8.ToArray());
            broken.Headers.TryAddWithoutValidation(
                "Content-Type",
                random.Next(2) == 0 ? "multipart/form-data" : "multipart/form-data; boundary=XX"
            );
            return broken;
        }

        var form = new MultipartFormDataContent();
        foreach (var name in parts.Select(p => p.Key).Where(n => n != "file"))
            if (random.Next(2) == 0)
                form.Add(new StringContent(Text(name)), name);
        for (var files = random.Next(3); files > 0; files--)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            form.Add(
                new ByteArrayContent(
                    random.Next(2) == 0 ? bytes : "Customer Code,Region,Outstanding\nC-9,Goa,100\n"u8.ToArray()
                ),
                "file",
                random.Next(2) == 0 ? "a.csv" : "a.xlsx"
            );
        }

        return form;
    }

    private JsonNode Mutated(JsonNode node)
    {
        var places = new List<(JsonNode Parent, string? Name, int Index)>();
        Walk(node, places);
        if (places.Count == 0)
            return node;
        var (parent, name, index) = places[random.Next(places.Count)];
        if (name is not null && random.Next(3) == 0)
            parent.AsObject().Remove(name);
        else if (name is not null)
            parent[name] = Any();
        else
            parent[index] = Any();
        return node;
    }

    private static void Walk(JsonNode? node, List<(JsonNode Parent, string? Name, int Index)> places)
    {
        if (node is JsonObject o)
            foreach (var (name, value) in o)
            {
                places.Add((o, name, 0));
                Walk(value, places);
            }
        else if (node is JsonArray a)
            for (var i = 0; i < a.Count; i++)
            {
                places.Add((a, null, i));
                Walk(a[i], places);
            }
    }

    private JsonNode? Any() =>
        random.Next(8) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(-5, 5)),
            2 => JsonNode.Parse("1e300"),
            3 => JsonNode.Parse("99999999999999999999"),
            4 => new JsonArray(1, "a", null),
            5 => new JsonObject { ["x"] = new JsonObject { ["y"] = 1 } },
            6 => JsonValue.Create(random.Next(2) == 0),
            _ => JsonValue.Create(Texts[random.Next(Texts.Length)]),
        };
}
