using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>An administrator switches the ladder on, simulates, looks at a mail and sends; the mails arrive at a real SMTP server.</summary>
public sealed class RemindersJourneyTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private readonly SmtpSink sink = new();
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, value) in sink.Settings)
            app.With(key, value);
        await app.StartAsync();
        var today = app.Services.GetRequiredService<BusinessClock>().Today;
        var sold = today.AddDays(-50).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await app.UploadAsync(
            Sheet.Of(
                Header,
                $"C-1|Asha Traders|Mumbai|S-1|{sold}|900000|900000",
                $"C-2|Bharat Works|Pune|S-2|{sold}|90000|90000.50",
                $"C-3|Chetan Infra|Pune|S-3|{sold}|9000|9000"
            ),
            Period.Of(today).AddMonths(-1).ToString()
        );
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task A_run_is_simulated_previewed_and_sent()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/customers/1");
        await page.GetByLabel("E-mail addresses", new() { Exact = true }).FillAsync("accounts@example.com");
        await page.GetByLabel("E-mail addresses", new() { Exact = true }).PressAsync("Enter");
        await Expect(page.Locator(".notices")).ToContainTextAsync("E-mail addresses saved");

        await page.GotoAsync("/reminders");
        await Expect(page.Locator(".note.warn")).ToContainTextAsync("Reminders are switched off");
        await GoAsync(page, "/reminders/ladder");
        await page.GetByLabel("Reminders are on").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the ladder" }).ClickAsync();
        await Expect(page.Locator(".notices")).ToContainTextAsync("Reminders are on");

        await page.GotoAsync("/reminders");
        await Expect(page.Locator("tr.row")).ToHaveCountAsync(1);
        await Expect(page.Locator("tr.row")).ToContainTextAsync("Asha Traders");
        await Expect(page.GetByText("₹9,99,000.50").First).ToBeVisibleAsync();
        await page.GotoAsync("/reminders?show=noAddress");
        await Expect(page.Locator("tr.row")).ToHaveCountAsync(2);
        await GoAsync(page, "/reminders");
        await page.GetByRole(AriaRole.Link, new() { Name = "Preview of the mail to Asha Traders" }).ClickAsync();
        await Expect(page.FrameLocator("iframe").GetByText("Dear Asha Traders,")).ToBeVisibleAsync();
        var subject = await page.Locator(".reminder-facts dd").Nth(1).InnerTextAsync();

        await GoAsync(page, "/reminders");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send all 1 reminder" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true })
            .ClickAsync();
        await Expect(page).ToHaveURLAsync($"{app.Address}/reminders/runs/1");
        var mail = Assert.Single(await sink.WaitAsync());
        Assert.Equal((subject, "accounts@example.com"), (mail.Subject, mail.To.Mailboxes.Single().Address));
        Assert.EndsWith(".pdf", Assert.Single(mail.Attachments).ContentDisposition!.FileName, StringComparison.Ordinal);
        await Expect(page.Locator("tr.row")).ToContainTextAsync("Sent");

        await page.GotoAsync("/reminders");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nobody here" })).ToBeVisibleAsync();
        await GoAsync(page, "/customers/1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as bounced: accounts@example.com" }).ClickAsync();
        await Expect(page.Locator(".contact-list").Filter(new() { HasText = "It gets no mail until" }))
            .ToBeVisibleAsync();
    }

    private static async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await Browser.LiveAsync(page);
    }

    [Fact]
    public async Task What_changed_while_the_page_was_open_is_not_sent()
    {
        var commands = app.Services.GetRequiredService<CustomerCommands>();
        await commands.EmailAsync(CurrentUser.System, 1, "accounts@example.com", null, default);
        var ladder = app.Services.GetRequiredService<LadderQueries>();
        var view = await ladder.ReadAsync(CurrentUser.System, default);
        await app
            .Services.GetRequiredService<LadderCommands>()
            .SaveAsync(CurrentUser.System, view.Ladder with { IsOn = true }, view.Version, default);
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/reminders");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select Asha Traders" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send to these" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await commands.EmailAsync(CurrentUser.System, 1, "other@example.com", null, default);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(page.Locator(".notices")).ToContainTextAsync("changed since this was simulated");
        await Expect(page.Locator("tr.row")).ToContainTextAsync("other@example.com");
        Assert.Empty(sink.Received);
    }

    [Theory]
    [InlineData("/reminders", 390)]
    [InlineData("/reminders?show=out", 1440)]
    [InlineData("/reminders/ladder", 390)]
    [InlineData("/reminders/ladder", 1440)]
    [InlineData("/reminders/runs", 390)]
    [InlineData("/customers/1", 390)]
    public async Task Pages_are_accessible_and_fit(string path, int width)
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, width, path);
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(page));
        Assert.True(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
            "The page is wider than the window."
        );
    }
}
