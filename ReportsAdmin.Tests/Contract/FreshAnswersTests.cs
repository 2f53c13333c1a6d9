using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using ReportsAdmin.Features.Reports.Api;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Contract;

/// <summary>Lists and what clients poll say when nothing has changed, and names of files arrive as they are.</summary>
public sealed class FreshAnswersTests(ContractApp fixture) : IClassFixture<ContractApp>
{
    private const string Jobs = "/api/v2/reports/jobs";

    private TestApp App => fixture.App;

    [Fact]
    public async Task Lists_of_jobs_templates_schedules_and_reports_are_304_until_something_is_added()
    {
        var client = await App.AsAsync(TestApp.Manager);
        var template = await IdAsync(
            await client.PostAsJsonAsync(
                "/api/v2/reports/templates",
                new
                {
                    name = "First",
                    reportType = "outstanding-ageing",
                    output = new { format = "csv" },
                }
            )
        );
        (string List, Func<Task<HttpResponseMessage>> Add)[] lists =
        [
            (Jobs, () => CreateJobAsync(client, "One more")),
            ("/api/v2/reports/templates", () => client.PostAsJsonAsync(
                    "/api/v2/reports/templates",
                    new
                    {
                        name = "Second",
                        reportType = "outstanding-ageing",
                        output = new { format = "csv" },
                    }
                )),
            ("/api/v2/reports/schedules", () => client.PostAsJsonAsync(
                    "/api/v2/reports/schedules",
                    new
                    {
                        name = "Weekly",
                        templateId = template,
                        cron = "0 8 * * 1",
                    }
                )),
            ("/api/reports", () => client.PostAsJsonAsync(
                    "/api/reports/generate",
                    new
                    {
                        title = "Written",
                        data = new { total = 1 },
                        config = new { },
                    }
                )),
        ];

        foreach (var (list, add) in lists)
        {
            var first = await client.GetAsync(list);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal(HttpStatusCode.NotModified, (await AgainAsync(client, list, first)).StatusCode);
            Assert.True((await add()).IsSuccessStatusCode, list);
            Assert.Equal(HttpStatusCode.OK, (await AgainAsync(client, list, first)).StatusCode);
        }
    }

    [Fact]
    public async Task A_job_that_is_polled_is_304_until_it_ends_and_other_people_get_their_own()
    {
        var client = await App.AsAsync(TestApp.Manager);
        var id = await IdAsync(await CreateJobAsync(client, "Polled"));
        foreach (var path in new[] { $"{Jobs}/{id}", $"{Jobs}/{id}/status" })
        {
            var first = await SettledAsync(client, path);
            Assert.Equal(HttpStatusCode.NotModified, (await AgainAsync(client, path, first)).StatusCode);
        }

        var list = await client.GetAsync(Jobs);
        var chief = await App.AsAsync(TestApp.CountryManager);
        Assert.Equal(HttpStatusCode.OK, (await AgainAsync(chief, Jobs, list)).StatusCode);
    }

    /// <summary>A client that has kept an answer gets new links while the old ones still work.</summary>
    [Fact]
    public void An_answer_with_signed_links_is_new_every_few_minutes()
    {
        var now = new DateTime(2026, 11, 29, 8, 0, 0, DateTimeKind.Utc);
        var stamps = Enumerable
            .Range(0, (int)DownloadLinks.Lifetime.TotalMinutes)
            .Select(minute => new JobFileLinks(_ => "", now + TimeSpan.FromMinutes(minute)).Stamp)
            .ToList();

        Assert.Equal(4, stamps.Distinct().Count());
        Assert.Equal(stamps[0], stamps[3]);
    }

    [Theory]
    [InlineData("Quarter \"one\"; final, 100%")]
    [InlineData("बकाया रिपोर्ट")]
    [InlineData("a/b\\c")]
    public async Task The_name_of_a_file_is_quoted_and_exact(string name)
    {
        var client = await App.AsAsync(TestApp.Manager);
        var id = await IdAsync(await CreateJobAsync(client, name));
        await SettledAsync(client, $"{Jobs}/{id}/status");

        var file = await client.GetAsync($"{Jobs}/{id}/download");

        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        var raw = file.Content.Headers.GetValues("Content-Disposition").Single();
        var disposition = ContentDispositionHeaderValue.Parse(raw);
        Assert.EndsWith(".csv", disposition.FileNameStar!, StringComparison.Ordinal);
        Assert.Matches("filename=(\"[ -~]*\"|[!#$&+.0-9A-Z^_`a-z|~-]+);", raw);
        Assert.DoesNotContain('/', disposition.FileNameStar!);
    }

    private static Task<HttpResponseMessage> CreateJobAsync(HttpClient client, string name) =>
        client.PostAsJsonAsync(
            Jobs,
            new
            {
                reportType = "outstanding-ageing",
                name,
                output = new { format = "csv" },
            }
        );

    /// <summary>The answer of a job that has ended.</summary>
    private static async Task<HttpResponseMessage> SettledAsync(HttpClient client, string path)
    {
        for (var i = 0; i < 600; i++)
        {
            var answer = await client.GetAsync(path);
            if ((await answer.Content.ReadAsStringAsync()).Contains("\"ready\"", StringComparison.Ordinal))
                return answer;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{path} did not get ready.");
    }

    private static async Task<string> IdAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var body = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        return body.GetProperty("data").GetProperty("id").GetString()!;
    }

    private static async Task<HttpResponseMessage> AgainAsync(HttpClient client, string path, HttpResponseMessage first)
    {
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        return await client.SendAsync(again);
    }
}
