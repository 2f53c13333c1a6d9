using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>A sheet of the stock ledger in a real browser: chosen, looked at, committed, seen in the figures, undone.</summary>
public sealed class SalesUploadJourneyTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_ledger_sheet_changes_the_figures_by_what_it_says_and_its_undo_brings_them_back()
    {
        await UploadAsync(
            "distributors",
            "Distributor Code|Distributor Name|Zone|Region|Territory|Branch",
            "D-01|Asha Agencies|West|Pune|Satara|Pune"
        );
        await UploadAsync("products", "Product Code|Product Name|Category", "P-01|Urea Plus|Fertilizer");
        var day = System
            .DateTime.UtcNow.AddHours(5.5)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await UploadAsync(
            "stock-ledger",
            "Distributor Code|Product Code|Date|Kind|Volume|Value",
            $"D-01|P-01|{day}|opening|100|10000"
        );
        var client = await app.AsAsync(TestApp.Admin);
        var before = await FiguresAsync(client);
        Assert.Equal((10_000m, 0m, 0m), before);

        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/uploads/new");
        await Expect(page.GetByLabel("Financial year").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Stock ledger") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("kind=stock-ledger"));
        await Expect(page.GetByText("Financial year")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Department", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Contains(
            "kind=stock-ledger",
            await page.GetByRole(AriaRole.Link, new() { Name = "Empty template" }).GetAttributeAsync("href"),
            StringComparison.Ordinal
        );

        var sheet = Sheet.Of(
            "Dealer Code|Material|Posting Date|Transaction Type|Qty|Net Amount",
            $"D-01|P-01|{day}|Sale|12.5|1250.50",
            $"D-01|P-01|{day}|Liquidation|3|300",
            $"D-09|P-01|{day}|Sale|1|100"
        );
        await page.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload
            {
                Name = "Ledger.xlsx",
                MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                Buffer = sheet,
            }
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and preview" }).ClickAsync();
        await Expect(page.GetByText("2 rows will be written")).ToBeVisibleAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("Unknown distributor 'D-09'.");
        await Expect(page.Locator("th", new() { HasText = "Value" })).ToBeVisibleAsync();
        await Expect(page.GetByText("What committing changes")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Outstanding", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Equal(before, await FiguresAsync(client));

        await page.GetByText(new Regex("Leave out 1 row")).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Commit", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Commit") })
            .ClickAsync();
        await Expect(page.GetByText("Committed by")).ToBeVisibleAsync();
        Assert.Equal((10_000m, 1_250.50m, 300m), await FiguresAsync(client));

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Undo upload") })
            .ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("Undone");
        Assert.Equal(before, await FiguresAsync(client));

        await page.GotoAsync("/uploads?kind=stock-ledger");
        await Expect(page.GetByText("Ledger.xlsx", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("products.xlsx")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_api_takes_a_kind_and_none_means_the_receivables_sheet()
    {
        var client = await app.AsAsync(TestApp.Admin);
        async Task<JsonElement> SendAsync(string? kind, string? period, byte[] sheet)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(sheet), "file", "sheet.xlsx" } };
            if (kind is not null)
                form.Add(new StringContent(kind), "kind");
            if (period is not null)
                form.Add(new StringContent(period), "period");
            var answer = await client.PostAsync("/api/v2/uploads", form);
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }

        var outstanding = await SendAsync(null, "202504", Sheet.Of("Customer Code|Outstanding", "C1|5"));
        var products = await SendAsync("products", null, Sheet.Of("Product Code|Product Name|Category", "P|N|C"));
        Assert.False(
            (await SendAsync(null, null, Sheet.Of("Customer Code|Outstanding", "C1|5")))
                .GetProperty("success")
                .GetBoolean()
        );
        async Task<string?> KindAsync(JsonElement upload) =>
            (
                await client.GetFromJsonAsync<JsonElement>(
                    $"/api/v2/uploads/{upload.GetProperty("data").GetProperty("id").GetString()}"
                )
            )
                .GetProperty("data")
                .GetProperty("kind")
                .GetString();
        Assert.Equal(("outstanding", "products"), (await KindAsync(outstanding), await KindAsync(products)));
        var history = await client.GetFromJsonAsync<JsonElement>("/api/v2/uploads?kind=products");
        Assert.Equal(
            "products",
            Assert.Single(history.GetProperty("data").EnumerateArray()).GetProperty("kind").GetString()
        );
    }

    private async Task UploadAsync(string kind, params string[] lines)
    {
        var commands = app.Services.GetRequiredService<ImportCommands>();
        var id = await commands.StageNowAsync(
            CurrentUser.System,
            new NewUpload(kind, kind + ".xlsx", 202504, null),
            new MemoryStream(Sheet.Of(lines)),
            DateOrder.DayFirst,
            default
        );
        await commands.CommitAsync(CurrentUser.System, id, null, ErrorRows.Refuse, default);
    }

    /// <summary>Opening, sales and liquidation in rupees.</summary>
    private static async Task<(decimal, decimal, decimal)> FiguresAsync(HttpClient client)
    {
        var summary = (await client.GetFromJsonAsync<JsonElement>("/api/reports/distributors")).GetProperty("summary");
        return (
            summary.GetProperty("totalOpeningStock").GetDecimal(),
            summary.GetProperty("totalYTDSales").GetDecimal(),
            summary.GetProperty("totalLiquidation").GetDecimal()
        );
    }
}
