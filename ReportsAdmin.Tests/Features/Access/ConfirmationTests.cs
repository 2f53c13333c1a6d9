using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Acts that are guarded twice: whoever signed in a while ago proves who they are once more.</summary>
public sealed class ConfirmationTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [EachDatabase]
    public async Task A_browser_s_session_must_be_confirmed_after_a_quarter_of_an_hour_and_a_client_s_never(
        TestProvider provider
    )
    {
        await using var test = await AccessFixture.OpenAsync(provider);
        var sessions = test.Get<Sessions>();
        var user = await test.CurrentUserAsync(TestApp.Manager);
        var browser = await sessions.BeginAsync(user.UserId, SessionKinds.Browser, SessionOrigin.Unknown, default);
        var client = await sessions.BeginAsync(user.UserId, SessionKinds.Api, SessionOrigin.Unknown, default);
        async Task<bool> MustAsync(string id) => (await sessions.FindAsync(id, user.UserId, default))!.MustConfirm;

        test.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.False(await MustAsync(browser));
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await MustAsync(browser));
        Assert.False(await MustAsync(client));
        await sessions.ConfirmAsync(browser, user.UserId + 1, default);
        Assert.True(await MustAsync(browser));
        await sessions.ConfirmAsync(browser, user.UserId, default);
        Assert.False(await MustAsync(browser));
        // A confirmation that lies ahead was written while the clock was wrong.
        test.Clock.Set(TimeSpan.FromHours(-2));
        await sessions.ConfirmAsync(client, user.UserId, default);
        Assert.True(await MustAsync(browser));
    }

    [Fact]
    public async Task The_page_takes_the_password_and_refuses_guesses_without_end()
    {
        using var browser = new FormBrowser(app);
        await browser.SignInAsync(TestApp.Manager, AccessDemo.Password, "/");
        await AgeAsync();
        Assert.Equal("/profile/confirm", (await browser.GetAsync("/profile/two-factor")).Path);

        var wrong = await browser.PostAsync("/profile/confirm", "confirm", ("Input.Proof", "wrong"));
        Assert.Contains("That is not your password", await wrong.Content.ReadAsStringAsync());
        Assert.Equal("/profile/confirm", (await browser.GetAsync("/profile/two-factor")).Path);
        var right = await browser.PostAsync(
            "/profile/confirm?returnUrl=%2Fprofile%2Ftwo-factor",
            "confirm",
            ("Input.Proof", AccessDemo.Password)
        );
        Assert.Equal("/profile/two-factor", right.Headers.Location?.ToString());
        Assert.Equal("/profile/two-factor", (await browser.GetAsync("/profile/two-factor")).Path);

        await AgeAsync();
        for (var i = 0; i < 6; i++)
            wrong = await browser.PostAsync("/profile/confirm", "confirm", ("Input.Proof", "wrong"));
        Assert.Contains("Too many wrong passwords", await wrong.Content.ReadAsStringAsync());
        // Another site cannot post a proof, and the guesses did not end the session.
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v2/auth/me"));
    }

    [Fact]
    public async Task Who_has_a_second_factor_proves_with_it_and_a_password_that_the_browser_knows_is_not_enough()
    {
        using var browser = new FormBrowser(app);
        await browser.SignInAsync(TestApp.Manager, AccessDemo.Password, "/");
        var phone = await AuthenticatorApp.TurnOnAsync(app, TestApp.Manager);
        await AgeAsync();

        await browser.PostAsync("/profile/confirm", "confirm", ("Input.Proof", AccessDemo.Password));
        Assert.Equal("/profile/confirm", (await browser.GetAsync("/profile/two-factor")).Path);
        await browser.PostAsync("/profile/confirm", "confirm", ("Input.Proof", phone.NextCode()));
        Assert.Equal("/profile/two-factor", (await browser.GetAsync("/profile/two-factor")).Path);
    }

    [Fact]
    public async Task A_role_changes_in_an_open_page_after_the_password_was_given_in_a_dialog_that_keeps_what_was_typed()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/people?q=imran");
        await AgeAsync();
        var frames = new List<string>();
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) => frames.Add(frame.Text ?? "");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit Imran Shaikh" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog).First;
        await PickControls.PickAsync(dialog.GetByLabel("Role"), "Manager");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        var proof = page.Locator("#confirm-identity input");
        await proof.FillAsync("wrong password");
        await proof.PressAsync("Enter");
        await Expect(page.GetByText("That is not your password.")).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(page));
        if (Environment.GetEnvironmentVariable("RA_SHOTS") is { } shots)
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "confirm-dialog.png") });
        await proof.FillAsync(AccessDemo.Password);
        await proof.PressAsync("Enter");

        await Expect(page.GetByText("Saved").First).ToBeVisibleAsync();
        await using var db = Db();
        Assert.Equal(
            RoleNames.Manager,
            await db.Set<User>().Where(u => u.Email == TestApp.Engineer).Select(u => u.Role).SingleAsync()
        );
        Assert.DoesNotContain(frames, f => f.Contains(AccessDemo.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Undo_write_off_and_reversal_ask_for_a_proof_in_the_commands_themselves()
    {
        var admin = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Admin, default);
        var stale = admin with { MustConfirm = true };
        var (uploads, customers) = (
            app.Services.GetRequiredService<ImportCommands>(),
            app.Services.GetRequiredService<CustomerCommands>()
        );
        Func<CurrentUser, Task>[] acts =
        [
            user => uploads.UndoAsync(user, 1, default),
            user => customers.RemarkAsync(user, 1, "write-off", null, default),
            user =>
                customers.RemarksAsync(user, new Dictionary<int, string> { [1] = "writeoff", [2] = "none" }, default),
            user => customers.ReversePaymentAsync(user, 1, "A-1", default),
            user => customers.ChangeInvoicesAsync(user, [1], InvoiceAction.ReversePayment, default),
        ];
        foreach (var act in acts)
        {
            var refused = await Assert.ThrowsAsync<DomainException>(() => act(stale));
            Assert.Equal(DomainException.ConfirmationCode, refused.Code);
            // With a proof they go on to look for what they are to change.
            Assert.Null((await Record.ExceptionAsync(() => act(admin)) as DomainException)?.Code);
        }

        var other = await Assert.ThrowsAsync<DomainException>(() =>
            customers.RemarkAsync(stale, 1, "dispute", null, default)
        );
        Assert.Equal(ErrorKind.NotFound, other.Kind);
    }

    /// <summary>Makes all sign-ins an hour old.</summary>
    private async Task AgeAsync()
    {
        await using var db = Db();
        var before = DateTime.UtcNow.AddHours(-1);
        await db.Set<Session>().ExecuteUpdateAsync(s => s.SetProperty(x => x.ConfirmedAt, before));
        await app.Services.GetRequiredService<ChangeNotifier>().PublishAsync(Identities.SessionsTopic);
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
}
