using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>From a cell of the roll matrix to its invoices, on a desk and on a phone.</summary>
public sealed class MovementJourneyTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha Traders|Mumbai|S-1|2026-07-10|900000|900000",
                "C-2|Bharat Works|Pune|S-2|2026-09-20|90000|90000"
            ),
            "Sep-26"
        );
        await app.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha Traders|Mumbai|S-1|2026-07-10|900000|600000",
                "C-2|Bharat Works|Pune|S-2|2026-09-20|90000|90000"
            ),
            "Oct-26"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_pressed_cell_shows_its_invoices_and_keeps_them_in_the_address(int width)
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/movement");
        await page.SetViewportSizeAsync(width, 844);
        await Browser.LiveAsync(page);
        var matrix = page.GetByRole(AriaRole.Region, new() { Name = "Roll matrix" });
        await Expect(page.Locator(".out-check"))
            .ToContainTextAsync("₹9,90,000, outstanding at the end of September 2026");
        await Expect(page.Locator(".out-check"))
            .ToContainTextAsync("₹6,90,000, outstanding at the end of October 2026");

        await matrix.Locator("[data-cell='31-90:91-180']").ClickAsync();
        var diff = page.Locator("#diff");
        await Expect(diff.GetByRole(AriaRole.Heading)).ToHaveTextAsync("31–90 days → 91–180 days");
        await Expect(diff.Locator("tr.row")).ToHaveCountAsync(1);
        await Expect(diff.Locator("tr.row")).ToContainTextAsync("S-1");
        await Expect(diff.Locator("tr.row")).ToContainTextAsync("−₹3,00,000");
        Assert.Contains("cell=31-90%3A91-180", page.Url.Replace("31-90:91", "31-90%3A91", StringComparison.Ordinal));

        await page.ReloadAsync();
        await Expect(diff.Locator("tr.row")).ToContainTextAsync("S-1");
        await diff.GetByRole(AriaRole.Link, new() { Name = "Customers" }).ClickAsync();
        await Expect(diff.Locator("tr.row")).ToContainTextAsync("Asha Traders");
        await diff.GetByRole(AriaRole.Link, new() { Name = "Show all changes" }).ClickAsync();
        await Expect(diff.GetByRole(AriaRole.Heading)).ToHaveTextAsync("What changed");
        // What did not change is left out.
        await Expect(diff.Locator("tr.row")).ToHaveCountAsync(1);
        await diff.GetByRole(AriaRole.Link, new() { Name = "Regions" }).ClickAsync();
        await Expect(diff.Locator("tr.row")).ToHaveCountAsync(2);
        await diff.GetByRole(AriaRole.Link, new() { Name = "Invoices" }).ClickAsync();
        await diff.GetByRole(AriaRole.Link, new() { Name = "S-1" }).ClickAsync();
        await page.WaitForURLAsync("**/invoices/1");
    }

    [Fact]
    public async Task What_an_upload_changed_is_a_press_away_from_it()
    {
        await app.UploadAsync(Sheet.Of(Header, "C-1|Asha Traders|Mumbai|S-1|2026-07-10|900000|550000.50"), "Oct-26");
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/uploads/3");
        await page.GetByRole(AriaRole.Link, new() { Name = "What it changed" }).ClickAsync();
        await Expect(page.Locator("#roll")).ToHaveTextAsync("October 2026: before upload #3 and after upload #3");
        await Expect(page.Locator(".out-check")).ToContainTextAsync("₹6,00,000, outstanding before upload #3");
        await Expect(page.Locator(".out-check")).ToContainTextAsync("₹5,50,000.50, outstanding after upload #3");
        var diff = page.Locator("#diff");
        await Expect(diff.Locator("tr.row")).ToContainTextAsync("−₹49,999.50");
        // Before the second upload the month rested on September.
        await PickControls.FilterAsync(page, "Upload", "2");
        await Expect(page.Locator(".out-check")).ToContainTextAsync("₹9,90,000, outstanding before upload #2");
        await page.GotoAsync("/movement?upload=3&against=2&by=invoice");
        await Expect(diff.Locator("tr.row")).ToContainTextAsync("S-1");
        Assert.Empty(await Axe.FindInBothThemesAsync(page));
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare months" }).ClickAsync();
        await Expect(page.Locator("#roll")).ToHaveTextAsync("From Sep-26 to Oct-26");
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare uploads of Oct-26" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("upload=3"));
    }

    [Fact]
    public async Task Months_that_do_not_follow_each_other_are_said_and_others_can_be_chosen()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/movement?from=Oct-26&to=Oct-26");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing to compare" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Latest months" }).ClickAsync();
        await Expect(page.Locator("#roll")).ToHaveTextAsync("From Sep-26 to Oct-26");
    }
}
