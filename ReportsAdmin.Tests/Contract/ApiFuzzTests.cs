using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>
/// Every operation of the API document against the running server with random input, good and bad: never a 5xx, and every answer and
/// every refusal as the document describes it, in status, content type and schema.
/// </summary>
public sealed class ApiFuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Requests = 10_000;

    // What costs a password hash each is asked less often.
    private const int RoundsOfLogins = 20;

    private readonly LogLines log = new();
    private TestApp app = null!;

    private readonly SortedDictionary<string, string> faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> statuses = [];
    private readonly NestedConnections connections = new();
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> refused = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        app = await new TestApp()
            .With(services => services.AddSingleton<ILoggerProvider>(log))
            .With(connections.AddTo)
            .WithoutContractCheck()
            .With("Exports:MaxRows", "20")
            // Uploads and downloads wait for it.
            .With("Jobs:Workers", "1")
            .With("RateLimits:Dashboard", "1000000")
            .With("RateLimits:Reports", "1000000")
            .With("RateLimits:Export", "1000000")
            .With("RateLimits:Tracker", "1000000")
            .With("RateLimits:V2", "1000000")
            .With("RateLimits:Public", "1000000")
            .With("RateLimits:Mail", "1000000")
            .StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI/24-25/001|2025-03-20|200000|150000.25",
                "C-2|Bharat Infra|Bengaluru|B-9|2024-01-10|70000|70000"
            ),
            "Apr-25"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task No_input_breaks_an_operation_and_every_answer_is_as_the_document_says()
    {
        using var admin = await app.AsAsync(TestApp.Admin);
        using var engineer = await app.AsAsync(TestApp.Engineer);
        using var nobody = app.Anonymous();
        var contract = new ApiContract(JsonNode.Parse(await nobody.GetStringAsync("/openapi/v1.json"))!);
        Assert.True(contract.Operations.Count > 60, $"Only {contract.Operations.Count} operations were found.");
        // The same requests each time, so that a landing does not depend on luck; another seed looks further.
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("REPORTSADMIN_SEED") ?? "1",
            CultureInfo.InvariantCulture
        );
        var random = new Random(seed);
        var requests = new RandomRequests(random);
        requests.Learn("/api/customers", "C-1");
        requests.Learn("/api/customers/{customerId}/invoices", "SI/24-25/001");
        requests.Learn("/api/v2/uploads", "1");
        for (var i = 0; i < Requests; i++)
        {
            var operation = contract.Operations[i % contract.Operations.Count];
            var isLogin = operation.Path.Contains("/auth/", StringComparison.Ordinal) && operation.Method == "POST";
            if (isLogin && i / contract.Operations.Count % RoundsOfLogins > 0)
                continue;
            var client = isLogin
                ? nobody
                : random.Next(20) switch
                {
                    0 => nobody,
                    1 => engineer,
                    _ => admin,
                };
            await AskAsync(contract, operation, requests, client);
        }

        await new OperationStories(app, (client, request) => CheckAsync(contract, request, client)).TellAsync();
        Report(contract, seed);
    }

    /// <summary>The JSON of an answer to a request that must be taken, checked by the document like any other.</summary>
    private async Task<JsonNode?> CheckAsync(ApiContract contract, HttpRequestMessage request, HttpClient client)
    {
        var path = request.RequestUri!.OriginalString.Split('?')[0];
        var operation = contract.Find(request.Method.Method, path);
        Assert.True(operation is not null, $"{request.Method} {path} is not in the document.");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var (status, type) = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
        Assert.True(status is >= 200 and < 300 or 409, $"{request.Method} {path}: {status} {Short(text)}");
        if (status < 300)
            answered.Add(operation.Name);
        var body = type is "application/json" or null ? text : null;
        if (contract.Problem(operation, status, type, body) is { } problem)
            faults.TryAdd($"{operation.Name}: {status}", $"{problem}\n    {Short(body)}");
        return type == "application/json" ? JsonNode.Parse(text) : null;
    }

    private async Task AskAsync(
        ApiContract contract,
        ApiOperation operation,
        RandomRequests requests,
        HttpClient client
    )
    {
        using var request = requests.Of(operation);
        var asked = $"{request.Method} {request.RequestUri} {await TextOfAsync(request.Content)}";
        // A stream of events ends with its job: only its head is read.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (status, type) = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
        statuses[status] = statuses.GetValueOrDefault(status) + 1;
        if (status < 300)
            answered.Add(operation.Name);
        else if (status >= 400)
            refused[operation.Name] = asked;
        if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Accepted)
            requests.Learn(contract, answer.Headers.Location);
        var body = type is "application/json" or null ? await answer.Content.ReadAsStringAsync() : null;
        if (status >= 500 && status != 503 || contract.Problem(operation, status, type, body) is { })
            faults.TryAdd(
                $"{operation.Name}: {status}",
                $"{contract.Problem(operation, status, type, body)}\n    {asked}\n    {Short(body)}{(status >= 500 ? LastError() : "")}"
            );
    }

    private void Report(ApiContract contract, int seed)
    {
        output.WriteLine($"seed {seed}, {contract.Operations.Count} operations");
        output.WriteLine(string.Join(", ", statuses.Select(s => $"{s.Key}: {s.Value}")));
        foreach (var never in contract.Operations.Select(o => o.Name).Except(answered))
            output.WriteLine($"never answered: {never}, last asked as {Short(refused.GetValueOrDefault(never))}");
        Assert.True(faults.Count == 0, string.Join("\n", faults.Select(f => $"{f.Key}\n    {f.Value}")));
        Assert.True(connections.Found.Count == 0, string.Join("\n", connections.Found));
        // Input that is refused altogether would prove nothing.
        Assert.True(statuses.GetValueOrDefault(200) > Requests / 10, "Too few requests were answered.");
        Assert.Empty(contract.Operations.Select(o => o.Name).Except(answered));
    }

    private string LastError() =>
        "\n    " + Short(log.Lines.LastOrDefault(l => l.Contains("Exception: ", StringComparison.Ordinal)));

    private static string Short(string? text) => text is { Length: > 600 } ? text[..600] + "…" : text ?? "";

    private static async Task<string> TextOfAsync(HttpContent? content) =>
        content is StringContent body ? await body.ReadAsStringAsync() : "";
}
