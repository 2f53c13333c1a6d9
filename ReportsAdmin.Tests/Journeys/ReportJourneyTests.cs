using System.Text.RegularExpressions;
using ExcelDataReader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Features.Reports;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>Reports in real browsers: created, watched in two windows, cancelled, downloaded, failed and retried.</summary>
public sealed class ReportJourneyTests : IAsyncLifetime
{
    private readonly SlowReport slow = new();
    private readonly TestApp app;

    public ReportJourneyTests() => app = new TestApp().With(services => services.AddSingleton<IReportType>(slow));

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount",
                "C-1|Asha Traders|Mumbai|S-1|2025-05-02|500|500.25",
                "C-2|Usha Works|Pune|S-2|2025-05-02|900|900"
            ),
            "May-25"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Progress_moves_in_two_browsers_and_a_cancelled_job_stops()
    {
        slow.Release(20);
        var first = await Browser.SignInAsync(
            app,
            TestApp.Manager,
            path: "/reports/new?type=slow-report&rows=4000&format=csv"
        );
        await Expect(first.GetByText("4,000 rows")).ToBeVisibleAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Create report" }).ClickAsync();
        await Expect(first).ToHaveURLAsync(new Regex("/jobs/7265706a"));
        var second = await Browser.SignInAsync(app, TestApp.Manager, path: "/jobs");

        var bars = new[] { first.GetByRole(AriaRole.Progressbar), second.GetByRole(AriaRole.Progressbar) };
        foreach (var bar in bars)
            await Expect(bar).ToHaveAttributeAsync("aria-valuenow", "20");
        slow.Release(2000);
        foreach (var bar in bars)
            await Expect(bar).ToHaveAttributeAsync("aria-valuenow", new Regex("^(3[89]|[45]\\d)$"));
        await Expect(second.Locator("body")).ToContainTextAsync("of 4,000 rows");

        await second.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await second
            .GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Cancel the job" })
            .ClickAsync();
        foreach (var page in (IPage[])[first, second])
            await Expect(page.Locator(".chip", new() { HasText = "Cancelled" })).ToBeVisibleAsync();
        await Expect(first.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Download") })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_report_is_configured_created_announced_and_downloaded()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/reports");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Outstanding by ageing") }).ClickAsync();
        await Expect(page.GetByText("₹1,400.25")).ToBeVisibleAsync();
        await page.Locator("label", new() { HasText = "Excel" }).ClickAsync();
        await PickControls.PickAsync(page.GetByLabel("Regions", new() { Exact = true }), "Mumbai");
        await Expect(page.Locator(".new-preview")).ToContainTextAsync("₹500.25");
        // A list of several values keeps the focus until a press elsewhere closes it; to fill in a field presses nothing.
        await page.GetByLabel("Name", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Mumbai alone");
        await page.GetByLabel("Name", new() { Exact = true }).BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create report" }).ClickAsync();

        var link = page.GetByRole(AriaRole.Link, new() { Name = "Download Excel" });
        await Expect(link).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Notifications, 1 new")).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await using var file = await download.CreateReadStreamAsync();
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        using var reader = ExcelReaderFactory.CreateReader(copy);
        var cells = new List<object?>();
        do
        {
            while (reader.Read())
                cells.AddRange(Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue));
        } while (reader.NextResult());
        Assert.Contains(500.25, cells);
        Assert.DoesNotContain(1400.25, cells);
        Assert.DoesNotContain(900d, cells);

        await page.Locator("button.bell").ClickAsync();
        await Expect(page.Locator(".bell-pop")).ToContainTextAsync("Mumbai alone");
        await Expect(page.GetByLabel("Notifications, 1 new")).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("Escape");
        // The same again over the same data is offered, not asked for a second time.
        await page.GetByRole(AriaRole.Link, new() { Name = "Run again with changes" }).ClickAsync();
        await Expect(page.GetByText("You created this report")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_report_with_a_start_tomorrow_is_scheduled()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/reports/new?type=outstanding-ageing");
        await page.GetByLabel("Start date")
            .FillAsync(
                DateTime.UtcNow.AddDays(1).ToString("dd MMM yyyy", System.Globalization.CultureInfo.InvariantCulture)
            );
        await page.GetByLabel("Start date").BlurAsync();
        await page.GetByLabel("Start time").FillAsync("09:30");
        await page.GetByLabel("Start time").BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create report" }).ClickAsync();
        await Expect(page.Locator(".job-now")).ToContainTextAsync("Scheduled");
        await Expect(page.Locator(".job-now")).ToContainTextAsync("09:30");
    }

    [Fact]
    public async Task A_statement_opens_without_an_error_and_requires_a_customer_when_sent()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/reports/new?type=customer-statement");
        var preview = page.Locator(".new-preview");
        await Expect(preview).ToContainTextAsync("Customer is required.");
        await Expect(preview.Locator(".warn")).ToHaveCountAsync(0);
        await Expect(page.Locator(".mud-input-error")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download now" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Create report" }).ClickAsync();
        await Expect(page.Locator(".mud-input-error").First).ToBeVisibleAsync();

        await page.GetByPlaceholder("Name or code").FillAsync("asha");
        await page.Locator(".mud-popover-open .mud-list-item", new() { HasText = "Asha Traders (C-1)" }).ClickAsync();
        await Expect(preview).ToContainTextAsync("Asha Traders");
        await Expect(page.Locator(".mud-input-error")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download now" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Jobs_are_filtered_by_owner_and_the_filter_is_in_the_address()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/jobs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Owner Everyone" }).ClickAsync();
        await page.Locator(".pick-list").GetByText("Mine", new() { Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/jobs\\?mine=true$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/jobs$"));
    }

    [Fact]
    public async Task A_failed_job_says_why_and_is_retried_from_the_list()
    {
        var client = await app.AsAsync(TestApp.Manager);
        slow.Broken = true;
        using var body = new StringContent(
            """{"reportType":"slow-report","name":"Unlucky","output":{"format":"csv"}}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        (await client.PostAsync("/api/v2/reports/jobs", body)).EnsureSuccessStatusCode();
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/jobs?status=failed");
        await Expect(page.Locator(".job", new() { HasText = "Unlucky" })).ToContainTextAsync(SlowReport.Failure);

        slow.Broken = false;
        slow.Release(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Ready") }).ClickAsync();
        await Expect(page.Locator(".job", new() { HasText = "Unlucky" })).ToContainTextAsync("CSV");
    }

    [Fact]
    public async Task A_pdf_is_shown_in_the_page_and_a_template_runs_by_schedule()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/reports/new?type=month-movement");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as template" }).ClickAsync();
        await Expect(page.GetByText("Template saved")).ToBeVisibleAsync();
        await page.GotoAsync("/templates");
        await Browser.LiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        var frame = page.Locator("iframe");
        await Expect(frame).ToBeVisibleAsync();
        var answer = await page.Context.APIRequest.GetAsync(
            app.Address + (await frame.GetAttributeAsync("src"))!.Split('#')[0]
        );
        Assert.Equal("application/pdf", answer.Headers["content-type"]);
        Assert.StartsWith("inline", answer.Headers["content-disposition"], StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", answer.Headers["content-security-policy"], StringComparison.Ordinal);

        await page.GotoAsync("/templates");
        await Browser.LiveAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Schedule", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator("ol li")).ToHaveCountAsync(5);
        await PickControls.PickAsync(dialog.GetByLabel("How often", new() { Exact = true }), "Every day");
        await dialog.GetByLabel("Time", new() { Exact = true }).FillAsync("07:15");
        await dialog.GetByLabel("Time", new() { Exact = true }).BlurAsync();
        await Expect(dialog.Locator("ol li").First).ToContainTextAsync("07:15");
        await dialog.GetByLabel("Recipients besides you").FillAsync("imran");
        await PickControls.ChooseAsync(page, "Imran Shaikh");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Remove Imran Shaikh" })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start the schedule" }).ClickAsync();
        // He sees one region, and the report covers all.
        await Expect(page.GetByText("covers more than Imran Shaikh may see")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove Imran Shaikh" }).ClickAsync();
        await dialog.GetByLabel("Recipients besides you").FillAsync("rohan");
        await PickControls.ChooseAsync(page, "Rohan Kapoor");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Remove Rohan Kapoor" })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start the schedule" }).ClickAsync();
        await Expect(page.Locator("tr.row")).ToContainTextAsync("Every day at 07:15");
        await Expect(page.Locator("tr.row")).ToContainTextAsync("Rohan Kapoor");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Delete ") }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete the schedule" }).ClickAsync();
        await Expect(page.GetByText("No schedules yet")).ToBeVisibleAsync();
    }
}
