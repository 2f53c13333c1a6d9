using Microsoft.AspNetCore.Authentication;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>The cookie that keeps a person signed in.</summary>
internal static class SessionCookie
{
    public static Task GiveAsync(HttpContext http, SignedIn user) =>
        http.SignInAsync(
            Authentication.Session,
            Authentication.Principal(
                Authentication.Session,
                user.UserId,
                user.Name,
                user.Role,
                Tokens.StampOf(user.SecurityStamp),
                Guid.NewGuid().ToString("N")
            )
        );
}
