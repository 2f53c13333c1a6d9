using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Settings;

/// <summary>Settings are typed, checked at start, and all in one table.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Without_a_configuration_every_section_can_be_used() => Assert.Empty(Faults());

    [Fact]
    public void The_settings_that_come_with_the_application_can_be_used()
    {
        var folder = Path.GetDirectoryName(typeof(Program).Assembly.Location)!;
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: false)
            .Build();

        Assert.Empty(SettingsSection.Check(AllFeatures.Settings, configuration));
    }

    [Theory]
    [InlineData("Reports:KeepDays", "abc", "Reports:KeepDays is 'abc'; it must be a whole number.")]
    [InlineData("Reports:KeepDays", "7.5", "Reports:KeepDays is '7.5'; it must be a whole number.")]
    [InlineData("Reports:KeepDays", "0", "Reports:KeepDays is 0; it must be 1 to 3650.")]
    [InlineData("Jobs:LeaseSeconds", "NaN", "Jobs:LeaseSeconds is 'NaN'; it must be a number.")]
    [InlineData("Jobs:LeaseSeconds", "0.1", "Jobs:LeaseSeconds is 0.1; it must be 0.3 or more.")]
    [InlineData("Https:Redirect", "yes", "Https:Redirect is 'yes'; it must be true or false.")]
    [InlineData("Mail:Security", "2", "Mail:Security is '2'; it must be None or StartTls or Tls.")]
    [InlineData("RateLimits:Login", "many", "RateLimits:Login is 'many'; it must be a whole number, 0 or more.")]
    [InlineData("Database:Provider", "MySql", "Database:Provider is 'MySql'; it may be Sqlite or PostgreSQL.")]
    [InlineData(
        "Company:TimeZone",
        "Mars/Olympus",
        "Company:TimeZone is 'Mars/Olympus'; it must be a time zone such as Asia/Kolkata."
    )]
    [InlineData("Branding:Accent", "blue", "Branding:Accent is 'blue'; it must be a colour written #RRGGBB.")]
    [InlineData("Branding:LogoFile", "no-such.png", "Branding:LogoFile is 'no-such.png', which is no file.")]
    [InlineData("Passwords:BreachedFile", "no-such.txt", "Passwords:BreachedFile is 'no-such.txt', which is no file.")]
    [InlineData("FirstAdmin:Email", "a@example.com", "FirstAdmin:Email and FirstAdmin:Password are needed together.")]
    public void What_cannot_be_used_is_named(string key, string value, string fault) =>
        Assert.Equal([fault], Faults((key, value)));

    [Theory]
    [InlineData("Mail:Hoost", "Mail:Hoost is not a setting. Mail has Host, Port, ")]
    [InlineData(
        "Telemetry:Otlp:Adress",
        "Telemetry:Otlp:Adress is not a setting. Telemetry:Otlp has Endpoint, TraceShare"
    )]
    [InlineData("RateLimits:Logins", "RateLimits:Logins is not a setting. RateLimits has Login, ")]
    public void A_name_that_is_no_setting_is_named_with_those_that_are(string key, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Faults((key, "x"))), StringComparison.Ordinal);

    [Fact]
    public void A_certificate_that_cannot_be_opened_is_a_fault_like_the_others() =>
        Assert.StartsWith(
            "DataProtection:CertificateFile cannot be opened",
            Assert.Single(Faults(("DataProtection:CertificateFile", "no-such.pfx"))),
            StringComparison.Ordinal
        );

    [Fact]
    public void All_faults_are_found_at_once() =>
        Assert.Equal(
            4,
            Faults(("Jobs:Workers", "-1"), ("Imports:MaxRows", "x"), ("Session:Hour", "1"), ("Mail:Port", "0")).Count
        );

    [Fact]
    public void Values_are_read_as_their_kind_and_an_empty_one_is_the_default()
    {
        var configuration = Configuration(
            ("Jobs:PollSeconds", "0.5"),
            ("Jobs:Workers", ""),
            ("Mail:Security", "tls"),
            ("Imports:MaxInflatedMegabytes", "3000"),
            ("Docs:Open", "True"),
            ("Webhooks:AllowPrivate", "true")
        );

        Assert.Equal(
            (0.5, 3),
            (configuration.Read<JobOptions>().PollSeconds, configuration.Read<JobOptions>().Workers)
        );
        Assert.Equal(MailSecurity.Tls, configuration.Read<MailOptions>().Security);
        Assert.Equal(3000, configuration.Read<ImportOptions>().MaxInflatedMegabytes);
        Assert.True(configuration.Read<DocsOptions>().Open);
        Assert.True(configuration.Read<WebhookOptions>().AllowPrivate);
        Assert.Null(Configuration().Read<DocsOptions>().Open);
    }

    [Fact]
    public void A_list_is_given_line_by_line_or_with_commas()
    {
        string[] both = ["https://a.example.com", "https://b.example.com"];

        Assert.Equal(
            both,
            Configuration(("Cors:Origins:0", both[0]), ("Cors:Origins:1", both[1])).Read<CorsOptions>().Origins
        );
        Assert.Equal(both, Configuration(("Cors:Origins", $"{both[0]}, {both[1]},")).Read<CorsOptions>().Origins);
    }

    [Fact]
    public void A_fault_never_repeats_a_secret()
    {
        var faults = Faults(
            ("Redis:ConnectionString", "redis:6379,password=hunter2,nonsense=1"),
            ("Mail:User", "reports"),
            ("Mail:Host", "smtp.example.com"),
            ("FirstAdmin:Password", "hunter2")
        );

        Assert.True(faults.Count >= 4, string.Join("\n", faults));
        Assert.DoesNotContain(faults, f => f.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_type_of_settings_is_in_the_table_and_no_key_twice()
    {
        var known = AllFeatures.Settings.Select(s => s.Name).ToList();
        var types = typeof(Program)
            .Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ISettings)))
            .Select(t => (string)t.GetProperty("Section", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);

        Assert.Empty(types.Except(known));
        Assert.Equal(known.Count, known.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var rows = AllFeatures.Settings.SelectMany(s => s.Rows).ToList();
        Assert.Equal(rows.Count, rows.Select(r => r.Key).Distinct().Count());
        Assert.All(rows, r => Assert.True(r.Description.EndsWith('.') && r.Default.Length > 0, r.Key));
    }

    [Fact]
    public void A_database_file_lies_in_the_storage_folder_unless_it_is_named()
    {
        var root = new ReportsAdmin.Platform.StorageRoot(Path.GetTempPath());

        Assert.Contains(
            root.Path,
            Configuration().Read<DatabaseOptions>().Under(root).ConnectionString,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Host=db",
            Configuration(("Database:Provider", "postgresql"), ("Database:ConnectionString", "Host=db"))
                .Read<DatabaseOptions>()
                .Under(root)
                .ConnectionString
        );
        Assert.Throws<OptionsValidationException>(() =>
            Configuration(("Database:Provider", "PostgreSQL")).Read<DatabaseOptions>()
        );
    }

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings) =>
        SettingsSection.Check(AllFeatures.Settings, Configuration(settings));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
}
