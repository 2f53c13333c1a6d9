using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Webhooks;

/// <summary>Notifications, webhooks and alert rules in a browser.</summary>
public sealed class OperationPagesTests : IAsyncLifetime
{
    private readonly TestApp app = new();
    private WebhookSink sink = null!;

    public async ValueTask InitializeAsync()
    {
        sink = await WebhookSink.StartAsync();
        await app.With("Webhooks:AllowPrivate", "true")
            .With("Jobs:PollSeconds", "0.05")
            .With("Alerts:CheckSeconds", "1")
            .StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task An_administrator_adds_a_webhook_tests_it_and_reads_its_log()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/webhooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "New webhook" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Ledger bridge");
        await page.GetByLabel("Address").FillAsync(sink.Url);
        await page.GetByLabel("Upload committed").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add webhook" }).ClickAsync();
        var secret = await page.Locator("#webhook-secret").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ledger bridge" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send test" }).ClickAsync();

        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "webhook.test" });
        await Expect(row).ToContainTextAsync("Delivered");
        await Expect(row).ToContainTextAsync("HTTP 204");
        Assert.True(Assert.Single(sink.Posts).IsSignedWith(secret));
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new("^Redeliver") }).ClickAsync();
        await Expect(row).ToContainTextAsync("2 tries");
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_chooses_how_they_are_told()
    {
        var page = await Browser.SignInAsync(app, TestApp.Engineer, path: "/profile/notifications");
        await Expect(page.GetByText("Alert rules")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Always by mail")).ToBeVisibleAsync();
        await page.GetByLabel("Report is ready in the bell").UncheckAsync();
        await Expect(page.GetByText("Saved").First).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Report is ready in the bell")).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task An_administrator_changes_a_rule_and_others_see_none()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/alerts");
        var rule = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Little disk space" });
        await Expect(rule).ToContainTextAsync("OK");
        await rule.GetByLabel("Little disk space, threshold in megabytes").FillAsync("9000000");
        await rule.GetByLabel("Little disk space, threshold in megabytes").PressAsync("Tab");
        await Expect(rule).ToContainTextAsync("Raised since");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Notifications, 1 new" })).ToBeVisibleAsync();
        var manager = await Browser.SignInAsync(app, TestApp.Manager, path: "/admin/alerts");
        await Expect(manager.GetByText("Little disk space")).ToHaveCountAsync(0);
    }
}
