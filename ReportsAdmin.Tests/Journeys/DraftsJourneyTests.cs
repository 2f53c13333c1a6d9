using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>An application that can break off every connection of its pages and has forgotten their circuits by then, as a node that was killed.</summary>
public sealed class ForgetfulApp : IAsyncLifetime
{
    private readonly ConcurrentDictionary<HttpContext, bool> open = new();

    public TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await new TestApp()
            .With(services =>
            {
                services.Configure<CircuitOptions>(o => o.DisconnectedCircuitMaxRetained = 0);
                services.AddSingleton<IStartupFilter>(new Connections(open));
            })
            .StartAsync();
        await App.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "C-1|Asha Traders|Mumbai|S-1|2025-05-02|90000|90000",
                "C-2|Bharat Works|Pune|S-2|2025-05-02|50000|50000"
            ),
            "May-26"
        );
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public ReportsDb Db() => App.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();

    /// <summary>Breaks the connection of every page off.</summary>
    public void BreakOff()
    {
        Assert.NotEmpty(open);
        foreach (var connection in open.Keys)
            connection.Abort();
    }

    /// <summary>The same, and waits until the page was drawn anew by another circuit and is live: in its place, or loaded again because the server has forgotten it altogether.</summary>
    public async Task LoseAsync(IPage page, bool reload)
    {
        await page.EvaluateAsync("() => { document.querySelector('[data-interactive]').dataset.before = 'true'; }");
        if (reload)
            await page.RouteAsync("**/_blazor/negotiate**", route => route.AbortAsync());
        BreakOff();
        if (reload)
        {
            // It tries some times at once, then every five seconds.
            await Expect(page.Locator(".reconnect.components-reconnect-retrying")).ToBeVisibleAsync();
            await page.UnrouteAllAsync();
            await page.ReloadAsync();
        }

        await page.Locator("[data-interactive=true]:not([data-before])")
            .WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = 60_000 });
    }

    private sealed class Connections(ConcurrentDictionary<HttpContext, bool> open) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (http, following) =>
                    {
                        if (http.Request.Path != "/_blazor")
                        {
                            await following(http);
                            return;
                        }

                        open[http] = true;
                        try
                        {
                            await following(http);
                        }
                        finally
                        {
                            open.TryRemove(http, out _);
                        }
                    }
                );
                next(app);
            };
    }
}

/// <summary>What was typed and not saved when the server forgot the circuit comes back, to the same person, and never over what changed meanwhile.</summary>
public sealed class DraftsJourneyTests(ForgetfulApp forgetful) : IClassFixture<ForgetfulApp>
{
    private const string Stored = "() => JSON.stringify(Object.entries(sessionStorage))";

    [Fact]
    public async Task A_half_filled_dialog_is_offered_filled_in_when_it_is_open_again_and_saved()
    {
        var day = Day(30);
        var page = await Browser.SignInAsync(forgetful.App, TestApp.CountryManager, path: "/invoices/1");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as disputed" }).ClickAsync();
        await dialog.GetByLabel("Reason").ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item").GetByText("Quantity").ClickAsync();
        await dialog.GetByLabel("Owner").ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item").GetByText("Neha Kulkarni").ClickAsync();
        await dialog.GetByLabel("Amount in dispute (₹)").FillAsync("40,000");
        await dialog.GetByLabel("Answer by").FillAsync(Written(day));
        await dialog.GetByLabel("Answer by").BlurAsync();
        await dialog.GetByLabel("Message (optional)").FillAsync("They received 40 of 60 bags.");

        await forgetful.LoseAsync(page, reload: true);

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(Notice(page))
            .ToContainTextAsync("The connection was lost while you were writing in “Dispute of invoice S-1”.");
        await Notice(page).GetByRole(AriaRole.Button, new() { Name = "Open again" }).ClickAsync();
        await Expect(dialog.GetByLabel("Amount in dispute (₹)")).ToHaveValueAsync("40,000");
        await Expect(dialog.GetByLabel("Answer by")).ToHaveValueAsync(Written(day));
        await Expect(dialog.GetByLabel("Owner")).ToHaveValueAsync("Neha Kulkarni");
        await Expect(dialog.GetByLabel("Message (optional)")).ToHaveValueAsync("They received 40 of 60 bags.");
        await Expect(Notice(page)).ToHaveCountAsync(0);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Open dispute" }).ClickAsync();
        await Expect(page.Locator(".notices")).ToContainTextAsync("Dispute opened");

        await using (var db = forgetful.Db())
        {
            var saved = await db.Set<Dispute>().SingleAsync(TestContext.Current.CancellationToken);
            Assert.Equal(("Quantity", 40_000_00L, day), (saved.Reason, saved.AmountPaise, saved.AnswerBy));
        }

        await ChangedMeanwhileAsync(page, dialog);
    }

