using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Pages;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.SecondFactors;

/// <summary>
/// Where a sign-in in a browser goes after the first factor: to its session, or first to the second factor. In between the browser has a
/// cookie of ten minutes that says whose password was right and opens nothing else.
/// </summary>
public sealed class SecondStep(
    IDataProtectionProvider protection,
    SignInRules rules,
    SignIn signIn,
    CurrentUserAccessor users,
    TimeProvider time
)
{
    public const string CodePath = "/sign-in/code";
    public const string SetUpPath = "/sign-in/set-up";

    private const string CookieName = "ra-second-step";
    private const string CookiePath = "/sign-in";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly IDataProtector protector = protection.CreateProtector("second-step");

    /// <summary>Begins the session when one factor is enough; answers where the browser goes next.</summary>
    public async Task<string> ContinueAsync(HttpContext http, SignedIn user, string? returnUrl)
    {
        var needs =
            user.SecondFactor ? CodePath
            : await rules.RequiresSecondFactorAsync(user.Role, http.RequestAborted) ? SetUpPath
            : null;
        if (needs is null)
            return await EndAsync(http, user, returnUrl);
        var until = time.GetUtcNow() + Life;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{user.UserId} {Tokens.StampOf(user.SecurityStamp)} {until.ToUnixTimeSeconds()}"
        );
        http.Response.Cookies.Append(CookieName, protector.Protect(text), Options(http, Life));
        return $"{needs}?returnUrl={Uri.EscapeDataString(LocalAddress.Of(returnUrl))}";
    }

    /// <summary>Whose first factor was right in this browser; null when nobody's, too long ago, or the account has changed since.</summary>
    public async Task<SignedIn?> PersonAsync(HttpContext http)
    {
        if (
            http.Request.Cookies[CookieName] is not { } cookie
            || Read(cookie) is not [var id, var stamp, var until]
            || long.Parse(until, CultureInfo.InvariantCulture) < time.GetUtcNow().ToUnixTimeSeconds()
        )
            return null;
        var userId = int.Parse(id, CultureInfo.InvariantCulture);
        return await users.FindAsync(userId, http.RequestAborted) is { } known && Tokens.StampOf(known.Stamp) == stamp
            ? await signIn.FindAsync(userId, http.RequestAborted)
            : null;
    }

    /// <summary>Begins the session of a person both of whose factors were right; answers where the browser goes next.</summary>
    public async Task<string> EndAsync(HttpContext http, SignedIn user, string? returnUrl)
    {
        http.Response.Cookies.Delete(CookieName, Options(http, null));
        await SessionCookie.BeginAsync(http, user);
        return LocalAddress.Of(returnUrl);
    }

    private string[]? Read(string cookie)
    {
        try
        {
            return protector.Unprotect(cookie).Split(' ');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? life) =>
        ProtectedCookie.Options(http, CookiePath, SameSiteMode.Lax, life);
}
