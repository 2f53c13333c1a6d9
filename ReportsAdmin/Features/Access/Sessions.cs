using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access;

/// <summary>Who is behind a request: a bearer token where one is sent, else the session cookie. Both end at once with the user's stamp.</summary>
public static class Sessions
{
    public const string Bearer = "Bearer";
    public const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string Either = "Either";
    private const string StampClaim = "stamp";

    public static void AddSessions(this IServiceCollection services)
    {
        services.AddAuthentication(o => o.DefaultScheme = Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = http => http.Request.Headers.ContainsKey("Authorization") ? Bearer : Cookie)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Bearer, null)
            .AddCookie(Cookie, Configure);
        services.AddSingleton<ViewerOf>(provider => (principal, ct) => ViewerOfAsync(provider.GetRequiredService<Viewers>(), principal, ct));
    }

    public static ClaimsPrincipal PrincipalOf(SignedIn user, string scheme = Cookie) => PrincipalOf(user.UserId, user.Name, user.Role, user.SecurityStamp, scheme);

    internal static ClaimsPrincipal PrincipalOf(int id, string name, string role, string securityStamp, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, id.ToString(CultureInfo.InvariantCulture)), new(ClaimTypes.Name, name), new(ClaimTypes.Role, role), new(StampClaim, Tokens.StampOf(securityStamp))], scheme));

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "ReportsAdmin.Session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ValidateAsync;
        // An API caller reads a status, a person a page.
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var viewers = context.HttpContext.RequestServices.GetRequiredService<Viewers>();
        if (await FindAsync(viewers, context.Principal, context.HttpContext.RequestAborted) is { } viewer)
        {
            context.HttpContext.Remember(viewer);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Cookie);
    }

    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.HttpContext.IsApi() || status == StatusCodes.Status403Forbidden) context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static async Task<Viewer> ViewerOfAsync(Viewers viewers, ClaimsPrincipal principal, CancellationToken ct) =>
        await FindAsync(viewers, principal, ct) ?? throw new Refusal(RefusalKind.Unauthenticated, "Your session has ended. Sign in again.");

    private static async Task<Viewer?> FindAsync(Viewers viewers, ClaimsPrincipal? principal, CancellationToken ct)
    {
        if (!int.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        var known = await viewers.FindAsync(id, ct);
        return known is not null && Tokens.StampOf(known.Stamp) == principal!.FindFirstValue(StampClaim) ? known.Viewer : null;
    }
}

/// <summary>Reads <c>Authorization: Bearer</c>.</summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Tokens tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string prefix = "Bearer ";
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (await tokens.CheckAsync(header[prefix.Length..].Trim(), Context.RequestAborted) is not { } known) return AuthenticateResult.Fail("The token is not valid.");
        Context.Remember(known.Viewer);
        var principal = Sessions.PrincipalOf(known.Viewer.UserId, known.Viewer.Name, known.Viewer.Role, known.Stamp, Sessions.Bearer);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Sessions.Bearer));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Task.CompletedTask;
    }
}
