using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>The grid of customers in a real browser: columns, editors, selection, phones.</summary>
public sealed class CustomerGridJourneyTests : IAsyncLifetime
{
    private const string Heads = ".grid thead [data-col]";

    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "C-1|Asha Traders|Mumbai|S-1|2025-05-02|900|900",
                "C-2|Bharat Works|Pune|S-2|2025-05-02|800|800.25",
                "C-3|Chetan Infra|Pune|S-3|2025-05-02|700|700"
            ),
            "May-25"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Columns_are_hidden_moved_and_dragged_and_stay_so_for_the_person()
    {
        var page = await OpenAsync();
        await Expect(page.Locator(Heads).Nth(1)).ToHaveTextAsync("Outstanding");
        await page.GetByRole(AriaRole.Button, new() { Name = "Columns", Exact = true }).ClickAsync();
        await page.Locator(".chooser").GetByLabel("Note", new() { Exact = true }).UncheckAsync();
        await Expect(page.Locator(".grid thead [data-col=note]")).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(new Regex("hide=region\\.department\\.note"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Change left" }).ClickAsync();
        await Expect(page.Locator(Heads).Nth(1)).ToHaveTextAsync("Change");
        await page.Keyboard.PressAsync("Escape");

        await page.DragAndDropAsync(".grid thead [data-col=remark]", ".grid thead [data-col=change]");
        await Expect(page.Locator(Heads).Nth(1)).ToHaveTextAsync("Remark");
        await page.WaitForFunctionAsync(
            "() => /\"remark\",\"change\"/.test(Object.entries(localStorage).find(e => e[0].startsWith('grid:'))?.[1] ?? '')"
        );

        await page.GotoAsync("/customers?month=May-25");
        await Expect(page.Locator(Heads).Nth(1)).ToHaveTextAsync("Remark");
        await Expect(page.Locator(".grid thead [data-col=note]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_selected_customers_get_a_remark_together_and_undo_takes_it_back()
    {
        var page = await OpenAsync();
        await Expect(page.Locator(".grid tfoot")).ToContainTextAsync("₹2,400.25");
        await page.GetByLabel("Select Asha Traders").First.CheckAsync();
        await page.GetByLabel("Select Chetan Infra").First.CheckAsync();
        var bar = page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected customers" });
        await Expect(bar).ToContainTextAsync("2 selected");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Remark" }).ClickAsync();
        await page.Locator(".mud-popover-open [data-value=dispute]").ClickAsync();

        await Expect(page.Locator(".notices")).ToContainTextAsync("2 customers changed");
        await Expect(page.Locator(".grid tbody .chip", new() { HasText = "Dispute" })).ToHaveCountAsync(2);
        await page.Locator(".notices").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator(".grid tbody .chip", new() { HasText = "Dispute" })).ToHaveCountAsync(0);

        await bar.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.Locator(".mud-popover-open").GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync()
        );
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains("Chetan Infra", text);
        Assert.DoesNotContain("Bharat Works", text);
    }

    [Fact]
    public async Task The_selected_invoices_are_disputed_together_and_undo_takes_it_back()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/invoices?month=May-25");
        await Expect(page.Locator(".grid tfoot")).ToContainTextAsync("₹2,400.25");
        var boxes = page.Locator(".grid tbody input.tick");
        await boxes.Nth(0).CheckAsync();
        await boxes.Nth(2).CheckAsync();
        var bar = page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected invoices" });
        await Expect(bar).ToContainTextAsync("2 selected");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Mark as disputed" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Open disputes" }).ClickAsync();
        await Expect(dialog.GetByText("Choose a reason.").First).ToBeVisibleAsync();
        await dialog.GetByLabel("Reason").ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item").GetByText("Quantity").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Open disputes" }).ClickAsync();

        await Expect(page.Locator(".notices")).ToContainTextAsync("2 invoices changed");
        await Expect(page.Locator(".grid tbody .chip", new() { HasText = "Disputed" })).ToHaveCountAsync(2);
        await page.Locator(".notices").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator(".grid tbody .chip", new() { HasText = "Disputed" })).ToHaveCountAsync(0);

        // Another filter lets the selection go.
        await page.GotoAsync("/invoices?month=May-25&region=pune");
        await Expect(page.Locator(".grid tfoot")).ToContainTextAsync("₹1,500.25");
        await Expect(bar).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_people_who_write_the_same_note_see_both_texts_and_neither_is_lost()
    {
        var first = await OpenAsync();
        var second = await OpenAsync(TestApp.Manager);
        await WriteAsync(first, "Cheque promised");
        await WriteAsync(second, "Legal notice sent");
        await first.GetByRole(AriaRole.Button, new() { Name = "Save note" }).ClickAsync();

        await Expect(second.Locator(".note-editor .note")).ToContainTextAsync("Cheque promised");
        await Expect(second.Locator(".note-editor textarea").First).ToHaveValueAsync("Legal notice sent");
        await Expect(second.GetByRole(AriaRole.Button, new() { Name = "Save note" })).ToBeDisabledAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Replace with my text" }).ClickAsync();

        await Expect(first.Locator("[id^=cell-note]").First).ToHaveTextAsync("Legal notice sent");
    }

    [Fact]
    public async Task Escape_keeps_a_note_as_a_draft_even_when_the_page_is_loaded_again()
    {
        var page = await OpenAsync();
        await WriteAsync(page, "Cheque promised");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".note-editor")).ToHaveCountAsync(0);
        await Expect(page.Locator("[id^=cell-note]").First).ToContainTextAsync("Draft");
        await Expect(page.Locator("[id^=cell-note]").First).ToBeFocusedAsync();

        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        await Expect(page.Locator("[id^=cell-note]").First).ToContainTextAsync("Draft");
        await page.Locator("[id^=cell-note]").First.ClickAsync();
        await Expect(page.Locator(".note-editor textarea").First).ToHaveValueAsync("Cheque promised");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save note" }).ClickAsync();
        await Expect(page.Locator("[id^=cell-note]").First).ToHaveTextAsync("Cheque promised");
    }

    [Fact]
    public async Task Keys_go_down_the_rows_choose_a_remark_and_find_the_search()
    {
        var page = await OpenAsync();
        await page.Locator("[id^=cell-remark]").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("[id^=cell-remark]").Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".cell-menu [aria-checked=true]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[id^=cell-remark]").Nth(1)).ToHaveTextAsync("Payment received");
        await Expect(page.Locator("[id^=cell-remark]").Nth(1)).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("bharat");
        await Expect(page).ToHaveURLAsync(new Regex("search=bharat"));
        await Expect(page.Locator(".grid tfoot")).ToContainTextAsync("All 1 customer");
    }

    [Fact]
    public async Task On_a_phone_a_card_takes_a_remark_and_opens_its_invoices()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, 390, "/customers?month=May-25");
        var card = page.Locator(".tile").First;
        await Expect(card).ToContainTextAsync("Asha Traders");
        await card.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Remark") }).ClickAsync();
        await page.Locator(".mud-popover-open [data-value=dispute]").ClickAsync();
        await Expect(card.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Dispute") })).ToBeVisibleAsync();
        await card.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Invoices") }).ClickAsync();
        await Expect(card.GetByText("S-1")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("open="));
    }

    private Task<IPage> OpenAsync(string? email = null) =>
        Browser.SignInAsync(app, email ?? TestApp.CountryManager, path: "/customers?month=May-25");

    private static async Task WriteAsync(IPage page, string note)
    {
        await page.Locator("[id^=cell-note]").First.ClickAsync();
        var field = page.Locator(".note-editor textarea").First;
        await Expect(field).ToBeFocusedAsync();
        await field.PressSequentiallyAsync(note);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save note" })).ToBeEnabledAsync();
    }
}
