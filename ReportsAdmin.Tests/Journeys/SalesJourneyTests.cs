using System.Text.RegularExpressions;
using ExcelDataReader;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>Field sales in real browsers: filtered, grouped, opened, saved as a view that another person opens, and downloaded.</summary>
public sealed class SalesJourneyTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var seed = new Product
        {
            Code = "P-1",
            Name = "Beej",
            SearchText = "beej p-1",
            Category = "Seed",
            Unit = "Kg",
        };
        var other = new Product
        {
            Code = "P-2",
            Name = "Khad",
            SearchText = "khad p-2",
            Category = "Fertilizer",
            Unit = "Kg",
        };
        List<Distributor> distributors =
        [
            .. Enumerable
                .Range(1, 6)
                .Select(i => new Distributor
                {
                    Code = $"D-{i}",
                    Name = $"Dist {i}",
                    SearchText = $"dist {i} d-{i}",
                    Zone = i % 2 == 0 ? "East" : "West",
                    Region = $"R{i}",
                    State = $"S{i}",
                    Territory = $"T{i}",
                    Branch = "mumbai",
                }),
        ];
        db.AddRange(seed, other);
        db.AddRange(distributors);
        await db.SaveChangesAsync();
        var day = SalesFilter.YearToDate(DateOnly.FromDateTime(DateTime.UtcNow)).Start;
        db.AddRange(
            distributors.SelectMany(d =>
                new[]
                {
                    Moved(d, seed, day, MovementKind.Opening, d.Id * 1_00_000_00L, 0),
                    Moved(d, seed, day, MovementKind.Sale, d.Id * 2_00_000_25L, 17),
                    Moved(d, other, day, MovementKind.Sale, 7_77_777_00, 0),
                    Moved(d, seed, day, MovementKind.Liquidation, d.Id * 50_000_00L, 0),
                }
            )
        );
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_view_is_built_saved_shared_and_downloaded()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/field/distributors");
        await Expect(page.Locator("tfoot")).ToContainTextAsync("All 6 distributors");
        await page.GetByRole(AriaRole.Button, new() { Name = "Product: All" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link, new() { Name = "Seed" }).ClickAsync();
        await Expect(page.GetByLabel("Remove filter Category: Seed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Display" }).ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Group by" })
            .GetByRole(AriaRole.Button, new() { Name = "Zone" })
            .ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        // 2 + 4 + 6 times two lakh and a quarter.
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("24,00,003.00");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Link, new() { Name = "East", Exact = true }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);

        await page.Locator("tbody tr", new() { HasText = "Dist 4" })
            .GetByRole(AriaRole.Link, new() { Name = "8,00,001.00" })
            .ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sales");
        await Expect(page.Locator(".sales-sum")).ToContainTextAsync("8,00,001.00");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByText("upload #5, row 17")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var lines = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync()
        );
        var line = Assert.Single((await File.ReadAllLinesAsync(await lines.PathAsync())).Skip(1));
        Assert.Contains("Dist 4", line, StringComparison.Ordinal);
        Assert.EndsWith("800001.00,1,800001.00,5,17", line, StringComparison.Ordinal);
        await page.GoBackAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Display" }).ClickAsync();
        foreach (var column in (string[])["Opening", "Outstanding", "Overdue", "Liq. %"])
        {
            await page.GetByLabel(column, new() { Exact = true }).UncheckAsync();
            await Expect(page.Locator("thead")).Not.ToContainTextAsync(column);
        }

        await page.GetByLabel("Code", new() { Exact = true }).CheckAsync();
        await Expect(page.Locator("thead")).ToContainTextAsync("Code");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Sales") }).ClickAsync();
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("Dist 6");
        await page.GetByRole(AriaRole.Button, new() { Name = "Display" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "₹ lakh" }).ClickAsync();
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("12.00");
        await Expect(page.Locator("thead")).ToContainTextAsync("Sales (₹ lakh)");
        await Expect(page.GetByTitle("₹12,00,001.50")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.Locator(".view-bar button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Seeds of the east");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator(".view-bar button")).ToHaveTextAsync(new Regex("Seeds of the east\\s*$"));
        await PickControls.FilterAsync(page, "Status", "active");
        await Expect(page.Locator(".view-bar button")).ToContainTextAsync("changed");
        await page.Locator(".view-bar button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Share with everyone" }).ClickAsync();
        await Expect(page.GetByText("Shared with everyone")).ToBeVisibleAsync();

        var second = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/field/distributors");
        await second.Locator(".view-bar button").ClickAsync();
        await second.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Seeds of the east") }).ClickAsync();
        await Expect(second.Locator("tbody tr")).ToHaveCountAsync(3);
        await Expect(second.Locator("thead")).ToContainTextAsync("Sales (₹ lakh)");
        var shown = await second.Locator("tbody tr .name").AllTextContentsAsync();
        Assert.Equal(["Dist 6", "Dist 4", "Dist 2"], shown);

        await second.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await second.RunAndWaitForDownloadAsync(() =>
            second.GetByRole(AriaRole.Link, new() { Name = "Excel" }).ClickAsync()
        );
        var sheet = await TableAsync(await download.PathAsync());
        Assert.Equal(["Code", "Name", "YTD sales (₹)", "Liquidation (₹)", "Balance stock (₹)"], sheet[0]);
        Assert.Equal(["D-6", "D-4", "D-2"], sheet.Skip(1).Take(3).Select(r => r[0]));
        Assert.Equal(12_00_001.5, sheet[1][2]);
        Assert.Equal(shown, sheet.Skip(1).Take(3).Select(r => (string)r[1]!));
    }

    [Fact]
    public async Task A_role_s_own_view_comes_first_and_the_standard_one_is_never_out_of_reach()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/field/products?category=Seed");
        await page.Locator(".view-bar button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Seeds");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("view=1$"));
        await page.Locator(".view-bar button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Default for a role" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Role").ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item")
            .GetByText("Engineer", new() { Exact = true })
            .ClickAsync();
        await Expect(page.GetByText("Default view for Engineer")).ToBeVisibleAsync();

        await page.Locator(".view-bar button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Seeds");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert))
            .ToContainTextAsync("You have a view \"Seeds\" of this page already.");

        var engineer = await Browser.SignInAsync(app, TestApp.Engineer, path: "/field/products");
        await Expect(engineer).ToHaveURLAsync(new Regex("category=Seed&view=1$"));
        await Expect(engineer.Locator("tbody tr")).ToHaveCountAsync(1);
        await engineer.GetByLabel("Remove filter Category: Seed").ClickAsync();
        await Expect(engineer.Locator("tbody tr")).ToHaveCountAsync(2);
        await engineer.Locator(".view-bar button").ClickAsync();
        await Expect(engineer.GetByRole(AriaRole.Button, new() { Name = "Share with everyone" })).ToHaveCountAsync(0);
        await engineer.GetByRole(AriaRole.Link, new() { Name = "Standard" }).ClickAsync();
        await Expect(engineer).ToHaveURLAsync(new Regex("/field/products\\?view=none$"));
        await Expect(engineer.Locator("tbody tr")).ToHaveCountAsync(2);
        await engineer.Locator("nav[aria-label=Main]").GetByText("Products").ClickAsync();
        await Expect(engineer).ToHaveURLAsync(new Regex("category=Seed&view=1$"));
    }

    [Fact]
    public async Task The_receivables_keep_views_too()
    {
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "C-1|Asha Traders|Mumbai|S-1|2025-05-02|500|500.25",
                "C-2|Usha Works|Pune|S-2|2025-05-02|900|900"
            ),
            "May-25"
        );
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/customers?region=pune");
        await page.Locator(".view-bar button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Pune");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator(".view-bar button")).ToHaveTextAsync(new Regex("Pune\\s*$"));
        await page.Locator(".view-bar button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Default for a role" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Role").ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item")
            .GetByText("Manager", new() { Exact = true })
            .ClickAsync();
        await Expect(page.GetByText("Default view for Manager")).ToBeVisibleAsync();

        await page.GotoAsync("/customers");
        await Expect(page.GetByText("Usha Works").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Asha Traders")).ToHaveCountAsync(0);
        await page.GotoAsync("/customers?view=none");
        await Expect(page.GetByText("Asha Traders").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Changes_of_an_upload_appear_without_a_reload_and_the_unit_is_remembered()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/field/distributors/2");
        await Expect(page.Locator(".kpi").First).ToContainTextAsync("₹11.78 L");
        await Expect(page.Locator(".kpi").First.GetByTitle("₹11,77,777.50")).ToBeVisibleAsync();
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
        {
            db.Add(
                new StockMovement
                {
                    DistributorId = 2,
                    ProductId = 1,
                    Day = SalesFilter.YearToDate(DateOnly.FromDateTime(DateTime.UtcNow)).Start,
                    Kind = MovementKind.Sale,
                    VolumeMilli = 1000,
                    ValuePaise = 1_00_000_00,
                }
            );
            await db.SaveChangesAsync();
            await StockTotals.RebuildAsync(db, default);
        }

        await app.Services.GetRequiredService<ChangeNotifier>().PublishAsync(SalesQueries.DataTopic);
        await Expect(page.Locator(".kpi").First).ToContainTextAsync("₹12.78 L");
        await Expect(page.Locator(".kpi").First.GetByTitle("₹12,77,777.50")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "₹ crore" }).ClickAsync();
        await Expect(page.Locator(".kpi").First).ToContainTextAsync("₹0.13 Cr");
        await page.Locator("nav[aria-label=Main]").GetByText("Distributors").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Distributors");
        await Expect(page.Locator("thead")).ToContainTextAsync("Sales (₹ crore)");
        await page.GotoAsync("/field/products");
        await Expect(page.Locator("thead")).ToContainTextAsync("Sales (₹ crore)");
        await page.GotoAsync("/field/outlets/99");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Nothing here");
    }

    private static StockMovement Moved(
        Distributor distributor,
        Product product,
        DateOnly day,
        MovementKind kind,
        long paise,
        int row
    ) =>
        new()
        {
            DistributorId = distributor.Id,
            ProductId = product.Id,
            Day = day,
            Kind = kind,
            VolumeMilli = 1000,
            ValuePaise = paise,
            BatchId = row > 0 ? 5 : 0,
            WrittenBy = row > 0 ? 5 : 0,
            SheetRow = row,
        };

    /// <summary>The rows of the sheet "Distributors" from its head on, without empty cells at their ends.</summary>
    private static async Task<List<object?[]>> TableAsync(string path)
    {
        await using var file = File.OpenRead(path);
        using var reader = ExcelReaderFactory.CreateReader(file);
        while (reader.Name != "Distributors")
            Assert.True(reader.NextResult());
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            object?[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)];
            if (rows.Count > 0 || Equals(cells[0], "Code"))
                rows.Add([.. cells.Reverse().SkipWhile(c => c is null).Reverse()]);
        }

        return rows;
    }
}
