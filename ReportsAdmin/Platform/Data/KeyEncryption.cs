using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data;

/// <summary>At start: encrypts the keys that were stored before a certificate was configured, and warns when there is none.</summary>
public sealed class KeyEncryption(
    IDbContextFactory<ReportsDb> contexts,
    KeyProtection protection,
    ILoggerFactory loggers
)
{
    // As Microsoft.AspNetCore.DataProtection writes and reads keys.
    private static readonly XNamespace Names = "http://schemas.asp.net/2015/03/dataProtection";

    /// <returns>How many stored keys were encrypted.</returns>
    public async Task<int> PrepareAsync(CancellationToken ct)
    {
        var log = loggers.CreateLogger<KeyEncryption>();
        if (protection.Problem is { } problem)
            log.LogWarning("{Problem}", problem);
        if (protection.Certificate is not { } certificate)
            return 0;
        var encryptor = new CertificateXmlEncryptor(certificate, loggers);
        await using var db = contexts.CreateDbContext();
        var encrypted = 0;
        foreach (var key in await db.Set<ProtectionKey>().ToListAsync(ct))
        {
            var xml = XElement.Parse(key.Xml);
            if (!Encrypt(xml, encryptor))
                continue;
            var text = xml.ToString(SaveOptions.DisableFormatting);
            encrypted += await db.Set<ProtectionKey>()
                .Where(k => k.Id == key.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(k => k.Xml, text), ct);
        }

        if (encrypted > 0)
            log.LogInformation("Encrypted {Count} data-protection keys with the certificate", encrypted);
        return encrypted;
    }

    /// <summary>False when the key holds no secret in clear.</summary>
    private static bool Encrypt(XElement key, CertificateXmlEncryptor encryptor)
    {
        var secrets = key.Descendants().Where(e => (bool?)e.Attribute(Names + "requiresEncryption") == true).ToList();
        foreach (var secret in secrets)
        {
            var encrypted = encryptor.Encrypt(secret);
            secret.ReplaceWith(
                new XElement(
                    Names + "encryptedSecret",
                    new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!),
                    encrypted.EncryptedElement
                )
            );
        }

        return secrets.Count > 0;
    }
}
