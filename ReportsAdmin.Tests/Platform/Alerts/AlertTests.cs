using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReportsAdmin.Features.Webhooks;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;
using ReportsAdmin.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ReportsAdmin.Tests.Platform.Alerts;

/// <summary>What is slow or fails is alerted once a window, by page, mail and webhook, without values and personal data.</summary>
public sealed class AlertTests : IAsyncLifetime
{
    private readonly SmtpSink mail = new();
    private WebhookSink webhook = null!;
    private TestApp app = null!;
    private string secret = "";

    public async ValueTask InitializeAsync()
    {
        webhook = await WebhookSink.StartAsync();
        app = new TestApp()
            .With("Alerts:SlowQueryMilliseconds", "150")
            .With("Alerts:WindowMinutes", "1440")
            .With("Alerts:Emails:0", "operations@example.com")
            .With("Webhooks:AllowPrivate", "true")
            .With(s => s.AddSingleton<IJobHandler, Failing>());
        foreach (var (key, value) in mail.Settings)
            app.With(key, value);
        await app.StartAsync();
        secret = (
            await app
                .Services.GetRequiredService<WebhookCommands>()
                .AddAsync(CurrentUser.System, new SaveWebhook("Operations", webhook.Url, ["alert.raised"]), default)
        ).Secret;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await webhook.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Fact]
    public async Task A_slow_query_is_alerted_once_without_its_values()
    {
        for (var i = 0; i < 3; i++)
            await SlowAsync("asha@example.com");

        var alert = await AlertAsync(a =>
            a.Kind == AlertKind.SlowQuery && a.Detail.Contains("RECURSIVE") && a.Count == 3
        );
        Assert.Contains("FROM counting", alert.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("asha", alert.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("literal", alert.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("2000000", alert.Detail, StringComparison.Ordinal);
        await Until.TrueAsync(() => Task.FromResult(Bodies(alert.Id).Count == 1), "the webhook was called");
        await Until.TrueAsync(
            () => Task.FromResult(mail.Received.Any(m => m.TextBody!.Contains("RECURSIVE", StringComparison.Ordinal))),
            "the mail came"
        );
        await Task.Delay(500);
        Assert.Single(mail.Received, m => m.TextBody!.Contains("RECURSIVE", StringComparison.Ordinal));
        Assert.Single(Bodies(alert.Id));
        Assert.All(mail.Received, m => Assert.Equal("operations@example.com", m.To.Mailboxes.Single().Address));
    }

    [Fact]
    public async Task A_post_is_signed_and_repeated_until_it_is_taken()
    {
        webhook.RefuseNext(2);
        await FailAsync("broken");
        var alert = await AlertAsync(a => a.Kind == AlertKind.FailedJob);
        await Until.TrueAsync(() => Task.FromResult(Bodies(alert.Id).Count >= 3), "it was posted three times");

        Assert.All(webhook.Posts, post =>
        {
            Assert.True(post.IsSignedWith(secret));
            var at = long.Parse(post.Timestamp, CultureInfo.InvariantCulture);
            Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - at, -5, 300);
        });
        await using var db = Contexts(app).CreateDbContext();
        await Until.TrueAsync(
            () => db.Set<WebhookDelivery>().AnyAsync(d => d.State == DeliveryState.Delivered && d.Attempts == 3),
            "the delivery is noted"
        );
    }

    [Fact]
    public async Task Failed_jobs_of_one_kind_are_one_alert()
    {
        for (var i = 0; i < 5; i++)
            await FailAsync("expected");

        var alert = await AlertAsync(a => a.Kind == AlertKind.FailedJob && a.Count == 5);

        Assert.Equal("failed job tests.failing", alert.Title);
        Assert.Contains("expected", alert.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Asha", alert.Detail, StringComparison.Ordinal);
        await mail.WaitAsync();
        await Task.Delay(500);
        Assert.Single(mail.Received, m => m.Subject!.Contains("tests.failing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unexpected_error_is_alerted_by_its_kind_and_place()
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ReportsAdmin.Features.Somewhere");
        for (var i = 0; i < 2; i++)
            log.LogError(
                new InvalidOperationException("Asha Rao owes 500"),
                "Person {Name} could not be read",
                "Asha Rao"
            );
        log.LogError("No exception, no alert");
        log.LogWarning(new InvalidOperationException(), "No error, no alert");

        var alert = await AlertAsync(a => a.Kind == AlertKind.Failure && a.Count == 2);

        Assert.Equal("unexpected error in Somewhere", alert.Title);
        Assert.Equal("Person {Name} could not be read. InvalidOperationException", alert.Detail);
    }

    [Fact]
    public async Task A_mail_that_fails_is_alerted_by_page_and_webhook_but_not_by_mail()
    {
        mail.AnswerNext(550, times: 3);
        await FailAsync("first");

        var alert = await AlertAsync(a => a.Title == "failed job mail.send");
        await Until.TrueAsync(() => Task.FromResult(Bodies(alert.Id).Count == 1), "the webhook was called");
        await Task.Delay(500);
        Assert.DoesNotContain(mail.Received, m => m.Subject!.Contains("mail.send", StringComparison.Ordinal));
        Assert.Equal(1, mail.Tries);
    }

    [Fact]
    public async Task The_health_page_lists_alerts_for_administrators()
    {
        await FailAsync("shown");
        await AlertAsync(a => a.Kind == AlertKind.FailedJob);
        var page = await Browser.SignInAsync(app, TestApp.Admin, path: "/admin/health");
        await Expect(
                page.GetByRole(Microsoft.Playwright.AriaRole.Row).Filter(new() { HasText = "Failed job tests.failing" })
            )
            .ToBeVisibleAsync();
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Row).Filter(new() { HasText = "Database" }))
            .ToContainTextAsync("Healthy");
        var manager = await Browser.SignInAsync(app, TestApp.Manager, path: "/admin/health");
        await Expect(manager.GetByText("Failed job tests.failing")).ToHaveCountAsync(0);
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_named_together()
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Alerts:SlowQueryMilliseconds"] = "-1",
                        ["Alerts:WindowMinutes"] = "0",
                        ["Alerts:Emails:0"] = "nobody",
                        ["Alerts:CheckSeconds"] = "0",
                    }
                )
                .Build()
                .Read<AlertOptions>()
        );
        Assert.Equal(4, error.Failures.Count());
    }

