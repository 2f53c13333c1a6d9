using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>The checker that the tests of the pages trust: it finds what it is to find, in the page, in its frames and in either theme.</summary>
public sealed class AxeTests(PagesApp pages) : IClassFixture<PagesApp>
{
    private const string Head =
        "<!doctype html><html lang=en><title>Axe</title><style>:root{color-scheme:light dark}body{background:#fff}</style><main><h1>Axe</h1>";

    [Theory]
    [InlineData("<img src=x>", "light: critical image-alt")]
    [InlineData("<p style='color:#ccc'>Pale</p>", "light: serious color-contrast")]
    [InlineData("<iframe title=Frame srcdoc='<html lang=en><img src=x>'></iframe>", "light: critical image-alt")]
    public async Task A_fault_is_found(string content, string fault) =>
        Assert.Contains(await FindAsync(content), f => f.StartsWith(fault, StringComparison.Ordinal));

    [Fact]
    public async Task A_fault_of_the_dark_theme_alone_is_found()
    {
        var faults = await FindAsync(
            "<style>p{color:#111}@media (prefers-color-scheme:dark){p{color:#ddd}}</style><p>Light on white</p>"
        );
        Assert.StartsWith("dark: serious color-contrast", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_a_fault_has_none() => Assert.Empty(await FindAsync("<p>All is well.</p>"));

    private async Task<IReadOnlyList<string>> FindAsync(string content)
    {
        var page = await Browser.OpenAsync(pages.App);
        // Frames answer each other only where they have an origin.
        await page.RouteAsync("**/axe", route =>
            route.FulfillAsync(new() { ContentType = "text/html", Body = Head + content + "</main></html>" })
        );
        await page.GotoAsync("/axe");
        return await Axe.FindInBothThemesAsync(page);
    }
}
