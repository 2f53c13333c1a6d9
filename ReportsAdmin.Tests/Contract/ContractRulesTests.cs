using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>What every operation of the API document has, so that a client can be written from it alone.</summary>
public sealed partial class ContractRulesTests(ContractRulesTests.Document fixture)
    : IClassFixture<ContractRulesTests.Document>
{
    // Names of the wire of spec 002, whose clients read and write snake_case.
    private static readonly string[] WireNames =
    [
        "task_id",
        "per_page",
        "date_from",
        "date_to",
        "report_type",
        "form_id",
        "submitter_email",
    ];

    private ApiContract Contract => fixture.Contract;

    [Fact]
    public void Every_operation_has_a_name_of_its_own_a_summary_a_description_a_known_tag_and_says_who_may_call_it()
    {
        var tags = fixture.Root["tags"]!.AsArray().Select(t => t!["name"]!.GetValue<string>()).ToHashSet();
        None(o =>
            !OperationId().IsMatch(Text(o.Node["operationId"])) ? "no operationId"
            : Text(o.Node["summary"]).Length < 5 ? "no summary"
            : Text(o.Node["description"]).Length < 5 ? "no description"
            : o.Node["tags"] is not JsonArray { Count: 1 } named || !tags.Contains(Text(named[0])) ? "no known tag"
            : o.Node["security"] is not JsonArray ? "no security"
            : null
        );
        Assert.Equal(
            Contract.Operations.Count,
            Contract.Operations.Select(o => Text(o.Node["operationId"])).Distinct().Count()
        );
    }

    [Fact]
    public void Every_success_and_every_refusal_has_a_schema()
    {
        None(o => Contract.Responses(o).Any(r => r.Status[0] == '2') ? null : "no success");
        None(o =>
            string.Join(
                ", ",
                Contract
                    .Responses(o)
                    .Where(r => r.Status is not ("302" or "304" or "412" or "416"))
                    .Where(r =>
                        r.Response["content"] is not JsonObject { Count: > 0 } content
                        || content.Any(c => c.Value!["schema"] is not JsonObject { Count: > 0 })
                    )
                    .Select(r => r.Status)
            )
        );
    }

    [Fact]
    public void Every_operation_names_the_refusals_that_follow_from_what_it_asks_for()
    {
        var routes = fixture.App.Services.GetRequiredService<ApiRoutes>();
        None(o =>
        {
            var expected = new List<string> { "500" };
            if (o.Node["security"]!.AsArray().Count > 0)
                expected.AddRange(["401", "403"]);
            if (o.Parameters.Any(p => Text(p["in"]) == "path"))
                expected.AddRange(["400", "404"]);
            if (o.Node["requestBody"] is not null)
                expected.AddRange(["400", "413", "415"]);
            if (routes.Find(o.Path, o.Method)?.RateLimit is not null)
                expected.Add("429");
            return string.Join(", ", expected.Except(Contract.Responses(o).Select(r => r.Status)));
        });
    }

    [Fact]
    public void Every_refusal_has_the_members_of_its_family()
    {
        var routes = fixture.App.Services.GetRequiredService<ApiRoutes>();
        None(o =>
        {
            var format = routes.FormatOf(o.Path, o.Method);
            var body = format.Refuse("CODE", "text", new Dictionary<string, string>(), DateTime.UnixEpoch);
            var json = System.Text.Json.JsonSerializer.Serialize(body, body.GetType(), format.Json);
            return string.Join(
                "; ",
                Contract
                    .Responses(o)
                    .Where(r => r.Status[0] is '4' or '5' && r.Status is not ("412" or "416" or "503"))
                    .Select(r => Contract.Mismatch(r.Response["content"]!["application/json"]!["schema"]!, json))
                    .OfType<string>()
                    .Distinct()
            );
        });
    }

    [Fact]
    public void Parameters_are_in_camel_case_except_those_of_the_wire_in_snake_case() =>
        None(o =>
            string.Join(
                ", ",
                o.Parameters.Where(p => Text(p["in"]) != "header")
                    .Select(p => Text(p["name"]))
                    .Where(n => !CamelCase().IsMatch(n) && !WireNames.Contains(n))
            )
        );

    [Fact]
    public void Every_upload_is_multipart_with_its_file_and_every_file_is_binary()
    {
        var uploads = Contract
            .Operations.Where(o => o.Node["requestBody"]?["content"]?["multipart/form-data"] is not null)
            .ToList();
        Assert.True(uploads.Count >= 5, $"Only {uploads.Count} uploads were found.");
        Assert.All(uploads, o =>
        {
            var schema = o.Node["requestBody"]!["content"]!["multipart/form-data"]!["schema"]!;
            Assert.Equal("binary", Text(schema["properties"]!["file"]!["format"]));
            Assert.Contains("file", schema["required"]!.AsArray().Select(Text));
        });
        None(o => o.Node["requestBody"]?["content"] is JsonObject { Count: > 1 } ? "several content types" : null);
        None(o =>
            string.Join(
                ", ",
                Contract
                    .Responses(o)
                    .SelectMany(r => r.Response["content"] as JsonObject ?? [])
                    .Where(c => c.Key is not ("application/json" or "text/event-stream"))
                    .Where(c => Text(c.Value!["schema"]!["format"]) != "binary")
                    .Select(c => c.Key)
            )
        );
    }

    [Fact]
    public void Every_example_matches_its_schema_and_nothing_more()
    {
        var problems = Examples()
            .Select(e => (e.Name, Problem: Contract.Mismatch(e.Schema, e.Example.ToJsonString())))
            .Where(e => e.Problem is not null)
            .Select(e => $"{e.Name}: {e.Problem}")
            .ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public void A_body_that_differs_from_its_schema_is_found()
    {
        var recorded = Contract.Operations.Single(o => o.Name == "GET /api/v2/reports/jobs/{jobId}/status");
        var example = recorded.Node["responses"]!["200"]!["content"]!["application/json"]!["example"]!;

        Assert.Null(Contract.Problem(recorded, 200, "application/json", example.ToJsonString()));
        Assert.NotNull(Contract.Problem(recorded, 200, "application/json", With(d => d.Remove("state"))));
        Assert.NotNull(Contract.Problem(recorded, 200, "application/json", With(d => d["more"] = 1)));
        Assert.NotNull(Contract.Problem(recorded, 200, "application/json", With(d => d["progress"] = "55")));
        Assert.NotNull(Contract.Problem(recorded, 200, "application/json", With(d => d["id"] = null)));
        Assert.NotNull(Contract.Problem(recorded, 200, "text/html", "<p>"));
        Assert.NotNull(Contract.Problem(recorded, 201, "application/json", example.ToJsonString()));
        Assert.NotNull(Contract.Problem(recorded, 404, "application/json", """{"error":"text"}"""));

        string With(Action<JsonObject> change)
        {
            var copy = example.DeepClone();
            change(copy["data"]!.AsObject());
            return copy.ToJsonString();
        }
    }

    private IEnumerable<(string Name, JsonNode Schema, JsonNode Example)> Examples() =>
        Contract.Operations.SelectMany(o =>
            Contract
                .Responses(o)
                .Append(("request", o.Node["requestBody"] ?? new JsonObject()))
                .SelectMany(r =>
                    (r.Item2["content"] as JsonObject ?? [])
                        .Where(c => c.Value!["example"] is not null)
                        .Select(c => ($"{o.Name} {r.Item1}", c.Value!["schema"]!, c.Value!["example"]!))
                )
        );

    private void None(Func<ApiOperation, string?> problem)
    {
        var problems = Contract
            .Operations.Select(o => (o.Name, Problem: problem(o)))
            .Where(p => !string.IsNullOrEmpty(p.Problem))
            .Select(p => $"{p.Name}: {p.Problem}")
            .ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    [GeneratedRegex("^[a-z][A-Za-z0-9]+$")]
    private static partial Regex OperationId();

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$")]
    private static partial Regex CamelCase();

    /// <summary>The document, read once.</summary>
    public sealed class Document : IAsyncLifetime
    {
        internal TestApp App { get; } = new();

        internal JsonNode Root { get; private set; } = new JsonObject();

        internal ApiContract Contract { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await App.StartAsync();
            using var client = App.Anonymous();
            Root = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;
            Contract = new ApiContract(Root);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
