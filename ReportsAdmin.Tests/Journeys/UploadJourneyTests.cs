using System.Globalization;
using System.Text.RegularExpressions;
using ExcelDataReader;
using Microsoft.Playwright;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>The main job in real browsers: upload, look, commit, another browser changes by itself, undo.</summary>
public sealed partial class UploadJourneyTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_messy_sheet_is_previewed_committed_seen_elsewhere_and_undone()
    {
        var month = DateTime.UtcNow.AddHours(5.5);
        var client = await app.AsAsync(TestApp.CountryManager);
        var sheet = await client.GetByteArrayAsync($"/api/v2/uploads/sample?kind=outstanding&period={month:yyyyMM}");
        var expected = new Money(SumOfGoodRows(sheet)).ToRupeeText();
        Assert.Equal("₹8,48,500.50", expected);

        var watcher = await Browser.SignInAsync(app, TestApp.Manager);
        await Expect(watcher.Locator("body")).Not.ToContainTextAsync(expected);

        var uploader = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/uploads/new");
        await uploader.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload
            {
                Name = "O-S list April.xlsx",
                MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                Buffer = sheet,
            }
        );
        await uploader.GetByRole(AriaRole.Button, new() { Name = "Upload and preview" }).ClickAsync();

        await Expect(uploader.Locator("h1")).ToContainTextAsync("Upload #1");
        // The sample repeats a row: the question has a default, and one press goes on.
        await Expect(uploader.Locator("h2", new() { HasText = "Some rows repeat another row exactly" }))
            .ToBeVisibleAsync();
        await uploader.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(uploader.GetByText("rows will be written")).ToBeVisibleAsync();
        await uploader
            .GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("Problems") })
            .Or(uploader.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Problems") }))
            .Or(uploader.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Problems") }))
            .First.ClickAsync();
        await Expect(uploader.Locator("body")).ToContainTextAsync("'1O,000' is not an amount.");
        await Expect(uploader.Locator("body")).ToContainTextAsync("thirty thousand");
        await Expect(watcher.Locator("body")).Not.ToContainTextAsync(expected);

        await uploader.GetByText(new Regex("Leave out 3 rows")).ClickAsync();
        await uploader.GetByRole(AriaRole.Button, new() { Name = "Commit", Exact = true }).ClickAsync();
        await uploader
            .GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Commit") })
            .ClickAsync();
        await Expect(uploader.GetByText("Committed by")).ToBeVisibleAsync();

        // Nobody touches the second browser.
        await Expect(watcher.Locator("body")).ToContainTextAsync($"The age buckets add up to {expected}");
        await Expect(watcher.Locator("body")).ToContainTextAsync("upload #1");

        await uploader.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await uploader
            .GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Undo upload") })
            .ClickAsync();
        await Expect(watcher.Locator("body")).Not.ToContainTextAsync(expected);
        await Expect(uploader.Locator("body")).ToContainTextAsync("Undone");
    }

    [Fact]
    public async Task A_remark_written_on_one_screen_shows_on_another()
    {
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "C-1|Asha Traders|Mumbai|S-1|2025-05-02|500|500"
            ),
            "May-25"
        );
        var watcher = await Browser.SignInAsync(app, TestApp.Manager, path: "/customers?month=May-25");
        await Expect(watcher.GetByText("Asha Traders").First).ToBeVisibleAsync();

        var client = await app.AsAsync(TestApp.CountryManager);
        using var body = new StringContent(
            """{"newNotes":"Cheque promised for Monday"}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        (await client.PutAsync("/api/customers/C-1/notes", body)).EnsureSuccessStatusCode();

        await Expect(watcher.Locator(".grid").GetByText("Cheque promised for Monday")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_screen_shows_is_what_its_export_holds()
    {
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "C-1|Asha Traders|Mumbai|S-1|2025-05-02|500|500.25",
                "C-2|Usha Works|Pune|S-2|2025-05-02|900|900"
            ),
            "May-25"
        );
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/customers?month=May-25&region=mumbai");
        await Expect(page.GetByText("Asha Traders").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Usha Works")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync()
        );
        var text = await File.ReadAllTextAsync(await download.PathAsync());

        Assert.Contains("Asha Traders", text);
        Assert.Contains("500.25", text);
        Assert.DoesNotContain("Usha", text);
    }

    /// <summary>Reads the sheet with another reader and adds up the last column of the rows that name a real region, date and amount, each once.</summary>
    private static long SumOfGoodRows(byte[] sheet)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(sheet));
        var seen = new HashSet<string>();
        long paise = 0;
        while (reader.Read())
        {
            var code = reader.GetValue(0)?.ToString() ?? "";
            if (
                code.Length != 6
                || !code.All(char.IsDigit)
                || code is "000006" or "000007" or "000008"
                || !seen.Add(reader.GetString(3))
            )
                continue;
            var text = reader.GetString(6);
            var amount = decimal.Parse(NotDigits().Replace(text, ""), CultureInfo.InvariantCulture);
            paise += (long)(amount * 100) * (text.EndsWith("Cr", StringComparison.Ordinal) ? -1 : 1);
        }

        return paise;
    }

    [GeneratedRegex("[^0-9.]")]
    private static partial Regex NotDigits();
}
