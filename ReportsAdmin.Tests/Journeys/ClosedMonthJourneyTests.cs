using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>An administrator closes months, a country manager's sheet is refused, an exception lets it in.</summary>
public sealed class ClosedMonthJourneyTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(Sheet.Of(Header, "C-1|Asha|Mumbai|S-1|2025-01-02|900|900"), "Apr-25");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Months_are_closed_a_sheet_is_refused_and_then_allowed()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/upload-calendar");
        await Button(page, "Close months").ClickAsync();
        await Button(page.GetByRole(AriaRole.Dialog), "Close months").ClickAsync();
        var closed = page.Locator("section[aria-labelledby=closed-months]");
        await Expect(closed).ToContainTextAsync("Batching Plant: up to");

        var refused = await SendAsync();
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("April 2025 is closed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Reopened and at once closed again: the notice takes it back.
        await Button(closed, "Reopen the months of Batching Plant").ClickAsync();
        await Expect(closed).Not.ToContainTextAsync("Batching Plant");
        Assert.Equal(200, (int)(await SendAsync()).StatusCode);
        await Button(page.Locator(".notices"), "Undo").ClickAsync();
        await Expect(closed).ToContainTextAsync("Batching Plant: up to");
        await Expect(Button(page, "Allow an upload")).ToBeEnabledAsync();
        Assert.Empty(await Axe.FindInBothThemesAsync(page));

        await Button(page, "Allow an upload").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Button(dialog, "Allow").ClickAsync();
        await Expect(dialog).ToContainTextAsync("Say why");
        await dialog.GetByLabel("Why").FillAsync("A credit note came late");
        await Button(dialog, "Allow").ClickAsync();
        await Expect(closed).ToContainTextAsync("A credit note came late");
        await closed.GetByRole(AriaRole.Button, new() { Name = "End the exception" }).ClickAsync();
        await Expect(closed).Not.ToContainTextAsync("A credit note came late");
    }

    private async Task<HttpResponseMessage> SendAsync()
    {
        using var client = await app.AsAsync(TestApp.CountryManager);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Sheet.Of(Header, "C-1|Asha|Mumbai|S-1|2025-01-02|900|800")), "file", "sheet.xlsx" },
            { new StringContent("Apr-25"), "month" },
            { new StringContent("2025-2026"), "financialYear" },
            { new StringContent("Batching Plant"), "department" },
        };
        return await client.PostAsync("/api/upload", form);
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Button(ILocator place, string name) =>
        place.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
