using ReportsAdmin.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>Production behind a proxy that ends TLS, in a browser: the policy of our pages forbids forms to lead to http.</summary>
public sealed class TlsProxyJourneyTests
{
    [Fact]
    public async Task A_person_signs_in_through_the_proxy()
    {
        await using var app = await new TestApp()
            .WithoutContractCheck()
            .With("environment", "Production")
            .With("AllowedHosts", "localhost")
            .With("Proxy:KnownProxies:0", "127.0.0.1")
            .StartAsync();
        await using var proxy = await TlsProxy.StartAsync(app.Address);
        var page = await Browser.OpenAtAsync(proxy.Address, anyCertificate: true);
        try
        {
            await page.GotoAsync("/team");
            await page.FillAsync("input[type=email]", TestApp.Manager);
            await page.FillAsync("input[type=password]", AccessDemo.Password);
            await page.ClickAsync("button[type=submit]");
            await page.WaitForURLAsync($"{proxy.Address}/team");

            await page.GetByText("Neha Kulkarni").First.WaitForAsync();
            var cookies = await page.Context.CookiesAsync();
            Assert.Contains(cookies, c => c.Name == "ra-session");
            Assert.All(cookies.Where(c => c.Name.StartsWith("ra-", StringComparison.Ordinal)), c =>
                Assert.True(c.Secure, c.Name)
            );
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }
}
