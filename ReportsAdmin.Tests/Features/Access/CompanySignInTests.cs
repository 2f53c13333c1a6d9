using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.ExternalLogins;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Signing in with the company's OpenID Connect provider: it finds accounts by verified email and never makes one.</summary>
public sealed class CompanySignInTests : IAsyncLifetime
{
    private readonly TestApp app = new();
    private OpenIdProvider provider = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await OpenIdProvider.StartAsync();
        await app.With("OpenId:Authority", provider.Address)
            .With("OpenId:ClientId", OpenIdProvider.ClientId)
            .With("OpenId:ClientSecret", OpenIdProvider.ClientSecret)
            .With("OpenId:Name", "Example ID")
            .With("OpenId:RequireHttps", "false")
            .StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_verified_email_finds_the_account_once_and_the_subject_ever_after()
    {
        Be("person-1", TestApp.Manager, verified: true);
        var page = await Browser.OpenAsync(app, 390);
        await page.GotoAsync("/sign-in?returnUrl=%2Fprofile");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example ID" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Profile" })).ToBeVisibleAsync();
        Assert.Equal("/profile", new Uri(page.Url).AbsolutePath);

        // Another address at the provider does not matter any more; another person with this address gets nothing.
        Be("person-1", TestApp.Admin, verified: true);
        Assert.Equal("Neha Kulkarni", await NameAsync());
        Be("person-2", TestApp.Manager, verified: true);
        Assert.Null(await NameAsync());
    }

    [Theory]
    [InlineData(TestApp.Manager, false)]
    [InlineData("nobody@example.com", true)]
    [InlineData("", true)]
    public async Task Nobody_gets_an_account_or_somebody_else_s(string email, bool verified)
    {
        Be("person-1", email, verified);
        await using var db = Db();
        var before = await db.Set<User>().CountAsync();

        Assert.Null(await NameAsync());

        Assert.Equal(before, await db.Set<User>().CountAsync());
        Assert.False(await db.Set<ExternalLogin>().AnyAsync());
    }

    [Fact]
    public async Task An_inactive_account_stays_closed_and_an_invited_one_opens_without_a_password()
    {
        await using var db = Db();
        var manager = await db.Set<User>().AsTracking().SingleAsync(u => u.Email == TestApp.Manager);
        (manager.PasswordHash, manager.EmailConfirmed) = (null, false);
        var engineer = await db.Set<User>().AsTracking().SingleAsync(u => u.Email == TestApp.Engineer);
        engineer.Active = false;
        await db.SaveChangesAsync();

        Be("person-3", TestApp.Engineer, verified: true);
        Assert.Null(await NameAsync());
        Be("person-1", TestApp.Manager, verified: true);
        Assert.Equal("Neha Kulkarni", await NameAsync());
        Assert.Equal(
            RoleNames.Manager,
            (await db.Set<User>().AsNoTracking().SingleAsync(u => u.Id == manager.Id)).Role
        );
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example")]
    [InlineData("aud", "another client")]
    [InlineData("nonce", "replayed")]
    public async Task A_forged_answer_is_refused(string claim, string value)
    {
        Be("person-1", TestApp.Manager, verified: true);
        provider.Forged[claim] = value;

        Assert.Null(await NameAsync());
    }

    [Fact]
    public async Task A_callback_that_this_browser_did_not_ask_for_signs_nobody_in()
    {
        Be("person-1", TestApp.Manager, verified: true);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var attacker = new HttpClient(handler) { BaseAddress = new Uri(app.Address) };
        var asked = await attacker.GetAsync("/sign-in/company");
        using var plain = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var callback = (await plain.GetAsync(asked.Headers.Location)).Headers.Location!;
        using var victim = new FormBrowser(app);

        await victim.GetAsync(callback.PathAndQuery);

        Assert.Null(victim.Cookie("ra-session"));
        Assert.Equal(HttpStatusCode.Unauthorized, await victim.StatusAsync("/api/v2/auth/me"));
    }

    [Fact]
    public async Task Who_has_a_second_factor_here_gives_it_too()
    {
        await AuthenticatorApp.TurnOnAsync(app, TestApp.Manager);
        Be("person-1", TestApp.Manager, verified: true);
        using var client = Client();

        var last = await client.GetAsync("/sign-in/company?returnUrl=%2Fprofile");

        Assert.Equal("/sign-in/code", last.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v2/auth/me")).StatusCode);
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_button_and_no_way_in()
    {
        await using var other = new TestApp();
        await other.StartAsync();
        using var browser = new FormBrowser(other);

        Assert.DoesNotContain("/sign-in/company", await browser.ReadAsync("/sign-in"), StringComparison.Ordinal);
        foreach (var path in new[] { "/sign-in/company", "/sign-in/company/done" })
            Assert.Equal(HttpStatusCode.NotFound, await browser.StatusAsync(path));
        Assert.StartsWith(
            "/sign-in?returnUrl=",
            (await browser.GetAsync("/sign-in/company/callback")).PathAndQuery,
            StringComparison.Ordinal
        );
    }

    private void Be(string subject, string email, bool verified) =>
        (provider.Person["sub"], provider.Person["email"], provider.Person["email_verified"]) = (
            subject,
            email,
            verified
        );

    private HttpClient Client() =>
        new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = new Uri(app.Address) };

    /// <summary>Signs in by the provider in a new browser; the name of who is signed in then, or null.</summary>
    private async Task<string?> NameAsync()
    {
        using var client = Client();
        var last = await client.GetAsync("/sign-in/company");
        var me = await client.GetAsync("/api/v2/auth/me");
        if (me.StatusCode == HttpStatusCode.Unauthorized)
        {
            Assert.Equal("/sign-in", last.RequestMessage!.RequestUri!.AbsolutePath);
            return null;
        }

        return System
            .Text.Json.JsonDocument.Parse(await me.Content.ReadAsStringAsync())
            .RootElement.GetProperty("data")
            .GetProperty("name")
            .GetString();
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
}
