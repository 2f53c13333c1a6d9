using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>A session that ends ends everywhere at once: other tabs, other browsers, and whatever somebody kept of its cookie.</summary>
public sealed class SessionJourneyTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_other_and_the_cookie()
    {
        var first = await Browser.SignInAsync(app, TestApp.Manager, path: "/profile");
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("/profile");
        await Browser.LiveAsync(second);
        var cookies = await first.Context.CookiesAsync();
        var kept = cookies.Single(c => c.Name == "ra-session").Value;

        await first.GetByRole(AriaRole.Button, new() { NameRegex = new("Neha Kulkarni") }).First.ClickAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).First.ClickAsync();
        await first.WaitForURLAsync("**/sign-in*");

        await Expect(second.GetByText("Please sign in")).ToBeVisibleAsync();
        using var thief = app.Anonymous();
        thief.DefaultRequestHeaders.Add("Cookie", $"ra-session={kept}");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v2/auth/me")).StatusCode);
    }

    [Fact]
    public async Task Another_device_is_seen_and_signed_out_from_the_profile()
    {
        var phone = await Browser.SignInAsync(app, TestApp.Manager, 390, "/profile");
        var desk = await Browser.SignInAsync(app, TestApp.Manager, path: "/profile");
        var card = desk.Locator("section", new() { HasText = "Where you are signed in" });
        await Expect(card.Locator("li")).ToHaveCountAsync(2);
        await Expect(card.GetByText("This session")).ToHaveCountAsync(1);

        await card.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign out Chrome") }).ClickAsync();

        await Expect(card.Locator("li")).ToHaveCountAsync(1);
        await Expect(phone.GetByText("Please sign in")).ToBeVisibleAsync();
        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Profile" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_was_deactivated_or_lost_a_right_does_nothing_more_with_an_open_page()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/profile");
        await page.GetByLabel("Phone").FillAsync("+91 98765 00000");
        await ChangeAsync(db =>
            db.Set<User>()
                .Where(u => u.Email == TestApp.Manager)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Active, false))
        );

        await Expect(page.GetByText("Please sign in")).ToBeVisibleAsync();
        await using var after = Db();
        Assert.NotEqual(
            "+91 98765 00000",
            (await after.Set<User>().SingleAsync(u => u.Email == TestApp.Manager)).Contact
        );
    }

    [Fact]
    public async Task A_right_that_was_taken_away_is_refused_at_the_next_act_of_an_open_page()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/reports/new?type=outstanding-ageing");
        await ChangeAsync(db =>
            db.Set<RolePermission>()
                .Where(p => p.Role == RoleNames.Manager && p.Permission == "reports:create")
                .ExecuteDeleteAsync()
        );

        await page.GetByRole(AriaRole.Button, new() { Name = "Save as template" }).ClickAsync();

        await Expect(page.Locator(".notice")).ToBeVisibleAsync();
        await Expect(page.GetByText("Template saved")).ToHaveCountAsync(0);
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();

    private async Task ChangeAsync(Func<ReportsDb, Task<int>> change)
    {
        await using var db = Db();
        Assert.Equal(1, await change(db));
        await app.Services.GetRequiredService<CurrentUserAccessor>().ChangedAsync();
    }
}
