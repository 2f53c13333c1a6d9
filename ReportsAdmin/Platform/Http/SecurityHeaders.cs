namespace ReportsAdmin.Platform.Http;

/// <summary>What a browser may do with our answers.</summary>
public static class SecurityHeaders
{
    internal static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = http.IsApi() ? "default-src 'none'; frame-ancestors 'none'" : PagePolicy(http);
        return next(http);
    }

    /// <summary>Lets our own pages show this answer in a frame (the PDF of a report); nobody else's may.</summary>
    public static void AllowOwnFrames(this HttpResponse response) =>
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

    // MudBlazor writes style attributes (popovers, progress), never style elements or scripts. The documentation page brings inline
    // scripts and styles of its own.
    private static string PagePolicy(HttpContext http)
    {
        var (scripts, styles) = http.Request.Path.StartsWithSegments("/docs")
            ? ("'self' 'unsafe-inline'", "'self' 'unsafe-inline'")
            : ("'self'", "'self'");
        return $"default-src 'self'; script-src {scripts}; style-src-elem {styles}; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }
}
