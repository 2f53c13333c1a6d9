using Microsoft.AspNetCore.Authentication;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>The cookie that keeps a person signed in.</summary>
internal static class SessionCookie
{
    /// <summary>Begins a session and gives its cookie. The one that the browser had before ends: nobody has its cookie any more but who copied it.</summary>
    public static async Task BeginAsync(HttpContext http, SignedIn user)
    {
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        var origin = SessionOrigin.Of(http);
        if (http.User.FindFirst(SessionClaims.Session) is { } before)
            await sessions.EndAsync(before.Value, SessionEnds.SignedOut, http.RequestAborted);
        var session = await sessions.BeginAsync(user.UserId, SessionKinds.Browser, origin, http.RequestAborted);
        await GiveAsync(http, user, session);
    }

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
