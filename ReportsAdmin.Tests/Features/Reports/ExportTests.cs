using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>Exports: small ones at once, large ones as jobs, too large ones refused before they start; and what runs by itself.</summary>
public sealed class ExportTests
{
    private const string Sheets = "/api/v2/reports/export/customer-sheet";

    [Fact]
    public async Task An_export_holds_exactly_what_was_asked_for_in_every_format()
    {
        await using var app = await CompanyAsync(new TestApp());
        var client = await app.AsAsync(TestApp.Manager);
        foreach (
            var (format, type) in new Dictionary<string, string>
            {
                ["excel"] = "spreadsheetml",
                ["xlsx"] = "spreadsheetml",
                ["pdf"] = "application/pdf",
                ["docx"] = "wordprocessingml",
                ["csv"] = "text/csv",
                ["json"] = "application/json",
            }
        )
        {
            var answer = await client.GetAsync($"{Sheets}?format={format}&regions=mumbai");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(type, answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
            Assert.Matches("report-customer-sheet-\\d{8}-\\d{6}", answer.Content.Headers.ContentDisposition!.FileName);
        }

        var csv = (await client.GetStringAsync($"{Sheets}?format=csv&regions=mumbai")).Split(
            "\r\n",
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(2, csv.Length);
        Assert.StartsWith("C-1,Shree Ganesh,Mumbai,", csv[1]);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.GetAsync($"{Sheets}?format=csv&region=mumbai")).StatusCode
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Sheets}?format=gif")).StatusCode);
    }

