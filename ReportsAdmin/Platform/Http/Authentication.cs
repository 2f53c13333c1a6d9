using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Http;

/// <summary>What a token or cookie carries: enough to find the current user and to know whether it still counts; nothing personal.</summary>
public static class SessionClaims
{
    public const string Subject = "sub";
    public const string Session = "sid";
    public const string Stamp = "stamp";
    public const string Role = "role";
}

/// <summary>
/// How the platform finds people without knowing the room that keeps them. The room Access registers it.
/// </summary>
/// <param name="KeyAsync">The signing key of an id, or null.</param>
/// <param name="CurrentUserAsync">The current user of user, stamp and session, or null when the session no longer counts.</param>
public sealed record Identities(
    Func<string, CancellationToken, ValueTask<JwtKey?>> KeyAsync,
    Func<int, string, string, CancellationToken, ValueTask<CurrentUser?>> CurrentUserAsync
)
{
    /// <summary>The person of a personal API token and the text of its session claim, or null when the token does not count.</summary>
    public Func<string, CancellationToken, ValueTask<(int UserId, string Session)?>> ApiTokenAsync { get; init; } =
        (_, _) => new(((int, string)?)null);

    /// <summary>Topic of the signal that an account or rights may have changed.</summary>
    public const string ChangedTopic = "access";

    /// <summary>Topic of the signal that a session has ended.</summary>
    public const string SessionsTopic = "sessions";

    /// <summary>The current state of the current user behind a signed-in principal; null when nobody is signed in or the session has ended.</summary>
    public ValueTask<CurrentUser?> CurrentUserOfAsync(ClaimsPrincipal? principal, CancellationToken ct) =>
        principal is { Identity.IsAuthenticated: true }
        && ApiId.IntKeyOf(ApiId.User, principal.FindFirstValue(SessionClaims.Subject)) is { } id
            ? CurrentUserAsync(
                id,
                principal.FindFirstValue(SessionClaims.Stamp) ?? "",
                principal.FindFirstValue(SessionClaims.Session) ?? "",
                ct
            )
            : new((CurrentUser?)null);
}

/// <summary>The schemes: a Bearer header when there is one, with an access token or a personal API token, else the session cookie.</summary>
public static class Authentication
{
    public const string Either = "Either";
    public const string Bearer = "Bearer";
    public const string Session = "Session";
    public const string CookieName = "ra-session";
    public const string SignInPath = "/sign-in";

    /// <summary>The caller of this request. Throws an unauthenticated <see cref="DomainException"/> when there is none.</summary>
    public static CurrentUser CurrentUser(this HttpContext http) =>
        http.Features.Get<CurrentUser>()
        ?? throw new DomainException(ErrorKind.Unauthenticated, ErrorCodes.SentenceOf(401));

    /// <summary>The identity that a cookie carries; its claim names are those of a token.</summary>
    public static ClaimsPrincipal Principal(
        string scheme,
        int userId,
        string name,
        string role,
        string stamp,
        string sessionId
    )
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, SessionClaims.Role);
        identity.AddClaim(new Claim(SessionClaims.Subject, ApiId.Of(ApiId.User, userId)));
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaim(new Claim(SessionClaims.Role, role));
        identity.AddClaim(new Claim(SessionClaims.Stamp, stamp));
        identity.AddClaim(new Claim(SessionClaims.Session, sessionId));
        return new ClaimsPrincipal(identity);
    }

    internal static void AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        var jwt = configuration.Read<JwtOptions>();
        services.AddSingleton(
            new JwtRules(jwt.Issuer, jwt.Audience, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(jwt.LifetimeMinutes))
        );
        services
            .AddAuthentication(Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = http =>
                    BearerToken(http.Request) is not { } token ? Session
                    : token.StartsWith(ApiTokenScheme.Prefix, StringComparison.Ordinal) ? ApiTokenScheme.Name
                    : Bearer)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenScheme>(ApiTokenScheme.Name, null)
            .AddJwtBearer(Bearer)
            .AddCookie(Session, o => Configure(o, TimeSpan.FromHours(configuration.Read<SessionDurations>().Hours)));
        services
            .AddOptions<JwtBearerOptions>(Bearer)
            .Configure<Identities, JwtRules, TimeProvider>(
                (o, identities, rules, time) =>
                {
                    o.SaveToken = false;
                    o.TokenHandlers.Clear();
                    o.TokenHandlers.Add(new AccessTokens(identities, rules, time));
                    o.Events = BearerEvents(identities);
                }
            );
    }

    internal static string? BearerToken(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 7 } header
        && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[7..].Trim()
            : null;

    private static JwtBearerEvents BearerEvents(Identities identities) =>
        new()
        {
            OnTokenValidated = async context =>
            {
                if (
                    await identities.CurrentUserOfAsync(context.Principal, context.HttpContext.RequestAborted) is
                    { } currentUser
                )
                    context.HttpContext.Features.Set(currentUser);
                else
                    context.Fail("revoked");
            },
            OnChallenge = context =>
            {
                // The reason is for the log only.
                (context.Error, context.ErrorDescription) = ("invalid_token", null);
                return Task.CompletedTask;
            },
        };

    private static void Configure(CookieAuthenticationOptions o, TimeSpan life)
    {
        o.Cookie.Name = CookieName;
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.ExpireTimeSpan = life;
        o.SlidingExpiration = true;
        o.LoginPath = SignInPath;
        o.ReturnUrlParameter = "returnUrl";
        o.Events.OnRedirectToLogin = context => Answer(context, 401);
        o.Events.OnRedirectToAccessDenied = context => Answer(context, 403);
        o.Events.OnValidatePrincipal = async context =>
        {
            var identities = context.HttpContext.RequestServices.GetRequiredService<Identities>();
            if (
                await identities.CurrentUserOfAsync(context.Principal, context.HttpContext.RequestAborted) is
                { } currentUser
            )
            {
                context.HttpContext.Features.Set(currentUser);
                return;
            }

            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Session);
        };
    }

    // Only a person who opens a page is sent to sign in; a program is told its status.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var isPage =
            HttpMethods.IsGet(context.Request.Method)
            && !context.HttpContext.IsApi()
            && !context.Request.Path.StartsWithSegments("/_blazor");
        if (status == 401 && isPage)
            context.Response.Redirect(context.RedirectUri);
        else
            context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

/// <summary>A cookie travels by itself, so a change asked for with one must also carry the token that only our own pages know.</summary>
internal sealed class CookieChangesNeedToken(
    RequestDelegate next,
    IAntiforgery antiforgery,
    IOptions<AntiforgeryOptions> options
)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var method = http.Request.Method;
        var safe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        var byCookie = http.User.Identity is { IsAuthenticated: true, AuthenticationType: Authentication.Session };
        if (http.IsApi() && !safe && byCookie && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            // The header is asked for first: without it the check would read the whole form, perhaps a large upload.
            if (
                !http.Request.Headers.ContainsKey(options.Value.HeaderName!)
                || !await antiforgery.IsRequestValidAsync(http)
            )
                throw DomainException.Forbidden(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A change made with the session cookie needs the page's token in the header {options.Value.HeaderName}. Reload the page, or send a Bearer token."
                    )
                );
        }

        await next(http);
    }
}
