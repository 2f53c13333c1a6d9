using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Passkeys in a real browser with a virtual authenticator.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // A passkey belongs to a name; an IP address has none.
    private string Site => app.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    [Fact]
    public async Task A_passkey_is_made_on_the_profile_signs_in_as_both_factors_and_is_removed()
    {
        await AuthenticatorApp.TurnOnAsync(app, TestApp.Manager);
        var page = await SignedInAsync(TestApp.Engineer, verified: true);
        await AddAsync(page, "My laptop");
        await using var db = Db();
        var kept = await db.Set<Passkey>().SingleAsync();
        Assert.True(kept.UserVerified);
        Assert.Null(kept.LastUsedAt);
        await SignOutAsync(page);

        string? posted = null;
        page.Request += (_, r) => posted = r is { Method: "POST" } && r.Url.EndsWith("/passkey") ? r.PostData : posted;
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Profile" })).ToBeVisibleAsync();
        Assert.NotNull((await db.Set<Passkey>().AsNoTracking().SingleAsync()).LastUsedAt);
        Assert.NotNull(posted);
        // The same answer once more, with every cookie of this browser, is refused.
        var replay = await page.EvaluateAsync<int>(
            """
            async () => {
              const body = new FormData();
              body.append('credential', '{}');
              const answer = await fetch('/sign-in/passkey', { method: 'POST', body, headers: { RequestVerificationToken: document.querySelector('meta[name=ra-antiforgery]').content } });
              return answer.status;
            }
            """
        );
        Assert.Equal(401, replay);

        await Browser.LiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove My laptop" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true })
            .ClickAsync();
        await Expect(page.GetByText("No passkeys yet.")).ToBeVisibleAsync();
        await SignOutAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not valid here");
    }

    [Fact]
    public async Task A_passkey_proves_who_sits_there_and_one_of_somebody_else_does_not()
    {
        var page = await SignedInAsync(TestApp.Engineer, verified: true);
        await AddAsync(page, "My laptop");
        await SignOutAsync(page);
        await page.FillAsync("input[type=email]", TestApp.Admin);
        await page.FillAsync("input[type=password]", ReportsAdmin.Features.Access.AccessDemo.Password);
        await page.ClickAsync("button[type=submit]");
        await Browser.LiveAsync(page);
        await AgeAsync();
        await page.GotoAsync($"{Site}/profile");
        await Browser.LiveAsync(page);

        // The device offers the engineer's passkey, as the administrator has none here.
        var foreign = await page.EvaluateAsync<string?>("ra.provePasskey('/profile/confirmation/passkey')");
        Assert.Equal("That passkey is not valid here.", foreign);
        Assert.True(await MustConfirmAsync(TestApp.Admin));

        await SignOutAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Profile" })).ToBeVisibleAsync();
        await AgeAsync();
        Assert.True(await MustConfirmAsync(TestApp.Engineer));
        // Before a download, by a page without a circuit.
        await page.GotoAsync($"{Site}/profile/confirm?returnUrl=%2Fprofile");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Profile" })).ToBeVisibleAsync();
        Assert.False(await MustConfirmAsync(TestApp.Engineer));

        await AgeAsync();
        await Browser.LiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove My laptop" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true })
            .ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByText("No passkeys yet.")).ToBeVisibleAsync();
        Assert.False(await MustConfirmAsync(TestApp.Engineer));
    }

    [Fact]
    public async Task A_passkey_of_somebody_inactive_opens_nothing()
    {
        var page = await SignedInAsync(TestApp.Engineer, verified: true);
        await AddAsync(page, "My laptop");
        await SignOutAsync(page);
        await using (var db = Db())
            await db.Set<User>()
                .Where(u => u.Email == TestApp.Engineer)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Active, false));
        await app.Services.GetRequiredService<CurrentUserAccessor>().ChangedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not valid here");
        Assert.DoesNotContain(await page.Context.CookiesAsync(), c => c.Name == "ra-session");
    }

    [Theory]
    [InlineData("/sign-in/passkey")]
    [InlineData("/profile/passkeys")]
    [InlineData("/profile/confirmation/passkey")]
    [InlineData("/profile/passkeys/options")]
    public async Task Another_site_can_post_no_passkey(string path)
    {
        using var browser = new FormBrowser(app);
        await browser.SignInAsync(TestApp.Engineer, ReportsAdmin.Features.Access.AccessDemo.Password, "/");

        var answer = await browser.PostAsync(path, "none", "", ("credential", "{}"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<IPage> SignedInAsync(string email, bool verified)
    {
        var page = await Browser.OpenAsync(app);
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = verified,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        await page.GotoAsync($"{Site}/sign-in?returnUrl=%2Fprofile");
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", ReportsAdmin.Features.Access.AccessDemo.Password);
        await page.ClickAsync("button[type=submit]");
        await Browser.LiveAsync(page);
        return page;
    }

    private static async Task AddAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "New passkey" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name}" })).ToBeVisibleAsync();
    }

    private async Task SignOutAsync(IPage page)
    {
        await page.Context.ClearCookiesAsync(new() { Name = "ra-session" });
        await page.GotoAsync($"{Site}/sign-in?returnUrl=%2Fprofile");
    }

    /// <summary>Makes all sign-ins an hour old.</summary>
    private async Task AgeAsync()
    {
        await using var db = Db();
        var before = DateTime.UtcNow.AddHours(-1);
        await db.Set<Session>().ExecuteUpdateAsync(s => s.SetProperty(x => x.ConfirmedAt, before));
        await app.Services.GetRequiredService<ChangeNotifier>().PublishAsync(Identities.SessionsTopic);
    }

    private async Task<bool> MustConfirmAsync(string email)
    {
        await using var db = Db();
        var last = await db.Set<Session>()
            .Where(s => db.Set<User>().Any(u => u.Id == s.UserId && u.Email == email))
            .MaxAsync(s => s.ConfirmedAt);
        return DateTime.UtcNow - last > TimeSpan.FromMinutes(15);
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
}
