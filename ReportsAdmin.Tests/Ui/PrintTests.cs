using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Ui;

/// <summary>Pages on paper: figures, bars and totals, without the frame and its controls.</summary>
public sealed class PrintTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha Traders|Mumbai|S-1|2026-05-02|500|500",
                "C-2|Usha Works|Pune|S-2|2026-01-02|900|900.25"
            ),
            "May-26"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("/", "₹1,400.25")]
    [InlineData("/customers", "₹1,400.25")]
    [InlineData("/customers/1", "₹500")]
    [InlineData("/invoices/1", "₹500")]
    public async Task A_printed_page_has_its_figures_and_no_menus(string path, string total)
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: path);
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        var shown = await page.EvaluateAsync<string[]>(
            """
            () => ['.side', '.top', '.tabbar', '.filters', '.bulk', '.notices', '.pager a', '.head .actions', '.skip', '.view-bar', '.seg', '.cell-edit .glyph']
              .filter(s => [...document.querySelectorAll(s)].some(e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden'))
            """
        );
        Assert.Empty(shown);
        await Expect(page.GetByText(new Regex($"^{Regex.Escape(total)}$")).And(page.Locator(":visible")).First)
            .ToBeVisibleAsync();
        if (path != "/invoices/1")
            Assert.True(await page.Locator(".agebar:visible").CountAsync() > 0, "There is no bar of ages.");
        var buttons = await page.Locator(
                "main button:visible",
                new() { HasTextRegex = new Regex("Export|Columns|Save|Clear") }
            )
            .CountAsync();
        Assert.Equal(0, buttons);
    }

    /// <summary>Paper is white: a person with the dark theme does not print black pages.</summary>
    [Fact]
    public async Task The_dark_theme_prints_dark_on_white()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/customers");
        await page.EvaluateAsync("() => document.documentElement.dataset.theme = 'dark'");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        var colors = await page.EvaluateAsync<string[]>(
            """
            () => [getComputedStyle(document.body).backgroundColor,
                   ...[...document.querySelectorAll('main .card, main .grid, main table')].map(e => getComputedStyle(e).backgroundColor)]
            """
        );
        Assert.All(colors, c => Assert.Matches("255, 255, 255|rgba\\(0, 0, 0, 0\\)|#fff", c));
        Assert.True(
            await page.EvaluateAsync<bool>(
                "() => { const c = getComputedStyle(document.querySelector('main h1')).color.match(/\\d+/g).map(Number); return c[0] + c[1] + c[2] < 200; }"
            )
        );
    }
}
