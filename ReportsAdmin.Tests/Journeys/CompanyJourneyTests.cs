using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Features.Access.Structure;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>A company adopts the product: from an empty folder in Production to the day somebody leaves, with mails that really arrive.</summary>
[Collection(RegionsCollection.Name)]
public sealed class CompanyJourneyTests : IAsyncLifetime
{
    private const string Password = "walnut harbour 52 lanterns";
    private const string Rows = """
        Customer Code,Customer Name,Region,Invoice No,Invoice Date,Outstanding
        P-1,Pune Builders,Pune,1,13/02/2025,1000.25
        G-1,Goa Builders,Goa,2,13/02/2025,2000
        T-1,Thane Builders,Kalyan,3,13/02/2025,4000
        """;

    private readonly SmtpSink sink = new();
    private readonly TestApp app = new TestApp().WithoutContractCheck().FromNothing();

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, value) in sink.Settings)
            app.With(key, value);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sink.DisposeAsync();
        Regions.Apply(Regions.Defaults);
    }

    [Fact]
    public async Task A_company_is_set_up_works_and_parts_with_somebody()
    {
        var admin = await FirstAdministratorAsync();
        await StructureAsync(admin);
        var country = await JoinAsync(admin, "Kavita Rao", "Country Manager", null);
        var manager = await JoinAsync(admin, "Manoj Joshi", "Manager", "Pune");
        var engineer = await JoinAsync(admin, "Esha Pillai", "Engineer", "Pune");

        await UploadAsync(country);
        await SeesAsync(country, "Pune Builders", "Goa Builders", "Thane Builders");
        await SeesAsync(manager, "Pune Builders");
        await SeesAsync(engineer, "Pune Builders");

        await ReportAsync(manager);
        using var program = await SignedInAsync("manoj.joshi@example.com");
        await ScheduleAsync(program);
        await LoseRoleAsync(admin, manager);
        await LeaveAsync(admin, manager, program);
    }

    private async Task<IPage> FirstAdministratorAsync()
    {
        // The link that the log has.
        var page = await Browser.OpenAsync(app);
        await page.GotoAsync("/setup?token=" + app.Services.GetRequiredService<FirstAdmin>().NewToken());
        await page.GetByLabel("Name").FillAsync("Asha Menon");
        await page.GetByLabel("Email").FillAsync("asha.menon@example.com");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await SignInAsync(page, "asha.menon@example.com", "/admin/departments");
        return page;
    }

    private static async Task StructureAsync(IPage admin)
    {
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add department" }).First.ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Batching Plant");
        await dialog.GetByLabel("Code", new() { Exact = true }).FillAsync("BP");
        await dialog.GetByText("Default: takes new customers").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Edit Batching Plant" })).ToBeVisibleAsync();

        await OpenAsync(admin, "/admin/regions");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add region" }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Thane");
        await dialog.GetByLabel("Also spelled").FillAsync("Kalyan");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Edit Thane" })).ToBeVisibleAsync();
    }

    /// <summary>Invites somebody, who follows the link of the mail in a browser of their own.</summary>
    private async Task<IPage> JoinAsync(IPage admin, string name, string role, string? region)
    {
        var email = name.ToLowerInvariant().Replace(' ', '.') + "@example.com";
        await OpenAsync(admin, "/admin/people");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).First.ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByLabel("Email").FillAsync(email);
        await PickControls.PickAsync(dialog.GetByLabel("Role", new() { Exact = true }), role);
        if (region is not null)
            await PickControls.PickAsync(dialog.GetByLabel("Region", new() { Exact = true }), region);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(dialog.GetByText("A mail with the link is on its way")).ToBeVisibleAsync();

        var page = await Browser.OpenAsync(app);
        await page.GotoAsync(await LinkOfAsync(email));
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and sign in" }).ClickAsync();
        await Browser.LiveAsync(page);
        return page;
    }

    private static async Task UploadAsync(IPage country)
    {
        await OpenAsync(country, "/uploads/new");
        await country.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload
            {
                Name = "outstanding.csv",
                MimeType = "text/csv",
                Buffer = Encoding.UTF8.GetBytes(Rows),
            }
        );
        await country.GetByRole(AriaRole.Button, new() { Name = "Upload and preview" }).ClickAsync();
        await Expect(country.GetByText("rows will be written")).ToBeVisibleAsync();
        await country.GetByRole(AriaRole.Button, new() { Name = "Commit", Exact = true }).ClickAsync();
        await country
            .GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Commit") })
            .ClickAsync();
        await Expect(country.GetByText("Committed by")).ToBeVisibleAsync();
    }

    /// <summary>Exactly these customers are in somebody's list.</summary>
    private static async Task SeesAsync(IPage page, params string[] customers)
    {
        await OpenAsync(page, "/customers");
        foreach (var customer in customers)
            await Expect(page.Locator("main").GetByText(customer).First).ToBeVisibleAsync();
        foreach (var other in ((string[])["Pune Builders", "Goa Builders", "Thane Builders"]).Except(customers))
            await Expect(page.Locator("main").GetByText(other)).ToHaveCountAsync(0);
    }

    private static async Task ReportAsync(IPage manager)
    {
        await OpenAsync(manager, "/reports/new?type=outstanding-ageing");
        await Expect(manager.Locator(".new-preview")).ToContainTextAsync("₹1,000.25");
        await manager.GetByRole(AriaRole.Button, new() { Name = "Create report" }).ClickAsync();
        await Expect(manager.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Download") }).First)
            .ToBeVisibleAsync();
    }

    /// <summary>A schedule of the manager's sends its file by mail to the engineer.</summary>
    private async Task ScheduleAsync(HttpClient program)
    {
        var engineer = (await program.GetFromJsonAsync<JsonElement>("/api/users"))
            .EnumerateArray()
            .Single(p => p.GetProperty("email").GetString() == "esha.pillai@example.com")
            .GetProperty("id")
            .GetString();
        var template = await CreatedAsync(
            program,
            "/api/v2/reports/templates",
            new
            {
                name = "Weekly",
                reportType = "outstanding-ageing",
                output = new { format = "csv" },
            }
        );
        await CreatedAsync(
            program,
            "/api/v2/reports/schedules",
            new
            {
                name = "Weekly",
                templateId = template.GetProperty("id").GetString(),
                cron = "0 8 * * 1",
                recipients = new[] { engineer },
            }
        );
        await DueAsync();
        var mail = await MailAsync("esha.pillai@example.com", "Weekly is ready");
        Assert.EndsWith(".csv", Assert.Single(mail.Attachments).ContentDisposition!.FileName, StringComparison.Ordinal);
    }

    /// <summary>Managers may no longer create reports, while a manager has the page for it open.</summary>
    private static async Task LoseRoleAsync(IPage admin, IPage manager)
    {
        await OpenAsync(manager, "/reports/new?type=outstanding-ageing&regions=pune");
        await Expect(manager.Locator(".new-preview")).ToContainTextAsync("₹1,000.25");
        await OpenAsync(admin, "/admin/roles");
        await admin.GetByLabel(new Regex("^Manager: Create reports")).First.UncheckAsync();
        await Expect(admin.Locator(".notice").First).ToContainTextAsync("Manager: Create reports");

        await manager.GetByRole(AriaRole.Button, new() { Name = "Create report" }).ClickAsync();

        await Expect(manager.GetByText("You do not have permission to do this.").First).ToBeVisibleAsync();
    }

    private async Task LeaveAsync(IPage admin, IPage manager, HttpClient program)
    {
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/users")).StatusCode);
        await OpenAsync(admin, "/admin/people?q=manoj.joshi");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Edit Manoj Joshi" }).ClickAsync();
        await admin.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Deactivate" }).ClickAsync();
        await admin
            .GetByRole(AriaRole.Dialog)
            .Filter(new() { HasText = "is signed out everywhere at once" })
            .GetByRole(AriaRole.Button, new() { Name = "Deactivate", Exact = true })
            .ClickAsync();

        await Expect(manager.GetByText("Please sign in").First).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/users")).StatusCode);
        await DueAsync();
        var mail = await MailAsync("asha.menon@example.com", "Schedule paused: Weekly");
        Assert.Contains("This account is no longer active.", mail.TextBody, StringComparison.Ordinal);
    }

    private async Task<HttpClient> SignedInAsync(string email)
    {
        var client = app.Anonymous();
        var answer = await client.PostAsJsonAsync("/api/auth/login", new { email, password = Password });
        answer.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()
        );
        return client;
    }

    private static async Task SignInAsync(IPage page, string email, string path)
    {
        await page.GotoAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(path));
        if (await page.Locator("input[type=password]").CountAsync() > 0)
        {
            await page.FillAsync("input[type=email]", email);
            await page.FillAsync("input[type=password]", Password);
            await page.ClickAsync("button[type=submit]");
        }

        await OpenAsync(page, path);
    }

    private static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await Browser.LiveAsync(page);
    }

    private static async Task<JsonElement> CreatedAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }

    private async Task<string> LinkOfAsync(string email) =>
        new Uri(
            Regex
                .Match((await MailAsync(email, null)).TextBody ?? "", "https://reports\\.example\\.com/invite/\\S+")
                .Value
        ).AbsolutePath;

    private async Task<MimeKit.MimeMessage> MailAsync(string to, string? subject)
    {
        MimeKit.MimeMessage? Find() =>
            sink.Received.FirstOrDefault(m =>
                m.To.Mailboxes.Any(a => a.Address == to) && (subject is null || m.Subject == subject)
            );
        await Until.TrueAsync(() => Task.FromResult(Find() is not null), $"a mail to {to}: {subject}");
        return Find()!;
    }

    /// <summary>The time of every schedule has come.</summary>
    private async Task DueAsync()
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await db.Set<RecurringJob>()
            .Where(r => r.Kind == ScheduledReportHandler.JobKind)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAt, DateTime.UtcNow.AddSeconds(-1)));
    }
}
