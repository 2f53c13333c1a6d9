using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Health;
using ReportsAdmin.Features.Webhooks;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Webhooks;
using ReportsAdmin.Tests.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Alerts;

/// <summary>A rule is raised once when its threshold is passed, whatever the number of nodes, and over once.</summary>
public sealed class AlertRuleTests
{
    private const string FailedJobs = "failed-jobs";

    private static readonly (string Key, string Value)[] Settings =
    [
        ("Webhooks:AllowPrivate", "true"),
        ("Mail:Host", "127.0.0.1"),
        ("Mail:Port", "9"),
        ("Mail:From", "reports@example.com"),
        ("Site:Address", "https://reports.example.com"),
        ("Alerts:Emails:0", "operations@example.com"),
    ];

    [Theory, EachDatabase]
    public async Task A_rule_is_raised_once_and_over_once_on_many_nodes(TestProvider provider)
    {
        await using var people = await OpenAsync(provider, threshold: 2);
        await FailAsync(people, 1);
        await CheckAsync(people);
        Assert.Null((await RowAsync(people)).RaisedSince);

        await FailAsync(people, 1);
        for (var i = 0; i < 3; i++)
            await CheckAsync(people);

        var raised = await RowAsync(people);
        Assert.Equal((2d, "2 jobs failed in the last hour."), (raised.Value, raised.Detail));
        Assert.NotNull(raised.RaisedSince);
        Assert.Equal(["alert.raised"], await EventsAsync(people));
        Assert.Equal(["Failed jobs"], await BellAsync(people));
        Assert.Equal(2, await MailsAsync(people, "Alert: Failed jobs", "Failed jobs"));

        people.Clock.Advance(TimeSpan.FromHours(2));
        for (var i = 0; i < 3; i++)
            await CheckAsync(people);

        Assert.Null((await RowAsync(people)).RaisedSince);
        Assert.Equal(["alert.raised", "alert.over"], await EventsAsync(people));
        Assert.Equal(["Failed jobs", "Failed jobs: over"], await BellAsync(people));
    }

    [Fact]
    public async Task Within_a_period_a_rule_is_checked_once()
    {
        await using var people = await OpenAsync(TestProvider.Sqlite, threshold: 1);
        await CheckAsync(people);
        await FailAsync(people, 1);
        await people.Get<AlertChecks>().CheckAsync(default);
        Assert.Null((await RowAsync(people)).RaisedSince);

        await CheckAsync(people);
        Assert.NotNull((await RowAsync(people)).RaisedSince);
    }

    [Fact]
    public async Task A_rule_that_is_switched_off_is_over()
    {
        await using var people = await OpenAsync(TestProvider.Sqlite, threshold: 1);
        await FailAsync(people, 1);
        await CheckAsync(people);
        await people.Get<AlertRuleCommands>().ChangeAsync(people.Asha, FailedJobs, false, 1, default);
        await CheckAsync(people);

        var row = await RowAsync(people);
        Assert.Equal((false, null, null), (row.Enabled, row.RaisedSince, row.Value));
        await FailAsync(people, 5);
        await CheckAsync(people);
        Assert.Null((await RowAsync(people)).RaisedSince);
    }

