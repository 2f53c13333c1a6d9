using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ReportsAdmin.Platform.Settings;
using Scalar.AspNetCore;

namespace ReportsAdmin.Platform.Http.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c> and the page that shows it at <c>/docs</c>; in Production for signed-in people only, unless <c>Docs:Open</c> is set.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        // The framework describes bodies too, before they are replaced; with these options it finds no two members of the same name.
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.PropertyNamingPolicy = null;
            o.SerializerOptions.PropertyNameCaseInsensitive = false;
            o.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        services.AddOpenApi("v1", o =>
        {
            // Bodies get their schemas from the response format of their family (ContractSchemas), so nothing is named here.
            o.CreateSchemaReferenceId = static _ => null;
            o.AddOperationTransformer(OperationContract.DescribeAsync);
            o.AddDocumentTransformer(DescribeAsync);
        });
    }

    public static void MapApiDocument(this WebApplication app)
    {
        var isOpen = app.Configuration.Read<DocsOptions>().Open ?? !app.Environment.IsProduction();
        var document = app.MapOpenApi("/openapi/{documentName}.json");
        // Its scripts come from the package and carry our nonce; nothing is fetched from outside.
        var page = app.MapScalarApiReference("/docs", (options, http) =>
            options
                .WithTitle("ReportsAdmin API")
                .WithNonce(http.CspNonce())
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp()
                .HideDeveloperTools()
        );
        // Otherwise the fallback policy asks for a person.
        if (!isOpen)
            return;
        document.AllowAnonymous();
        page.AllowAnonymous();
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
            Contact = new OpenApiContact { Name = "The administrator of your installation" },
            License = new OpenApiLicense { Name = "Proprietary", Identifier = "LicenseRef-Proprietary" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This server" }];
        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Authentication.Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The token of POST /api/auth/login.",
            },
        };
        // A part of forms that the framework has a name for of its own.
        components.Schemas?.Remove(nameof(IFormFile));
        components.Schemas = Sorted(components.Schemas);
        components.Responses = Sorted(components.Responses);
        document.Paths = PathsOf(document, context.DescriptionGroups.SelectMany(g => g.Items));
        document.Tags = TagsOf(document);
        NameOperations(document);
        return Task.CompletedTask;
    }

    /// <summary>In alphabetical order, which no compiler changes, under the addresses that <see cref="DocumentedPathAttribute"/> gives.</summary>
    private static OpenApiPaths PathsOf(OpenApiDocument document, IEnumerable<ApiDescription> operations)
    {
        var named = operations
            .Select(o =>
                (
                    o.RelativePath,
                    o.ActionDescriptor.EndpointMetadata.OfType<DocumentedPathAttribute>().FirstOrDefault()?.Path
                )
            )
            .Where(p => p.Path is not null)
            .ToDictionary(p => "/" + p.RelativePath, p => "/" + p.Path, StringComparer.Ordinal);
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(p => p.Key, StringComparer.Ordinal))
            paths[named.GetValueOrDefault(path, path)] = item;
        return paths;
    }

    private static HashSet<OpenApiTag> TagsOf(OpenApiDocument document) =>
        [
            .. Operations(document)
                .SelectMany(o =>
                    (o.Value.Tags ?? new HashSet<OpenApiTagReference>()).Select(t => (Name: t.Reference.Id!, o.Path))
                )
                .GroupBy(t => t.Name, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new OpenApiTag
                {
                    Name = g.Key,
                    Description =
                        $"Operations below {string.Join(", ", g.Select(t => RootOf(t.Path)).Distinct().Order(StringComparer.Ordinal))}.",
                }),
        ];

    /// <summary>Overloads of an action carry the same name; the last fixed step of their address tells which is which.</summary>
    private static void NameOperations(OpenApiDocument document)
    {
        foreach (
            var same in Operations(document)
                .GroupBy(o => o.Value.OperationId, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
        )
        foreach (var (path, operation) in same)
            operation.OperationId += string.Concat(
                path.Split('/', StringSplitOptions.RemoveEmptyEntries)
                    .Last(s => !s.StartsWith('{'))
                    .Split('-')
                    .Select(w => char.ToUpperInvariant(w[0]) + w[1..])
            );
    }

    private static IEnumerable<(string Path, OpenApiOperation Value)> Operations(OpenApiDocument document) =>
        document.Paths.SelectMany(p => (p.Value.Operations ?? []).Values.Select(o => (p.Key, o)));

    private static string RootOf(string path) =>
        string.Join(
            '/',
            path.Split('/')
                .TakeWhile(s => !s.StartsWith('{'))
                .Take(
                    path.StartsWith("/api/v2/reports", StringComparison.Ordinal) ? 5
                    : path.StartsWith("/api/v", StringComparison.Ordinal) ? 4
                    : 3
                )
        );

    private static Dictionary<string, T> Sorted<T>(IDictionary<string, T>? parts) =>
        (parts ?? new Dictionary<string, T>(StringComparer.Ordinal))
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
