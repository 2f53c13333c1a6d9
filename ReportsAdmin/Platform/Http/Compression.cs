using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// Compresses what the SDK does not: assets of packages, which have no compressed endpoint, pages, and the JSON and CSV of the API; event
/// streams must not be buffered. A page carries secrets beside text of the request, which an attacker could guess from lengths (BREACH) if
/// they stayed the same: its tokens are encrypted anew in every answer, and requests from other sites come without the session.
/// </summary>
internal static class Compression
{
    private static readonly string[] Types =
    [
        MediaTypeNames.Text.Html,
        MediaTypeNames.Text.Css,
        MediaTypeNames.Text.JavaScript,
        "application/javascript",
        "image/svg+xml",
        MediaTypeNames.Application.Json,
        "text/csv",
    ];

    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = Types;
            o.Providers.Add<BrotliCompressionProvider>();
            o.Providers.Add<GzipCompressionProvider>();
        });
        // A fifth smaller than the fastest level, in about the same time; the highest takes two hundred times as long.
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, WeakTagCompression>();
    }

    /// <summary>
    /// Must come before whatever compares entity tags: a client that got a compressed answer sends its tag back as a weak one, which static
    /// assets would not recognise although If-None-Match compares weakly (RFC 9110 §13.1.2).
    /// </summary>
    public static void UseCompression(this WebApplication app)
    {
        app.Use(
            static (http, next) =>
            {
                var known = http.Request.Headers.IfNoneMatch;
                if (known.Count > 0)
                    http.Request.Headers.IfNoneMatch = new([
                        .. known.Select(k => k?.Replace("W/\"", "\"", StringComparison.Ordinal)),
                    ]);
                return next(http);
            }
        );
        app.UseResponseCompression();
    }

    /// <summary>Leaves answers alone that are known to be small or that are secret, and says by a weak entity tag that the bytes are not those of the original.</summary>
    private sealed class WeakTagCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
        : ResponseCompressionProvider(services, options)
    {
        private const int MinBytes = 1024;

        // An answer that signs somebody in brings a cookie; its token stays uncompressed.
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Response is { ContentLength: not < MinBytes, Headers.SetCookie.Count: 0 }
            && base.ShouldCompressResponse(context);

        public override ICompressionProvider? GetCompressionProvider(HttpContext context)
        {
            var provider = base.GetCompressionProvider(context);
            var headers = context.Response.Headers;
            if (
                provider is not null
                && EntityTagHeaderValue.TryParse(headers.ETag.ToString(), out var tag)
                && !tag.IsWeak
            )
                headers.ETag = new EntityTagHeaderValue(tag.Tag, isWeak: true).ToString();
            return provider;
        }
    }
}
