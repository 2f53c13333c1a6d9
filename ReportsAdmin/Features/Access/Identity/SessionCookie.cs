using Microsoft.AspNetCore.Authentication;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>The cookie that keeps a person signed in.</summary>
internal static class SessionCookie
{
    /// <summary>Begins a session and gives its cookie.</summary>
    public static async Task BeginAsync(HttpContext http, SignedIn user) =>
        await GiveAsync(
            http,
            user,
            await http
                .RequestServices.GetRequiredService<Sessions>()
                .BeginAsync(user.UserId, SessionKinds.Browser, SessionOrigin.Of(http), http.RequestAborted)
        );

    /// <summary>Gives the cookie of a session that has begun.</summary>
    public static Task GiveAsync(HttpContext http, SignedIn user, string session) =>
        http.SignInAsync(
            Authentication.Session,
            Authentication.Principal(
                Authentication.Session,
                user.UserId,
                user.Name,
                user.Role,
                Tokens.StampOf(user.SecurityStamp),
                session
            )
        );
}
