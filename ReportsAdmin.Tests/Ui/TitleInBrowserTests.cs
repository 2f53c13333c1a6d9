using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>While a circuit reads a page the head of the document has no title: the tab keeps its name.</summary>
public sealed class TitleInBrowserTests : IAsyncLifetime
{
    private const string Titles = "() => [...document.querySelectorAll('title')].map(t => t.textContent).join('|')";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_last_title_stays_until_there_is_another_and_then_goes()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/customers");
        const string Customers = "Customers - ReportsAdmin";
        await Assertions.Expect(page).ToHaveTitleAsync(Customers);
        await page.EvaluateAsync("() => document.querySelector('title').remove()");
        Assert.Equal(Customers, await page.TitleAsync());
        Assert.Equal(Customers, await page.EvaluateAsync<string>(Titles));

        await page.EvaluateAsync(
            "() => { const t = document.createElement('title'); t.textContent = 'Invoices'; document.head.append(t); }"
        );
        Assert.Equal("Invoices", await page.TitleAsync());
        Assert.Equal("Invoices", await page.EvaluateAsync<string>(Titles));
    }
}
