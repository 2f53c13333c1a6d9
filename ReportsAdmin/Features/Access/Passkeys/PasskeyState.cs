using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Passkeys;

/// <summary>
/// Keeps the challenge of a passkey in an encrypted cookie of five minutes while the browser asks its authenticator. Each counts once on
/// a node, so that an answer that was recorded with its cookie is worth nothing.
/// </summary>
public sealed class PasskeyState(IDataProtectionProvider protection, TimeProvider time)
{
    private const string CookieName = "ra-passkey";
    private const int MaxSpent = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly IDataProtector protector = protection.CreateProtector("passkey-state");
    private readonly ConcurrentDictionary<string, long> spent = new(StringComparer.Ordinal);

    public void Keep(HttpContext http, string? state)
    {
        var until = (time.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        http.Response.Cookies.Append(CookieName, protector.Protect($"{until}\n{state}"), Options(http, Life));
    }

    /// <summary>The state, once; null when there is none, it is too old or was taken before.</summary>
    public string? Take(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { } cookie)
            return null;
        http.Response.Cookies.Delete(CookieName, Options(http, null));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (Read(cookie) is not [var until, var state] || long.Parse(until, CultureInfo.InvariantCulture) < now)
            return null;
        foreach (var old in spent.Where(s => spent.Count > MaxSpent || s.Value < now))
            spent.TryRemove(old);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
        return spent.TryAdd(hash, long.Parse(until, CultureInfo.InvariantCulture)) ? state : null;
    }

    private string[]? Read(string cookie)
    {
        try
        {
            return protector.Unprotect(cookie).Split('\n', 2);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? life) =>
        ProtectedCookie.Options(http, "/", SameSiteMode.Strict, life);
}
