using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SeeAs;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>An administrator sees the application as a manager: in all tabs, read only, and never more.</summary>
public sealed class SeeAsJourneyTests : IAsyncLifetime
{
    private const string Neha = "Neha Kulkarni";

    // What is written while nobody acts: the log, the work of the background, and the administrator's own session.
    private static readonly string[] Changing =
    [
        "audit_entries",
        "audit_chain",
        "sessions",
        "jobs",
        "job_attempts",
        "job_errors",
        "alerts",
        "data_versions",
        "protection_keys",
        "sqlite_sequence",
    ];

    private readonly TestApp app = new TestApp().WithoutContractCheck();
    private int managerId;

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh|Mumbai|SI-1|2025-03-20|200000|150000.25",
                "C-2|Om Sai|Pune|SI-2|2025-03-21|3000|3000"
            ),
            "Apr-25"
        );
        await using var db = Db();
        managerId = await db.Set<User>().Where(u => u.Email == TestApp.Manager).Select(u => u.Id).SingleAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_banner_is_in_every_tab_nothing_can_be_changed_and_the_end_gives_the_own_pages_back()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: $"/admin/people/{managerId}");
        var tab = await page.Context.NewPageAsync();
        await tab.GotoAsync("/reports/new?type=outstanding-ageing");
        await Browser.LiveAsync(tab);
        await page.GetByRole(AriaRole.Button, new() { Name = $"See as {Neha}" }).ClickAsync();

        var banner = page.GetByRole(AriaRole.Region, new() { Name = "Seeing the application as somebody else" });
        await Expect(banner).ToContainTextAsync($"You see the app as {Neha}");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Roles", Exact = true })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Team", Exact = true })).ToHaveCountAsync(1);
        await Browser.LiveAsync(page);
        Assert.Empty(await Axe.FindAsync(page));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.ReloadAsync();
        await Browser.LiveAsync(page);
        Assert.Empty(await Axe.FindAsync(page));
        await Expect(tab.GetByText($"You see the app as {Neha}")).ToBeVisibleAsync();

        await tab.GotoAsync("/reports/new?type=outstanding-ageing");
        await Browser.LiveAsync(tab);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Save as template" }).ClickAsync();
        await SaveDialogAsync(tab);
        await Expect(tab.Locator(".notice")).ToContainTextAsync("nothing can be changed");
        await tab.GotoAsync("/profile");
        await Expect(tab.GetByText($"Only {Neha} sees this.").First).ToBeVisibleAsync();
        await tab.GotoAsync($"/admin/people/{managerId}");
        await Expect(tab.GetByText("This page is not open to you")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**/admin/people/{managerId}");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"See as {Neha}" })).ToBeVisibleAsync();
        await Expect(tab.GetByText($"You see the app as {Neha}")).ToHaveCountAsync(0);
        await Expect(tab.GetByRole(AriaRole.Link, new() { Name = "Roles", Exact = true })).ToHaveCountAsync(1);
        Assert.Equal([AuditActions.SeeAsBegan, AuditActions.SeeAsEnded], await ActsAsync());
    }

    [Fact]
    public async Task Requests_that_change_are_refused_in_the_words_of_their_family_and_the_session_stays()
    {
        using var browser = await SeeingAsync();
        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Post, "/api/upload"),
                (HttpMethod.Post, "/api/v2/reports/jobs"),
                (HttpMethod.Patch, "/api/invoices/1/remark"),
                (HttpMethod.Delete, "/api/v2/reports/jobs/1"),
                (HttpMethod.Post, "/api/auth/login"),
                (HttpMethod.Post, "/profile/confirmation"),
                (HttpMethod.Post, "/profile/confirmation/passkey"),
                (HttpMethod.Post, "/profile/password"),
                (HttpMethod.Put, "/nothing-here"),
            }
        )
        {
            using var answer = await browser.SendAsync(method, path);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, answer.StatusCode));
            Assert.Contains(
                "nothing can be changed",
                await answer.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }

        foreach (var path in (string[])["/profile/two-factor", "/profile/password", "/profile/confirm"])
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await browser.StatusAsync(path)));
        using var me = JsonDocument.Parse(await browser.ReadAsync("/api/v2/auth/me"));
        Assert.Contains(Neha, me.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_and_answer_opens_without_writing_anything_and_files_are_recorded_with_both_people()
    {
        using var browser = await SeeingAsync();
        var before = await ContentAsync();
        var walked = 0;
        foreach (var path in Paths())
        {
            var status = (int)await browser.StatusAsync(path);
            Assert.True(status < 500, $"{path} answered {status}");
            walked++;
        }

        Assert.True(walked > 100, $"Only {walked} addresses were walked.");
        Assert.Equal(
            HttpStatusCode.OK,
            await browser.StatusAsync("/api/v2/reports/export/outstanding-ageing?format=csv")
        );
        foreach (
            var page in (string[])
                [
                    "/",
                    "/customers",
                    "/invoices",
                    "/reports",
                    "/jobs",
                    "/schedules",
                    "/team",
                    "/forms",
                    "/documents",
                    "/help",
                ]
        )
            Assert.Equal((page, HttpStatusCode.OK), (page, await browser.StatusAsync(page)));
        await app.Services.GetRequiredService<AuditWriter>().FlushAsync(default);

        Assert.Equal(before, await ContentAsync());
        await using var db = Db();
        var admin = await db.Set<User>().SingleAsync(u => u.Email == TestApp.Admin);
        var files = await db.Set<AuditEntry>().Where(e => e.Action == AuditActions.Downloaded).ToListAsync();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Equal((admin.Id, managerId, Neha), (f.ActorId, f.SeenAsId, f.SeenAsName)));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_with_it_what_it_saw()
    {
        var page = await Browser.SignInAsync(app, TestApp.Admin, 390, $"/admin/people/{managerId}");
        await page.GetByRole(AriaRole.Button, new() { Name = $"See as {Neha}" }).ClickAsync();
        await Expect(page.GetByText($"You see the app as {Neha}")).ToBeVisibleAsync();
        await Browser.LiveAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        await page.GetByRole(AriaRole.Button, new() { Name = $"{Neha}, account menu" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        await app.Services.GetRequiredService<SeeAsCommands>().EndDueAsync(default);

        Assert.Equal([AuditActions.SeeAsBegan, AuditActions.SeeAsEnded], await ActsAsync());
    }

    private static async Task SaveDialogAsync(IPage page)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        if (await dialog.CountAsync() == 0)
            return;
        await dialog.GetByRole(AriaRole.Textbox).First.FillAsync("Mine");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
    }

    private async Task<FormBrowser> SeeingAsync()
    {
        var browser = new FormBrowser(app);
        await browser.SignInAsync(TestApp.Admin, ReportsAdmin.Features.Access.AccessDemo.Password, "/");
        await using var db = Db();
        var session = await db.Set<Session>().OrderByDescending(s => s.CreatedAt).FirstAsync();
        var admin = await app.Services.GetRequiredService<CurrentUserAccessor>().OfUserAsync(session.UserId, default);
        await app.Services.GetRequiredService<SeeAsCommands>().BeginAsync(admin, session.Id, managerId, default);
        return browser;
    }

    /// <summary>Every address that a GET reaches, pages included; parameters are filled with a key that may exist.</summary>
    private IEnumerable<string> Paths() =>
        app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true)
            .Select(e =>
                "/"
                + System.Text.RegularExpressions.Regex.Replace(
                    e.RoutePattern.RawText?.Split("{*")[0].Trim('/', '~') ?? "",
                    "{[^}]*}",
                    "1"
                )
            )
            .Where(p => !p.Contains('.') && !p.StartsWith("/_", StringComparison.Ordinal))
            .Where(p =>
                !p.Contains("events", StringComparison.Ordinal) && !p.Contains("company/", StringComparison.Ordinal)
            )
            .Distinct();

    private async Task<string> ContentAsync()
    {
        var text = new StringBuilder();
        await using var db = Db();
        await db.Database.OpenConnectionAsync();
        foreach (var table in await RowsAsync(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            if (Changing.Contains(table))
                continue;
            text.Append(table).Append(": ");
            text.AppendJoin('|', await RowsAsync(db, $"SELECT * FROM \"{table}\" ORDER BY 1")).AppendLine();
        }

        return text.ToString();
    }

    private static async Task<List<string>> RowsAsync(ReportsDb db, string sql)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(values);
            rows.Add(string.Join(',', values));
        }

        return rows;
    }

    private async Task<IReadOnlyList<string>> ActsAsync()
    {
        await using var db = Db();
        var admin = await db.Set<User>().SingleAsync(u => u.Email == TestApp.Admin);
        var entries = await db.Set<AuditEntry>()
            .Where(e => e.Action == AuditActions.SeeAsBegan || e.Action == AuditActions.SeeAsEnded)
            .OrderBy(e => e.Id)
            .ToListAsync();
        Assert.All(entries, e => Assert.Equal((admin.Id, $"{managerId}"), (e.ActorId, e.RecordId)));
        return [.. entries.Select(e => e.Action)];
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
}
