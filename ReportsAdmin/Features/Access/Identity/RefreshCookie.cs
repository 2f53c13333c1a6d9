using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>
/// Where a client keeps its refresh token: one sends it in the body, one as a Bearer header, one only brings its cookies.
/// The cookie is strict, so it comes from no other site, and all that it buys is an answer that only allowed origins can read.
/// </summary>
internal static class RefreshCookie
{
    private const string Name = "ra-refresh";
    private const string Bearer = "Bearer ";

    private static readonly TimeSpan Life = TimeSpan.FromDays(14);

    public static void Give(HttpContext http, TokenPair pair) =>
        http.Response.Cookies.Append(Name, pair.RefreshToken, Options(http, Life));

    public static void Take(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, null));

    public static string? TokenOf(HttpContext http, RefreshRequest? request)
    {
        if ((request?.RefreshToken ?? request?.RefreshTokenSnake) is { Length: > 0 } sent)
            return sent;
        // An access token has dots, a refresh token has none.
        var header = http.Request.Headers.Authorization.ToString();
        if (
            header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && !header.Contains('.', StringComparison.Ordinal)
        )
            return header[Bearer.Length..].Trim();
        return http.Request.Cookies[Name];
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? life) =>
        ProtectedCookie.Options(http, "/api/auth", SameSiteMode.Strict, life);
}
