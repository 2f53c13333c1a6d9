using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ReportsAdmin.Tests.Contract;

namespace ReportsAdmin.Tests.Support;

/// <summary>
/// Compares what the API answers in any test with the checked-in API document. An answer that the document does not describe fails the
/// test, whatever else it was about.
/// </summary>
internal sealed class ContractCheck() : DelegatingHandler(new SocketsHttpHandler())
{
    // Long lists repeat the same records.
    private const int MaxLength = 64 * 1024;

    private static readonly Lazy<ApiContract> Document = new(() =>
        new ApiContract(JsonNode.Parse(File.ReadAllText(PathOfDocument()))!)
    );

    // The nodes of a JSON document are not made for several readers.
    private static readonly Lock Reading = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var answer = await base.SendAsync(request, ct);
        var type = answer.Content.Headers.ContentType?.MediaType;
        var body =
            type == "application/json" && answer.Content.Headers.ContentLength is < MaxLength
                ? await ReadAsync(answer, ct)
                : null;
        lock (Reading)
            return
                Document.Value.Find(request.Method.Method, answer.RequestMessage!.RequestUri!.AbsolutePath)
                    is { } operation
                && Document.Value.Problem(operation, (int)answer.StatusCode, type, body) is { } problem
                ? throw new InvalidOperationException($"{operation.Name} is not as documented: {problem}\n{body}")
                : answer;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await answer.Content.LoadIntoBufferAsync(ct);
        return await answer.Content.ReadAsStringAsync(ct);
    }

    private static string PathOfDocument([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../ReportsAdmin/Docs/api/openapi.json");
}
