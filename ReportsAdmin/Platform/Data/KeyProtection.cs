using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// What encrypts the data-protection keys in the database. They protect sessions, signing keys and passwords of uploads, so whoever
/// can read the database and them can sign in as anybody.
/// </summary>
/// <param name="Certificate">With an RSA private key; null keeps the keys unencrypted.</param>
/// <param name="Problem">What an administrator should change; null when nothing.</param>
public sealed record KeyProtection(X509Certificate2? Certificate, string? Problem)
{
    private const string FileSetting = "DataProtection:CertificateFile";
    private const string PasswordSetting = "DataProtection:CertificatePassword";

    public const string NotEncrypted =
        $"The data-protection keys are not encrypted: whoever can read the database can sign in as anybody. Set {FileSetting}.";

    /// <summary>No certificate and nothing to say about it.</summary>
    public static readonly KeyProtection None = new(null, null);

    /// <summary>Opens the certificate of <see cref="KeyOptions"/>.</summary>
    /// <exception cref="OptionsValidationException">The file cannot be used, or lies beside what it protects.</exception>
    public static KeyProtection From(IConfiguration configuration, StorageRoot root, IHostEnvironment environment)
    {
        var options = configuration.Read<KeyOptions>();
        return options.CertificateFile is not null ? Open(options, root.Path, environment.ContentRootPath)
            : environment.IsProduction() ? new KeyProtection(null, NotEncrypted)
            : None;
    }

    /// <param name="contentRoot">What a relative path begins at.</param>
    internal static KeyProtection Open(KeyOptions options, string storage, string contentRoot)
    {
        var path = Path.GetFullPath(options.CertificateFile!, contentRoot);
        if (
            path.StartsWith(
                Path.TrimEndingDirectorySeparator(storage) + Path.DirectorySeparatorChar,
                StringComparison.Ordinal
            )
        )
            throw Fault($"{FileSetting} lies in the storage folder, beside what it protects. Keep it elsewhere.");
        return new KeyProtection(
            Load(path, options.CertificatePassword),
            PrivateFiles.IsOpenToOthers(path) && !SharedSettings.IsSecretFile(path)
                ? $"{FileSetting} can be read by other accounts of this computer."
                : null
        );
    }

    private static X509Certificate2 Load(string path, string? password)
    {
        try
        {
            var certificate =
                Path.GetExtension(path).ToUpperInvariant() is not (".PEM" or ".CRT")
                    ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password);
            using var key = certificate.GetRSAPrivateKey();
            return key is not null ? certificate : throw Fault($"{FileSetting} has no RSA private key.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Fault($"{FileSetting} cannot be opened with {PasswordSetting}: {e.Message}");
        }
    }

    private static OptionsValidationException Fault(string fault) =>
        new("DataProtection", typeof(KeyProtection), [fault]);
}
