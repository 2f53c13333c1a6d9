using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Data;

/// <summary>What encrypts the data-protection keys.</summary>
public sealed record KeyOptions : ISettings
{
    public static string Section => "DataProtection";

    [Setting(
        "A PKCS #12 or PEM file with an RSA key, outside the storage folder, that encrypts the keys in the database."
    )]
    public string? CertificateFile { get; init; }

    [Setting("The password of that file.")]
    public string? CertificatePassword { get; init; }

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (CertificateFile is null)
            return [];
        try
        {
            var contentRoot = configuration[HostDefaults.ContentRootKey] ?? Environment.CurrentDirectory;
            var storage = Path.GetFullPath(configuration.Read<StorageOptions>().Root, contentRoot);
            using var certificate = KeyProtection.Open(this, storage, contentRoot).Certificate;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }
}
