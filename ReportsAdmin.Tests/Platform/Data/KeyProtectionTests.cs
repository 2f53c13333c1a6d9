using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Health;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>Whoever reads the database does not get the keys with it.</summary>
public sealed class KeyProtectionTests : IDisposable
{
    private const string Password = "of the certificate";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reportsadmin-keys-");

    [Theory, EachDatabase]
    public async Task Stored_keys_are_encrypted_at_start_and_new_ones_at_once(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string text;
        await using (var before = Services(database, KeyProtection.None))
        {
            text = Protector(before).Protect("session");
            Assert.Equal(0, await before.GetRequiredService<KeyEncryption>().PrepareAsync(default));
            Assert.Contains("<value>", Assert.Single(await StoredAsync(before)));
        }

        var protection = From(
            ("DataProtection:CertificateFile", Pkcs12()),
            ("DataProtection:CertificatePassword", Password)
        );
        await using (var after = Services(database, protection))
        {
            Assert.Equal(1, await after.GetRequiredService<KeyEncryption>().PrepareAsync(default));
            Assert.Equal(0, await after.GetRequiredService<KeyEncryption>().PrepareAsync(default));
            Assert.Equal("session", Protector(after).Unprotect(text));
            after
                .GetRequiredService<IKeyManager>()
                .CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
            var stored = await StoredAsync(after);
            Assert.Equal(2, stored.Count);
            Assert.All(stored, xml => Assert.DoesNotContain("<value>", xml));
            Assert.All(stored, xml => Assert.Contains("EncryptedData", xml));
        }

        await using var stranger = Services(database, KeyProtection.None);
        Assert.ThrowsAny<CryptographicException>(() => Protector(stranger).Unprotect(text));
    }

    [Fact]
    public void A_certificate_in_PEM_can_be_used()
    {
        var path = Path.Combine(folder.FullName, "keys.pem");
        using var certificate = Create();
        using var key = certificate.GetRSAPrivateKey()!;
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        Assert.Equal(certificate.Thumbprint, From(("DataProtection:CertificateFile", path)).Certificate!.Thumbprint);
    }

    [Fact]
    public void A_certificate_beside_what_it_protects_is_refused()
    {
        var root = Path.Combine(folder.FullName, "data");
        Directory.CreateDirectory(root);
        var inside = Path.Combine(root, "keys.pfx");
        File.Copy(Pkcs12(), inside);

        Assert.Contains("storage folder", Refused(inside, Password), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_and_a_missing_file_are_named_at_start()
    {
        Assert.Contains("DataProtection:CertificatePassword", Refused(Pkcs12(), "wrong"), StringComparison.Ordinal);
        Assert.Contains(
            "DataProtection:CertificateFile",
            Refused(Path.Combine(folder.FullName, "none.pfx"), Password),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void In_production_unencrypted_keys_are_a_problem_that_health_shows()
    {
        var protection = From();
        var root = new StorageRoot(PrivateFiles.CreateFolder(Path.Combine(folder.FullName, "data")));

        var health = new StorageCheck(root, protection).Check();

        Assert.Equal((HealthState.Degraded, KeyProtection.NotEncrypted), (health.State, health.Problem));
        Assert.Equal(new StorageHealth(HealthState.Healthy, null), new StorageCheck(root, KeyProtection.None).Check());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Refused(string file, string password) =>
        Assert
            .Throws<OptionsValidationException>(() =>
                From(("DataProtection:CertificateFile", file), ("DataProtection:CertificatePassword", password))
            )
            .Message;

    private KeyProtection From(params (string Key, string Value)[] settings) =>
        KeyProtection.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
                .Build(),
            new StorageRoot(Path.Combine(folder.FullName, "data")),
            new HostingEnvironment { EnvironmentName = Environments.Production, ContentRootPath = folder.FullName }
        );

    private string Pkcs12()
    {
        var path = Path.Combine(folder.FullName, "keys.pfx");
        using var certificate = Create();
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, Password));
        return path;
    }

    private static X509Certificate2 Create()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest(
            "CN=ReportsAdmin keys",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
    }

    private static ServiceProvider Services(TestDatabase database, KeyProtection protection) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<ReportsAdmin.Platform.Live.ChangeNotifier>()
            .AddReportsData(database.Options, AllFeatures.Model, protection)
            .BuildServiceProvider();

    private static IDataProtector Protector(ServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<List<string>> StoredAsync(ServiceProvider services)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        return await db.Set<ProtectionKey>().Select(k => k.Xml).ToListAsync();
    }
}
