using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>The pages of the room in a browser, on a phone's width too.</summary>
public sealed class AccessPagesTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_team_is_searched_and_arranged_and_fits_a_phone()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, 390, "/team");
        await Browser.LiveAsync(page);
        await Assertions
            .Expect(page.Locator("main").GetByText("Neha Kulkarni", new() { Exact = true }))
            .ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        if (Environment.GetEnvironmentVariable("RA_SHOTS") is { } shots)
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "team-390.png") });

        await page.GetByRole(AriaRole.Searchbox).Last.FillAsync("imran");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/team\\?q=imran$"));
        await Assertions.Expect(page.Locator("main").GetByText("1 of 57 people")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Region", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mumbai" })).ToBeVisibleAsync();
        await page.Locator(".person a.strong").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("person=\\d+$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByText("Reports to")).ToBeVisibleAsync();
        // The sheet hears keys once it has taken the focus.
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('[role=dialog]') != null");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions
            .Expect(page)
            .ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/team\\?by=region&q=imran$"));
    }

    [Fact]
    public async Task A_profile_is_changed_and_stays_changed()
    {
        var page = await Browser.SignInAsync(app, TestApp.Engineer, 1440, "/profile");
        await Browser.LiveAsync(page);
        if (Environment.GetEnvironmentVariable("RA_SHOTS") is { } shots)
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "profile.png") });

        await page.GetByLabel("Phone").FillAsync("+91 90000 12345");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved")).ToBeVisibleAsync();
        await page.ReloadAsync();

        await Assertions.Expect(page.GetByLabel("Phone")).ToHaveValueAsync("+91 90000 12345");
    }

    [Fact]
    public async Task The_sign_in_page_runs_without_breaking_its_own_security_policy()
    {
        var page = await Browser.OpenAsync(app, 390);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };

        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Email").FillAsync(TestApp.Manager);
        if (Environment.GetEnvironmentVariable("RA_SHOTS") is { } shots)
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "sign-in-390.png") });

        Assert.DoesNotContain(complaints, c => c.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
