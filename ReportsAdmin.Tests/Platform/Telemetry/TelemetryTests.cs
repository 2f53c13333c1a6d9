using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Telemetry;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Telemetry;

/// <summary>The SDK hears the meters of the whole process, and drops a series when one of several applications that have it ends.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneMeteredApplication
{
    public const string Name = "One metered application";
}

/// <summary>What is measured moves with what happens, and is told to those alone who have the token.</summary>
[Collection(OneMeteredApplication.Name)]
public sealed partial class TelemetryTests
{
    private const string Token = "0123456789-metrics-token";

    [Fact]
    public async Task The_series_move_with_what_happens()
    {
        await using var app = await AppAsync();
        using var client = Scraper(app, Token);
        var before = await ScrapeAsync(client);
        using (var person = await app.AsAsync(TestApp.Admin))
        {
            for (var i = 0; i < 5; i++)
                (await person.GetAsync("/api/users")).EnsureSuccessStatusCode();
        }

        await RunJobAsync(app);

        var after = await ScrapeAsync(client);
        Assert.True(
            Sum(after, "http_server_request_duration_seconds_count")
                >= Sum(before, "http_server_request_duration_seconds_count") + 5
        );
        Assert.True(
            Sum(after, "reportsadmin_query_duration_seconds_count")
                > Sum(before, "reportsadmin_query_duration_seconds_count")
        );
        Assert.Contains("reportsadmin_job_duration_seconds_count", after, StringComparison.Ordinal);
        Assert.Contains("kind=\"tests.measured\"", after, StringComparison.Ordinal);
        Assert.Contains("outcome=\"completed\"", after, StringComparison.Ordinal);
        // Seconds, not the milliseconds of the default buckets.
        Assert.Matches("reportsadmin_job_duration_seconds_bucket[^\\n]*le=\"0.05\"", after);
        Assert.Matches("reportsadmin_query_duration_seconds_bucket[^\\n]*le=\"0.001\"", after);
        await Until.TrueAsync(async () => JobStates().IsMatch(await ScrapeAsync(client)), "jobs are sampled by state");
        Assert.Contains("dotnet_", after, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("0123456789-metrics-token-and-more")]
    public async Task Without_the_token_nothing_is_told(string? token)
    {
        await using var app = await AppAsync();
        using var client = Scraper(app, token);
        var answer = await client.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.DoesNotContain("http_server", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_setting_there_are_no_metrics()
    {
        await using var app = await new TestApp().StartAsync();
        using var client = Scraper(app, Token);
        var answer = await client.GetAsync("/metrics");

        Assert.Equal((await client.GetAsync("/no-such-address")).StatusCode, answer.StatusCode);
        Assert.DoesNotContain("http_server", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_says_that_it_lives_and_whether_it_is_ready()
    {
        await using var app = await new TestApp().With("Health:MinFreeMegabytes", "100000000000").StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var live = await client.GetAsync("/health/live");
        var ready = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal("""{"status":"alive"}""", await live.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"not ready"}""", await ready.Content.ReadAsStringAsync());
        await using var healthy = await new TestApp().StartAsync();
        using var other = new HttpClient { BaseAddress = new Uri(healthy.Address) };
        Assert.Equal("""{"status":"ready"}""", await other.GetStringAsync("/health/ready"));
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_named()
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Telemetry:MetricsToken"] = "short",
                        ["Telemetry:Otlp:Endpoint"] = "collector",
                        ["Telemetry:Otlp:TraceShare"] = "2",
                    }
                )
                .Build()
                .Read<TelemetryOptions>()
        );
        Assert.Equal(3, error.Failures.Count());
    }

    [Fact]
    public async Task The_dashboard_asks_for_series_that_there_are()
    {
        await using var app = await AppAsync();
        using var client = Scraper(app, Token);
        using (var person = await app.AsAsync(TestApp.Admin))
            (await person.GetAsync("/api/users")).EnsureSuccessStatusCode();
        await RunJobAsync(app);
        await Until.TrueAsync(async () => JobStates().IsMatch(await ScrapeAsync(client)), "jobs are sampled by state");
        var scraped = await ScrapeAsync(client);
        var path = Path.Combine(Folder(), "ReportsAdmin", "Deploy", "grafana-dashboard.json");
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        var asked = dashboard
            .RootElement.GetProperty("panels")
            .EnumerateArray()
            .SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .SelectMany(t => Series().Matches(t.GetProperty("expr").GetString()!).Select(m => m.Value))
            .Distinct()
            .ToList();
        Assert.True(asked.Count > 8, $"{asked.Count} series");
        // These come with their first event.
        string[] later =
        [
            "reportsadmin_slow_queries_total",
            "reportsadmin_mails_total",
            "reportsadmin_cache_requests_total",
            "reportsadmin_cache_misses_total",
            "reportsadmin_uploads",
            "aspnetcore_components_circuit_active",
            "aspnetcore_components_circuit_connected",
        ];
        Assert.All(asked.Except(later), name => Assert.Contains(name, scraped, StringComparison.Ordinal));
    }

    private static Task<TestApp> AppAsync() =>
        new TestApp()
            .With("Telemetry:MetricsToken", Token)
            .With("Jobs:PollSeconds", "0.05")
            .With(s => s.AddSingleton<IJobHandler, Measured>())
            .StartAsync();

    private static HttpClient Scraper(TestApp app, string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<string> ScrapeAsync(HttpClient client)
    {
        // The exporter keeps its answer for a moment.
        await Task.Delay(400);
        return await client.GetStringAsync("/metrics");
    }

    private static double Sum(string scraped, string series) =>
        scraped
            .Split('\n')
            .Where(l => l.StartsWith(series, StringComparison.Ordinal))
            .Sum(l => double.Parse(Value().Match(l).Groups["v"].Value, CultureInfo.InvariantCulture));

    private static async Task RunJobAsync(TestApp app)
    {
        var contexts = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>();
        await using var db = contexts.CreateDbContext();
        var queue = app.Services.GetRequiredService<JobQueue>();
        var id = await queue.EnqueueAsync(db, new NewJob(Measured.JobKind, "A test", "{}", 0), default);
        await queue.AnnounceAsync(id, 0);
        await Until.TrueAsync(
            () => db.Set<Job>().AnyAsync(j => j.Id == id && j.State == JobState.Completed),
            "the job is done"
        );
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReportsAdmin.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("reportsadmin_jobs\\{[^}]*state=\"pending\"", RegexOptions.None, 1000)]
    private static partial Regex JobStates();

    [GeneratedRegex("(reportsadmin|http_server|aspnetcore|dotnet)_[a-z_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Series();

    [GeneratedRegex(@"\}?\s+(?<v>[0-9.eE+-]+)(\s+[0-9.]+)?\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();

    private sealed class Measured : IJobHandler
    {
        public const string JobKind = "tests.measured";

        public string Kind => JobKind;

        public Task RunAsync(JobContext context, CancellationToken ct) => Task.CompletedTask;
    }
}