    private List<WebhookPost> Bodies(long alertId) =>
        [.. webhook.Posts.Where(p => p.Data.TryGetProperty("id", out var id) && id.GetInt64() == alertId)];

    private async Task SlowAsync(string value)
    {
        await using var db = Contexts(app).CreateDbContext();
        await db
            .Database.SqlQuery<long>(
                $"""
                WITH RECURSIVE counting (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counting WHERE x < 2000000)
                SELECT max(x) AS "Value" FROM counting WHERE 'a literal' <> {value}
                """
            )
            .ToListAsync();
    }

    private async Task FailAsync(string code, TestApp? within = null)
    {
        await using var db = Contexts(within ?? app).CreateDbContext();
        var queue = (within ?? app).Services.GetRequiredService<JobQueue>();
        var id = await queue.EnqueueAsync(db, new NewJob(Failing.JobKind, "Report of Asha", $"\"{code}\"", 0), default);
        await queue.AnnounceAsync(id, 0);
    }

    private async Task<Alert> AlertAsync(
        System.Linq.Expressions.Expression<Func<Alert, bool>> which,
        TestApp? within = null
    )
    {
        await using var db = Contexts(within ?? app).CreateDbContext();
        await Until.TrueAsync(() => db.Set<Alert>().AnyAsync(which), "the alert is written");
        return await db.Set<Alert>().FirstAsync(which);
    }

    private static IDbContextFactory<ReportsDb> Contexts(TestApp app) =>
        app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>();

    private sealed class Failing : IJobHandler
    {
        public const string JobKind = "tests.failing";

        public string Kind => JobKind;

        public Task RunAsync(JobContext context, CancellationToken ct) =>
            throw new JobFailure(context.Read<string>(), "Asha Rao has no reports.", retryable: false);
    }
}