    [Fact]
    public async Task A_large_export_becomes_a_job_that_programs_are_told_of_and_people_are_led_to()
    {
        await using var app = await CompanyAsync(new TestApp().With("Exports:MaxRows", "1"));
        var client = await app.AsAsync(TestApp.Manager);
        var accepted = await client.GetAsync($"{Sheets}?format=csv");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var id = (await accepted.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("data")
            .GetProperty("jobId")
            .GetString();
        Assert.Equal($"/api/v2/reports/jobs/{id}", accepted.Headers.Location!.ToString());
        Assert.Contains("77777.77", await FileAsync(client, id!));

        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var person = new HttpClient(handler) { BaseAddress = client.BaseAddress };
        person.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        person.DefaultRequestHeaders.Accept.Add(new("text/html"));
        var led = await person.GetAsync($"{Sheets}?format=csv");
        Assert.Equal(HttpStatusCode.Redirect, led.StatusCode);
        Assert.StartsWith("/jobs/7265706a", led.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_format_cannot_hold_is_refused_before_it_starts_with_another_offered()
    {
        await using var app = await CompanyAsync(
            new TestApp().With("Documents:PdfMaxPages", "0").With("Documents:WordMaxRows", "1")
        );
        var client = await app.AsAsync(TestApp.Manager);
        foreach (var format in (string[])["pdf", "docx"])
        {
            var answer = await client.GetAsync($"{Sheets}?format={format}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>())
                .GetProperty("error")
                .GetProperty("details")
                .GetProperty("output.format")
                .GetString();
            Assert.Contains("Excel or CSV", detail, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{Sheets}?format=excel")).StatusCode);
    }

    [Fact]
    public async Task A_schedule_makes_its_report_and_shows_it_to_its_recipients()
    {
        await using var app = await CompanyAsync(new TestApp());
        var owner = await app.AsAsync(TestApp.CountryManager);
        var recipient = await app.AsAsync(TestApp.Manager);
        var recipientId = (await (await owner.GetAsync("/api/users")).Content.ReadFromJsonAsync<JsonElement>())
            .EnumerateArray()
            .Single(u => u.GetProperty("email").GetString() == TestApp.Manager)
            .GetProperty("id")
            .GetString();
        var template = (
            await (
                await owner.PostAsJsonAsync(
                    "/api/v2/reports/templates",
                    new
                    {
                        name = "Each second",
                        reportType = "outstanding-ageing",
                        output = new { format = "csv" },
                    }
                )
            ).Content.ReadFromJsonAsync<JsonElement>()
        ).GetProperty("data").GetProperty("id").GetString();
        var schedule = await owner.PostAsJsonAsync(
            "/api/v2/reports/schedules",
            new
            {
                name = "By itself",
                templateId = template,
                cron = "0 8 * * 1",
                recipients = new[] { recipientId },
            }
        );
        Assert.Equal(HttpStatusCode.Created, schedule.StatusCode);
        await DueAsync(app);

        var until = DateTime.UtcNow.AddSeconds(60);
        JsonElement seen = default;
        while (
            DateTime.UtcNow < until
            && (
                seen = (
                    await recipient.GetFromJsonAsync<JsonElement>("/api/v2/reports/jobs?status=completed")
                ).GetProperty("data")
            ).GetArrayLength() == 0
        )
            await Task.Delay(200);
        Assert.NotEqual(0, seen.GetArrayLength());
        Assert.Equal("By itself", seen[0].GetProperty("name").GetString());
        Assert.Contains(
            "77777.77",
            await recipient.GetStringAsync(seen[0].GetProperty("output").GetProperty("downloadUrl").GetString())
        );
        // Not a recipient, and the report is private.
        Assert.Equal(
            0,
            (await (await app.AsAsync(TestApp.Engineer)).GetFromJsonAsync<JsonElement>("/api/v2/reports/jobs"))
                .GetProperty("data")
                .GetArrayLength()
        );
        (
            await owner.DeleteAsync(
                $"/api/v2/reports/schedules/{(await schedule.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("id").GetString()}"
            )
        ).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("* * * * *", "more often")]
    [InlineData("0/1 * * * * ?", "more often")]
    [InlineData("0,2 8 * * *", "more often")]
    [InlineData("0 0 30 2 *", "never")]
    [InlineData("0 8 31 4 *", "never")]
    public async Task A_schedule_that_never_runs_or_runs_all_the_time_is_refused(string cron, string reason)
    {
        await using var app = await CompanyAsync(new TestApp());
        var owner = await app.AsAsync(TestApp.CountryManager);
        var answer = await owner.PostAsJsonAsync(
            "/api/v2/reports/schedules",
            new
            {
                name = "Odd",
                templateId = await TemplateAsync(owner),
                cron,
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var details = (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("error")
            .GetProperty("details");
        Assert.Contains(reason, details.GetProperty("cron").GetString());
    }

    [Fact]
    public async Task A_recipient_who_may_not_see_what_the_report_covers_is_named_when_saving()
    {
        await using var app = await CompanyAsync(new TestApp());
        var owner = await app.AsAsync(TestApp.CountryManager);
        var engineer = (await owner.GetFromJsonAsync<JsonElement>("/api/users"))
            .EnumerateArray()
            .Single(u => u.GetProperty("email").GetString() == TestApp.Engineer);
        var answer = await owner.PostAsJsonAsync(
            "/api/v2/reports/schedules",
            new
            {
                name = "Too much",
                templateId = await TemplateAsync(owner),
                cron = "0 8 * * 1",
                recipients = new[] { engineer.GetProperty("id").GetString() },
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            engineer.GetProperty("name").GetString()!,
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("message").GetString()
        );
    }

    [Fact]
    public async Task A_schedule_of_somebody_who_was_deactivated_pauses_and_says_why()
    {
        await using var app = await CompanyAsync(new TestApp());
        var owner = await app.AsAsync(TestApp.CountryManager);
        (
            await owner.PostAsJsonAsync(
                "/api/v2/reports/schedules",
                new
                {
                    name = "Left behind",
                    templateId = await TemplateAsync(owner),
                    cron = "0 8 * * 1",
                }
            )
        ).EnsureSuccessStatusCode();
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
            await db.Set<User>()
                .Where(u => u.Email == TestApp.CountryManager)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Active, false));
        await app.Services.GetRequiredService<CurrentUserAccessor>().ChangedAsync();
        await DueAsync(app);

        var admin = await app.AsAsync(TestApp.Admin);
        JsonElement schedule = default;
        for (var until = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < until; await Task.Delay(100))
        {
            schedule = (await admin.GetFromJsonAsync<JsonElement>("/api/v2/reports/schedules"))
                .GetProperty("data")
                .GetProperty("schedules")[0];
            if (!schedule.GetProperty("enabled").GetBoolean())
                break;
        }

        Assert.False(schedule.GetProperty("enabled").GetBoolean());
        for (var until = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < until; await Task.Delay(100))
        {
            schedule = (await admin.GetFromJsonAsync<JsonElement>("/api/v2/reports/schedules"))
                .GetProperty("data")
                .GetProperty("schedules")[0];
            if (schedule.TryGetProperty("problem", out _))
                break;
        }

        Assert.Equal("Paused: This account is no longer active.", schedule.GetProperty("problem").GetString());
    }

    private static async Task<string> TemplateAsync(HttpClient client) => (
            await (
                await client.PostAsJsonAsync(
                    "/api/v2/reports/templates",
                    new
                    {
                        name = "Ageing",
                        reportType = "outstanding-ageing",
                        output = new { format = "csv" },
                    }
                )
            ).Content.ReadFromJsonAsync<JsonElement>()
        ).GetProperty("data").GetProperty("id").GetString()!;

    /// <summary>Lets the time of every report schedule have come.</summary>
    private static async Task DueAsync(TestApp app)
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await db.Set<RecurringJob>()
            .Where(r => r.Kind == ScheduledReportHandler.JobKind)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAt, DateTime.UtcNow.AddSeconds(-1)));
    }

    private static async Task<TestApp> CompanyAsync(TestApp app)
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh|Mumbai|SI-1|2025-03-20|200000|150000.25",
                "C-2|Bharat Infra|Delhi|B-9|2024-01-10|70000|77777.77"
            ),
            "Apr-25"
        );
        return app;
    }

    private static async Task<string> FileAsync(HttpClient client, string id)
    {
        var until = DateTime.UtcNow.AddSeconds(60);
        while (
            DateTime.UtcNow < until
            && !(await client.GetStringAsync($"/api/v2/reports/jobs/{id}/status")).Contains(
                "completed",
                StringComparison.Ordinal
            )
        )
            await Task.Delay(50);
        return await client.GetStringAsync($"/api/v2/reports/jobs/{id}/download");
    }
}
