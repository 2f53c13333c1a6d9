using Microsoft.Playwright;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>The pages of signing in, in a browser: complete, accessible, and as wide as a phone.</summary>
public sealed class SignInPagesTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Two_factor_sign_in_is_turned_on_used_and_turned_off(int width, ColorScheme scheme)
    {
        var page = await Browser.OpenAsync(app, width, scheme: scheme);
        await page.GotoAsync("/sign-in?returnUrl=%2Fprofile");
        await CheckAsync(page);
        await PasswordAsync(page, TestApp.Manager);
        await Browser.LiveAsync(page);
        await CheckAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Turn on" }).ClickAsync();
        await page.GetByText("Enter the key by hand").ClickAsync();
        await CheckAsync(page);
        var key = (await page.Locator("code.key").TextContentAsync())!;
        await page.GetByLabel("Code that the app shows").FillAsync(AuthenticatorApp.CodeOf(key, DateTime.UtcNow));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.Locator(".codes code")).ToHaveCountAsync(10);
        await CheckAsync(page);
        var recovery = (await page.Locator(".codes code").First.TextContentAsync())!;

        await page.Context.ClearCookiesAsync(new() { Name = "ra-session" });
        await page.GotoAsync("/sign-in?returnUrl=%2Fprofile");
        await PasswordAsync(page, TestApp.Manager);
        await Expect(page.GetByLabel("Code", new() { Exact = true })).ToBeVisibleAsync();
        await CheckAsync(page);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(recovery);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Browser.LiveAsync(page);
        await Expect(page.GetByText("9 left")).ToBeVisibleAsync();
        await page.GotoAsync("/profile/confirm");
        await CheckAsync(page);
        await page.GotoAsync("/profile");
        await Browser.LiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn off" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Turn off" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Turn on" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_token_is_made_shown_once_and_revoked_by_an_administrator(int width)
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, width, "/profile");
        await page.GetByRole(AriaRole.Button, new() { Name = "New token" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Nightly export");
        await dialog.GetByLabel("See the team").CheckAsync();
        await CheckAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        var token = (await page.Locator("#new-token").TextContentAsync())!;
        await CheckAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByText("Nightly export")).ToBeVisibleAsync();
        await page.ReloadAsync();
        Assert.DoesNotContain(token, await page.ContentAsync(), StringComparison.Ordinal);
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.GetAsync("/api/users")).StatusCode);

        var admin = await Browser.SignInAsync(app, TestApp.Admin, width, "/admin/sign-in");
        await CheckAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Revoke Nightly export of Neha Kulkarni" }).ClickAsync();
        await admin
            .GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true })
            .ClickAsync();

        await Expect(page.GetByText("No tokens yet.")).ToBeVisibleAsync();
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync("/api/users")).StatusCode);
    }

    private static async Task PasswordAsync(IPage page, string email)
    {
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", AccessDemo.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private static async Task CheckAsync(IPage page)
    {
        var faults = await Axe.FindAsync(page);
        Assert.True(
            faults.All(f => f.StartsWith("moderate region", StringComparison.Ordinal)),
            $"{page.Url}: {string.Join("; ", faults)}"
        );
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }
}
