using System.Text;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Mail;

/// <summary>The outbox against a real SMTP server: written with the act, sent by a job, retried while it may help.</summary>
public sealed class MailTests : IAsyncLifetime
{
    private readonly SmtpSink sink = new();
    private TestFixture fixture = null!;

    public async ValueTask InitializeAsync() =>
        fixture = await TestFixture.OpenAsync(TestProvider.Sqlite, sink.Settings);

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_arrives_as_text_and_html_with_its_files()
    {
        var file = await FileAsync("figures,1\n");
        await using var workers = await fixture.StartWorkersAsync();
        var text = new MailText("Figures for March – ₹")
            .Paragraph("Totals <of> R&D.")
            .Facts(("Region", "Pune"))
            .Link("Open", new Uri("https://reports.example.com/documents/7"));
        var id = await WriteAsync(Mail(text) with { Files = [file] });

        var message = Assert.Single(await sink.WaitAsync());

        Assert.Equal("Figures for March – ₹", message.Subject);
        Assert.Equal("asha@example.com", Assert.Single(message.To.Mailboxes).Address);
        var from = Assert.Single(message.From.Mailboxes);
        Assert.Equal(("Reports", "reports@example.com"), (from.Name, from.Address));
        Assert.Contains("Totals <of> R&D.", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("Region: Pune", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("Totals &lt;of&gt; R&amp;D.", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("href=\"https://reports.example.com/documents/7\"", message.HtmlBody, StringComparison.Ordinal);
        var attached = Assert.IsAssignableFrom<MimePart>(Assert.Single(message.Attachments));
        Assert.Equal(("figures.csv", "text/csv"), (attached.FileName, attached.ContentType.MimeType));
        using var content = new MemoryStream();
        await attached.Content!.DecodeToAsync(content);
        Assert.Equal("figures,1\n", Encoding.UTF8.GetString(content.ToArray()));
        var row = await StateAsync(id, MailState.Sent);
        Assert.Equal(message.MessageId, row.MessageId);
        Assert.Equal(
            (1, null, fixture.Clock.GetUtcNow().UtcDateTime),
            (row.Attempts, row.LastError, row.SentAt!.Value)
        );
    }

    [Fact]
    public async Task A_mail_exists_only_if_what_it_tells_of_was_committed()
    {
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.NotNull(await Outbox.WriteAsync(db, Mail(), default));
            await transaction.RollbackAsync();
        }

        await using var after = fixture.Contexts.CreateDbContext();
        Assert.Equal((0, 0), (await after.Set<OutgoingMail>().CountAsync(), await after.Set<Job>().CountAsync()));
    }

    [Theory, EachDatabase]
    public async Task A_unique_key_allows_one_mail(TestProvider provider)
    {
        await using var other = await TestFixture.OpenAsync(provider, sink.Settings);
        await using var db = other.Contexts.CreateDbContext();
        var outbox = other.Get<MailOutbox>();
        var mail = Mail() with { UniqueKey = "report-ready:7:3" };

        Assert.NotNull(await outbox.WriteAsync(db, mail, default));
        Assert.Null(await outbox.WriteAsync(db, mail, default));

        Assert.Equal(1, await db.Set<OutgoingMail>().CountAsync());
        Assert.Equal(1, await db.Set<Job>().CountAsync(j => j.Kind == "mail.send"));
    }

    [Fact]
    public async Task A_refusal_for_good_fails_at_once_and_the_mail_can_be_sent_again()
    {
        sink.AnswerNext(550, "No such user asha@example.com");
        await using var workers = await fixture.StartWorkersAsync();
        var id = await WriteAsync(Mail());

        var failed = await StateAsync(id, MailState.Failed);
        Assert.Equal(1, failed.Attempts);
        Assert.Contains("550", failed.LastError, StringComparison.Ordinal);
        await using var db = fixture.Contexts.CreateDbContext();
        await Until.TrueAsync(
            () => db.Set<Job>().AnyAsync(j => j.State == JobState.Failed && j.ErrorCode == "smtp-550"),
            "the job failed"
        );
        Assert.DoesNotContain(
            "asha",
            (await db.Set<Job>().SingleAsync()).ErrorMessage + (await db.Set<Job>().SingleAsync()).Title,
            StringComparison.Ordinal
        );

        Assert.Equal(1, await Outbox.ResendAsync(db, db.Set<OutgoingMail>().Where(m => m.Id == id), 0, default));
        await StateAsync(id, MailState.Sent);
        Assert.Equal(0, await Outbox.ResendAsync(db, db.Set<OutgoingMail>().Where(m => m.Id == id), 0, default));
        Assert.Single(sink.Received);
    }

    [Fact]
    public async Task A_refusal_that_may_pass_is_tried_again_under_the_same_message_id()
    {
        sink.AnswerNext(451, times: 2);
        await using var workers = await fixture.StartWorkersAsync();
        var id = await WriteAsync(Mail());

        var row = await StateAsync(id, MailState.Sent);

        Assert.Equal(3, row.Attempts);
        Assert.Equal(row.MessageId, Assert.Single(sink.Received).MessageId);
    }

    [Fact]
    public async Task A_mail_that_is_never_taken_fails_after_its_attempts()
    {
        sink.AnswerNext(451, times: 50);
        await using var few = await TestFixture.OpenAsync(
            TestProvider.Sqlite,
            [.. sink.Settings, ("Mail:Attempts", "3")]
        );
        await using var workers = await few.StartWorkersAsync();
        var id = await WriteAsync(Mail(), few);

        var row = await StateAsync(id, MailState.Failed, few);

        Assert.Equal((3, 3), (row.Attempts, sink.Tries));
    }

    [Fact]
    public async Task An_unreachable_server_is_tried_again_until_it_is_back()
    {
        await sink.DisposeAsync();
        // With a pause, so that not all tries are over before the server is back.
        await using var patient = await TestFixture.OpenAsync(
            TestProvider.Sqlite,
            [.. sink.Settings.Where(s => s.Key != "Jobs:BackoffSeconds"), ("Jobs:BackoffSeconds", "1")]
        );
        await using var workers = await patient.StartWorkersAsync();
        var id = await WriteAsync(Mail(), patient);
        // Until it is to be tried again: the fault is noted before, and a clock that was moved on meanwhile would not be moved again.
        await using (var db = patient.Contexts.CreateDbContext())
            await Until.TrueAsync(
                () => db.Set<Job>().AnyAsync(j => j.Kind == "mail.send" && j.State == JobState.Scheduled),
                "the first try failed and the next one is planned"
            );

        await using var back = new SmtpSink(sink.Port);
        patient.Clock.Advance(TimeSpan.FromMinutes(1));
        await StateAsync(id, MailState.Sent, patient);

        Assert.Single(back.Received);
    }

    [Fact]
    public async Task A_job_that_runs_once_more_sends_nothing_twice()
    {
        await using var workers = await fixture.StartWorkersAsync();
        var id = await WriteAsync(Mail());
        await StateAsync(id, MailState.Sent);

        await using var db = fixture.Contexts.CreateDbContext();
        var again = await fixture
            .Get<JobQueue>()
            .EnqueueAsync(db, new NewJob("mail.send", "Mail", $"{{\"mailId\":{id}}}", 0), default);
        await fixture.Get<JobQueue>().AnnounceAsync(again, 0);
        await Until.TrueAsync(
            () => db.Set<Job>().AnyAsync(j => j.Id == again && j.State == JobState.Completed),
            "the second job completed"
        );

        Assert.Equal(1, sink.Tries);
    }

    [Fact]
    public async Task A_mail_whose_file_is_gone_fails_and_says_why()
    {
        var file = await FileAsync("x");
        await fixture.Get<FileStore>().DeleteAsync(file.FileKey, default);
        await using var workers = await fixture.StartWorkersAsync();
        var id = await WriteAsync(Mail() with { Files = [file] });

        var row = await StateAsync(id, MailState.Failed);

        Assert.Equal("An attached file is no longer kept.", row.LastError);
        Assert.Equal(0, sink.Tries);
    }

    [Fact]
    public async Task Without_a_server_mails_wait_and_can_be_sent_once_there_is_one()
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        var folder = Directory.CreateTempSubdirectory("reportsadmin-mail-").FullName;
        long id;
        await using (var without = TestFixture.Reopen(database.Options, folder))
        {
            await using var workers = await without.StartWorkersAsync();
            id = await WriteAsync(Mail(), without);
            await using var db = without.Contexts.CreateDbContext();
            Assert.Equal(MailState.Held, (await db.Set<OutgoingMail>().SingleAsync()).State);
            Assert.Equal(0, await db.Set<Job>().CountAsync());
        }

        await using var with = TestFixture.Reopen(database.Options, folder, sink.Settings);
        await using var later = await with.StartWorkersAsync();
        await using var held = with.Contexts.CreateDbContext();
        Assert.Equal(1, await with.Get<MailOutbox>().ResendAsync(held, held.Set<OutgoingMail>(), 0, default));
        await StateAsync(id, MailState.Sent, with);
        Assert.Single(sink.Received);
    }

    [Theory]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("Asha <a@example.com>")]
    [InlineData("a@localhost")]
    [InlineData("a b@example.com")]
    [InlineData("a@exa_mple.com")]
    [InlineData("a@@example.com")]
    [InlineData("@example.com")]
    [InlineData("")]
    public async Task What_is_not_one_plain_address_is_refused(string to)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            Outbox.WriteAsync(db, Mail() with { To = to }, default)
        );
        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_subject_with_line_breaks_adds_no_header()
    {
        await using var workers = await fixture.StartWorkersAsync();
        await WriteAsync(Mail(new MailText("Hello\r\nBcc: b@example.com\r\n\r\nbody").Paragraph("Text")));

        var message = Assert.Single(await sink.WaitAsync());

        Assert.Empty(message.Bcc);
        Assert.Equal("Hello  Bcc: b@example.com    body", message.Subject);
        Assert.Contains("Text", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_whose_job_is_gone_can_be_sent_again()
    {
        var id = await WriteAsync(Mail());
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal([id], await Outbox.UnderwayAsync(db, [id, id + 1], default));
        await db.Set<Job>().ExecuteDeleteAsync();
        await db.Set<OutgoingMail>().ExecuteUpdateAsync(s => s.SetProperty(m => m.State, MailState.Sending));
        Assert.Empty(await Outbox.UnderwayAsync(db, [id], default));

        Assert.Equal(1, await Outbox.ResendAsync(db, db.Set<OutgoingMail>(), 0, default));

        await using var workers = await fixture.StartWorkersAsync();
        await StateAsync(id, MailState.Sent);
    }

    [Fact]
    public async Task Old_mails_are_cleaned_up_except_those_that_wait()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var (waiting, failed) = (await WriteAsync(Mail()), await WriteAsync(Mail()));
        await db.Set<OutgoingMail>()
            .Where(m => m.Id == failed)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.State, MailState.Failed));
        var retention = fixture.Get<IEnumerable<IRetention>>().Single(r => r.Kind == "mails");
        var later = fixture.Clock.GetUtcNow().UtcDateTime.AddDays(1);

        Assert.Equal(1, (await retention.DueAsync(later, default)).Count);
        Assert.Equal(1, await retention.DeleteAsync(later, default));

        Assert.Equal(waiting, (await db.Set<OutgoingMail>().SingleAsync()).Id);
    }

    private MailOutbox Outbox => fixture.Get<MailOutbox>();

    private static NewMail Mail(MailText? text = null) =>
        new("asha@example.com", text ?? new MailText("Hello").Paragraph("Text"), "/documents/7", 0);

    private async Task<long> WriteAsync(NewMail mail, TestFixture? within = null)
    {
        await using var db = (within ?? fixture).Contexts.CreateDbContext();
        var outbox = (within ?? fixture).Get<MailOutbox>();
        var written = await outbox.WriteAsync(db, mail, default);
        await outbox.AnnounceAsync([written!], 0);
        return written!.Id;
    }

    private async Task<OutgoingMail> StateAsync(long id, MailState state, TestFixture? within = null)
    {
        await using var db = (within ?? fixture).Contexts.CreateDbContext();
        await Until.TrueAsync(
            () => db.Set<OutgoingMail>().AnyAsync(m => m.Id == id && m.State == state),
            $"mail is {state}"
        );
        return await db.Set<OutgoingMail>().SingleAsync(m => m.Id == id);
    }

    private async Task<MailFile> FileAsync(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var stored = await fixture.Get<FileStore>().SaveAsync(new MemoryStream(bytes), 1 << 20, default);
        return new MailFile(stored.Key, "figures.csv", "text/csv", stored.Size);
    }
}
