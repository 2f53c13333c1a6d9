using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Notifications;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Features.Access;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Notifications;

/// <summary>Each person is told what they chose, the way they chose: bell, mail at once, one mail a day, or nothing.</summary>
public sealed class NotificationSettingsTests : IAsyncLifetime
{
    private const string Paused = "schedules.paused";

    private readonly SmtpSink sink = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    [Theory, EachDatabase]
    public async Task A_kind_reaches_a_person_by_its_defaults_until_they_choose_otherwise(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider, sink.Settings);
        var ravi = await JoinAsync(people);

        await TellAsync(people, ravi);
        Assert.Equal((1, 1), await CountAsync(people, ravi));

        await ChooseAsync(people, ravi, bell: true, MailChoice.None);
        await TellAsync(people, ravi);
        Assert.Equal((2, 1), await CountAsync(people, ravi));

        await ChooseAsync(people, ravi, bell: false, MailChoice.AtOnce);
        await TellAsync(people, ravi);
        Assert.Equal((2, 2), await CountAsync(people, ravi));

        await ChooseAsync(people, ravi, bell: false, MailChoice.None);
        await TellAsync(people, ravi);
        Assert.Equal((2, 2), await CountAsync(people, ravi));
        await using var db = people.Db();
        var mail = await db.Set<OutgoingMail>().FirstAsync(m => m.About == "/schedules");
        Assert.Contains("https://reports.example.com/profile/notifications", mail.Text, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task The_daily_summary_is_one_mail_for_each_person_and_sent_once(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider, sink.Settings);
        var (ravi, mira) = (await JoinAsync(people), await JoinAsync(people, "Mira Shah"));
        await ChooseAsync(people, ravi, bell: false, MailChoice.Digest);
        await ChooseAsync(people, mira, bell: false, MailChoice.Digest);
        await TellAsync(people, ravi, "First");
        await TellAsync(people, ravi, "Second");
        await using var workers = await people.StartWorkersAsync();

        // Two at once, as after a restart, or on two nodes.
        await DigestAsync(people, times: 2);
        await DigestAsync(people);

        await using var db = people.Db();
        var digest = Assert.Single(
            await db.Set<OutgoingMail>().Where(m => m.UniqueKey!.StartsWith("digest:")).ToListAsync()
        );
        Assert.Equal(PeopleFixture.AddressOf("Ravi Iyer"), digest.ToAddress);
        Assert.Equal("Your daily summary: 2 notifications", digest.Subject);
        Assert.Contains("First", digest.Text, StringComparison.Ordinal);
        Assert.Contains("Second", digest.Text, StringComparison.Ordinal);
        Assert.Contains("https://reports.example.com/profile/notifications", digest.Text, StringComparison.Ordinal);
        Assert.False(await db.Set<Notification>().AnyAsync(n => n.Digest == DigestState.Waiting));
        Assert.Equal((0, 0), await CountAsync(people, ravi));
    }