    /// <summary>The same dispute, which another person changes while the connection is lost.</summary>
    private async Task ChangedMeanwhileAsync(IPage page, ILocator dialog)
    {
        await page.GotoAsync("/disputes/1");
        await Browser.LiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await dialog.GetByLabel("Amount in dispute (₹)").FillAsync("35000");
        await dialog.GetByLabel("Answer by").FillAsync(Written(Day(40)));
        await dialog.GetByLabel("Answer by").BlurAsync();
        await using (var db = forgetful.Db())
            await db.Set<Dispute>().ExecuteUpdateAsync(s => s.SetProperty(d => d.AmountPaise, 20_000_00));

        await forgetful.LoseAsync(page, reload: false);

        await Notice(page).GetByRole(AriaRole.Button, new() { Name = "Open again" }).ClickAsync();
        await Expect(Notice(page)).ToContainTextAsync("This was changed meanwhile");
        await Expect(Notice(page).Locator("dt")).ToHaveTextAsync("Amount in dispute (₹)");
        await Expect(Notice(page).Locator("dd")).ToHaveTextAsync("35000");
        await Expect(dialog.GetByLabel("Amount in dispute (₹)")).ToHaveValueAsync("20000");
        await Expect(dialog.GetByLabel("Answer by")).ToHaveValueAsync(Written(Day(40)));
        Assert.Equal([], await Axe.FindInBothThemesAsync(page));
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Notice(page).GetByRole(AriaRole.Button, new() { Name = "Copy text" }).ClickAsync();
        await Expect(Notice(page).GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal("35000", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await Notice(page).GetByRole(AriaRole.Button, new() { Name = "Close notice" }).ClickAsync();
        await Expect(Notice(page)).ToHaveCountAsync(0);
        Assert.DoesNotContain("unsaved", await page.EvaluateAsync<string>(Stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fields_of_a_page_are_filled_in_and_saved_and_a_plain_reload_fills_nothing()
    {
        var page = await Browser.SignInAsync(forgetful.App, TestApp.Admin, path: "/reminders/ladder");
        var step = page.Locator("section[aria-label='Step 2']");
        var title = await step.GetByLabel("Subject").InputValueAsync();
        await FillAsync();
        Assert.DoesNotContain("Second notice", await page.EvaluateAsync<string>(Stored), StringComparison.Ordinal);

        // Nothing was lost with F5: whoever presses it wants the page as it is saved.
        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        await page.WaitForTimeoutAsync(1_000);
        await Expect(step.GetByLabel("Subject")).ToHaveValueAsync(title);
        await Expect(Notice(page)).ToHaveCountAsync(0);

        await FillAsync();
        await forgetful.LoseAsync(page, reload: false);

        await Expect(Notice(page)).ToContainTextAsync("What you wrote is filled in and not saved yet.");
        await Expect(step.GetByLabel("Subject")).ToHaveValueAsync("Second notice");
        await Expect(step.GetByLabel("Days after")).ToHaveValueAsync("23");
        await Expect(page.GetByLabel("Days count from")).ToHaveValueAsync("Invoice date");
        await Expect(page.GetByLabel("Reminders are on")).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the ladder" }).ClickAsync();
        await Expect(page.Locator(".notices [data-tone=good]")).ToBeVisibleAsync();
        var ladder = forgetful.App.Services.GetRequiredService<LadderQueries>();
        var saved = (await ladder.ReadAsync(CurrentUser.System, TestContext.Current.CancellationToken)).Ladder;
        Assert.Equal((true, ReminderBasis.InvoiceDate), (saved.IsOn, saved.Basis));
        Assert.Contains(saved.Steps, s => s is { Subject: "Second notice", Days: 23 });

        async Task FillAsync()
        {
            await page.GetByLabel("Reminders are on").CheckAsync();
            await PickControls.PickAsync(page.GetByLabel("Days count from"), "Invoice date");
            await step.GetByLabel("Days after").FillAsync("23");
            await step.GetByLabel("Subject").FillAsync("Second notice");
        }
    }

    [Fact]
    public async Task Nothing_of_a_person_is_shown_to_the_next_one_in_the_tab_and_no_password_is_kept()
    {
        const string Secret = "a password that nobody keeps";
        var page = await Browser.SignInAsync(forgetful.App, TestApp.Manager, path: "/profile");
        await page.GetByLabel("Phone").FillAsync("+91 98765 00000");
        // The pages with passwords have no circuit to lose; those that ask for a proof do.
        await page.EvaluateAsync(
            """
            secret => {
                for (const [type, autocomplete] of [['password', 'off'], ['text', 'one-time-code'], ['text', 'current-password']]) {
                    const field = Object.assign(document.createElement('input'), { type, autocomplete, name: 'proof' });
                    document.querySelector('#main').append(field);
                    field.focus();
                    field.value = secret;
                    field.dispatchEvent(new Event('input', { bubbles: true }));
                }
            }
            """,
            Secret
        );
        await page.Context.ClearCookiesAsync(new() { Name = "ra-session" });

        await forgetful.LoseAsync(page, reload: false);

        // Without a session the page asks for a sign-in, and what was typed waits for the same person.
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("input[type=email]").WaitForAsync();
        var stored = await page.EvaluateAsync<string>(Stored);
        Assert.Contains("+91 98765 00000", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, stored, StringComparison.Ordinal);
        await SignInAsync(page, TestApp.CountryManager);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Profile" })).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => !Object.keys(sessionStorage).includes('unsaved')");
        await Expect(page.GetByLabel("Phone")).Not.ToHaveValueAsync("+91 98765 00000");
        await Expect(Notice(page)).ToHaveCountAsync(0);
        Assert.DoesNotContain("98765", await page.EvaluateAsync<string>(Stored), StringComparison.Ordinal);
    }

    private DateOnly Day(int ahead) => forgetful.App.Services.GetRequiredService<BusinessClock>().Today.AddDays(ahead);

    private static string Written(DateOnly day) => day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);

    private static ILocator Notice(IPage page) => page.Locator("#drafts .draft");

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", AccessDemo.Password);
        await page.ClickAsync("button[type=submit]");
        await Browser.LiveAsync(page);
    }
}
