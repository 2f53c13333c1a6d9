using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ReportsAdmin.Features.Access.SecondFactors;

/// <summary>Encrypts the keys of authenticator apps for the database.</summary>
public sealed class SecondFactorKeys(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("authenticator-key");

    internal string Protect(byte[] key) => Convert.ToBase64String(protector.Protect(key));

    /// <summary>Null when the key was encrypted with a data-protection key that is gone: the person needs a reset.</summary>
    internal byte[]? Unprotect(string text)
    {
        try
        {
            return protector.Unprotect(Convert.FromBase64String(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
