using System.Net.Mime;
using System.Text.Json;
using Microsoft.OpenApi;

namespace ReportsAdmin.Platform.Http.OpenApi;

/// <summary>The refusals of an operation, which follow from what it asks for; each is described once for its family.</summary>
internal static class RefusalResponses
{
    private static readonly DateTime ExampleTime = new(2025, 10, 29, 6, 21, 0, DateTimeKind.Utc);

    public static void AddTo(OpenApiResponses responses, OperationFacts facts)
    {
        foreach (var status in StatusesOf(facts))
        {
            var key = AnswerResponses.Key(status);
            if (responses.TryGetValue(key, out var own) && own.Content is { Count: > 0 } content)
                Widen(content[MediaTypeNames.Application.Json], facts);
            else
                responses[key] = new OpenApiResponseReference(Shared(facts, status), facts.Document);
        }
    }

    private static IEnumerable<int> StatusesOf(OperationFacts facts)
    {
        var reads = facts.Body is not null || facts.Parts.Count > 0;
        if (facts.HasParameters)
            yield return StatusCodes.Status400BadRequest;
        // A login is open to everybody and may fail.
        var checks = facts.Metadata.OfType<CanFailSignInAttribute>().Any();
        if (!facts.IsAnonymous || checks)
            yield return StatusCodes.Status401Unauthorized;
        // Also open addresses may be closed for a link that has ended.
        if (!facts.IsAnonymous || facts.HasPath || checks)
            yield return StatusCodes.Status403Forbidden;
        if (facts.HasPath || reads)
            yield return StatusCodes.Status404NotFound;
        if (facts.IsChange || facts.HasPath)
            yield return StatusCodes.Status409Conflict;
        if (reads)
        {
            yield return StatusCodes.Status413PayloadTooLarge;
            yield return StatusCodes.Status415UnsupportedMediaType;
        }

        if (facts.IsLimited)
            yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status500InternalServerError;
        yield return StatusCodes.Status503ServiceUnavailable;
    }

    /// <summary>An answer of this status that the action declares is one of two: its own, or that of the family.</summary>
    private static void Widen(OpenApiMediaType body, OperationFacts facts) =>
        body.Schema = new OpenApiSchema { AnyOf = [body.Schema!, SchemaOf(facts)] };

    private static IOpenApiSchema SchemaOf(OperationFacts facts) =>
        facts.Schemas(isRequest: false).Of(Body(facts, StatusCodes.Status400BadRequest).GetType());

    private static string Shared(OperationFacts facts, int status)
    {
        var name = facts.Family + NameOf(status);
        var components = facts.Document.Components ??= new OpenApiComponents();
        var known = components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        if (!known.ContainsKey(name))
            known[name] = Describe(facts, status);
        return name;
    }

    private static OpenApiResponse Describe(OperationFacts facts, int status)
    {
        var body = Body(facts, status);
        var response = new OpenApiResponse
        {
            Description = ErrorCodes.SentenceOf(status),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaTypeNames.Application.Json] = new OpenApiMediaType
                {
                    Schema = SchemaOf(facts),
                    Example = JsonSerializer.SerializeToNode(body, body.GetType(), facts.Format.Json),
                },
            },
        };
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                ["Retry-After"] = AnswerResponses.Header("Seconds until the next request is taken."),
            };
        return response;
    }

    private static object Body(OperationFacts facts, int status) =>
        facts.Format.Refuse(
            ErrorCodes.CodeOf(status),
            status == 400 ? "page counts from 1." : ErrorCodes.SentenceOf(status),
            status == 400
                ? new Dictionary<string, string>(StringComparer.Ordinal) { ["page"] = "page counts from 1." }
                : [],
            ExampleTime
        );

    private static string NameOf(int status) =>
        status switch
        {
            400 => "BadRequest",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "NotFound",
            409 => "Conflict",
            413 => "TooLarge",
            415 => "UnsupportedMediaType",
            429 => "TooManyRequests",
            500 => "ServerError",
            503 => "Unavailable",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A refusal without a name."),
        };
}