    [Fact]
    public async Task The_summary_of_the_next_day_has_only_what_is_new()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);
        var ravi = await JoinAsync(people);
        await ChooseAsync(people, ravi, bell: true, MailChoice.Digest);
        await using var workers = await people.StartWorkersAsync();
        await TellAsync(people, ravi, "Yesterday");
        await DigestAsync(people);
        people.Clock.Advance(TimeSpan.FromDays(1));
        await TellAsync(people, ravi, "Today");
        await DigestAsync(people);

        await using var db = people.Db();
        var latest = await db.Set<OutgoingMail>().OrderBy(m => m.Id).LastAsync(m => m.UniqueKey!.StartsWith("digest:"));
        Assert.Contains("Today", latest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Yesterday", latest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_after_the_mail_of_the_day_is_in_the_next_one()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);
        var ravi = await JoinAsync(people);
        await ChooseAsync(people, ravi, bell: true, MailChoice.Digest);
        await using var workers = await people.StartWorkersAsync();
        await TellAsync(people, ravi, "Morning");
        await DigestAsync(people);
        await TellAsync(people, ravi, "Afternoon");
        await DigestAsync(people);

        await using var db = people.Db();
        Assert.Equal(1, await db.Set<OutgoingMail>().CountAsync(m => m.UniqueKey!.StartsWith("digest:")));
        Assert.Equal(1, await db.Set<Notification>().CountAsync(n => n.Digest == DigestState.Waiting));
        people.Clock.Advance(TimeSpan.FromDays(1));
        await DigestAsync(people);
        var latest = await db.Set<OutgoingMail>().OrderBy(m => m.Id).LastAsync(m => m.UniqueKey!.StartsWith("digest:"));
        Assert.Contains("Afternoon", latest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Morning", latest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_deactivated_is_told_nothing()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);
        var ravi = await JoinAsync(people);
        await ChooseAsync(people, ravi, bell: true, MailChoice.Digest);
        await TellAsync(people, ravi);
        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);
        await TellAsync(people, ravi);
        await using var workers = await people.StartWorkersAsync();
        await DigestAsync(people);

        Assert.Equal((1, 0), await CountAsync(people, ravi));
        await using var db = people.Db();
        Assert.False(await db.Set<OutgoingMail>().AnyAsync(m => m.UniqueKey!.StartsWith("digest:")));
    }

    [Fact]
    public async Task Security_mails_cannot_be_turned_off()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);
        var ravi = await JoinAsync(people);
        var security = (await people.Get<NotificationQueries>().ListAsync(ravi, default)).Rows.Single(r => r.IsFixed);
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            people.Get<NotificationCommands>().ChooseAsync(ravi, security.Kind, false, MailChoice.None, default)
        );
        Assert.Equal(ErrorKind.Forbidden, error.Kind);
        await using (var db = people.Db())
        {
            // However the row came there.
            db.Add(new NotificationChoice { UserId = ravi.UserId, Kind = security.Kind });
            await db.SaveChangesAsync();
        }

        await people
            .Get<AccessCommands>()
            .ChangePasswordAsync(ravi, PeopleFixture.Password, "another set of words", default);

        await using var after = people.Db();
        Assert.True(await after.Set<OutgoingMail>().AnyAsync(m => m.Subject == "Your account was changed"));
    }

    [Fact]
    public async Task A_kind_is_offered_and_told_to_those_alone_who_may_know()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);
        var ravi = await JoinAsync(people);
        var queries = people.Get<NotificationQueries>();

        Assert.DoesNotContain((await queries.ListAsync(ravi, default)).Rows, r => r.Kind == "health.rules");
        Assert.Contains((await queries.ListAsync(people.Asha, default)).Rows, r => r.Kind == "health.rules");
        await Assert.ThrowsAsync<DomainException>(() =>
            people.Get<NotificationCommands>().ChooseAsync(ravi, "health.rules", true, MailChoice.AtOnce, default)
        );
        await using var db = people.Db();
        await people
            .Get<NotificationOutbox>()
            .WriteAsync(
                db,
                new NewNotification("health.rules", "Disk", "Full", "/admin/alerts"),
                [ravi.UserId, people.Asha.UserId],
                default
            );
        Assert.Equal(people.Asha.UserId, (await db.Set<Notification>().SingleAsync()).UserId);
    }

    [Fact]
    public async Task A_choice_is_recorded_in_the_audit_log()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);
        var ravi = await JoinAsync(people);
        await ChooseAsync(people, ravi, bell: false, MailChoice.Digest);

        await using var db = people.Db();
        var entry = await db.Set<ReportsAdmin.Platform.Audit.AuditEntry>()
            .SingleAsync(e => e.Kind == "notification setting");
        Assert.Equal(Paused, entry.RecordId);
        Assert.Contains("Digest", entry.Details, StringComparison.Ordinal);
    }

    private static Task<CurrentUser> JoinAsync(PeopleFixture people, string name = "Ravi Iyer") =>
        people.JoinAsync(people.Asha, name, RoleNames.Engineer, "pune");

    private static Task ChooseAsync(PeopleFixture people, CurrentUser person, bool bell, MailChoice mail) =>
        people.Get<NotificationCommands>().ChooseAsync(person, Paused, bell, mail, default);

    private static async Task TellAsync(PeopleFixture people, CurrentUser person, string title = "Schedule paused")
    {
        await using var db = people.Db();
        await people
            .Get<NotificationOutbox>()
            .WriteAsync(db, new NewNotification(Paused, title, "It stopped.", "/schedules"), [person.UserId], default);
    }

    private static async Task<(int Bell, int Mails)> CountAsync(PeopleFixture people, CurrentUser person)
    {
        await using var db = people.Db();
        return (
            await db.Set<Notification>().CountAsync(n => n.UserId == person.UserId && n.InBell),
            await db.Set<OutgoingMail>().CountAsync(m => m.About == "/schedules")
        );
    }

    private static async Task DigestAsync(PeopleFixture people, int times = 1)
    {
        var queue = people.Get<JobQueue>();
        await using var db = people.Db();
        var ids = new List<long>();
        for (var i = 0; i < times; i++)
            ids.Add(await queue.EnqueueAsync(db, new NewJob("notifications.digest", "Summaries", "{}", 0), default));
        foreach (var id in ids)
            await queue.AnnounceAsync(id, 0);
        await Until.TrueAsync(
            async () =>
                await db.Set<Job>().CountAsync(j => ids.Contains(j.Id) && j.State == JobState.Completed) == ids.Count,
            "the summaries are written"
        );
    }
}
