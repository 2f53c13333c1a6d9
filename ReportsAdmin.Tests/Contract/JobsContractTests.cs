using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Features.Reports;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Contract.Answers;

namespace ReportsAdmin.Tests.Contract;

/// <summary>The six routes of spec 004, by name, type, casing and status code, and what its client asks for besides.</summary>
public sealed class JobsContractTests : IAsyncLifetime
{
    private const string Jobs = "/api/v2/reports/jobs";

    private readonly SlowReport slow = new();
    private readonly TestApp app;

    public JobsContractTests() => app = new TestApp().With(services => services.AddSingleton<IReportType>(slow));

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        await app.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh Constructions|Mumbai|SI-1|2025-03-20|200000|150000.25",
                "C-2|Bharat Infra|Delhi|B-9|2024-01-10|70000|77777.77"
            ),
            "Apr-25"
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_example_of_the_spec_goes_from_created_to_downloaded()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var created = await client.PostAsJsonAsync(
            Jobs,
            new
            {
                reportType = "report-type.outstanding-ageing",
                name = "Ageing of April",
                description = "For the review",
                parameters = new { filters = new { month = new[] { "Apr-25" } }, groupBy = new[] { "region" } },
                output = new { format = "output-format.excel", filename = "ageing-april" },
                priority = "report-priority.high",
            }
        );
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var answer = await JsonAsync(created);
        Assert.Equal(["success", "data", "message"], Names(answer));
        Assert.True(answer.GetProperty("success").GetBoolean());
        var id = answer.GetProperty("data").GetProperty("id").GetString()!;
        Assert.Equal(24, id.Length);
        Assert.Equal("pending", answer.GetProperty("data").GetProperty("status").GetString());
        Assert.Equal(1, answer.GetProperty("data").GetProperty("queuePosition").GetInt32());
        Assert.Equal($"{Jobs}/{id}", created.Headers.Location!.ToString());

        await EndsAsync(client, id, "completed");
        var list = await JsonAsync(await client.GetAsync(Jobs));
        Assert.Equal(["success", "data", "pagination"], Names(list));
        Assert.Equal(
            ["page", "limit", "total", "pages", "totalPages", "hasNext", "hasPrev"],
            Names(list.GetProperty("pagination"))
        );
        var summary = list.GetProperty("data")[0];
        Assert.Equal(
            [
                "id",
                "name",
                "reportType",
                "status",
                "priority",
                "progress",
                "requestedBy",
                "createdAt",
                "completedAt",
                "output",
            ],
            Names(summary)[..10]
        );
        Assert.Equal("outstanding-ageing", summary.GetProperty("reportType").GetString());
        Assert.Equal("high", summary.GetProperty("priority").GetString());
        Assert.Equal(100, summary.GetProperty("progress").GetProperty("percentage").GetInt32());
        Assert.Equal(["id", "name"], Names(summary.GetProperty("requestedBy")));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", summary.GetProperty("createdAt").GetString());
        Assert.Equal($"{Jobs}/{id}/download", summary.GetProperty("output").GetProperty("downloadUrl").GetString());

        var details = (await JsonAsync(await client.GetAsync($"{Jobs}/{id}"))).GetProperty("data");
        Assert.Equal(
            [
                "id",
                "name",
                "description",
                "reportType",
                "status",
                "priority",
                "parameters",
                "output",
                "visibility",
                "progress",
                "requestedBy",
                "startedAt",
                "completedAt",
                "retryCount",
                "createdAt",
                "updatedAt",
                "job",
            ],
            Names(details)
        );
        Assert.Equal(TestApp.Manager, details.GetProperty("requestedBy").GetProperty("email").GetString());
        Assert.Equal(
            ["percentage", "currentStep", "recordsProcessed", "totalRecords"],
            Names(details.GetProperty("progress"))
        );
        Assert.Equal(
            "Apr-25",
            details.GetProperty("parameters").GetProperty("filters").GetProperty("month")[0].GetString()
        );

        var file = await client.GetAsync($"{Jobs}/{id}/download");
        Assert.Equal(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            file.Content.Headers.ContentType!.MediaType
        );
        Assert.Equal(
            "attachment; filename=ageing-april.xlsx; filename*=UTF-8''ageing-april.xlsx",
            file.Content.Headers.ContentDisposition!.ToString()
        );
        Assert.Equal("PK"u8.ToArray(), (await file.Content.ReadAsByteArrayAsync())[..2]);
    }

    [Fact]
    public async Task A_download_answers_ranges_and_tells_programs_where_the_file_is()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await CompletedAsync(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Jobs}/{id}/download");
        request.Headers.Range = new(0, 3);
        var part = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(4, (await part.Content.ReadAsByteArrayAsync()).Length);

        using var asked = new HttpRequestMessage(HttpMethod.Get, $"{Jobs}/{id}/download");
        asked.Headers.Accept.Add(new("application/json"));
        Assert.Equal(
            ["downloadUrl", "fileName", "contentType", "fileSizeBytes", "expiresAt"],
            Names((await JsonAsync(await client.SendAsync(asked))).GetProperty("data"))
        );
    }

    [Theory]
    [InlineData("""{"reportType":"nonsense","name":"N","output":{"format":"pdf"}}""", "reportType")]
    [InlineData("""{"reportType":"slow-report","name":"","output":{"format":"pdf"}}""", "name")]
    [InlineData("""{"reportType":"slow-report","name":"N"}""", "output.format")]
    [InlineData("""{"reportType":"slow-report","name":"N","output":{"format":"wav"}}""", "output.format")]
    [InlineData("""{"reportType":"slow-report","name":"N","output":{"format":"pdf"},"priority":"huge"}""", "priority")]
    [InlineData(
        """{"reportType":"slow-report","name":"N","output":{"format":"pdf"},"scheduledFor":"tomorrow"}""",
        "scheduledFor"
    )]
    [InlineData(
        """{"reportType":"slow-report","name":"N","output":{"format":"pdf"},"scheduledFor":"2020-01-01T00:00:00Z"}""",
        "scheduledFor"
    )]
    [InlineData(
        """{"reportType":"slow-report","name":"N","output":{"format":"pdf"},"templateId":"12"}""",
        "templateId"
    )]
    [InlineData(
        """{"reportType":"slow-report","name":"N","output":{"format":"pdf","filename":"///"}}""",
        "output.filename"
    )]
    [InlineData(
        """{"reportType":"slow-report","name":"N","output":{"format":"pdf"},"parameters":{"filters":{"courseIds":["1"]}}}""",
        "parameters.filters.courseIds"
    )]
    [InlineData(
        """{"reportType":"outstanding-ageing","name":"N","output":{"format":"pdf"},"parameters":{"groupBy":["moon"]}}""",
        "parameters.groupBy"
    )]
    [InlineData(
        """{"reportType":"outstanding-ageing","name":"N","output":{"format":"pdf"},"parameters":{"measures":["speed"]}}""",
        "parameters.measures"
    )]
    [InlineData(
        """{"reportType":"outstanding-ageing","name":"N","output":{"format":"pdf"},"parameters":{"filters":{"regions":["atlantis"]}}}""",
        "parameters.filters.regions"
    )]
    [InlineData(
        """{"reportType":"month-movement","name":"N","output":{"format":"pdf"},"parameters":{"dateRange":{"startDate":"2025-05-01","endDate":"2025-04-01"}}}""",
        "parameters.dateRange"
    )]
    [InlineData(
        """{"reportType":"month-movement","name":"N","output":{"format":"pdf"},"parameters":{"dateRange":{"startDate":"2025-02-30"}}}""",
        "parameters.dateRange.startDate"
    )]
    [InlineData(
        """{"reportType":"outstanding-ageing","name":"t","parameters":{"filters":{"asOf":"2026-02-29"}},"output":{"format":"csv"}}""",
        "parameters.filters.asOf"
    )]
    [InlineData(
        """{"reportType":"customer-statement","name":"N","output":{"format":"pdf"}}""",
        "parameters.filters.customer"
    )]
    public async Task A_request_that_does_not_fit_is_refused_with_the_field_named(string body, string field)
    {
        var client = await app.AsAsync(TestApp.Manager);
        var answer = await client.PostAsync(
            Jobs,
            new StringContent(body, System.Text.Encoding.UTF8, "application/json")
        );
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        Assert.Equal("INVALID_PARAMETERS", error.GetProperty("code").GetString());
        Assert.Equal([field], Names(error.GetProperty("details")));
        Assert.Empty((await JsonAsync(await client.GetAsync(Jobs))).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task An_engineer_may_not_ask_for_another_region_than_his()
    {
        var client = await app.AsAsync(TestApp.Engineer);
        var answer = await client.PostAsJsonAsync(
            Jobs,
            new
            {
                reportType = "outstanding-ageing",
                name = "N",
                parameters = new { filters = new { regions = new[] { "delhi" } } },
                output = new { format = "csv" },
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var own = await CompletedAsync(client, "customer-sheet", "csv");
        var text = await client.GetStringAsync($"{Jobs}/{own}/download");
        Assert.Contains("150000.25", text);
        Assert.DoesNotContain("77777.77", text);
    }

    [Fact]
    public async Task A_running_job_is_cancelled_and_its_file_never_appears()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await CreateAsync(client, "slow-report", "csv");
        slow.Release(1);
        await EndsAsync(client, id, "running");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Jobs}/{id}/download")).StatusCode);
        var cancelled = (
            await JsonAsync(await client.PostAsJsonAsync($"{Jobs}/{id}/cancel", new { reason = "Wrong month" }))
        ).GetProperty("data");
        Assert.Equal(["id", "status", "cancelledAt", "cancelledBy", "job"], Names(cancelled));
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
        await EndsAsync(client, id, "cancelled");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync($"{Jobs}/{id}/cancel", null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync($"{Jobs}/{id}/retry", null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Jobs}/{id}/download")).StatusCode);
    }

    [Fact]
    public async Task A_failed_job_says_why_and_is_retried_three_times_at_most()
    {
        var client = await app.AsAsync(TestApp.Manager);
        slow.Broken = true;
        var id = await CreateAsync(client, "slow-report", "csv");
        await EndsAsync(client, id, "failed");
        Assert.Equal(
            SlowReport.Failure,
            (await JsonAsync(await client.GetAsync($"{Jobs}/{id}")))
                .GetProperty("data")
                .GetProperty("error")
                .GetProperty("message")
                .GetString()
        );
        for (var retry = 1; retry <= 3; retry++)
        {
            if (retry == 3)
            {
                slow.Broken = false;
                slow.Release(3);
            }

            var retried = (await JsonAsync(await client.PostAsync($"{Jobs}/{id}/retry", null))).GetProperty("data");
            Assert.Equal(["id", "status", "retryCount", "job"], Names(retried));
            Assert.Equal(retry, retried.GetProperty("retryCount").GetInt32());
            await EndsAsync(client, id, retry == 3 ? "completed" : "failed");
        }

        slow.Broken = true;
        var other = await CreateAsync(client, "slow-report", "excel");
        for (var run = 0; run <= 3; run++)
        {
            await EndsAsync(client, other, "failed");
            if (run < 3)
                (await client.PostAsync($"{Jobs}/{other}/retry", null)).EnsureSuccessStatusCode();
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync($"{Jobs}/{other}/retry", null)).StatusCode);
    }

    [Fact]
    public async Task A_private_job_is_its_owners_alone_and_visibility_opens_it_within_scope()
    {
        var manager = await app.AsAsync(TestApp.Manager);
        var country = await app.AsAsync(TestApp.CountryManager);
        var engineer = await app.AsAsync(TestApp.Engineer);
        var own = await CompletedAsync(manager);
        foreach (var stranger in (HttpClient[])[country, engineer])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync($"{Jobs}/{own}")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync($"{Jobs}/{own}/download")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await stranger.PostAsync($"{Jobs}/{own}/cancel", null)).StatusCode);
            Assert.Equal(
                0,
                (await JsonAsync(await stranger.GetAsync(Jobs)))
                    .GetProperty("pagination")
                    .GetProperty("total")
                    .GetInt32()
            );
        }

        var open = await CompletedAsync(manager, visibility: "organization");
        Assert.Equal(HttpStatusCode.OK, (await country.GetAsync($"{Jobs}/{open}/download")).StatusCode);
        // It covers every region, and an engineer sees one.
        Assert.Equal(HttpStatusCode.Forbidden, (await engineer.GetAsync($"{Jobs}/{open}/download")).StatusCode);
        var mumbai = await CompletedAsync(manager, visibility: "organization", region: "mumbai");
        Assert.Equal(HttpStatusCode.OK, (await engineer.GetAsync($"{Jobs}/{mumbai}/download")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await engineer.DeleteAsync($"{Jobs}/{mumbai}")).StatusCode);
        var admin = await app.AsAsync(TestApp.Admin);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync($"{Jobs}/{own}")).StatusCode);
    }

    [Fact]
    public async Task The_list_is_narrowed_sorted_and_paged()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var first = await CompletedAsync(client);
        var second = await CompletedAsync(client, "customer-sheet", "csv");
        async Task<string[]> IdsAsync(string query) =>
            [
                .. (await JsonAsync(await client.GetAsync(Jobs + query)))
                    .GetProperty("data")
                    .EnumerateArray()
                    .Select(j => j.GetProperty("id").GetString()!),
            ];

        Assert.Equal([second, first], await IdsAsync(""));
        Assert.Equal([first, second], await IdsAsync("?sortBy=createdAt&sortOrder=asc"));
        Assert.Equal([second, first], await IdsAsync("?status=ready&status=failed"));
        Assert.Empty(await IdsAsync("?status=running"));
        Assert.Equal([second], await IdsAsync("?reportType=customer-sheet"));
        Assert.Equal([first], await IdsAsync("?page=2&limit=1"));
        Assert.Empty(await IdsAsync("?toDate=2020-01-01"));
        foreach (
            var wrong in (string[])
                [
                    "?status=sleeping",
                    "?sortBy=moon",
                    "?sortOrder=up",
                    "?page=0",
                    "?limit=101",
                    "?fromDate=yesterday",
                    "?requestedBy=me",
                ]
        )
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(Jobs + wrong)).StatusCode);
    }

    [Fact]
    public async Task Unknown_ids_are_not_found_and_odd_ones_refused()
    {
        var client = await app.AsAsync(TestApp.Manager);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Jobs}/7265706a00000000000000ff")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Jobs}/{new string('a', 24)}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{Jobs}/12")).StatusCode);
    }

    [Fact]
    public async Task An_idempotency_key_makes_one_job_of_two_requests()
    {
        var client = await app.AsAsync(TestApp.Manager);
        async Task<HttpResponseMessage> SendAsync(string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Jobs)
            {
                Content = JsonContent.Create(
                    new
                    {
                        reportType = "outstanding-ageing",
                        name,
                        output = new { format = "csv" },
                    }
                ),
            };
            request.Headers.Add("Idempotency-Key", "once");
            return await client.SendAsync(request);
        }

        var first = await SendAsync("A");
        var again = await SendAsync("A");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("B")).StatusCode);
        Assert.Equal(
            1,
            (await JsonAsync(await client.GetAsync(Jobs))).GetProperty("pagination").GetProperty("total").GetInt32()
        );
    }

    [Fact]
    public async Task Many_at_once_under_one_key_make_one_job()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, Jobs)
                    {
                        Content = JsonContent.Create(
                            new
                            {
                                reportType = "outstanding-ageing",
                                name = "N",
                                output = new { format = "csv" },
                            }
                        ),
                    };
                    request.Headers.Add("Idempotency-Key", "race");
                    return (await client.SendAsync(request)).StatusCode;
                })
        );
        Assert.All(answers, status =>
            Assert.True(status is HttpStatusCode.Created or HttpStatusCode.Conflict, status.ToString())
        );
        Assert.Equal(
            1,
            (await JsonAsync(await client.GetAsync(Jobs))).GetProperty("pagination").GetProperty("total").GetInt32()
        );
    }

    [Fact]
    public async Task The_event_stream_tells_each_change_and_ends_with_the_job()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await CreateAsync(client, "slow-report", "csv");
        using var stream = new StreamReader(await client.GetStreamAsync($"{Jobs}/{id}/events"));
        slow.Release(3);
        var text = await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(e => e.Contains("event:", StringComparison.Ordinal))
            .ToList();
        Assert.Contains("event: completed", events[^1]);
        Assert.Contains($"\"fileUrl\":\"{app.Address}{Jobs}/{id}/file?token=", events[^1]);
        var last = events[^1].Split('\n').First(l => l.StartsWith("id: ", StringComparison.Ordinal))[4..];
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Jobs}/{id}/events");
        again.Headers.Add("Last-Event-ID", last);
        Assert.Equal("", await (await client.SendAsync(again)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_identical_report_over_the_same_data_is_not_made_twice()
    {
        var client = await app.AsAsync(TestApp.Manager);
        slow.Release(20);
        var first = await CompletedAsync(client, "slow-report", "csv");
        Assert.Equal(1, slow.Built);
        var second = await CompletedAsync(client, "slow-report", "csv");
        Assert.Equal(1, slow.Built);
        Assert.Equal(
            await client.GetStringAsync($"{Jobs}/{first}/download"),
            await client.GetStringAsync($"{Jobs}/{second}/download")
        );
        slow.Version = "2";
        await CompletedAsync(client, "slow-report", "csv");
        Assert.Equal(2, slow.Built);
    }

    [Fact]
    public async Task Status_delete_and_bulk_delete_are_there_for_the_client()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var id = await CompletedAsync(client);
        var running = await CreateAsync(client, "slow-report", "csv");
        await EndsAsync(client, running, "running");
        Assert.Equal(
            ["id", "state", "status", "progress", "currentStep", "fileUrl", "message"],
            Names((await JsonAsync(await client.GetAsync($"{Jobs}/{id}/status"))).GetProperty("data"))
        );
        var gone = (
            await JsonAsync(await client.PostAsJsonAsync($"{Jobs}/bulk-delete", new { jobIds = new[] { id, running } }))
        ).GetProperty("data");
        Assert.Equal(1, gone.GetProperty("deleted").GetInt32());
        Assert.Equal(running, gone.GetProperty("failed")[0].GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Jobs}/{id}")).StatusCode);
    }

    [Fact]
    public async Task Templates_schedules_and_lookups_work_together()
    {
        var client = await app.AsAsync(TestApp.Manager);
        var template = (
            await JsonAsync(
                await client.PostAsJsonAsync(
                    "/api/v2/reports/templates",
                    new
                    {
                        name = "Monthly",
                        reportType = "outstanding-ageing",
                        parameters = new { groupBy = new[] { "department" } },
                        output = new { format = "csv" },
                    }
                )
            )
        ).GetProperty("data");
        var templateId = template.GetProperty("id").GetString()!;
        var created = await JsonAsync(await client.PostAsJsonAsync(Jobs, new { templateId, name = "From a template" }));
        var id = created.GetProperty("data").GetProperty("id").GetString()!;
        await EndsAsync(client, id, "completed");
        Assert.StartsWith("Department,", await client.GetStringAsync($"{Jobs}/{id}/download"));

        var schedule = (
            await JsonAsync(
                await client.PostAsJsonAsync(
                    "/api/v2/reports/schedules",
                    new
                    {
                        name = "Mondays",
                        templateId,
                        cron = "30 8 * * 1",
                        timeZone = "Asia/Kolkata",
                    }
                )
            )
        ).GetProperty("data");
        var next = schedule.GetProperty("nextRuns").EnumerateArray().Select(t => t.GetDateTime()).ToList();
        Assert.Equal(5, next.Count);
        Assert.All(next, t => Assert.Equal((DayOfWeek.Monday, 3, 0), (t.DayOfWeek, t.Hour, t.Minute)));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (
                await client.PostAsJsonAsync(
                    "/api/v2/reports/schedules",
                    new
                    {
                        name = "Never",
                        templateId,
                        cron = "99 8 * * 1",
                    }
                )
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (
                await client.PostAsJsonAsync(
                    "/api/v2/reports/schedules",
                    new
                    {
                        name = "Nowhere",
                        templateId,
                        cron = "0 8 * * 1",
                        timeZone = "Mars/Olympus",
                    }
                )
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await client.DeleteAsync($"/api/v2/reports/templates/{templateId}")).StatusCode
        );
        (
            await client.DeleteAsync($"/api/v2/reports/schedules/{schedule.GetProperty("id").GetString()}")
        ).EnsureSuccessStatusCode();
        (await client.DeleteAsync($"/api/v2/reports/templates/{templateId}")).EnsureSuccessStatusCode();

        var lookups = (await JsonAsync(await client.GetAsync("/api/v2/lookups?category=output-format")))
            .GetProperty("data")
            .EnumerateArray()
            .Select(l => l.GetProperty("key").GetString())
            .ToList();
        Assert.Equal(
            [
                "output-format.excel",
                "output-format.pdf",
                "output-format.docx",
                "output-format.csv",
                "output-format.json",
            ],
            lookups
        );
    }

    private async Task<string> CompletedAsync(
        HttpClient client,
        string type = "outstanding-ageing",
        string format = "csv",
        string? visibility = null,
        string? region = null
    )
    {
        var id = await CreateAsync(client, type, format, visibility, region);
        await EndsAsync(client, id, "completed");
        return id;
    }

    private static async Task<string> CreateAsync(
        HttpClient client,
        string type,
        string format,
        string? visibility = null,
        string? region = null
    )
    {
        var filters = region is null ? new Dictionary<string, string[]>() : new() { ["regions"] = [region] };
        return (
            await JsonAsync(
                await client.PostAsJsonAsync(
                    Jobs,
                    new
                    {
                        reportType = type,
                        name = $"{type} {format}",
                        parameters = new { filters },
                        output = new { format },
                        visibility,
                    }
                )
            )
        ).GetProperty("data").GetProperty("id").GetString()!;
    }

    private static async Task EndsAsync(HttpClient client, string id, string status)
    {
        var until = DateTime.UtcNow.AddSeconds(60);
        var now = "";
        while (DateTime.UtcNow < until)
        {
            now = (await JsonAsync(await client.GetAsync($"{Jobs}/{id}/status")))
                .GetProperty("data")
                .GetProperty("status")
                .GetString();
            if (now == status)
                return;
            await Task.Delay(50);
        }

        Assert.Fail($"The job is {now}, not {status}.");
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
