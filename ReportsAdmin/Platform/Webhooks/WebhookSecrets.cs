using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace ReportsAdmin.Platform.Webhooks;

/// <summary>
/// Makes, keeps and uses the secrets of webhooks, by the Standard Webhooks specification: a secret is <c>whsec_</c> and base64, a signature
/// <c>v1,</c> and the base64 of the HMAC-SHA256 of <c>ID.UNIX.BODY</c>.
/// </summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private const string Prefix = "whsec_";
    private const int Length = 32;

    private readonly IDataProtector protector = protection.CreateProtector("webhook-secret");

    /// <summary>A new secret as its receiver gets it, and as it is kept.</summary>
    public (string Shown, string Kept) New()
    {
        var key = RandomNumberGenerator.GetBytes(Length);
        return (Prefix + Convert.ToBase64String(key), Convert.ToBase64String(protector.Protect(key)));
    }

    /// <summary>Null when the secret was encrypted with a data-protection key that is gone: a new one is needed.</summary>
    internal string? Sign(string kept, string messageId, long at, string body)
    {
        try
        {
            var key = protector.Unprotect(Convert.FromBase64String(kept));
            var signed = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{messageId}.{at}.{body}"));
            return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
