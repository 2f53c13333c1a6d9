using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ReportsAdmin.Platform.Http;

/// <summary>The scheme of personal API tokens: <c>Authorization: Bearer ra_…</c>. The room Access knows them.</summary>
public sealed class ApiTokenScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    Identities identities
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "ApiToken";

    /// <summary>What every token begins with; an access token begins with <c>ey</c>.</summary>
    public const string Prefix = "ra_";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Authentication.BearerToken(Request) is not { } token)
            return AuthenticateResult.NoResult();
        if (
            await identities.ApiTokenAsync(token, Context.RequestAborted) is not { } found
            || await identities.CurrentUserAsync(found.UserId, "", found.Session, Context.RequestAborted)
                is not { } user
        )
            return AuthenticateResult.Fail("unknown, expired or revoked");
        Context.Features.Set(user);
        var principal = Authentication.Principal(Name, user.UserId, user.Name, user.Role, "", found.Session);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Name));
    }
}
