using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>Every page of ours in a real browser: accessible, inside its width, in both themes.</summary>
public sealed class PagesInBrowserTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly string[] Pages =
    [
        "/",
        "/customers",
        "/customers?search=nobody-has-this",
        "/customers/1",
        "/customers/9999",
        "/invoices",
        "/invoices/1",
        "/invoice-tracker",
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

    private TestApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await new TestApp().StartAsync();
        await app.UploadAsync(Sheet.Of([Header, .. Lines(60, 1m)]), "Sep-26");
        await app.UploadAsync(Sheet.Of([Header, .. Lines(70, .8m)]), "Oct-26");
        await AddFieldAsync();
        var client = await app.AsAsync(TestApp.CountryManager);
        async Task PostAsync(string path, string json)
        {
            using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            (await client.PostAsync(path, body)).EnsureSuccessStatusCode();
        }

        await PostAsync(
            "/api/reports/generate",
            """{"title":"Site report","data":{"period":"Q1","rows":[{"name":"Mumbai","amount":100},{"name":"Pune","amount":200}],"site":{"city":"Nashik","open":true}},"config":{"include_charts":true}}"""
        );
        await PostAsync(
            "/api/v2/reports/templates",
            """{"name":"Monthly ageing","reportType":"outstanding-ageing","output":{"format":"pdf"}}"""
        );
        await PostAsync(
            "/api/v2/reports/schedules",
            """{"name":"Every Monday","templateId":"746d706c0000000000000001","cron":"0 8 * * 1"}"""
        );
        await PostAsync(
            "/api/v2/reports/jobs",
            """{"name":"Ageing of October","reportType":"outstanding-ageing","output":{"format":"excel"}}"""
        );
        await PostAsync(
            "/api/v2/reports/jobs",
            """{"name":"Later","reportType":"outstanding-ageing","output":{"format":"pdf"},"scheduledFor":"XX"}""".Replace(
                "XX",
                DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task No_page_has_a_fault_that_axe_finds()
    {
        var faults = new List<string>();
        foreach (var theme in (string[])["light", "dark"])
        {
            var page = await SignedInAsync(1280, theme);
            foreach (var path in Pages)
            {
                await page.GotoAsync(path);
                await Browser.LiveAsync(page);
                faults.AddRange((await Axe.FindAsync(page)).Select(f => $"{theme} {path} {f}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>720 px at twice the density is a screen of 1,440 px zoomed to 200 %.</summary>
    [Theory]
    [InlineData(390, 1), InlineData(820, 1), InlineData(1920, 1), InlineData(720, 2)]
    public async Task No_page_scrolls_sideways(int width, float scale)
    {
        var wide = new List<string>();
        var page = await SignedInAsync(width, "light", scale: scale);
        foreach (var path in Pages)
        {
            await page.GotoAsync(path);
            await Browser.LiveAsync(page);
            var over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
            if (over > 0)
                wide.Add($"{path} by {over} px");
        }

        Assert.True(wide.Count == 0, string.Join(", ", wide));
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

    private async Task<IPage> SignedInAsync(int width, string theme, string path = "/", float scale = 1)
    {
        var page = await Browser.SignInAsync(app, TestApp.CountryManager, width, path, scale);
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

    private async Task AddFieldAsync()
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var product = new Product
        {
            Code = "P-1",
            Name = "Beej Cotton",
            SearchText = "beej cotton p-1",
            Category = "Seed",
            PackSize = "5 Kg",
        };
        var distributor = new Distributor
        {
            Code = "D-1",
            Name = "Shree Krishna Agro Distributors Pvt Ltd",
            SearchText = "shree d-1",
            Location = "Plot 4, Market Yard",
            Zone = "West Zone",
            Region = "Mumbai",
            State = "Maharashtra",
            Territory = "Nashik",
            Branch = "mumbai",
        };
        var outlet = new Outlet
        {
            Code = "R-1",
            Name = "Rajesh General Store",
            SearchText = "rajesh r-1",
            Type = "retailer",
            Zone = "West Zone",
            Region = "Mumbai",
            State = "Maharashtra",
            Territory = "Nashik",
            Branch = "mumbai",
            CreditLimitPaise = 1_00_000_00,
        };
        db.AddRange(product, distributor, outlet);
        await db.SaveChangesAsync();
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        db.AddRange(
            Enumerable
                .Range(0, 60)
                .Select(i => new StockMovement
                {
                    DistributorId = distributor.Id,
                    ProductId = product.Id,
                    Day = day.AddDays(-i * 9),
                    Kind = (MovementKind)(i % 4),
                    VolumeMilli = 12_500,
                    ValuePaise = 1_23_456_78,
                    BatchId = 1,
                    WrittenBy = 1,
                    SheetRow = i + 2,
                })
        );
        db.AddRange(
            Enumerable
                .Range(0, 8)
                .Select(i => new OutletPurchase
                {
                    OutletId = outlet.Id,
                    ProductId = product.Id,
                    Day = day.AddDays(-i * 20),
                    VolumeMilli = 1_500,
                    ValuePaise = 12_345_00,
                })
        );
        db.AddRange(
            new PartyBalance
            {
                DistributorId = distributor.Id,
                Day = day,
                OutstandingPaise = 5_00_000_00,
                OverduePaise = 50_000_00,
            },
            new PartyBalance
            {
                OutletId = outlet.Id,
                Day = day,
                OutstandingPaise = 2_00_000_00,
            },
            new Visit
            {
                OutletId = outlet.Id,
                UserId = 1,
                At = DateTime.UtcNow.AddDays(-3),
            }
        );
        await db.SaveChangesAsync();
    }

    private static IEnumerable<string> Lines(int count, decimal part) =>
        Enumerable
            .Range(1, count)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"C-{i % 23:000}|Sample {i % 23} Constructions Pvt Ltd|{(i % 23 % 3) switch { 0 => "mumbai", 1 => "pune", _ => "delhi" }}|SI/26/{i}|2026-{1 + (i % 8):00}-11|{i * 13571}|{Math.Round(i * 13571 * part)}"
                )
            );
}
