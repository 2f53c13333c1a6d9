using Microsoft.Playwright;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>Every page of ours in a real browser: accessible, inside its width, in both themes.</summary>
public sealed class PagesInBrowserTests(PagesApp pages) : IClassFixture<PagesApp>
{
    internal static readonly string[] Pages =
    [
        "/",
        "/customers",
        "/customers?search=nobody-has-this",
        "/customers/1",
        "/customers/9999",
        "/collections",
        "/collections?part=waiting",
        "/collections/promises",
        "/collections/promises?month=May-26&department=1",
        "/collections/kpis",
        "/collections/kpis?region=goa&month=Jan-20",
        "/collections/forecast",
        "/collections/forecast?region=goa&month=Jan-20",
        "/reminders",
        "/reminders?show=out",
        "/reminders/runs",
        "/reminders/ladder",
        "/invoices",
        "/invoices/1",
        "/disputes",
        "/disputes?overdue=true&owner=me",
        "/disputes/1",
        "/disputes/9999",
        "/invoice-tracker",
        "/movement",
        "/my-day",
        "/movement?by=customer",
        "/movement?by=invoice",
        "/movement?from=Oct-26&to=Sep-26",
        "/movement?upload=2&by=customer",
        "/movement?upload=99",
        "/upload-calendar",
        "/uploads",
        "/uploads/new",
        "/uploads/1",
        "/reports",
        "/reports/new?type=outstanding-ageing",
        "/reports/new?type=customer-statement",
        "/reports/new?type=completion-rates&startDate=2025-04-01",
        "/jobs",
        "/jobs/7265706a0000000000000001",
        "/templates",
        "/schedules",
        "/documents",
        "/documents?search=nobody-has-this",
        "/documents/1",
        "/documents/1?tab=edit",
        "/documents/1?tab=versions",
        "/documents/1?tab=downloads",
        "/documents/new",
        "/documents/templates",
        "/field/distributors",
        "/field/distributors?group=zone&unit=lakh",
        "/field/distributors?search=nobody-has-this&start=2026-01-01&end=2026-03-31",
        "/field/products",
        "/field/outlets",
        "/field/distributors/1",
        "/field/products/1",
        "/field/outlets/1",
        "/field/outlets/99",
        "/field/ledger?distributor=1",
        "/field/ledger?kind=sales",
        "/training",
        "/training?search=nobody-has-this",
        "/help",
        "/help?q=nothing-has-this",
    ];

    private readonly TestApp app = pages.App;

