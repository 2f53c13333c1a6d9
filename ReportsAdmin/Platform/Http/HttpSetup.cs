using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using ReportsAdmin.Platform.Http.OpenApi;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Http;

/// <summary>Everything between the socket and the rooms.</summary>
public static class HttpSetup
{
    private static readonly string[] DevelopmentOrigins =
    [
        "http://localhost:9002",
        "http://localhost:3000",
        "http://localhost:5173",
    ];
    private static readonly string[] Exposed =
    [
        "Retry-After",
        "Content-Disposition",
        "ETag",
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "Location",
    ];

    /// <param name="routes">What the rooms say of their addresses.</param>
    /// <param name="limits">The rate limits of the rooms, each name once.</param>
    public static IServiceCollection AddHttp(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment,
        IEnumerable<ApiRoute> routes,
        IEnumerable<RateLimit> limits
    )
    {
        services.AddApi();
        services.AddTransport();
        services.AddSessions(configuration);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSessions>();
        services.AddScoped<CircuitHandler, CircuitSessionWatch>();
        services.AddScoped<CircuitHandler, CircuitActors>();
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.AddSingleton<IAuthorizationHandler, PermissionCheck>();
        services.AddSingleton(new ApiRoutes(routes));
        services.AddSingleton(s => new RateLimits(s.GetRequiredService<ApiRoutes>(), limits, configuration));
        services.AddSingleton<RateCounts>();
        var circuits = configuration.Read<CircuitLimits>();
        services.AddLimit(
            new Limit(
                CircuitLimits.PerPerson,
                "Open pages",
                "Of one person, on each node",
                "pages",
                circuits.MaxPerPerson
            )
            {
                Least = 5,
            }
        );
        services.AddLimit(
            new Limit(
                CircuitLimits.PerAddress,
                "Open pages",
                "Without sign-in, of one address",
                "pages",
                circuits.MaxPerAddress
            )
        );
        services.AddLimit(
            new Limit(LoadGate.Open, "Requests of the API", "Answered at once by each node", "requests", 1000)
            {
                Least = 50,
            }
        );
        services.AddScoped(s => new CircuitRates(s.GetRequiredService<RateCounts>()));
        services.AddOrigins(configuration, environment);
        services.AddCompression();
        services.AddApiDocument();
        return services;
    }

    /// <summary>Controllers that answer in the response format of their family, and the token against forged requests.</summary>
    private static void AddApi(this IServiceCollection services)
    {
        services
            .AddControllers(o =>
            {
                o.InputFormatters.RemoveType<SystemTextJsonInputFormatter>();
                o.InputFormatters.Add(new ApiFormatInput());
                o.Filters.Add<ApiFormatOutput>();
                o.Filters.Add<OneFile>();
                o.ValueProviderFactories.RemoveType<QueryStringValueProviderFactory>();
                o.ValueProviderFactories.Insert(0, new QueryValues());
            })
            .ConfigureApiBehaviorOptions(o =>
            {
                // A bare status gets its body from the response format, never a ProblemDetails.
                o.SuppressMapClientErrors = true;
                o.InvalidModelStateResponseFactory = BindingProblems.Refuse;
            });

        services.AddAntiforgery(o =>
        {
            o.HeaderName = "RequestVerificationToken";
            o.Cookie.Name = "ra-antiforgery";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The policy's frame-ancestors says it, and more strictly.
            o.SuppressXFrameOptionsHeader = true;
        });
    }

    private static void AddOrigins(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    ) =>
        services.AddCors(o =>
            o.AddDefaultPolicy(p =>
                p.WithOrigins(
                        configuration.Read<CorsOptions>().Origins is { Count: > 0 } origins ? [.. origins]
                        : environment.IsDevelopment() ? DevelopmentOrigins
                        : []
                    )
                    .AllowAnyHeader()
                    .AllowAnyMethod()
                    .AllowCredentials()
                    .WithExposedHeaders(Exposed)
                    .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
            )
        );

    /// <summary>The pipeline up to the endpoints, the controllers and the API's document. Pages and assets are mapped after it.</summary>
    /// <param name="notFoundPage">The page that answers addresses without one; API addresses answer in their response format.</param>
    public static WebApplication UseHttp(this WebApplication app, string notFoundPage)
    {
        app.UseTrustedProxies();
        app.Use(static next => http => SecurityHeaders.AddAsync(http, next));
        app.UseTransport();
        app.UseCompression();
        app.UseMiddleware<ApiFormatMiddleware>();
        app.UseWhen(static http => !http.IsApi(), pages => pages.UseStatusCodePagesWithReExecute(notFoundPage));
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<LoadGate>();
        app.UseAuthentication();
        app.UseMiddleware<CircuitGate>();
        app.UseMiddleware<RequestActors>();
        app.UseMiddleware<ReadOnlyRequests>();
        app.UseMiddleware<RateLimitMiddleware>();
        app.UseMiddleware<PublicMediaTypes>();
        app.UseAuthorization();
        app.UseMiddleware<CookieChangesNeedToken>();
        app.UseAntiforgery();
        app.MapControllers();
        app.MapApiDocument();
        return app;
    }
}
