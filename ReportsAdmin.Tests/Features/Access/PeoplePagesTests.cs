using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>From the invitation to the deactivated account, over HTTP and in a browser, with mails that really arrive.</summary>
public sealed class PeoplePagesTests : IAsyncLifetime
{
    private readonly SmtpSink sink = new();
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, value) in sink.Settings)
            app.With(key, value);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task A_link_is_kept_from_caches_and_other_sites_and_works_once()
    {
        var path = await InviteAsync("Ravi Iyer");
        using var client = Client();
        using var shown = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal("no-referrer", Assert.Single(shown.Headers.GetValues("Referrer-Policy")));
        Assert.True(shown.Headers.CacheControl?.NoStore);
        var html = await shown.Content.ReadAsStringAsync();

        using var weak = await client.PostAsync(path, Form(html, "password123"));
        Assert.Contains("tried first", await weak.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var taken = await client.PostAsync(path, Form(html, PeopleFixture.Password));
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/team")).StatusCode);

        using var stranger = Client();
        using var again = await stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        Assert.True(again.Headers.CacheControl?.NoStore);
        using var twice = await stranger.PostAsync(
            path,
            Form(await stranger.GetStringAsync("/sign-in"), "another set of words")
        );
        Assert.NotEqual(HttpStatusCode.Redirect, twice.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync("/team")).StatusCode);
    }

    [Fact]
    public async Task An_invitation_is_no_link_to_reset_and_a_guess_is_none_at_all()
    {
        var path = await InviteAsync("Ravi Iyer");
        using var client = Client();

        foreach (
            var wrong in new[]
            {
                path.Replace("/invite/", "/reset/", StringComparison.Ordinal),
                "/invite/x",
                "/reset/x",
            }
        )
            Assert.Equal(HttpStatusCode.Gone, (await client.GetAsync(wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Who_forgot_the_password_gets_a_mail_and_the_answer_does_not_say_who_has_an_account()
    {
        using var client = Client();
        Assert.Contains("/sign-in/forgot", await client.GetStringAsync("/sign-in"), StringComparison.Ordinal);

        var unknown = await AskAsync(client, "nobody@example.com");
        var known = await AskAsync(client, TestApp.Manager);

        Assert.Equal(unknown, known);
        Assert.Contains("If this address has an account", known, StringComparison.Ordinal);
        var mail = Assert.Single(await sink.WaitAsync());
        Assert.Equal(TestApp.Manager, Assert.Single(mail.To.Mailboxes).Address);
        var path = PathIn(mail.TextBody);
        Assert.StartsWith("/reset/", path, StringComparison.Ordinal);
        using var taken = await client.PostAsync(path, Form(await client.GetStringAsync(path), PeopleFixture.Password));
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task An_engineer_is_invited_signs_in_sees_the_own_scope_and_is_signed_out_when_deactivated()
    {
        var admin = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/people");
        await Browser.LiveAsync(admin);
        await ShotAsync(admin, "people-1440.png");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).First.ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Ravi Iyer");
        await dialog.GetByLabel("Email").FillAsync("ravi.iyer@example.com");
        await PickControls.PickAsync(dialog.GetByLabel("Region", new() { Exact = true }), "Pune");
        await ShotAsync(admin, "people-invite.png");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(dialog.GetByText("A mail with the link is on its way to ravi.iyer@example.com"))
            .ToBeVisibleAsync();
        await ShotAsync(admin, "people-link.png");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        var path = PathIn(Assert.Single(await sink.WaitAsync()).TextBody);

        var engineer = await Browser.OpenAsync(app, 390);
        await engineer.GotoAsync(path);
        await ShotAsync(engineer, "people-welcome-390.png");
        Assert.Empty(await Axe.FindAsync(engineer));
        await engineer.GetByLabel("Password", new() { Exact = true }).FillAsync(PeopleFixture.Password);
        await engineer.GetByLabel("Password again").FillAsync(PeopleFixture.Password);
        await engineer.GetByRole(AriaRole.Button, new() { Name = "Save and sign in" }).ClickAsync();
        await Browser.LiveAsync(engineer);
        await engineer.GotoAsync("/team?by=region");
        await Browser.LiveAsync(engineer);
        await Expect(engineer.GetByRole(AriaRole.Heading, new() { Name = "Pune" })).ToBeVisibleAsync();
        await Expect(engineer.GetByRole(AriaRole.Heading, new() { Name = "Mumbai" })).ToHaveCountAsync(0);

        await admin.GotoAsync("/admin/people?q=ravi.iyer");
        await Browser.LiveAsync(admin);
        Assert.Empty(await Axe.FindAsync(admin));
        await admin.GetByRole(AriaRole.Button, new() { Name = "Edit Ravi Iyer" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Heading, new() { Name = "Ravi Iyer" })).ToBeVisibleAsync();
        await ShotAsync(admin, "people-edit.png");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Deactivate" }).ClickAsync();
        await admin
            .GetByRole(AriaRole.Dialog)
            .Filter(new() { HasText = "is signed out everywhere at once" })
            .GetByRole(AriaRole.Button, new() { Name = "Deactivate", Exact = true })
            .ClickAsync();
        await Expect(admin.Locator("main").GetByText("Inactive", new() { Exact = true })).ToBeVisibleAsync();

        await Expect(engineer.GetByText("Please sign in").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_fits_a_phone_in_the_dark()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, 390, "/admin/people?state=active");
        await Browser.LiveAsync(page);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        await ShotAsync(page, "people-390-dark.png");
        await Expect(page.Locator("tr.row")).ToHaveCountAsync(4);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(await Axe.FindAsync(page));
    }

    private async Task<string> InviteAsync(string name)
    {
        var link = await app
            .Services.GetRequiredService<Invitations>()
            .InviteAsync(CurrentUser.System, PeopleFixture.Person(name, RoleNames.Engineer, "pune"), default);
        return link.Address!.AbsolutePath;
    }

    private HttpClient Client() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(app.Address),
        };

    private static async Task<string> AskAsync(HttpClient client, string email)
    {
        var html = await client.GetStringAsync("/sign-in/forgot");
        using var answer = await client.PostAsync(
            "/sign-in/forgot",
            HtmlForm.Fields(html, ("_handler", "forgot"), ("Input.Email", email))
        );
        var body = await answer.Content.ReadAsStringAsync();
        return body[
            body.IndexOf("<h1>", StringComparison.Ordinal)..body.IndexOf("Back to sign-in", StringComparison.Ordinal)
        ];
    }

    private static FormUrlEncodedContent Form(string html, string password) =>
        HtmlForm.Fields(
            html,
            ("_handler", "account-link"),
            ("Input.Name", "Ravi Iyer"),
            ("Input.Next", password),
            ("Input.Again", password)
        );

    private static string PathIn(string? text) =>
        new Uri(Regex.Match(text ?? "", "https://reports\\.example\\.com/(invite|reset)/\\S+").Value).AbsolutePath;

    private static async Task ShotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("RA_SHOTS") is { } shots)
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, name) });
    }
}
