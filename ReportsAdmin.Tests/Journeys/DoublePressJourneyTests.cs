using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>What a person presses twice happens once.</summary>
public sealed class DoublePressJourneyTests : IAsyncLifetime
{
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Two_presses_make_one_template_one_job_and_one_schedule()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/reports/new?type=outstanding-ageing");
        var save = Button(page, "Save as template");
        await save.DblClickAsync();
        await Expect(page.GetByText("Template saved")).ToBeVisibleAsync();
        // Pressed again on purpose, with nothing changed: there is nothing new to save.
        await save.ClickAsync();
        await Expect(page.GetByText("Template saved")).ToHaveCountAsync(2);
        await Button(page, "Create report").DblClickAsync();
        await page.WaitForURLAsync("**/jobs/*");

        await page.GotoAsync("/schedules");
        await Browser.LiveAsync(page);
        await Button(page, "New schedule").First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start the schedule" }).DblClickAsync();
        await Expect(page.Locator("tr.row")).ToHaveCountAsync(1);

        await page.GotoAsync("/templates");
        await Browser.LiveAsync(page);
        await Button(page, "Run").DblClickAsync();
        await page.WaitForURLAsync("**/jobs/*");

        Assert.Equal(1, await CountAsync("report_templates"));
        Assert.Equal(1, await CountAsync("report_schedules"));
        Assert.Equal(2, await CountAsync("report_runs"));
    }

    [Fact]
    public async Task Two_presses_and_a_held_key_make_one_document_and_one_request()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/documents/new");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Twice");
        await Button(page, "Create document").DblClickAsync();
        await page.WaitForURLAsync("**/documents/*");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Twice" })).ToBeVisibleAsync();

        await page.GotoAsync("/field/approvals");
        await Browser.LiveAsync(page);
        await Button(page, "New request").First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Title", new() { Exact = true }).FillAsync("Hotel in Pune");
        await dialog.GetByLabel("Amount in ₹").FillAsync("1200");
        // A key that is held repeats itself; each repetition would press the button again.
        await page.Keyboard.DownAsync("Enter");
        await page.Keyboard.DownAsync("Enter");
        await page.Keyboard.DownAsync("Enter");
        await page.Keyboard.UpAsync("Enter");
        await Expect(page.GetByText("Request sent")).ToBeVisibleAsync();

        Assert.Equal(1, await CountAsync("generated_reports"));
        Assert.Equal(1, await CountAsync("approvals"));
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task<int> CountAsync(string table)
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
