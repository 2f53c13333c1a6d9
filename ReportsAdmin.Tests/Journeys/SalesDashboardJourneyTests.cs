using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>The field dashboard in real browsers: figures, activities and decisions, live in two windows.</summary>
public sealed class SalesDashboardJourneyTests : IAsyncLifetime
{
    private readonly TestApp app = new();
    private int priya;

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        var clock = app.Services.GetRequiredService<BusinessClock>();
        await using var db = Db();
        var ids = await TeamCommands.EnrolAsync(
            db,
            [
                .. Enumerable
                    .Range(1, 14)
                    .Select(i => new PersonDraft(
                        $"p{i}@field.example.com",
                        $"Person {i:00}",
                        RoleNames.Engineer,
                        "delhi",
                        Designation: i % 3 == 0 ? "TSM" : "MDO",
                        InField: true,
                        Zone: i > 10 ? "East Zone" : "North Zone",
                        FieldRegion: "Delhi NCR",
                        Territory: i > 10 ? "Nadia" : "North Delhi"
                    )),
            ],
            DateTime.UtcNow,
            default
        );
        priya = ids["p1@field.example.com"];
        var product = new Product
        {
            Code = "P-1",
            Name = "Urea",
            SearchText = "urea p-1",
            Category = "Fertilizer",
        };
        var distributor = new Distributor
        {
            Code = "D-1",
            Name = "Ram Kumar",
            SearchText = "ram",
            Zone = "North Zone",
            Region = "Delhi NCR",
            Territory = "North Delhi",
            Branch = "delhi",
        };
        var outlet = new Outlet
        {
            Code = "R-1",
            Name = "Agrosatva",
            SearchText = "agrosatva",
            Type = "retailer",
            Zone = "East Zone",
            Region = "Delhi NCR",
            Territory = "Nadia",
            Branch = "delhi",
        };
        db.AddRange(product, distributor, outlet);
        await db.SaveChangesAsync();
        StockMovement Line(MovementKind kind, DateOnly day, long rupees) =>
            new()
            {
                DistributorId = distributor.Id,
                ProductId = product.Id,
                Day = day,
                Kind = kind,
                ValuePaise = rupees * 100,
                VolumeMilli = rupees,
            };
        db.AddRange(
            Line(MovementKind.Sale, clock.Today, 2_00_00_000),
            Line(MovementKind.Sale, clock.Today.AddYears(-1), 1_00_00_000),
            Line(MovementKind.Liquidation, clock.Today, 1_23_45_678)
        );
        db.AddRange(
            new Visit
            {
                UserId = priya,
                OutletId = outlet.Id,
                At = clock.StartOf(clock.Today),
                Minutes = 30,
            },
            new VisitTarget
            {
                UserId = priya,
                Month = (clock.Today.Year * 100) + clock.Today.Month,
                Visits = 10,
            }
        );
        db.Add(
            new Activity
            {
                At = DateTime.UtcNow.AddHours(-2),
                Type = ActivityTypes.StockMismatch,
                Title = "Stock Mismatch",
                Description = "Discrepancy found",
                Status = "pending",
                UserId = priya,
                Branch = "delhi",
                Metadata = """{"expectedStock":50,"actualStock":45,"difference":-5}""",
            }
        );
        db.AddRange(
            ((string[])["Travel to Nadia", "Farmers' meeting", "Bags to Nadia"]).Select(
                (t, i) =>
                    new Approval
                    {
                        Kind = (ApprovalKind)i,
                        Title = t,
                        Description = "For the season.",
                        AmountPaise = i == 0 ? 1_234_50 : null,
                        RequestedById = priya,
                        RequestedAt = DateTime.UtcNow.AddHours(-10 + i),
                        Branch = "delhi",
                    }
            )
        );
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_request_approved_in_one_browser_leaves_the_count_of_another()
    {
        var first = await Browser.SignInAsync(app, TestApp.Manager, path: "/field");
        var second = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/field/approvals");
        await Expect(first.Locator(".sales-count")).ToHaveTextAsync("3");
        await Expect(second.Locator(".sales-request")).ToHaveCountAsync(3);

        await second.GetByRole(AriaRole.Button, new() { Name = "Approve Travel to Nadia" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Dialog)).ToContainTextAsync("₹1,234.50");
        await second.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(first.Locator(".sales-count")).ToHaveTextAsync("2");
        await Expect(first.Locator(".sales-feed li.new")).ToContainTextAsync("Travel claim approved");
        await Expect(second.Locator(".sales-request")).ToHaveCountAsync(2);

        await first.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Reject Farmers") }).ClickAsync();
        var dialog = first.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Enter a reason for the rejection.");
        await dialog.GetByLabel("Reason").FillAsync("Bills are missing.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(second.Locator(".sales-request")).ToHaveCountAsync(1);
        await second.GetByRole(AriaRole.Link, new() { Name = "Decided" }).ClickAsync();
        await Expect(second).ToHaveURLAsync(new Regex("tab=decided"));
        await Expect(second.Locator(".sales-request").First).ToContainTextAsync("Bills are missing.");
        await Expect(second.Locator(".sales-request").First).ToContainTextAsync("Neha Kulkarni");
    }

    [Fact]
    public async Task A_text_in_a_dialog_outlives_escape_and_a_reload_until_it_is_sent()
    {
        const string Text = "Bills of March are missing.";
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/field/approvals");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await OpenAsync("^Reject Farmers");
        await dialog.GetByLabel("Reason").FillAsync(Text);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await OpenAsync("^Reject Bags");
        await Expect(dialog.GetByLabel("Reason")).ToHaveValueAsync("");
        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        await OpenAsync("^Reject Farmers");
        await Expect(dialog.GetByLabel("Reason")).ToHaveValueAsync(Text);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Decided" }).ClickAsync();
        await Expect(page.Locator(".sales-request").First).ToContainTextAsync(Text);
        Assert.Empty(
            await page.EvaluateAsync<string[]>("Object.keys(sessionStorage).filter(k => k.startsWith('dialog:'))")
        );

        Task OpenAsync(string button) =>
            page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(button) }).ClickAsync();
    }

    [Fact]
    public async Task A_request_entered_for_a_person_appears_in_another_browser_and_comes_back_decided()
    {
        var first = await Browser.SignInAsync(app, TestApp.Manager, path: "/field/approvals");
        var second = await Browser.SignInAsync(app, TestApp.CountryManager, path: "/field/approvals");
        await Expect(second.Locator(".tabs .count")).ToHaveTextAsync("3");
        await first.GetByRole(AriaRole.Button, new() { Name = "New request" }).ClickAsync();
        var dialog = first.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(dialog.GetByText("Say in a few words what it is for.")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Give the amount in rupees.")).ToBeVisibleAsync();
        await dialog.GetByLabel("For", new() { Exact = true }).FillAsync("person 01");
        await PickControls.ChooseAsync(first, "Person 01 · MDO · North Delhi");
        await PickControls.PickAsync(dialog.GetByLabel("Kind", new() { Exact = true }), "Work plan");
        await Expect(dialog.GetByLabel("Amount in ₹")).ToHaveCountAsync(0);
        await PickControls.PickAsync(dialog.GetByLabel("Kind", new() { Exact = true }), "Stock transfer");
        await Expect(dialog.GetByText("Give the amount in rupees.")).ToHaveCountAsync(0);
        await PickControls.PickAsync(dialog.GetByLabel("Kind", new() { Exact = true }), "Travel claim");
        await dialog.GetByLabel("Amount in ₹").FillAsync("₹ 1,23,456.50");
        await Expect(dialog.GetByText("Say in a few words what it is for.")).ToBeVisibleAsync();
        var withError = await dialog.GetByRole(AriaRole.Button, new() { Name = "Send request" }).BoundingBoxAsync();
        await dialog.GetByLabel("Title", new() { Exact = true }).FillAsync("Jeep to Nadia");
        await dialog.GetByLabel("Title", new() { Exact = true }).BlurAsync();
        await Expect(dialog.GetByText("Say in a few words what it is for.")).ToHaveCountAsync(0);
        // The line of the error stays free, so the button is where it was.
        var without = await dialog.GetByRole(AriaRole.Button, new() { Name = "Send request" }).BoundingBoxAsync();
        Assert.Equal(withError!.Y, without!.Y, tolerance: 1);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(second.Locator(".tabs .count")).ToHaveTextAsync("4");
        await Expect(first).ToHaveURLAsync(new Regex("tab=mine"));
        await Expect(first.Locator(".sales-request")).ToContainTextAsync("Person 01 (MDO), entered by Neha Kulkarni");
        await Expect(first.Locator(".sales-request")).ToContainTextAsync("₹1,23,456.50");
        await Expect(first.Locator(".tabs .count")).ToHaveTextAsync("3");

        await second.GetByRole(AriaRole.Button, new() { Name = "Approve Jeep to Nadia" }).ClickAsync();
        await second.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(first.Locator(".sales-request")).ToContainTextAsync("Approved by Rohan Kapoor");
        await Expect(first.GetByRole(AriaRole.Button, new() { Name = "Withdraw Jeep to Nadia" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_engineer_sends_a_request_and_withdraws_it()
    {
        var page = await Browser.SignInAsync(app, TestApp.Engineer, path: "/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Approvals" }).ClickAsync();
        await Expect(page.GetByText("No requests yet")).ToBeVisibleAsync();
        await Expect(page.Locator(".tabs a")).ToHaveTextAsync(["My requests"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create a request" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Amount in ₹").FillAsync("ten");
        await dialog.GetByLabel("Title", new() { Exact = true }).FillAsync("Taxi to Thane");
        await dialog.GetByLabel("Title", new() { Exact = true }).PressAsync("Enter");
        await Expect(dialog.GetByText("“ten” is not an amount.")).ToBeVisibleAsync();
        await dialog.GetByLabel("Amount in ₹").FillAsync("850");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Expect(page.Locator(".sales-request")).ToContainTextAsync("Waiting for a decision");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw Taxi to Thane" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Withdraw the request" })
            .ClickAsync();
        await Expect(page.Locator(".sales-request")).ToContainTextAsync("Withdrawn by Imran Shaikh");
    }

    [Fact]
    public async Task The_second_to_decide_is_told_who_decided_first()
    {
        var first = await Browser.SignInAsync(app, TestApp.Manager, path: "/field/approvals");
        await first.GetByRole(AriaRole.Button, new() { Name = "Approve Bags to Nadia" }).ClickAsync();
        await Expect(first.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        var rohan = await Services<AccessQueries>().DemoViewerAsync(TestApp.CountryManager, default);
        await Services<DashboardCommands>().RejectAsync(rohan, 3, "There are bags enough.", default);
        await first.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(first.GetByText("Rohan Kapoor has already rejected this request.")).ToBeVisibleAsync();
        await Expect(first.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(first.Locator(".sales-request")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_dashboard_shows_its_figures_filters_by_address_and_new_activities_by_itself()
    {
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/field?zone=North%20Zone");
        var cards = page.Locator(".kpi");
        await Expect(cards.Nth(0)).ToContainTextAsync("₹1.23 Cr");
        await Expect(cards.Nth(0).GetByTitle("₹1,23,45,678")).ToBeVisibleAsync();
        await Expect(cards.Nth(0)).ToContainTextAsync("No earlier figures to compare");
        await Expect(cards.Nth(1)).ToContainTextAsync("↑ 100%");
        var months = page.GetByRole(
            AriaRole.Table,
            new() { Name = "Sales, liquidation, stock and active MDOs by month" }
        );
        await Expect(months.Locator("tbody tr")).ToHaveCountAsync(12);
        await Expect(months.Locator("tbody tr").Last).ToContainTextAsync("₹1,23,45,678");
        await Expect(months.Locator("tbody tr").Last.GetByRole(AriaRole.Link))
            .ToHaveAttributeAsync("href", new Regex("^/field/ledger\\?zone=North%20Zone&start="));
        await Expect(page.Locator(".sales-team tbody tr")).ToHaveCountAsync(10);
        await PickControls.FilterAsync(page, "Role", "TSM");
        await Expect(page.Locator(".sales-team tbody tr")).ToHaveCountAsync(3);
        await Expect(page).ToHaveURLAsync(new Regex("zone=North%20Zone&role=TSM"));
        await Expect(page.Locator(".sales-team .sales-place a").First)
            .ToHaveAttributeAsync("href", "/field/distributors?territory=North%20Delhi");

        await PickControls.FilterAsync(page, "Type", "stock_mismatch");
        await Expect(page.Locator(".sales-feed li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".sales-feed li")).ToContainTextAsync("45 found, 50 expected");
        await using (var db = Db())
        {
            db.Add(
                new Activity
                {
                    At = DateTime.UtcNow,
                    Type = ActivityTypes.StockMismatch,
                    Title = "Stock Mismatch",
                    Description = "Just found",
                    Status = "pending",
                    UserId = priya,
                    Branch = "delhi",
                    Metadata = "{}",
                }
            );
            await db.SaveChangesAsync();
        }

        await Services<ChangeNotifier>().PublishAsync(ActivityQueries.Topic);
        await Expect(page.Locator(".sales-feed li.new")).ToContainTextAsync("Just found");
    }

    [Fact]
    public async Task Without_data_a_message_is_shown_and_without_the_right_to_decide_no_requests_of_others()
    {
        var page = await Browser.SignInAsync(app, TestApp.Engineer, path: "/field");
        await Expect(page.GetByText("No field sales data in your branches")).ToBeVisibleAsync();
        await page.GotoAsync("/field/approvals?tab=pending");
        await Expect(page.Locator(".tabs a")).ToHaveTextAsync(["My requests"]);
        await Expect(page.Locator(".sales-request")).ToHaveCountAsync(0);
        await page.GotoAsync("/team");
        await Expect(page.GetByText("Person 01")).ToHaveCountAsync(0);
        var manager = await Browser.SignInAsync(app, TestApp.Manager, path: "/team");
        await Expect(manager.GetByText("Person 01")).ToHaveCountAsync(0);
        await manager.GetByRole(AriaRole.Link, new() { Name = "Field team" }).ClickAsync();
        await Expect(manager.GetByText("Person 01")).ToBeVisibleAsync();
        await Expect(manager.GetByText("14 of 14 people", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_pages_have_no_fault_that_axe_finds_and_fit_a_phone()
    {
        await Services<DashboardCommands>().RejectAsync(CurrentUser.System, 2, "No.", default);
        var faults = new List<string>();
        foreach (var width in (int[])[1280, 390])
        {
            var page = await Browser.SignInAsync(app, TestApp.Manager, width);
            foreach (
                var path in (string[])
                    [
                        "/field",
                        "/field?role=MD",
                        "/field/approvals",
                        "/field/approvals?tab=decided",
                        "/field/approvals?kind=stockVerification",
                        "/field/approvals?tab=mine",
                        "/team?team=field",
                    ]
            )
            {
                await page.GotoAsync(path);
                await Browser.LiveAsync(page);
                faults.AddRange((await Axe.FindInBothThemesAsync(page)).Select(f => $"{width} {path} {f}"));
                if (await Browser.TooWideAsync(page, width) is > 0 and var over)
                    faults.Add($"{path} is {over} px too wide at {width}");
            }

            await page.GotoAsync("/field/approvals");
            await Browser.LiveAsync(page);
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Reject") }).First.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            faults.AddRange((await Axe.FindInBothThemesAsync(page)).Select(f => $"{width} dialog {f}"));
            await page.Keyboard.PressAsync("Escape");
            await page.GetByRole(AriaRole.Button, new() { Name = "New request" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
            await Expect(page.GetByText("Give the amount in rupees.")).ToBeVisibleAsync();
            faults.AddRange((await Axe.FindInBothThemesAsync(page)).Select(f => $"{width} new request {f}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private T Services<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    private ReportsDb Db() => Services<IDbContextFactory<ReportsDb>>().CreateDbContext();
}
