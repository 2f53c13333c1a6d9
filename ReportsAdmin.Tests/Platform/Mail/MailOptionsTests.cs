using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Settings;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Mail;

/// <summary>Settings of mail are checked at start; every fault is named at once.</summary>
public sealed class MailOptionsTests
{
    [Fact]
    public void Without_settings_mail_is_not_set_up() => Assert.False(Settings().Read<MailOptions>().IsSetUp);

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            Settings(
                    ("Mail:Host", "smtp.example.com"),
                    ("Mail:Port", "0"),
                    ("Mail:User", "reports"),
                    ("Mail:From", "not an address"),
                    ("Mail:Attempts", "0"),
                    ("Mail:AttachmentMegabytes", "1000")
                )
                .Read<MailOptions>()
        );
        Assert.Equal(6, error.Failures.Count());
        string[] named =
        [
            "Mail:Port",
            "Mail:From",
            "Mail:Attempts",
            "Mail:AttachmentMegabytes",
            "Mail:Password",
            "Site:Address",
        ];
        Assert.All(named, n => Assert.Contains(error.Failures, f => f.StartsWith(n, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_unknown_kind_of_security_is_named() =>
        Assert.Contains(
            "Mail:Security is 'Ssl'",
            Assert
                .Throws<OptionsValidationException>(() => Settings(("Mail:Security", "Ssl")).Read<MailOptions>())
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(null, "http://*:8080;https://*:8081", "http://localhost:8080/documents/3")]
    [InlineData("https://reports.example.com/base/", null, "https://reports.example.com/base/documents/3")]
    public void Links_lead_to_the_address_of_the_site(string? address, string? urls, string expected)
    {
        var site = SiteAddress.From(Settings(("Site:Address", address), ("Urls", urls)));
        Assert.Equal(expected, site.Of("/documents/3").AbsoluteUri);
    }

    [Fact]
    public void An_address_that_is_none_is_refused() =>
        Assert.Throws<OptionsValidationException>(() => SiteAddress.From(Settings(("Site:Address", "reports"))));

    private static IConfiguration Settings(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)))
            .Build();
}
