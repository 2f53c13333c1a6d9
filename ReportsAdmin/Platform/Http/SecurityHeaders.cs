using System.Security.Cryptography;

namespace ReportsAdmin.Platform.Http;

/// <summary>What a browser may do with our answers.</summary>
public static class SecurityHeaders
{
    private static readonly object NonceKey = new();

    /// <summary>The word that lets one inline script of this answer run: <c>&lt;script nonce="@HttpContext.CspNonce()"&gt;</c>.</summary>
    public static string CspNonce(this HttpContext http)
    {
        if (http.Items[NonceKey] is string known)
            return known;
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Items[NonceKey] = nonce;
        return nonce;
    }

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

    // Components set style attributes, so inline styles are allowed.
    private static string PagePolicy(HttpContext http) =>
        $"default-src 'self'; script-src 'self' 'nonce-{http.CspNonce()}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; frame-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
