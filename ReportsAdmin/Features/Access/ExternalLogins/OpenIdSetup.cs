using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ReportsAdmin.Features.Access.ExternalLogins;

/// <summary>Registers the company's provider when one is set up.</summary>
internal static class OpenIdSetup
{
    public const string Provider = "Company";

    /// <summary>The cookie that carries the provider's answer to the next request, and nothing further.</summary>
    public const string Answer = "CompanyAnswer";

    private const string CallbackPath = "/sign-in/company/callback";
    private static readonly TimeSpan AnswerLife = TimeSpan.FromMinutes(5);

    public static void AddOpenId(this IServiceCollection services, OpenIdOptions options)
    {
        services.AddSingleton(new CompanySignIn(options.IsSetUp ? options : null));
        services.AddSingleton<ExternalSignIns>();
        if (!options.IsSetUp)
            return;
        services
            .AddAuthentication()
            .AddCookie(Answer, o =>
            {
                o.Cookie.Name = "ra-company";
                o.Cookie.Path = "/sign-in";
                o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                o.ExpireTimeSpan = AnswerLife;
                o.SlidingExpiration = false;
            })
            .AddOpenIdConnect(Provider, options.Name, o => Configure(o, options));
    }

    private static void Configure(OpenIdConnectOptions o, OpenIdOptions options)
    {
        o.SignInScheme = Answer;
        o.Authority = options.Authority;
        o.ClientId = options.ClientId;
        o.ClientSecret = options.ClientSecret;
        o.RequireHttpsMetadata = options.RequireHttps;
        // The client's secret goes to the configured address alone.
        o.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
        o.ResponseType = OpenIdConnectResponseType.Code;
        // Answers come by redirect, so that the cookies of the request may be Lax.
        o.ResponseMode = OpenIdConnectResponseMode.Query;
        o.UsePkce = true;
        o.CallbackPath = CallbackPath;
        o.MapInboundClaims = false;
        o.SaveTokens = false;
        o.GetClaimsFromUserInfoEndpoint = false;
        // The handler drops it otherwise; a subject means something only with its issuer.
        o.ClaimActions.Remove("iss");
        o.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"])
            o.Scope.Add(scope);
        (o.NonceCookie.SameSite, o.CorrelationCookie.SameSite) = (SameSiteMode.Lax, SameSiteMode.Lax);
        o.NonceCookie.SecurePolicy = o.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.Events.OnRemoteFailure = context =>
        {
            // The reason is for the log, where the handler wrote it.
            context.HandleResponse();
            context.Response.Redirect(CompanySignInController.FailedPath);
            return Task.CompletedTask;
        };
    }
}

/// <summary>Whether people may sign in with the company's provider.</summary>
/// <param name="Options">Null when no provider is set up.</param>
public sealed record CompanySignIn(OpenIdOptions? Options);
