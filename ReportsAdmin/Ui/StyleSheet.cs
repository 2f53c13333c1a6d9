using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ReportsAdmin.Ui;

/// <summary>A style sheet made by the application, with its hash and its compressed bytes: made once, sent many times.</summary>
public sealed class StyleSheet
{
    private readonly byte[] plain;
    private volatile Encodings encodings;

    public StyleSheet(string text)
    {
        plain = Encoding.UTF8.GetBytes(text);
        Version = Convert.ToHexStringLower(SHA256.HashData(plain))[..12];
        encodings = Encode(CompressionLevel.Optimal);
        // The smallest takes a third of a second, for which the first page does not wait.
        _ = Task.Run(() => encodings = Encode(CompressionLevel.SmallestSize));
    }

    /// <summary>Changes with the text; the address of the sheet carries it as <c>?v=</c>.</summary>
    public string Version { get; }

    /// <summary>Writes the sheet in the best encoding that the browser takes. It may be kept for a year when the address carries this version.</summary>
    public Task WriteAsync(HttpContext http)
    {
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var encoded = encodings;
        var (bytes, encoding) =
            accepted.Contains("br", StringComparison.Ordinal) ? (encoded.Brotli, "br")
            : accepted.Contains("gzip", StringComparison.Ordinal) ? (encoded.Gzip, "gzip")
            : (plain, null);
        var headers = http.Response.Headers;
        headers.ContentType = "text/css; charset=utf-8";
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = http.Request.Query["v"] == Version ? "public, max-age=31536000, immutable" : "no-cache";
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private Encodings Encode(CompressionLevel level) =>
        new(Compress(s => new BrotliStream(s, level)), Compress(s => new GZipStream(s, level)));

    private byte[] Compress(Func<Stream, Stream> encoder)
    {
        using var result = new MemoryStream();
        using (var stream = encoder(result))
            stream.Write(plain);
        return result.ToArray();
    }

    private sealed record Encodings(byte[] Brotli, byte[] Gzip);
}
