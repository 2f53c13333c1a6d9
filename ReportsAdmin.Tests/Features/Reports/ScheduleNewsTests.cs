using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>Who hears of a schedule: its recipients when a report is ready, and all who are concerned when it pauses.</summary>
public sealed class ScheduleNewsTests : IAsyncLifetime
{
    private readonly SmtpSink sink = new();
    private readonly TestApp app = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, value) in sink.Settings)
            app.With(key, value);
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(ContractApp.Header, "C-1|Shree Ganesh|Mumbai|SI-1|2025-03-20|200000|150000.25"),
            "Apr-25"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task Recipients_get_the_report_by_mail_once()
    {
        await ScheduleAsync(TestApp.CountryManager, TestApp.Manager);
        await DueAsync();

        var mail = Assert.Single(await sink.WaitAsync());

        Assert.Equal(("Weekly is ready", TestApp.Manager), (mail.Subject, mail.To.Mailboxes.Single().Address));
        Assert.EndsWith(".csv", Assert.Single(mail.Attachments).ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.Contains("https://reports.example.com/jobs/", mail.TextBody, StringComparison.Ordinal);
        await using var db = Db();
        var run = await db.Set<ReportRun>().SingleAsync();
        Assert.Equal(
            $"scheduled-report:{run.Id}:{await IdAsync(TestApp.Manager)}",
            (await db.Set<OutgoingMail>().SingleAsync()).UniqueKey
        );
    }

    [Fact]
    public async Task A_recipient_who_no_longer_sees_it_gets_no_mail()
    {
        await ScheduleAsync(TestApp.CountryManager, TestApp.Manager, TestApp.Admin);
        await ChangeAsync(TestApp.Manager, u => u.Region = "pune");
        await DueAsync();

        await sink.WaitAsync();
        await using var db = Db();
        await Until.TrueAsync(
            () => db.Set<Job>().AnyAsync(j => j.Kind == ReportJobHandler.JobKind && j.State == JobState.Completed),
            "the report is done"
        );
        Assert.Equal(TestApp.Admin, (await db.Set<OutgoingMail>().SingleAsync()).ToAddress);
    }

    [Fact]
    public async Task A_pause_is_told_to_manager_administrators_and_recipients_by_bell_and_mail()
    {
        await ScheduleAsync(TestApp.CountryManager, TestApp.Manager);
        var boss = await IdAsync(TestApp.Engineer);
        await ChangeAsync(TestApp.CountryManager, u => (u.ReportsToId, u.Active) = (boss, false));
        await DueAsync();

        var mails = await sink.WaitAsync(3);

        Assert.Equal(
            [TestApp.Admin, TestApp.Engineer, TestApp.Manager],
            mails.Select(m => m.To.Mailboxes.Single().Address).Order()
        );
        Assert.All(mails, m =>
        {
            Assert.Equal("Schedule paused: Weekly", m.Subject);
            Assert.Contains("This account is no longer active.", m.TextBody, StringComparison.Ordinal);
        });
        var page = await Browser.SignInAsync(app, TestApp.Manager, path: "/jobs");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Notifications, 1 new" })
            .ClickAsync();
        var news = page.GetByRole(
            Microsoft.Playwright.AriaRole.Link,
            new() { NameRegex = new("Schedule paused: Weekly") }
        );
        await Expect(news).ToContainTextAsync("This account is no longer active.");
        await Expect(news).ToHaveAttributeAsync("href", "/schedules");
        await using var db = Db();
        Assert.Equal(3, await db.Set<Notification>().CountAsync(n => n.InBell && n.Kind == "schedules.paused"));
    }

    private ReportsDb Db() => app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();

    private async Task<int> IdAsync(string email)
    {
        await using var db = Db();
        return await db.Set<User>().Where(u => u.Email == email).Select(u => u.Id).SingleAsync();
    }

    private async Task ChangeAsync(string email, Action<User> change)
    {
        await using var db = Db();
        var user = await db.Set<User>().AsTracking().SingleAsync(u => u.Email == email);
        change(user);
        await db.SaveChangesAsync();
        await app.Services.GetRequiredService<CurrentUserAccessor>().ChangedAsync();
    }

    private async Task ScheduleAsync(string ownerEmail, params string[] recipients)
    {
        var owner = await app.AsAsync(ownerEmail);
        var people = (await owner.GetFromJsonAsync<JsonElement>("/api/users")).EnumerateArray().ToList();
        var template = await owner.PostAsJsonAsync(
            "/api/v2/reports/templates",
            new
            {
                name = "Weekly",
                reportType = "outstanding-ageing",
                parameters = new { regions = (string[])["mumbai"] },
                output = new { format = "csv" },
            }
        );
        var schedule = await owner.PostAsJsonAsync(
            "/api/v2/reports/schedules",
            new
            {
                name = "Weekly",
                templateId = (await template.Content.ReadFromJsonAsync<JsonElement>())
                    .GetProperty("data")
                    .GetProperty("id")
                    .GetString(),
                cron = "0 8 * * 1",
                recipients = recipients.Select(r =>
                    people.Single(p => p.GetProperty("email").GetString() == r).GetProperty("id").GetString()
                ),
            }
        );
        Assert.Equal(HttpStatusCode.Created, schedule.StatusCode);
    }

    private async Task DueAsync()
    {
        await using var db = Db();
        await db.Set<RecurringJob>()
            .Where(r => r.Kind == ScheduledReportHandler.JobKind)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAt, DateTime.UtcNow.AddSeconds(-1)));
    }
}
