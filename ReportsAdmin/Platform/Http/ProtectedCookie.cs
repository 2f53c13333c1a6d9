namespace ReportsAdmin.Platform.Http;

/// <summary>Options of the small cookies that carry something for this server alone: no script reads them.</summary>
public static class ProtectedCookie
{
    /// <param name="life">Null to delete the cookie.</param>
    public static CookieOptions Options(HttpContext http, string path, SameSiteMode sameSite, TimeSpan? life) =>
        new()
        {
            HttpOnly = true,
            SameSite = sameSite,
            Secure = http.Request.IsHttps,
            Path = path,
            MaxAge = life,
        };
}
