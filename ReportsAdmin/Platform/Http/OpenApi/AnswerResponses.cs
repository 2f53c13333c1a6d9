using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ReportsAdmin.Platform.Http.OpenApi;

/// <summary>The answers of an operation other than refusals: records with their examples, files, and the statuses without a body.</summary>
internal static class AnswerResponses
{
    private const string ETag = "ETag";

    public static OpenApiResponses Of(OperationFacts facts)
    {
        var responses = new OpenApiResponses();
        foreach (var (status, type) in TypesOf(facts))
            AddBody(responses, status, MediaTypeNames.Application.Json, facts.Schemas(isRequest: false).Of(type));
        foreach (var bare in facts.Description.SupportedResponseTypes.Where(r => r.StatusCode is > 200 and < 400))
            Response(responses, bare.StatusCode, SentenceOf(bare.StatusCode));
        AddExamples(responses, facts);
        if (facts.File is { } file)
            AddFile(responses, facts, file);
        if (facts.IsConditional)
        {
            Response(responses, 304, "The caller's copy is still good.");
            foreach (var status in (int[])[200, 206])
                if (responses.TryGetValue(Key(status), out var answer) && answer is OpenApiResponse { } response)
                    response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
                    {
                        [ETag] = Header("Names this state of the answer, for If-None-Match."),
                    };
        }

        return responses;
    }

    public static OpenApiHeader Header(string description) =>
        new()
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    /// <summary>Records that the action declares; a bare <c>object</c> says nothing.</summary>
    private static IEnumerable<(int Status, Type Type)> TypesOf(OperationFacts facts) =>
        facts
            .Description.SupportedResponseTypes.Where(r =>
                r.Type is { } type && type != typeof(void) && type != typeof(object)
            )
            .Select(r => (r.StatusCode, r.Type!));

    private static void AddExamples(OpenApiResponses responses, OperationFacts facts)
    {
        foreach (var example in facts.Metadata.OfType<ResponseExampleAttribute>())
        {
            var node = JsonNode.Parse(example.Json)!;
            var body = responses.TryGetValue(Key(example.Status), out var known)
                ? known.Content![MediaTypeNames.Application.Json]
                : AddBody(responses, example.Status, MediaTypeNames.Application.Json, ExampleSchema.Of(node));
            body.Example = node;
        }
    }

    private static void AddFile(OpenApiResponses responses, OperationFacts facts, FileAnswerAttribute file)
    {
        foreach (var type in file.ContentTypes)
        {
            if (type == MediaTypeNames.Application.Json)
                AddJsonReport(responses, facts);
            else
                AddBody(responses, 200, type, type == ReportTypes.Events ? Text() : ContractSchemas.Binary());
            if (file.HasRanges)
                AddBody(responses, 206, type, ContractSchemas.Binary()).Example = ExampleOfPart(type);
        }

        if (!file.HasRanges)
            return;
        Response(responses, 412, "The file is no longer the one that the caller has a part of.");
        Response(responses, 416, "The file has no such part.");
    }

    // A part of a JSON text is no JSON.
    private static JsonValue? ExampleOfPart(string type) =>
        type == MediaTypeNames.Application.Json ? JsonValue.Create(JsonReport.Example[..10]) : null;

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    /// <summary>The report itself, or what the action answers in JSON besides.</summary>
    private static void AddJsonReport(OpenApiResponses responses, OperationFacts facts)
    {
        var report = facts.Schemas(isRequest: false).Of(typeof(JsonReport));
        if (
            responses.TryGetValue(Key(200), out var known)
            && known.Content?.TryGetValue(MediaTypeNames.Application.Json, out var body) == true
        )
            body.Schema = new OpenApiSchema { AnyOf = [body.Schema!, report] };
        else
            AddBody(responses, 200, MediaTypeNames.Application.Json, report).Example = JsonNode.Parse(
                JsonReport.Example
            );
    }

    private static OpenApiMediaType AddBody(OpenApiResponses responses, int status, string type, IOpenApiSchema schema)
    {
        var response = Response(responses, status, SentenceOf(status));
        response.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        if (!response.Content.TryGetValue(type, out var body))
            response.Content[type] = body = new OpenApiMediaType();
        body.Schema = schema;
        return body;
    }

    private static OpenApiResponse Response(OpenApiResponses responses, int status, string description)
    {
        if (responses.TryGetValue(Key(status), out var known) && known is OpenApiResponse response)
            return response;
        response = new OpenApiResponse { Description = description };
        responses[Key(status)] = response;
        return response;
    }

    private static string SentenceOf(int status) =>
        status switch
        {
            200 => "Done.",
            201 => "Created.",
            202 => "Accepted; the work is not done yet.",
            302 => "To the page that shows it, for browsers.",
            206 => "The part that was asked for.",
            _ => ErrorCodes.SentenceOf(status),
        };
}

/// <summary>The schema of an answer that no record describes, as far as its example tells: the members on top and their kinds.</summary>
internal static class ExampleSchema
{
    public static IOpenApiSchema Of(JsonNode? example) =>
        example switch
        {
            JsonObject members => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = members.ToDictionary(m => m.Key, m => Kind(m.Value), StringComparer.Ordinal),
                Required = members.Select(m => m.Key).ToHashSet(StringComparer.Ordinal),
                // There may be more.
                AdditionalProperties = new OpenApiSchema(),
            },
            _ => Kind(example),
        };

    // What may be null is not known from one example.
    private static IOpenApiSchema Kind(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.Object => new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.Null },
            JsonValueKind.Array => new OpenApiSchema
            {
                Type = JsonSchemaType.Array | JsonSchemaType.Null,
                Items = new OpenApiSchema(),
            },
            JsonValueKind.String => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
            JsonValueKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null },
            JsonValueKind.True or JsonValueKind.False => new OpenApiSchema
            {
                Type = JsonSchemaType.Boolean | JsonSchemaType.Null,
            },
            _ => new OpenApiSchema(),
        };
}