    /// <summary>A screen of 1,440 px zoomed to 200 % is one of 720 px.</summary>
    [Fact]
    public async Task No_page_has_a_fault_that_axe_finds_or_scrolls_sideways()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, 1280);
        await EachPageAsync(page, 1280, 820, 720, 1920);
    }

    [Fact]
    public async Task No_page_has_a_fault_that_axe_finds_or_scrolls_sideways_on_a_phone()
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, 390);
        await EachPageAsync(page, 390);
    }

    private static async Task EachPageAsync(IPage page, int first, params int[] others)
    {
        var faults = new List<string>();
        foreach (var path in Pages)
        {
            await page.SetViewportSizeAsync(first, 900);
            await page.GotoAsync(path);
            await Browser.LiveAsync(page);
            faults.AddRange((await Axe.FindInBothThemesAsync(page)).Select(f => $"{path} {f}"));
            if (await page.Locator("h1").CountAsync() is not 1 and var heads)
                faults.Add($"{path} has {heads} main headings");
            foreach (var width in (int[])[first, .. others])
            {
                if (await Browser.TooWideAsync(page, width) is > 0 and var over)
                    faults.Add($"{path} is {over} px too wide at {width}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task The_invoice_tracker_is_a_list_of_cards_on_a_phone()
    {
        var page = await SignedInAsync(390, "light", "/invoice-tracker");
        var october = page.Locator(".tiles .tile", new() { HasText = "October 2026" });
        await Assertions.Expect(october).ToContainTextAsync("70 invoices");
        await Assertions.Expect(october).ToContainTextAsync("+10 vs month before");
        await Assertions.Expect(page.Locator("table")).ToBeHiddenAsync();
        await october.GetByRole(AriaRole.Link, new() { Name = "October 2026" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/invoices"));
    }

    [Fact]
    public async Task The_theme_is_chosen_once_and_there_with_the_first_byte()
    {
        var page = await SignedInAsync(1280, "light");
        await page.ClickAsync("button.avatar");
        await page.ClickAsync("[data-set='theme=dark']");
        Assert.Equal("dark", await page.GetAttributeAsync("html", "data-theme"));

        var answer = await page.Context.APIRequest.GetAsync(app.Address + "/customers");
        Assert.Contains("data-theme=\"dark\"", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_phone_the_menu_opens_takes_the_focus_and_closes_by_itself()
    {
        var page = await SignedInAsync(390, "light");
        var toggle = page.Locator("[data-drawer-toggle]");
        var menu = page.Locator("#side");
        await Assertions.Expect(menu).ToBeHiddenAsync();

        await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(menu).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await Assertions.Expect(toggle).ToBeFocusedAsync();

        await toggle.ClickAsync();
        await menu.GetByText("Invoice tracker").ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync("Invoice tracker - ReportsAdmin");
        await Assertions.Expect(menu).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_remark_written_in_one_browser_appears_in_another()
    {
        var writer = await SignedInAsync(1440, "light", "/customers");
        var reader = await SignedInAsync(1440, "light", "/customers");

        await writer.Locator("[id^=cell-remark]").First.ClickAsync();
        await writer.Locator(".mud-popover-open [data-value='under follow-up']").ClickAsync();

        await Assertions
            .Expect(reader.Locator("[id^=cell-remark]").First)
            .ToHaveTextAsync("Under follow-up", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_tab_behind_others_shows_what_has_changed_when_it_comes_to_the_front()
    {
        const string Cell = "[id^=cell-remark]";
        var writer = await SignedInAsync(1440, "light", "/customers");
        var reader = await SignedInAsync(1440, "light", "/customers");
        await SeeAsync(reader, hidden: true);
        var before = await reader.Locator(Cell).Last.TextContentAsync();

        await writer.Locator(Cell).Last.ClickAsync();
        await writer.Locator(".mud-popover-open [data-value='partial payment']").ClickAsync();
        await Assertions.Expect(writer.Locator(Cell).Last).ToHaveTextAsync("Partial payment");
        await reader.WaitForTimeoutAsync(1_000);
        Assert.Equal(before, await reader.Locator(Cell).Last.TextContentAsync());

        await SeeAsync(reader, hidden: false);
        await Assertions.Expect(reader.Locator(Cell).Last).ToHaveTextAsync("Partial payment");
    }

    private static Task SeeAsync(IPage page, bool hidden) =>
        page.EvaluateAsync(
            "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }",
            hidden
        );

    [Fact]
    public async Task Shots_for_people_to_look_at()
    {
        var folder = Environment.GetEnvironmentVariable("REPORTSADMIN_SHOTS");
        if (string.IsNullOrEmpty(folder))
            Assert.Skip("Set REPORTSADMIN_SHOTS to a folder to have every page photographed.");
        foreach (var theme in (string[])["light", "dark"])
        {
            foreach (var width in (int[])[1440, 390])
            {
                var page = await SignedInAsync(width, theme);
                foreach (var path in Pages)
                {
                    await page.GotoAsync(path);
                    await Browser.LiveAsync(page);
                    var name = path.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-');
                    await page.ScreenshotAsync(
                        new()
                        {
                            Path = Path.Combine(
                                folder,
                                $"{(name.Length == 0 ? "dashboard" : name)}-{theme}-{width}.png"
                            ),
                            FullPage = true,
                        }
                    );
                }
            }
        }
    }

    private async Task<IPage> SignedInAsync(int width, string theme, string path = "/")
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, width, path);
        await page.Context.AddCookiesAsync([
            new()
            {
                Name = "Theme",
                Value = theme,
                Url = app.Address,
            },
        ]);
        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        return page;
    }
}
