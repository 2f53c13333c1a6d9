using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Http;

public sealed class ApiDocumentTests : IAsyncLifetime
{
    private readonly TestApp app = new();
    private JsonElement document;

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        document = JsonDocument.Parse(await app.Anonymous().GetStringAsync("/openapi/v1.json")).RootElement;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        foreach (
            var reference in Properties(document)
                .Where(p => p.Name == "$ref" && p.Value.ValueKind == JsonValueKind.String)
                .Select(p => p.Value.GetString()!)
        )
        {
            Assert.StartsWith("#/", reference, StringComparison.Ordinal);
            var at = document;
            foreach (var step in Steps(reference))
                Assert.True(at.TryGetProperty(step, out at), reference);
        }
    }

    [Fact]
    public void A_list_of_values_that_may_be_null_names_its_type()
    {
        foreach (
            var schema in Objects(document)
                .Where(o =>
                    o.TryGetProperty("enum", out var values)
                    && values.ValueKind == JsonValueKind.Array
                    && values.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Null)
                )
        )
        {
            Assert.True(
                schema.TryGetProperty("type", out var type)
                    && type.ToString().Contains("null", StringComparison.Ordinal),
                schema.ToString()
            );
        }
    }

    [Fact]
    public void Every_operation_shows_an_example_of_each_json_answer()
    {
        var missing = Operations()
            .SelectMany(o =>
                o.Operation.GetProperty("responses")
                    .EnumerateObject()
                    .Select(r => (o.Name, Status: r.Name, Response: Follow(r.Value)))
            )
            .Where(r =>
                r.Response.TryGetProperty("content", out var content)
                && content.TryGetProperty("application/json", out var json)
                && !json.TryGetProperty("example", out _)
            )
            .Select(r => $"{r.Name} {r.Status}")
            .ToList();

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_json_body_shows_an_example()
    {
        var missing = Operations()
            .Where(o =>
                o.Operation.TryGetProperty("requestBody", out var body)
                && body.GetProperty("content").TryGetProperty("application/json", out var json)
                && !json.TryGetProperty("example", out _)
            )
            .Select(o => o.Name)
            .ToList();

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_operation_but_those_of_signing_in_asks_for_a_token()
    {
        Assert.Equal(
            "bearer",
            document
                .GetProperty("components")
                .GetProperty("securitySchemes")
                .GetProperty("Bearer")
                .GetProperty("scheme")
                .GetString()
        );
        var open = Operations()
            .Where(o => o.Operation.GetProperty("security").GetArrayLength() == 0)
            .Select(o => o.Name)
            .ToList();
        Assert.All(open, name => Assert.True(
                name.Contains("/api/auth/", StringComparison.Ordinal)
                    || name.EndsWith("/auth/login", StringComparison.Ordinal)
                    || name.EndsWith("/jobs/{jobId}/file", StringComparison.Ordinal)
                    || name.Contains("/api/health", StringComparison.Ordinal)
                    || name.Contains("/api/public/", StringComparison.Ordinal)
                    // Public forms are answered by their number; others ask to sign in.
                    || name is "POST /api/forms/{id}/submissions" or "POST /api/forms/submit",
                name
            ));
    }

    [Fact]
    public async Task The_documentation_page_is_open_to_everybody_and_needs_no_other_server()
    {
        using var client = app.Anonymous();
        using var page = await client.GetAsync("/docs/");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("openapi/v1.json", html, StringComparison.Ordinal);
        // Every script carries the nonce of the page's policy, which allows no other inline script.
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = Regex.Match(policy, "script-src 'self' 'nonce-([^']+)';").Groups[1].Value;
        Assert.NotEmpty(nonce);
        Assert.All(Regex.Matches(html, "<script[^>]*>"), s =>
            Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(s.Value))
        );
        // What it loads is served from here.
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        var sources = Regex.Matches(html, "src=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            using var script = await client.GetAsync(new Uri(new Uri(client.BaseAddress!, "/docs/"), source));
            Assert.Equal(HttpStatusCode.OK, script.StatusCode);
            Assert.Contains("javascript", script.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        }
    }

    private IEnumerable<(string Name, JsonElement Operation)> Operations() =>
        document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => ($"{o.Name.ToUpperInvariant()} {p.Name}", o.Value)));

    /// <summary>What a reference leads to; the element itself when it is none.</summary>
    private JsonElement Follow(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference)
            ? Steps(reference.GetString()!).Aggregate(document, (at, step) => at.GetProperty(step))
            : element;

    private static IEnumerable<string> Steps(string reference) =>
        reference[2..]
            .Split('/')
            .Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    private static IEnumerable<JsonProperty> Properties(JsonElement element) =>
        Objects(element).SelectMany(o => o.EnumerateObject());

    private static IEnumerable<JsonElement> Objects(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Objects(p.Value)).Prepend(element),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
            _ => [],
        };
}
