using System.Security.Cryptography;

namespace ReportsAdmin.Platform.Http;

/// <summary>What a browser, and what lies between, may do with our answers.</summary>
public static class SecurityHeaders
{
    private static readonly object NonceKey = new();

    /// <summary>The nonce that lets the scripts of the API documentation page run.</summary>
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
        // Not even the host: it may be known within the company alone.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Another site cannot embed an answer as a picture or script; an allowed origin still reads it by CORS.
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = http.IsApi()
            ? "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            : PagePolicy(http);
        http.Response.OnStarting(FinishAsync, http);
        return next(http);
    }

    /// <summary>What can only be said when the answer is known: where it leads, and that nobody keeps what is for one person.</summary>
    private static Task FinishAsync(object state)
    {
        var http = (HttpContext)state;
        Transport.MakeLocationRelative(http);
        var isPrivate = http.IsApi() || http.User.Identity is { IsAuthenticated: true };
        if (isPrivate && http.Response.Headers.CacheControl.Count == 0)
            http.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    /// <summary>Lets our own pages show this answer in a frame (the PDF of a report); nobody else's may.</summary>
    public static void AllowOwnFrames(this HttpResponse response) =>
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>Makes the browser forget the files and answers that it kept, when somebody signs out. What a tab kept is cleared by app.js.</summary>
    public static void ForgetAnswers(this HttpResponse response) => response.Headers["Clear-Site-Data"] = "\"cache\"";

    // MudBlazor writes style attributes (popovers, progress), never style elements or scripts. The documentation page brings style
    // elements of its own, and scripts that carry the nonce.
    private static string PagePolicy(HttpContext http)
    {
        var (scripts, styles) = http.Request.Path.StartsWithSegments("/docs")
            ? ($"'self' 'nonce-{http.CspNonce()}'", "'self' 'unsafe-inline'")
            : ("'self'", "'self'");
        return $"default-src 'self'; script-src {scripts}; style-src-elem {styles}; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }
}
