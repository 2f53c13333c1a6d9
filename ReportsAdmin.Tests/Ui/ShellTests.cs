using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Ui;

/// <summary>The frame of every page: style sheets, content security policy, command palette, access.</summary>
public sealed class ShellTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private TestApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await new TestApp().StartAsync();
        await app.UploadAsync(
            Sheet.Of([
                Header,
                "C-1|Zenith Builders|mumbai|SI/26/1|2026-03-11|500000|400000",
                "C-2|Zenith Roadworks|delhi|SI/26/2|2026-03-11|700000|600000",
            ]),
            "Oct-26"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_page_allows_no_inline_script_and_no_inline_style_element()
    {
        using var client = new HttpClient();
        var answer = await client.GetAsync(app.Address + "/sign-in");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src-elem 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theme.css", "--mud-palette-primary")]
    [InlineData("app.css", "--accent-soft")]
    public async Task A_style_sheet_is_compressed_and_kept_for_a_year_under_its_own_version(string name, string token)
    {
        using var client = new HttpClient(
            new HttpClientHandler { AutomaticDecompression = DecompressionMethods.Brotli }
        );
        var html = await client.GetStringAsync(app.Address + "/sign-in");
        var address = System.Text.RegularExpressions.Regex.Match(html, $"/{name}\\?v=[0-9a-f]{{12}}").Value;
        var answer = await client.GetAsync(app.Address + address);

        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains(token, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var raw = await new HttpClient().SendAsync(Asking(address));
        Assert.Equal(["br"], raw.Content.Headers.ContentEncoding);
        var other = await client.GetAsync($"{app.Address}/{name}?v=0");
        Assert.Equal("no-cache", other.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_theme_has_both_palettes_and_follows_the_system()
    {
        using var client = new HttpClient();
        var css = await client.GetStringAsync(app.Address + "/theme.css");

        Assert.Contains(":root[data-theme=dark]", css, StringComparison.Ordinal);
        Assert.Contains("@media screen and (prefers-color-scheme: dark)", css, StringComparison.Ordinal);
        // Paper is light whatever the theme.
        Assert.Contains("@media not print {\n:root[data-theme=dark]", css, StringComparison.Ordinal);
        Assert.Equal(2, css.Split("--mud-palette-surface: rgba(17,19,25,1)").Length - 1);
    }

    [Fact]
    public async Task The_palette_opens_by_keys_finds_a_customer_and_goes_there()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager);
        var errors = new List<string>();
        page.Console += (_, m) =>
        {
            if (m.Type == "error")
                errors.Add(m.Text);
        };
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("#palette-q")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("zenith b");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Zenith Builders" }).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/customers/\\d+$"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Zenith Builders", Level = 1 }))
            .ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_palette_finds_only_what_the_viewer_may_see()
    {
        var viewers = app.Services.GetRequiredService<ReportsAdmin.Features.Access.People.AccessQueries>();
        async Task<List<string>> FindAsync(string email)
        {
            var currentUser = await viewers.DemoViewerAsync(email, default);
            var hits = new List<string>();
            foreach (var source in app.Services.GetServices<IPaletteSource>())
                hits.AddRange(
                    (await source.FindAsync(currentUser, "zenith", default)).Select(h => $"{h.Kind}: {h.Title}")
                );
            return hits;
        }

        Assert.Contains("Customers: Zenith Roadworks", await FindAsync(TestApp.CountryManager));
        var managed = await FindAsync("mumbai.manager@example.com");
        Assert.Contains("Customers: Zenith Builders", managed);
        Assert.DoesNotContain(managed, h => h.Contains("Roadworks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_not_open_to_a_person_offers_ways_on()
    {
        var page = await Browser.SignInAsync(app, TestApp.Engineer);
        await page.GotoAsync("/admin/clean-up");
        await Browser.LiveAsync(page);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("This page is not open to you");
        await page.Locator("#main").GetByRole(AriaRole.Link, new() { Name = "Customers" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Customers");
    }

    private HttpRequestMessage Asking(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, app.Address + path);
        request.Headers.AcceptEncoding.ParseAdd("br");
        return request;
    }
}
