using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>A morning of calls by keyboard alone, and what the next sheet makes of a promise.</summary>
public sealed class CollectionsJourneyTests : IAsyncLifetime
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
                "C-1|Asha Traders|Mumbai|S-1|2025-05-02|900000|900000",
                "C-2|Bharat Works|Pune|S-2|2025-05-02|90000|90000",
                "C-3|Chetan Infra|Pune|S-3|2025-05-02|9000|9000",
                "C-4|Deepa Steel|Pune|S-4|2025-05-02|900|900"
            ),
            MonthBack(1)
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Outcomes_are_logged_by_one_key_each_and_the_next_customer_follows_at_once()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/collections");
        var card = page.Locator("#call-card");
        await Expect(card).ToBeFocusedAsync();
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Asha Traders");

        await page.Keyboard.PressAsync("n");
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Bharat Works");
        await Expect(card).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Status).First)
            .ToHaveTextAsync("No answer: Asha Traders. Next: Bharat Works.");

        // Looking at the next one and back logs nothing.
        await page.Keyboard.PressAsync("j");
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Chetan Infra");
        await page.Keyboard.PressAsync("k");
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Bharat Works");

        await page.Keyboard.PressAsync("p");
        await Expect(page.Locator("#promise-amount")).ToBeFocusedAsync();
        // Letters in a field are text, not outcomes.
        await page.Keyboard.PressAsync("Escape");
        await Expect(card).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("p");
        await Expect(page.Locator("#promise-amount")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("5000");
        await page.Keyboard.PressAsync("Enter");
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Chetan Infra");
        await Expect(card).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("c");
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Deepa Steel");
        await Expect(card).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("v");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nobody to call" })).ToBeVisibleAsync();

        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        Assert.Equal(
            [ContactOutcome.NoAnswer, ContactOutcome.Promised, ContactOutcome.Called, ContactOutcome.Visited],
            await db.Set<ContactEntry>().OrderBy(e => e.Id).Select(e => e.Outcome).ToListAsync()
        );
        Assert.Equal(5000_00, (await db.Set<Promise>().SingleAsync()).AmountPaise);
    }

    [Fact]
    public async Task The_undo_of_a_notice_brings_the_customer_back()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/collections");
        await Expect(page.Locator("#call-card")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("c");
        await Expect(page.Locator(".worklist > li")).ToHaveCountAsync(3);
        await page.Locator(".notices").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator(".worklist > li")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task A_promise_is_broken_by_the_sheet_that_shows_nothing_paid_while_the_page_is_open()
    {
        var key = await app
            .Services.GetRequiredService<CustomerCommands>()
            .ResolveAsync(CurrentUser.System, "C-1", default);
        await app
            .Services.GetRequiredService<CollectionCommands>()
            .LogAsync(
                CurrentUser.System,
                key,
                new NewContact(
                    ContactOutcome.Promised,
                    Promise: new PromiseTerms(
                        Money.FromRupees(50_000),
                        app.Services.GetRequiredService<BusinessClock>().Today
                    )
                ),
                default
            );
        await PassAsync();
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/collections/promises");
        await Expect(page.Locator("tr.row")).ToContainTextAsync("Waits for the next sheet");

        await app.UploadAsync(Sheet.Of(Header, "C-1|Asha Traders|Mumbai|S-1|2025-05-02|900000|900000"), MonthBack(0));

        await Expect(page.Locator("tr.row")).ToContainTextAsync("Broken");
        await page.GotoAsync($"/customers/{key}");
        await Expect(page.Locator(".contact-list").First).ToContainTextAsync("Broken");
        await page.GotoAsync("/collections?part=all");
        await Expect(page.Locator("#call-card")).ToContainTextAsync("1 broken promise in 12 months");
    }

    [Fact]
    public async Task A_contact_number_gives_links_to_call_and_to_write_also_on_a_phone()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/customers/1");
        await page.GetByLabel("Contact number").FillAsync("98765 43210");
        await page.GetByLabel("Contact number").PressAsync("Enter");
        await Expect(page.Locator(".notices")).ToContainTextAsync("Contact number saved");
        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync("/collections?part=all&customer=1");
        var card = page.Locator("#call-card");
        await Expect(card.Locator("a[href='tel:+919876543210']")).ToBeVisibleAsync();
        await Expect(card.Locator("a[href='https://wa.me/919876543210']")).ToBeVisibleAsync();
    }

    /// <summary>As if the promise had been made ten days ago.</summary>
    private async Task PassAsync()
    {
        var yesterday = app.Services.GetRequiredService<BusinessClock>().Today.AddDays(-1);
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await db.Set<Promise>()
            .ExecuteUpdateAsync(s =>
                s.SetProperty(p => p.DueOn, yesterday)
                    .SetProperty(p => p.DuePeriod, Period.Of(yesterday).Number)
                    .SetProperty(p => p.DecidableFrom, DateTime.UtcNow.AddMinutes(-1))
            );
    }

    private string MonthBack(int months) =>
        Period.Of(app.Services.GetRequiredService<BusinessClock>().Today).AddMonths(-months).ToString();
}