    [Theory, EachDatabase]
    public async Task Every_rule_can_be_measured(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider, Settings);
        var checks = people.Get<AlertChecks>();
        Assert.Equal(
            [
                "failed-jobs",
                "oldest-pending",
                "disk-space",
                "slow-queries",
                "failed-mails",
                "failing-webhooks",
                "late-uploads",
                "failing-schedules",
            ],
            checks.Rules.Select(r => r.Key)
        );
        await using var db = people.Db();
        foreach (var rule in checks.Rules)
        {
            var found = await rule.Measure(db, people.Clock.GetUtcNow().UtcDateTime, default);
            Assert.True(found is null || found.Detail.EndsWith('.'), rule.Key);
        }
    }

    [Fact]
    public async Task A_rule_that_cannot_be_measured_does_not_silence_the_others()
    {
        await using var people = await OpenAsync(TestProvider.Sqlite, threshold: 1);
        await FailAsync(people, 1);
        var broken = new AlertRule("broken", "Broken", "It fails.", "times", 1, (_, _, _) =>
            throw new IOException("gone")
        );
        var checks = new AlertChecks(
            people.Get<IDbContextFactory<ReportsAdmin.Platform.Data.ReportsDb>>(),
            [broken, .. people.Get<AlertChecks>().Rules],
            people.Get<AlertOptions>(),
            people.Get<AlertNews>(),
            people.Get<ChangeNotifier>(),
            people.Clock,
            NullLogger<AlertChecks>.Instance
        );
        await checks.PrepareAsync(default);

        await checks.CheckAsync(default);

        Assert.NotNull((await RowAsync(people)).RaisedSince);
    }

    [Fact]
    public async Task Thresholds_are_changed_by_those_who_may_and_within_reason()
    {
        await using var people = await OpenAsync(TestProvider.Sqlite, threshold: 3);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        var commands = people.Get<AlertRuleCommands>();
        await Assert.ThrowsAsync<DomainException>(() => commands.ChangeAsync(ravi, FailedJobs, true, 1, default));
        await Assert.ThrowsAsync<DomainException>(() => people.Get<AlertRuleQueries>().ListAsync(ravi, default));
        foreach (var wrong in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            await Assert.ThrowsAsync<DomainException>(() =>
                commands.ChangeAsync(people.Asha, FailedJobs, true, wrong, default)
            );
        var row = await RowAsync(people);
        Assert.Equal((3d, 5d, "Asha Menon"), (row.Threshold, row.DefaultThreshold, row.ChangedBy));
    }

    private static async Task<PeopleFixture> OpenAsync(TestProvider provider, double threshold)
    {
        var people = await PeopleFixture.OpenAsync(provider, Settings);
        await people.Get<AlertRuleCommands>().ChangeAsync(people.Asha, FailedJobs, true, threshold, default);
        await people
            .Get<WebhookCommands>()
            .AddAsync(
                people.Asha,
                new SaveWebhook("Operations", "http://127.0.0.1:9/", ["alert.raised", "alert.over"]),
                default
            );
        return people;
    }

    /// <summary>The next period, on three nodes at once.</summary>
    private static async Task CheckAsync(PeopleFixture people)
    {
        people.Clock.Advance(TimeSpan.FromMinutes(1));
        var checks = people.Get<AlertChecks>();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => checks.CheckAsync(default))));
    }

    private static async Task FailAsync(PeopleFixture people, int count)
    {
        var (queue, now) = (people.Get<JobQueue>(), people.Clock.GetUtcNow().UtcDateTime);
        await using var db = people.Db();
        for (var i = 0; i < count; i++)
        {
            var id = await queue.EnqueueAsync(db, new NewJob("tests.failed", "A test", "{}", 0), default);
            await db.Set<Job>()
                .Where(j => j.Id == id)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(j => j.State, JobState.Failed).SetProperty(j => j.FinishedAt, now)
                );
        }
    }

    private static async Task<AlertRuleRow> RowAsync(PeopleFixture people) =>
        (await people.Get<AlertRuleQueries>().ListAsync(people.Asha, default)).Single(r => r.Key == FailedJobs);

    private static async Task<List<string>> EventsAsync(PeopleFixture people)
    {
        await using var db = people.Db();
        return await db.Set<WebhookDelivery>()
            .Where(d => d.Body.Contains(FailedJobs))
            .OrderBy(d => d.Id)
            .Select(d => d.Event)
            .ToListAsync();
    }

    private static async Task<List<string>> BellAsync(PeopleFixture people)
    {
        await using var db = people.Db();
        return await db.Set<Notification>()
            .Where(n => n.Kind == "health.rules" && n.Title.StartsWith("Failed jobs"))
            .OrderBy(n => n.Id)
            .Select(n => n.Title)
            .ToListAsync();
    }

    private static async Task<int> MailsAsync(PeopleFixture people, params string[] subjects)
    {
        await using var db = people.Db();
        return await db.Set<OutgoingMail>().CountAsync(m => subjects.Contains(m.Subject));
    }
}
