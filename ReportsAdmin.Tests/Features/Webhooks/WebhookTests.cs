using System.Net;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Webhooks;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Webhooks;
using ReportsAdmin.Tests.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Webhooks;

/// <summary>Events reach the systems that ask for them: signed, retried, logged, and nobody else's network.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private static readonly (string Key, string Value)[] Fast =
    [
        ("Jobs:PollSeconds", "0.05"),
        ("Jobs:BackoffSeconds", "0"),
        ("Webhooks:Attempts", "3"),
        ("Webhooks:TimeoutSeconds", "2"),
    ];

    private static readonly (string Key, string Value)[] Settings = [.. Fast, ("Webhooks:AllowPrivate", "true")];

    private WebhookSink sink = null!;

    public async ValueTask InitializeAsync() => sink = await WebhookSink.StartAsync();

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    [Theory, EachDatabase]
    public async Task An_event_is_posted_signed_to_the_webhooks_that_ask_for_it(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider, Settings);
        await using var workers = await people.StartWorkersAsync();
        var added = await AddAsync(people, "person.deactivated");
        await AddAsync(people, "upload.committed");
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");

        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);

        var delivery = await DeliveredAsync(people, added.Id);
        var post = Assert.Single(sink.Posts);
        Assert.True(post.IsSignedWith(added.Secret));
        Assert.Equal(delivery.MessageId, post.Id);
        Assert.Equal(ravi.UserId, post.Data.GetProperty("userId").GetInt32());
        Assert.DoesNotContain("Ravi", post.Body, StringComparison.Ordinal);
        Assert.Equal((204, 1, DeliveryState.Delivered), (delivery.Status, delivery.Attempts, delivery.State));
    }

    [Theory, EachDatabase]
    public async Task A_delivery_is_tried_again_under_the_same_id_and_can_be_redelivered(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider, Settings);
        await using var workers = await people.StartWorkersAsync();
        sink.RefuseNext(3);
        var added = await AddAsync(people, "person.invited");
        await people.Get<WebhookCommands>().SendTestAsync(people.Asha, added.Id, default);

        var failed = await WaitAsync(people, d => d.State == DeliveryState.Failed);
        Assert.Equal((3, 500), (failed.Attempts, failed.Status));
        Assert.NotNull((await people.Get<WebhookQueries>().DetailsAsync(people.Asha, added.Id, default)).FailingSince);
        await using var db = people.Db();
        await Until.TrueAsync(() => db.Set<Job>().AnyAsync(j => j.State == JobState.Failed), "the job gave up");

        await people.Get<WebhookCommands>().RedeliverAsync(people.Asha, failed.Id, default);

        await WaitAsync(people, d => d.State == DeliveryState.Delivered);
        Assert.Equal(4, sink.Posts.Count);
        Assert.Single(sink.Posts.Select(p => p.Id).Distinct());
        await Until.TrueAsync(
            async () =>
                (await people.Get<WebhookQueries>().DetailsAsync(people.Asha, added.Id, default)).FailingSince is null,
            "it works again"
        );
    }

    [Fact]
    public async Task An_event_exists_only_if_what_it_tells_of_was_committed()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, Settings);
        await AddAsync(people, "person.invited");
        await using (var db = people.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.Single(
                await people.Get<WebhookOutbox>().WriteAsync(db, "person.invited", new { UserId = 1 }, default)
            );
            await transaction.RollbackAsync();
        }

        await using var after = people.Db();
        Assert.False(await after.Set<WebhookDelivery>().AnyAsync());
        Assert.False(await after.Set<Job>().AnyAsync(j => j.Kind == "webhooks.deliver"));
    }

    [Fact]
    public async Task A_webhook_that_fails_for_days_is_switched_off_and_administrators_are_told()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, Settings);
        await using var workers = await people.StartWorkersAsync();
        sink.RefuseNext(100);
        var added = await AddAsync(people, "person.invited");
        await using var db = people.Db();
        await db.Set<WebhookEndpoint>()
            .ExecuteUpdateAsync(s =>
                s.SetProperty(e => e.FailingSince, people.Clock.GetUtcNow().UtcDateTime.AddDays(-6))
            );

        await people.Get<WebhookCommands>().SendTestAsync(people.Asha, added.Id, default);

        await Until.TrueAsync(() => db.Set<WebhookEndpoint>().AnyAsync(e => !e.Enabled), "it was switched off");
        await Until.TrueAsync(
            () => db.Set<Notification>().AnyAsync(n => n.UserId == people.Asha.UserId && n.Kind == "webhooks.off"),
            "the administrator is told"
        );
        await WaitAsync(people, d => d.State == DeliveryState.Failed);
        Assert.Single(await db.Set<Notification>().Where(n => n.Kind == "webhooks.off").ToListAsync());
        Assert.Empty(await people.Get<WebhookOutbox>().WriteAsync(db, "person.invited", new { }, default));

        await people.Get<WebhookCommands>().SwitchAsync(people.Asha, added.Id, true, default);
        var row = await people.Get<WebhookQueries>().DetailsAsync(people.Asha, added.Id, default);
        Assert.Equal((true, null, null), (row.Enabled, row.FailingSince, row.SwitchedOffAt));
    }

    [Fact]
    public async Task The_secret_is_kept_encrypted_and_neither_listed_nor_recorded()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, Settings);
        var added = await AddAsync(people, "person.invited");
        var renewed = await people.Get<WebhookCommands>().RenewSecretAsync(people.Asha, added.Id, default);

        Assert.StartsWith("whsec_", added.Secret, StringComparison.Ordinal);
        Assert.NotEqual(added.Secret, renewed);
        await using var db = people.Db();
        var kept = (await db.Set<WebhookEndpoint>().SingleAsync()).Secret;
        var recorded = string.Concat((await db.Set<AuditEntry>().ToListAsync()).Select(e => e.Details));
        Assert.All(new[] { added.Secret, renewed }, s =>
        {
            Assert.DoesNotContain(s["whsec_".Length..], kept + recorded, StringComparison.Ordinal);
        });
        Assert.Equal(2, await db.Set<AuditEntry>().CountAsync(e => e.Kind == "webhook"));
        Assert.DoesNotContain(kept, recorded, StringComparison.Ordinal);
        Assert.DoesNotContain("/alerts", recorded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://localhost/x")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:10.0.0.1]/x")]
    [InlineData("https://0x7f000001/x")]
    [InlineData("https://2130706433/x")]
    [InlineData("http://example.com/x")]
    [InlineData("https://user:secret@example.com/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com")]
    public async Task An_address_that_may_not_be_called_is_refused(string url)
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, Fast);
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            people
                .Get<WebhookCommands>()
                .AddAsync(people.Asha, new SaveWebhook("Inside", url, ["person.invited"]), default)
        );
        Assert.Contains("url", error.Fields!.Keys);
    }

    [Fact]
    public async Task Only_who_manages_webhooks_sees_or_changes_them()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, Settings);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        var added = await AddAsync(people, "person.invited");
        var (queries, commands) = (people.Get<WebhookQueries>(), people.Get<WebhookCommands>());
        var asked = new SaveWebhook("Mine", sink.Url, ["person.invited"]);
        Func<Task>[] acts =
        [
            () => queries.ListAsync(ravi, default),
            () => queries.DetailsAsync(ravi, added.Id, default),
            () => queries.DeliveriesAsync(ravi, added.Id, new PageRequest(1, 10), default),
            () => commands.AddAsync(ravi, asked, default),
            () => commands.ChangeAsync(ravi, added.Id, asked, default),
            () => commands.SwitchAsync(ravi, added.Id, false, default),
            () => commands.RenewSecretAsync(ravi, added.Id, default),
            () => commands.SendTestAsync(ravi, added.Id, default),
            () => commands.RedeliverAsync(ravi, 1, default),
            () => commands.DeleteAsync(ravi, added.Id, default),
        ];
        foreach (var act in acts)
            Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:192.168.1.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    public async Task A_name_that_leads_inside_is_not_called(string inside)
    {
        using var client = Strict(_ => [IPAddress.Parse(inside)]);
        var answer = await PostAsync(client);
        Assert.Null(answer.Status);
        Assert.Contains("not of the public internet", answer.Text, StringComparison.Ordinal);
        using var mixed = Strict(_ => [IPAddress.Parse("93.184.216.34"), IPAddress.Parse(inside)]);
        Assert.Contains("not of the public internet", (await PostAsync(mixed)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_changes_where_it_leads_gains_nothing()
    {
        var asked = 0;
        // Public when it is checked; whoever resolves it again gets this computer.
        using var client = Strict(_ =>
            Interlocked.Increment(ref asked) == 1 ? [IPAddress.Parse("240.0.0.1")] : [IPAddress.Loopback]
        );
        await PostAsync(client);
        await PostAsync(client);

        Assert.Equal(2, asked);
        Assert.Empty(sink.Posts);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        using var client = new WebhookClient(new WebhookOptions { AllowPrivate = true }, Dns.GetHostAddressesAsync);
        var answer = await client.PostAsync(Of("/elsewhere"), "{}", [], default);

        Assert.Equal(307, answer.Status);
        Assert.False(answer.IsTaken);
        Assert.Contains("Redirects are not followed", answer.Text, StringComparison.Ordinal);
        Assert.Empty(sink.Posts);
    }

    [Fact]
    public async Task Time_and_size_of_an_answer_are_limited()
    {
        using var client = new WebhookClient(
            new WebhookOptions { AllowPrivate = true, TimeoutSeconds = 1 },
            Dns.GetHostAddressesAsync
        );

        var slow = await client.PostAsync(Of("/slow"), "{}", [], default);
        Assert.Equal((null, "It did not answer in time."), (slow.Status, slow.Text));
        var much = await client.PostAsync(Of("/long"), "{}", [], default);
        Assert.True(much.IsTaken);
        Assert.InRange(much.Text.Length, 100, WebhookClient.MaxExcerpt);
        Assert.DoesNotContain('\n', much.Text);
    }

    private Uri Of(string path) => new(new Uri(sink.Url), path);

    private Task<WebhookAnswer> PostAsync(WebhookClient client) =>
        client.PostAsync(
            new UriBuilder(sink.Url) { Host = "hooks.example.com" }.Uri,
            "{}",
            [],
            TestContext.Current.CancellationToken
        );

    private static WebhookClient Strict(Func<string, IPAddress[]> resolve) =>
        new(new WebhookOptions { TimeoutSeconds = 1 }, (host, _) => Task.FromResult(resolve(host)));

    private async Task<AddedWebhook> AddAsync(PeopleFixture people, params string[] events) =>
        await people
            .Get<WebhookCommands>()
            .AddAsync(people.Asha, new SaveWebhook(events[0], sink.Url, events), default);

    private static Task<WebhookDelivery> DeliveredAsync(PeopleFixture people, int endpointId) =>
        WaitAsync(people, d => d.EndpointId == endpointId && d.State == DeliveryState.Delivered);

    private static async Task<WebhookDelivery> WaitAsync(
        PeopleFixture people,
        System.Linq.Expressions.Expression<Func<WebhookDelivery, bool>> which
    )
    {
        await using var db = people.Db();
        await Until.TrueAsync(() => db.Set<WebhookDelivery>().AnyAsync(which), "the delivery is there");
        return await db.Set<WebhookDelivery>().FirstAsync(which);
    }
}
