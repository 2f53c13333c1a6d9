using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace ReportsAdmin.Platform.Http;

/// <summary>The example body of a request; the JSON is a constant in the room's <c>…Wire.cs</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequestExampleAttribute(string json) : Attribute
{
    public string Json { get; } = json;
}

/// <summary>The example body of an answer with this status. Every JSON action has at least one; errors get theirs from the response format.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ResponseExampleAttribute(int status, string json) : Attribute
{
    public int Status { get; } = status;

    public string Json { get; } = json;
}

/// <summary>The document at <c>/openapi/v1.json</c> and the page that shows it at <c>/docs</c>.</summary>
internal static class OpenApi
{
    private static readonly DateTime ExampleTime = new(2025, 10, 29, 6, 21, 0, DateTimeKind.Utc);

    public static void AddApiDocument(this IServiceCollection services)
    {
        // Of the document only: bodies are read and written by the apiFormats.
        services.ConfigureHttpJsonOptions(o =>
            o.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict
        );
        services.AddOpenApi("v1", o =>
        {
            o.AddDocumentTransformer(DescribeAsync);
            o.AddOperationTransformer(ExemplifyAsync);
        });
    }

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        // Its scripts come from the package and carry our nonce; nothing is fetched from outside.
        app.MapScalarApiReference("/docs", (options, http) =>
                options
                    .WithTitle("ReportsAdmin API")
                    .WithNonce(http.CspNonce())
                    .DisableDefaultFonts()
                    .DisableTelemetry()
                    .DisableAgent()
                    .DisableMcp()
                    .HideDeveloperTools()
            )
            .AllowAnonymous();
    }

    private static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken ct
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "ReportsAdmin API",
            Version = "v1",
            Description =
                "Five families of clients, five wire shapes. Sign in with POST /api/auth/login and send the token as Authorization: Bearer.",
        };
        document.Servers = null;
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Authentication.Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
        };
        return Task.CompletedTask;
    }

    private static Task ExemplifyAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var anonymous = metadata.OfType<IAllowAnonymous>().Any();
        if (!anonymous)
            operation.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(Authentication.Bearer, context.Document)] = [],
                },
            ];
        if (
            metadata.OfType<RequestExampleAttribute>().FirstOrDefault() is { } request
            && operation.RequestBody?.Content is { } bodies
        )
        {
            foreach (var body in bodies.Values)
                body.Example = JsonNode.Parse(request.Json);
        }

        // Records bind by the names of their properties; clients write them in camel case.
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if (parameter is { In: ParameterLocation.Query, Name: { } name })
                parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(name);
        operation.Responses ??= [];
        foreach (var example in metadata.OfType<ResponseExampleAttribute>())
            Give(operation.Responses, example.Status, JsonNode.Parse(example.Json));
        var apiFormat = metadata.OfType<ApiFormatAttribute>().LastOrDefault()?.ApiFormat
            ?? context
                .ApplicationServices.GetRequiredService<ApiRoutes>()
                .FormatOf("/" + context.Description.RelativePath, context.Description.HttpMethod ?? "GET");
        foreach (var status in Refusals(context.Description, metadata, anonymous))
            Refuse(operation.Responses, apiFormat, status);
        return Task.CompletedTask;
    }

    private static IEnumerable<int> Refusals(ApiDescription description, IList<object> metadata, bool anonymous)
    {
        if (description.ParameterDescriptions.Count > 0)
            yield return 400;
        if (!anonymous)
            yield return 401;
        if (metadata.OfType<PermissionAttribute>().Any())
            yield return 403;
        if (
            description.ParameterDescriptions.Any(p =>
                p.Source == Microsoft.AspNetCore.Mvc.ModelBinding.BindingSource.Path
            )
        )
            yield return 404;
        yield return 429;
        yield return 500;
    }

    private static void Refuse(OpenApiResponses responses, IApiFormat apiFormat, int status)
    {
        var key = status.ToString(CultureInfo.InvariantCulture);
        if (responses.TryGetValue(key, out var given) && given.Content is { Count: > 0 })
            return;
        var details =
            status == 400
                ? new Dictionary<string, string>(StringComparer.Ordinal) { ["page"] = "page counts from 1." }
                : [];
        var body = apiFormat.Refuse(
            ErrorCodes.CodeOf(status),
            status == 400 ? "page counts from 1." : ErrorCodes.SentenceOf(status),
            details,
            ExampleTime
        );
        Give(responses, status, JsonSerializer.SerializeToNode(body, body.GetType(), apiFormat.Json));
    }

    private static void Give(OpenApiResponses responses, int status, JsonNode? example)
    {
        var key = status.ToString(CultureInfo.InvariantCulture);
        if (!responses.TryGetValue(key, out var known) || known is not OpenApiResponse response)
            responses[key] = response = new OpenApiResponse
            {
                Description = status < 400 ? "OK" : ErrorCodes.SentenceOf(status),
            };
        response.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        // MVC lists text/plain and text/json as well; the apiFormats write application/json only.
        var schema = response.Content.TryGetValue(MediaTypeNames.Application.Json, out var json) ? json.Schema : null;
        foreach (var other in response.Content.Keys.Where(k => k is "text/plain" or "text/json").ToList())
            response.Content.Remove(other);
        response.Content[MediaTypeNames.Application.Json] = new OpenApiMediaType { Schema = schema, Example = example };
    }
}
