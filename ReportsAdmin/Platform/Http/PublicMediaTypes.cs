using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Template;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// Tells a stranger who sends a body of the wrong kind to a public address just that. Where only the kind of the body keeps an action from
/// being chosen, routing chooses an endpoint of its own that answers 415 and is, like every other, closed to strangers: they would be
/// asked to sign in to an address that needs no sign-in.
/// </summary>
internal sealed class PublicMediaTypes(RequestDelegate next, EndpointDataSource endpoints)
{
    private const string Refusing = "415 HTTP Unsupported Media Type";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.DisplayName != Refusing || !IsPublic(http.Request.Path))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }

    private bool IsPublic(PathString path) =>
        endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null && e.RoutePattern.RawText is not null)
            .Any(e =>
                new TemplateMatcher(TemplateParser.Parse(e.RoutePattern.RawText!), new RouteValueDictionary()).TryMatch(
                    path,
                    new RouteValueDictionary()
                )
            );
}
