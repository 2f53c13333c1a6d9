using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>The second step of a sign-in over HTTP: nothing opens before it, by the pages or by any API family.</summary>
public sealed class SecondStepTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_password_opens_nothing_before_the_code_and_the_session_is_a_new_one()
    {
        var phone = await AuthenticatorApp.TurnOnAsync(app, TestApp.Engineer);
        using var browser = new FormBrowser(app);

        var next = await browser.SignInAsync(TestApp.Engineer, AccessDemo.Password, "/profile");
        Assert.Equal("/sign-in/code?returnUrl=%2Fprofile", next);
        Assert.Null(browser.Cookie("ra-session"));
        Assert.Equal("/sign-in", (await browser.GetAsync("/profile")).Path);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v2/auth/me"));
        // A password alone must not replace the factor.
        Assert.StartsWith("/sign-in?", (await browser.GetAsync("/sign-in/set-up")).PathAndQuery);
        var wrong = await browser.PostAsync("/sign-in/code", "second-step", ("Input.Code", "000000"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Null(browser.Cookie("ra-session"));
        var kept = browser.Cookie("ra-second-step");

        var code = phone.NextCode();
        var right = await browser.PostAsync(next, "second-step", ("Input.Code", code));

        Assert.Equal("/profile", right.Headers.Location?.ToString());
        Assert.NotNull(browser.Cookie("ra-session"));
        Assert.Null(browser.Cookie("ra-second-step"));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v2/auth/me"));

        // Whoever copied the cookie between the steps and saw the code gets nothing for it.
        using var thief = new FormBrowser(app);
        thief.Set("ra-second-step", kept!, "/sign-in");
        var replayed = await thief.PostAsync("/sign-in/code", "second-step", ("Input.Code", code));
        Assert.Equal(HttpStatusCode.Unauthorized, replayed.StatusCode);
        Assert.Null(thief.Cookie("ra-session"));
    }

    [Theory]
    [InlineData("/api/auth/login")]
    [InlineData("/api/v1/auth/login")]
    [InlineData("/api/v2/auth/login")]
    public async Task A_client_is_told_in_its_own_format_and_sends_the_code_along(string login)
    {
        var phone = await AuthenticatorApp.TurnOnAsync(app, TestApp.Engineer);
        async Task<(HttpStatusCode Status, JsonElement Body)> TryAsync(string password, string? code)
        {
            object body = code is null
                ? new { email = TestApp.Engineer, password }
                : new
                {
                    email = TestApp.Engineer,
                    password,
                    code,
                };
            var answer = await app.Anonymous().PostAsJsonAsync(login, body);
            return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
        }

        var (status, missing) = await TryAsync(AccessDemo.Password, null);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("SECOND_FACTOR_REQUIRED", missing.GetProperty("code").GetString());
        Assert.DoesNotContain("oken\":", missing.ToString());
        var (_, wrongPassword) = await TryAsync("wrong", phone.NextCode());
        Assert.DoesNotContain("SECOND_FACTOR", wrongPassword.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(AccessDemo.Password, "000000")).Status);
        var code = phone.NextCode();
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(AccessDemo.Password, code)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(AccessDemo.Password, code)).Status);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(AccessDemo.Password, phone.RecoveryCodes[1])).Status);
    }

    [Fact]
    public async Task A_role_that_needs_one_sets_it_up_while_signing_in_and_its_clients_are_told_to()
    {
        await AuthenticatorApp.TurnOnAsync(app, TestApp.Admin);
        var admin = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Admin, default);
        await app
            .Services.GetRequiredService<SignInRules>()
            .RequireSecondFactorAsync(admin, [RoleNames.Engineer], default);
        var client = await app.Anonymous()
            .PostAsJsonAsync("/api/auth/login", new { email = TestApp.Engineer, password = AccessDemo.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, client.StatusCode);
        using var browser = new FormBrowser(app);

        var next = await browser.SignInAsync(TestApp.Engineer, AccessDemo.Password, "/profile");
        Assert.StartsWith("/sign-in/set-up", next);
        var page = await browser.ReadAsync(next);
        var key = Regex.Match(page, "<code class=\"key\"[^>]*>([^<]+)</code>").Groups[1].Value;
        Assert.Null(browser.Cookie("ra-session"));
        var done = await browser.PostAsync(
            next,
            "authenticator",
            page,
            ("Form.Code", AuthenticatorApp.CodeOf(key, DateTime.UtcNow))
        );
        var shown = await done.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(10, Regex.Count(shown, "<code[^>]*>[a-z2-9]{5}-[a-z2-9]{5}</code>"));
        Assert.Contains("no-store", done.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v2/auth/me"));
    }

    [Fact]
    public async Task A_new_password_by_mail_is_one_factor_and_the_code_is_asked_for()
    {
        await AuthenticatorApp.TurnOnAsync(app, TestApp.Engineer);
        var admin = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Admin, default);
        var person = await app.Services.GetRequiredService<AccessQueries>().DemoViewerAsync(TestApp.Engineer, default);
        var link = await app.Services.GetRequiredService<Invitations>().ResetAsync(admin, person.UserId, default);
        using var browser = new FormBrowser(app);

        var answer = await browser.PostAsync(
            link.Address!.AbsolutePath,
            "account-link",
            ("Input.Next", "four unrelated words"),
            ("Input.Again", "four unrelated words")
        );

        Assert.StartsWith("/sign-in/code", answer.Headers.Location!.ToString());
        Assert.Null(browser.Cookie("ra-session"));
    }

    [Fact]
    public async Task The_cookie_between_the_steps_ends_with_a_new_password()
    {
        var phone = await AuthenticatorApp.TurnOnAsync(app, TestApp.Engineer);
        using var browser = new FormBrowser(app);
        var next = await browser.SignInAsync(TestApp.Engineer, AccessDemo.Password, "/");
        var page = await browser.ReadAsync(next);
        await app
            .Services.GetRequiredService<AccessCommands>()
            .ChangePasswordAsync(phone.Person, AccessDemo.Password, "four unrelated words", default);

        var answer = await browser.PostAsync(next, "second-step", page, ("Input.Code", phone.NextCode()));

        Assert.StartsWith("/sign-in?", answer.Headers.Location!.ToString());
        Assert.Null(browser.Cookie("ra-session"));
    }
}
