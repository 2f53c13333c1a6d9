using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Reports.Api;
using ReportsAdmin.Features.Training.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.Training;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.Answers;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The learning platform's client (Docs/api/jobs.md) from sign-in to download: its requests in their order, and the fields that it reads.</summary>
public sealed class LearningClientTests : IAsyncLifetime
{
    private const string Jobs = "/api/v2/reports/jobs";
    private const string AxiosAccepts = "application/json, text/plain, */*";

    public static TheoryData<string> KnownTypes =>
        [
            "enrollment-summary",
            "completion-rates",
            "performance-analysis",
            "learner-activity",
            "course-analytics",
            "instructor-workload",
            "department-overview",
            "program-progress",
            "assessment-results",
            "scorm-attempts",
            "transcript",
            "certification-status",
        ];

    private readonly FakeClock clock = new();
    private readonly TestApp app;

    public LearningClientTests() => app = new TestApp().With(s => s.AddSingleton<TimeProvider>(clock));

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        var commands = app.Services.GetRequiredService<ImportCommands>();
        var upload = await commands.StageNowAsync(
            CurrentUser.System,
            new NewUpload(TrainingImport.TargetKind, "training.xlsx", 202504, null),
            new MemoryStream(
                Sheet.Of(
                    TrainingBook.Header,
                    "L-01|Asha Rao|Pump|CO-1|Safety at work|Safety|||enrolled|enrolled|2025-04-02|||yes",
                    "L-01|Asha Rao|Pump|CO-1|Safety at work|Safety|||completed|completed|2025-04-20|91.5|45|yes"
                )
            ),
            DateOrder.DayFirst,
            default
        );
        await commands.CommitAsync(CurrentUser.System, upload, null, ErrorRows.Refuse, default);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task It_signs_in_creates_polls_lists_and_downloads_with_a_bare_fetch()
    {
        var client = await SignInAsync();
        var me = await JsonAsync(await client.GetAsync("/api/v2/auth/me"));
        Assert.Equal("Manager", me.GetProperty("data").GetProperty("role").GetString());

        var created = await JsonAsync(await CreateAsync(client));
        var job = created.GetProperty("data").GetProperty("job");
        var id = job.GetProperty("_id").GetString()!;
        Assert.Equal(id, created.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal("predefined", job.GetProperty("type").GetString());
        Assert.Equal("enrollment-summary", job.GetProperty("predefinedType").GetString());
        Assert.Equal("csv", job.GetProperty("outputFormat").GetString());
        Assert.Equal("2025-04-01", job.GetProperty("dateRange").GetProperty("start").GetString());
        Assert.Equal("2025-04-30", job.GetProperty("dateRange").GetProperty("end").GetString());
        Assert.Equal("organization", job.GetProperty("visibility").GetString());
        Assert.Contains(job.GetProperty("state").GetString(), (string[])["pending", "processing", "ready"]);

        var status = await ReadyAsync(client, id);
        Assert.Equal(100, status.GetProperty("progress").GetInt32());
        var list = await JsonAsync(
            await client.GetAsync(
                $"{Jobs}?status[]=ready&status[]=failed&type=predefined&dateFrom=2020-01-01&dateTo=2999-12-31&search=&sort=-createdAt&page=1&limit=20"
            )
        );
        Assert.False(list.GetProperty("pagination").GetProperty("hasNext").GetBoolean());
        var row = list.GetProperty("data").EnumerateArray().Single();
        Assert.Equal(id, row.GetProperty("_id").GetString());
        Assert.Equal("ready", row.GetProperty("state").GetString());
        Assert.Equal(100, row.GetProperty("metrics").GetProperty("progress").GetInt32());
        var details = (await JsonAsync(await client.GetAsync($"{Jobs}/{id}"))).GetProperty("data").GetProperty("job");
        var fetched = await FetchAsync(details.GetProperty("result").GetProperty("downloadUrl").GetString()!);
        Assert.Contains("Safety at work", await fetched.Content.ReadAsStringAsync());

        using var asked = new HttpRequestMessage(HttpMethod.Get, $"{Jobs}/{id}/download");
        asked.Headers.TryAddWithoutValidation("Accept", AxiosAccepts);
        var file = (await JsonAsync(await client.SendAsync(asked))).GetProperty("data");
        Assert.Equal(fetched.Content.Headers.ContentLength, file.GetProperty("fileSizeBytes").GetInt64());
        var again = await FetchAsync(file.GetProperty("downloadUrl").GetString()!);
        Assert.Equal("text/csv", again.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_report_type_without_data_says_so_in_its_catalogue_entry()
    {
        var client = await SignInAsync();
        var entries = (await JsonAsync(await client.GetAsync("/api/v2/lookups?category=report-type")))
            .GetProperty("data")
            .EnumerateArray()
            .ToDictionary(e => e.GetProperty("value").GetString()!, e => e.GetProperty("description").GetString()!);
        Assert.All(KnownTypes.Select(t => t.Data), t => Assert.Contains(t, entries.Keys));
        Assert.EndsWith(
            "No upload names instructors yet; add the column Instructor to the training sheet.",
            entries["instructor-workload"],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("No upload", entries["performance-analysis"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(KnownTypes))]
    public async Task Every_report_type_that_it_knows_becomes_ready(string type)
    {
        var client = await SignInAsync();
        var job = (await JsonAsync(await CreateAsync(client, type))).GetProperty("data").GetProperty("job");
        Assert.Equal(type, job.GetProperty("predefinedType").GetString());
        var id = job.GetProperty("_id").GetString()!;
        await ReadyAsync(client, id);
        Assert.Equal(HttpStatusCode.OK, (await FetchAsync(await LinkAsync(client, id))).StatusCode);
    }

    [Fact]
    public async Task A_download_link_is_for_one_job_and_ends_with_its_time_the_job_and_the_account()
    {
        var client = await SignInAsync();
        var (first, second) = (await FinishedAsync(client), await FinishedAsync(client));
        var link = await LinkAsync(client, first);
        Assert.Equal(HttpStatusCode.OK, (await FetchAsync(link)).StatusCode);

        var other = await FetchAsync(link.Replace(first, second, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        var refusal = JsonDocument.Parse(await other.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("AUTH_REQUIRED", refusal.GetProperty("code").GetString());
        Assert.Contains("download link", refusal.GetProperty("message").GetString());
        foreach (var broken in (string[])[link[..^3], link.Split('?')[0], link.Split('=')[0] + "=x"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await FetchAsync(broken)).StatusCode);

        clock.Advance(DownloadLinks.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await FetchAsync(link)).StatusCode);

        var late = await LinkAsync(client, second);
        (await client.DeleteAsync($"{Jobs}/{second}")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await FetchAsync(late)).StatusCode);

        var owned = await LinkAsync(client, first);
        await DeactivateAsync(TestApp.Manager);
        Assert.Equal(HttpStatusCode.Unauthorized, (await FetchAsync(owned)).StatusCode);
    }

    [Fact]
    public async Task Its_error_handling_finds_code_and_message_at_the_top()
    {
        var client = await SignInAsync();
        var answer = await client.PostAsJsonAsync(
            Jobs,
            new
            {
                type = "predefined",
                predefinedType = "moon-phases",
                name = "N",
                outputFormat = "pdf",
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("INVALID_PARAMETERS", body.GetProperty("code").GetString());
        Assert.Equal(
            body.GetProperty("error").GetProperty("message").GetString(),
            body.GetProperty("message").GetString()
        );
        foreach (
            var wrong in (string[])
                ["?dateFrom=2025-05-01&dateTo=2025-04-01", "?dateFrom=0001-01-01", "?toDate=9999-12-31", "?sort=moon"]
        )
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(Jobs + wrong)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (
                await app.Anonymous()
                    .PostAsJsonAsync("/api/v2/auth/login", new { email = TestApp.Manager, password = "wrong" })
            ).StatusCode
        );
    }

    [Fact]
    public async Task Reports_of_other_rooms_are_custom_reports_to_it()
    {
        var client = await SignInAsync();
        var created = await client.PostAsJsonAsync(
            Jobs,
            new
            {
                type = "custom",
                customReportCode = "outstanding-ageing",
                name = "Ageing",
                filters = new { regions = new[] { "mumbai" } },
                outputFormat = "csv",
            }
        );
        var job = (await JsonAsync(created)).GetProperty("data").GetProperty("job");
        Assert.Equal("custom", job.GetProperty("type").GetString());
        Assert.Equal("outstanding-ageing", job.GetProperty("customReportCode").GetString());
        Assert.False(job.TryGetProperty("predefinedType", out _));
        Assert.Equal("mumbai", job.GetProperty("filters").GetProperty("regions")[0].GetString());
    }

    [Fact]
    public async Task Its_templates_and_schedules_are_read_by_name()
    {
        var client = await SignInAsync();
        var country = await app.AsAsync(TestApp.CountryManager);
        var mine = await TemplateAsync(client, "Mine", "private");
        var shared = await TemplateAsync(country, "Everyone's", "organization");
        await TemplateAsync(country, "Theirs alone", "private");

        Assert.Equal([mine], await NamedAsync(client, "/api/v2/reports/templates/my", "templates"));
        Assert.Equal([shared], await NamedAsync(client, "/api/v2/reports/templates/system", "templates"));

        var schedule = await JsonAsync(
            await client.PostAsJsonAsync(
                "/api/v2/reports/schedules",
                new
                {
                    name = "Mondays",
                    templateId = mine,
                    cron = "30 8 * * 1",
                }
            )
        );
        Assert.Equal(
            [schedule.GetProperty("data").GetProperty("_id").GetString()],
            await NamedAsync(client, "/api/v2/reports/schedules", "schedules")
        );
    }

    private async Task<HttpClient> SignInAsync()
    {
        var client = app.Anonymous();
        var login = await JsonAsync(
            await client.PostAsJsonAsync(
                "/api/v2/auth/login",
                new { email = TestApp.Manager, password = AccessDemo.Password }
            )
        );
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            login.GetProperty("data").GetProperty("accessToken").GetString()
        );
        return client;
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client, string type = "enrollment-summary") =>
        client.PostAsJsonAsync(
            Jobs,
            new
            {
                type = "predefined",
                predefinedType = type,
                name = "Enrolments of April",
                dateRange = new { start = "2025-04-01", end = "2025-04-30" },
                filters = new { },
                outputFormat = "csv",
                visibility = "organization",
            }
        );

    private static async Task<string> FinishedAsync(HttpClient client)
    {
        var created = await JsonAsync(await CreateAsync(client));
        var id = created.GetProperty("data").GetProperty("job").GetProperty("_id").GetString()!;
        await ReadyAsync(client, id);
        return id;
    }

    private static async Task<JsonElement> ReadyAsync(HttpClient client, string id)
    {
        for (var until = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(50))
        {
            var status = (await JsonAsync(await client.GetAsync($"{Jobs}/{id}/status"))).GetProperty("data");
            if (status.GetProperty("state").GetString() == "ready")
                return status;
            Assert.True(DateTime.UtcNow < until, status.ToString());
        }
    }

    private static async Task<string> LinkAsync(HttpClient client, string id) =>
        (await JsonAsync(await client.GetAsync($"{Jobs}/{id}")))
            .GetProperty("data")
            .GetProperty("job")
            .GetProperty("result")
            .GetProperty("downloadUrl")
            .GetString()!;

    // As a browser opens it: no token, no cookie.
    private static async Task<HttpResponseMessage> FetchAsync(string address)
    {
        using var bare = new HttpClient();
        var answer = await bare.GetAsync(new Uri(address));
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    private static async Task<string> TemplateAsync(HttpClient client, string name, string visibility) => (
            await JsonAsync(
                await client.PostAsJsonAsync(
                    "/api/v2/reports/templates",
                    new
                    {
                        name,
                        reportType = "outstanding-ageing",
                        output = new { format = "csv" },
                        visibility,
                    }
                )
            )
        ).GetProperty("data").GetProperty("_id").GetString()!;

    private static async Task<string?[]> NamedAsync(HttpClient client, string path, string name) =>
        [
            .. (await JsonAsync(await client.GetAsync(path)))
                .GetProperty("data")
                .GetProperty(name)
                .EnumerateArray()
                .Select(e => e.GetProperty("_id").GetString()),
        ];

    private async Task DeactivateAsync(string email)
    {
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await db.Set<User>().Where(u => u.Email == email).ExecuteUpdateAsync(s => s.SetProperty(u => u.Active, false));
        await app.Services.GetRequiredService<CurrentUserAccessor>().ChangedAsync();
    }
}
