using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ReportsAdmin.Platform.Http.OpenApi;

/// <summary>
/// What one operation takes and answers, from its metadata: who may call it, what it reads, its answers, and its refusals as its family
/// writes them.
/// </summary>
internal static class OperationContract
{
    public static Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        var facts = OperationFacts.Of(context);
        Identify(operation, facts);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            NameParameter(parameter, facts);
        // A parameter of an action goes before the member of the same name of its query.
        operation.Parameters = operation.Parameters?.Reverse().DistinctBy(p => (p.Name, p.In)).Reverse().ToList();
        AddHeaders(operation, facts);
        operation.RequestBody = RequestBodies.Of(facts);
        operation.Responses = AnswerResponses.Of(facts);
        RefusalResponses.AddTo(operation.Responses, facts);
        operation.Responses = Ordered(operation.Responses);
        return Task.CompletedTask;
    }

    private static OpenApiResponses Ordered(OpenApiResponses responses)
    {
        var ordered = new OpenApiResponses();
        foreach (var (status, response) in responses.OrderBy(r => r.Key, StringComparer.Ordinal))
            ordered[status] = response;
        return ordered;
    }

    private static void Identify(OpenApiOperation operation, OperationFacts facts)
    {
        var action = (ControllerActionDescriptor)facts.Description.ActionDescriptor;
        operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(action.ControllerName) + action.ActionName;
        operation.Summary = facts.Metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        operation.Description ??= $"Answers in the format of the {facts.Family} family.";
        if (!facts.IsAnonymous)
            operation.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(Authentication.Bearer, facts.Document)] = [],
                },
            ];
        else
            operation.Security = [];
    }

    /// <summary>Records bind by the names of their properties; clients write them in camel case, unless a name is given, which is the wire's.</summary>
    private static void NameParameter(OpenApiParameter parameter, OperationFacts facts)
    {
        if (parameter is { In: ParameterLocation.Query, Name: { } name })
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(name);
        if (parameter.In == ParameterLocation.Path && facts.DocumentedName(parameter.Name!) is { } documented)
            parameter.Name = documented;
        // Queries and paths are text: a number may be written in digits, and the pattern of the framework is no help to a reader.
        if (parameter.Schema is OpenApiSchema { Type: { } type } schema)
        {
            schema.Pattern = null;
            if (type.HasFlag(JsonSchemaType.Integer))
                schema.Type = JsonSchemaType.Integer;
            else if (!type.HasFlag(JsonSchemaType.Array))
                schema.Type = type & ~JsonSchemaType.Null;
        }
    }

    private static void AddHeaders(OpenApiOperation operation, OperationFacts facts)
    {
        var headers = new List<IOpenApiParameter>();
        if (facts.Metadata.OfType<IdempotentAttribute>().Any())
            headers.Add(Header(IdempotentAttribute.Header, "Makes the same request run once; kept for 24 hours."));
        if (facts.IsConditional)
            headers.Add(Header("If-None-Match", "The ETag of the copy that the caller has."));
        if (facts.File is { HasRanges: true })
            headers.Add(Header("Range", "The part of the file that is wanted, in bytes."));
        if (headers.Count > 0)
            operation.Parameters = [.. operation.Parameters ?? [], .. headers];
    }

    private static OpenApiParameter Header(string name, string description) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}

/// <summary>What the description and the metadata of an operation say of it.</summary>
internal sealed record OperationFacts(
    ApiDescription Description,
    OpenApiDocument Document,
    IReadOnlyList<object> Metadata,
    IApiFormat Format,
    bool IsLimited
)
{
    public bool IsAnonymous => Metadata.OfType<IAllowAnonymous>().Any();

    public FileAnswerAttribute? File => Metadata.OfType<FileAnswerAttribute>().FirstOrDefault();

    /// <summary>Whether the caller's copy is compared.</summary>
    public bool IsConditional => File is { HasRanges: true } || Metadata.OfType<EntityTaggedAttribute>().Any();

    public bool HasPath => Description.ParameterDescriptions.Any(p => p.Source == BindingSource.Path);

    public bool HasParameters => Description.ParameterDescriptions.Count > 0;

    public bool IsChange => !HttpMethods.IsGet(Description.HttpMethod ?? "GET");

    public ApiParameterDescription? Body =>
        Description.ParameterDescriptions.FirstOrDefault(p => p.Source == BindingSource.Body);

    public IReadOnlyList<ApiParameterDescription> Parts =>
        [
            .. Description.ParameterDescriptions.Where(p =>
                p.Source == BindingSource.Form || p.Source == BindingSource.FormFile
            ),
        ];

    /// <summary>The word that the pages in Docs/api use.</summary>
    public string Family => Format.GetType().Name.Replace("Format", "", StringComparison.Ordinal);

    public ContractSchemas Schemas(bool isRequest) => new(Document, Format, isRequest);

    /// <summary>The name of a part of the path in <see cref="DocumentedPathAttribute"/>; null when it is what the route calls it.</summary>
    public string? DocumentedName(string name)
    {
        if (Metadata.OfType<DocumentedPathAttribute>().FirstOrDefault() is not { } documented)
            return null;
        var own = (Description.RelativePath ?? "").Split('/');
        var shown = documented.Path.Split('/');
        var at = Array.IndexOf(own, $"{{{name}}}");
        return at >= 0 && at < shown.Length ? shown[at].Trim('{', '}') : null;
    }

    public static OperationFacts Of(OpenApiOperationTransformerContext context)
    {
        var (description, services) = (context.Description, context.ApplicationServices);
        var metadata = description.ActionDescriptor.EndpointMetadata;
        var (path, method) = ("/" + description.RelativePath, description.HttpMethod ?? "GET");
        var routes = services.GetRequiredService<ApiRoutes>();
        return new OperationFacts(
            description,
            context.Document!,
            [.. metadata],
            metadata.OfType<ApiFormatAttribute>().LastOrDefault()?.ApiFormat ?? routes.FormatOf(path, method),
            metadata.OfType<RateLimitAttribute>().Any() || routes.Find(path, method)?.RateLimit is not null
        );
    }
}

/// <summary>JSON in the spelling of the family, or a form with its file.</summary>
internal static class RequestBodies
{
    public static OpenApiRequestBody? Of(OperationFacts facts)
    {
        if (facts.Parts.Count > 0)
            return Multipart(facts);
        if (facts.Body is not { } body)
            return null;
        var example = facts.Metadata.OfType<RequestExampleAttribute>().FirstOrDefault()?.Json;
        return new OpenApiRequestBody
        {
            Required = body.IsRequired,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaTypeNames.Application.Json] = new OpenApiMediaType
                {
                    Schema = facts.Schemas(isRequest: true).Of(body.Type),
                    Example = example is null ? null : JsonNode.Parse(example),
                },
            },
        };
    }

    private static OpenApiRequestBody Multipart(OperationFacts facts)
    {
        var schemas = facts.Schemas(isRequest: true);
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            Required = new HashSet<string>(StringComparer.Ordinal),
        };
        foreach (var part in facts.Parts)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(part.Name);
            var type = part.ModelMetadata?.ModelType ?? part.Type;
            schema.Properties[name] = schemas.Of(Nullable.GetUnderlyingType(type) ?? type);
            // No operation does without its file, also where the server says so in its own words.
            if (part.IsRequired || part.ModelMetadata?.IsRequired == true || typeof(IFormFile).IsAssignableFrom(type))
                schema.Required.Add(name);
        }

        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaTypeNames.Multipart.FormData] = new OpenApiMediaType { Schema = schema },
            },
        };
    }
}
