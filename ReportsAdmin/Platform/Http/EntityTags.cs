using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>Spares callers what they have already: <c>if (HttpContext.HasFresh(currentUser, version)) return StatusCode(304);</c></summary>
public static class EntityTags
{
    /// <summary>
    /// The same for an answer whose content is already read, where no version is kept: it spares the writing and the sending, and a
    /// client that polls learns at little cost that nothing has happened.
    /// </summary>
    /// <param name="content">All that the answer says, as values that JSON can tell apart.</param>
    public static bool HasFreshContent(this HttpContext http, CurrentUser currentUser, params object?[] content) =>
        http.HasFresh(
            currentUser,
            Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)))
        );

    /// <summary>
    /// Stamps the answer with an ETag of address, scope, permissions and version, and tells whether the caller's copy is still good.
    /// </summary>
    /// <param name="version">All that the content depends on besides: the data version, and the day where figures age.</param>
    public static bool HasFresh(this HttpContext http, CurrentUser currentUser, string version)
    {
        var request = http.Request;
        var seen = string.Join(
            '\n',
            request.Path.Value,
            request.QueryString.Value,
            currentUser.Scope.Key,
            currentUser.Role,
            currentUser.UserId,
            string.Join(',', currentUser.Covers.Select(c => c.UserId)),
            version
        );
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seen)).AsSpan(0, 12))}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return request
            .Headers.IfNoneMatch.SelectMany(header => (header ?? "").Split(','))
            .Select(known => known.Trim())
            .Any(known => known == "*" || known == tag || known == "W/" + tag);
    }
}
