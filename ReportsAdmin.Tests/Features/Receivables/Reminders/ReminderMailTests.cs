using Microsoft.EntityFrameworkCore;
using MimeKit;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Features.Receivables.Reminders.Statements;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using UglyToad.PdfPig;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Reminders;

/// <summary>Reminders against a real SMTP server: what arrives is what the preview showed, and what comes back blocks.</summary>
public sealed class ReminderMailTests : IAsyncLifetime
{
    private static readonly byte[] April = Sheet.Of(
        ReminderBook.Header,
        "C-1|Asha Traders|Mumbai|S-1|2026-04-05|2026-05-05|123456|123456.75",
        "C-1|Asha Traders|Mumbai|S-2|2026-05-01|2026-06-01|700|700",
        "C-2|Bharat|Mumbai|S-3|2026-04-05|2026-05-05|2000|2000"
    );

    private readonly SmtpSink sink = new();
    private TestFixture fixture = null!;
    private ReminderBook book = null!;

    public async ValueTask InitializeAsync()
    {
        (fixture, book) = await ReminderBook.OpenAsync(TestProvider.Sqlite, April, settings: sink.Settings);
        await book.AddressAsync("C-1", "accounts@example.com");
    }

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task The_mail_is_the_preview_and_its_statement_says_what_the_ledger_says()
    {
        var preview = await fixture
            .Get<ReminderQueries>()
            .PreviewAsync(CurrentUser.System, await book.KeyAsync("C-1"), book.Today, null, default);
        await using var workers = await fixture.StartWorkersAsync();
        await book.StartAsync((await book.SimulateAsync()).Token);
        var mail = Assert.Single(await sink.WaitAsync());

        Assert.Equal((preview.Subject, "accounts@example.com"), (mail.Subject, mail.To.Mailboxes.Single().Address));
        Assert.Equal(Lines(preview.Text), Lines(mail.TextBody));
        Assert.Equal(Lines(preview.Html), Lines(mail.HtmlBody));
        Assert.Contains("₹1,23,456.75", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("S-2", mail.TextBody, StringComparison.Ordinal);

        var statement = Assert.IsType<MimePart>(Assert.Single(mail.Attachments), exactMatch: false);
        Assert.Equal((preview.FileName, "application/pdf"), (statement.FileName, statement.ContentType.MimeType));
        using var content = new MemoryStream();
        await statement.Content!.DecodeToAsync(content);
        using var pdf = PdfDocument.Open(content.ToArray());
        var text = string.Join("\n", pdf.GetPages().Select(p => p.Text));
        var details = await fixture.Customers.DetailsAsync(CurrentUser.System, await book.KeyAsync("C-1"), default);
        Assert.Equal(124_156.75m, details.Outstanding.Rupees);
        Assert.Contains("1,24,156.75", text, StringComparison.Ordinal);
        Assert.Contains("S-2", text, StringComparison.Ordinal);
        await StateAsync("C-1", MailFate.Sent);
    }

    [Fact]
    public async Task An_excel_statement_is_attached_when_the_step_says_so()
    {
        await book.SwitchOnAsync(l =>
            l with
            {
                Steps = [.. l.Steps.Select(s => s with { Statement = StatementFile.Excel })],
            }
        );
        await using var workers = await fixture.StartWorkersAsync();
        await book.StartAsync((await book.SimulateAsync()).Token);
        var statement = Assert.IsType<MimePart>(
            Assert.Single(Assert.Single(await sink.WaitAsync()).Attachments),
            exactMatch: false
        );
        Assert.Equal(ReportFormat.Excel.ContentType, statement.ContentType.MimeType);
        Assert.EndsWith(".xlsx", statement.FileName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_the_server_refuses_blocks_until_it_is_changed_or_used_again()
    {
        sink.RefuseAddress("accounts@example.com");
        await using var workers = await fixture.StartWorkersAsync();
        await book.StartAsync((await book.SimulateAsync()).Token);
        await StateAsync("C-1", MailFate.Refused);
        var address = Assert.Single(
            await fixture
                .Get<ReminderLogQueries>()
                .AddressesAsync(CurrentUser.System, await book.KeyAsync("C-1"), default)
        );
        Assert.Contains("Refused by the mail server", address.Problem, StringComparison.Ordinal);

        // The next step comes after the pause: the address still blocks it, another one does not.
        fixture.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(ReminderVerdict.Bounced, await book.VerdictAsync("C-1"));
        await book.AddressAsync("C-1", "new@example.com");
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-1"));
        await book.AddressAsync("C-1", "Accounts@example.com");
        Assert.Equal(ReminderVerdict.Bounced, await book.VerdictAsync("C-1"));
        await fixture
            .Get<BounceCommands>()
            .ClearAsync(CurrentUser.System, await book.KeyAsync("C-1"), "accounts@example.com", default);
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-1"));
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_what_it_says_speaks_not_against_the_address()
    {
        sink.AnswerNext(554, "looks like spam");
        await using var workers = await fixture.StartWorkersAsync();
        await book.StartAsync((await book.SimulateAsync()).Token);
        await StateAsync("C-1", MailFate.Failed);
        Assert.Contains("looks like spam", (await book.LastAsync("C-1")).Mails[0].Error, StringComparison.Ordinal);
        fixture.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-1"));
    }

    [Fact]
    public async Task A_gateway_reports_a_bounce_by_message_id_and_the_log_keeps_what_became_of_a_mail_that_is_gone()
    {
        await book.AddressAsync("C-2", "bharat@example.com");
        await using var workers = await fixture.StartWorkersAsync();
        await book.StartAsync((await book.SimulateAsync()).Token);
        var mails = await sink.WaitAsync(2);
        var id = mails.Single(m => m.To.Mailboxes.Single().Address == "bharat@example.com").MessageId;
        await StateAsync("C-1", MailFate.Sent);
        var bounces = fixture.Get<BounceCommands>();
        Assert.Equal(1, await bounces.ReportAsync(CurrentUser.System, $"<{id}>", null, "550 unknown", default));
        await StateAsync("C-2", MailFate.Bounced);
        var refused = await book.RefusedAsync(() =>
            bounces.ReportAsync(CurrentUser.System, null, "nobody@example.com", "", default)
        );
        Assert.Equal(ErrorKind.NotFound, refused.Kind);

        Assert.Equal(2, await fixture.Get<ReminderFates>().NoteAsync(default));
        await using (var db = fixture.Contexts.CreateDbContext())
            await db.Set<ReportsAdmin.Platform.Mail.OutgoingMail>().ExecuteDeleteAsync();
        Assert.Equal(MailFate.Sent, (await book.LastAsync("C-1")).Mails.Single().Fate);
        Assert.Equal(MailFate.Bounced, (await book.LastAsync("C-2")).Mails.Single().Fate);
    }

    [Fact]
    public async Task Statements_go_to_each_address_and_leave_who_has_none_in_the_log()
    {
        await book.AddressAsync("C-1", "accounts@example.com, director@example.com");
        var ids = new[] { await book.KeyAsync("C-1"), await book.KeyAsync("C-2") };
        await using var workers = await fixture.StartWorkersAsync();
        await fixture.Get<StatementMailCommands>().SendAsync(CurrentUser.System, ids, StatementFile.Pdf, default);
        var mails = await sink.WaitAsync(2);
        Assert.Equal(
            ["accounts@example.com", "director@example.com"],
            mails.Select(m => m.To.Mailboxes.Single().Address).Order(StringComparer.Ordinal)
        );
        Assert.All(mails, m => Assert.Contains("₹1,24,156.75", m.TextBody, StringComparison.Ordinal));
        Assert.All(mails, m => Assert.Single(m.Attachments));
        await Until.TrueAsync(
            async () => (await book.LastAsync("C-2")).State == ReminderState.Skipped,
            "the customer without an address is left out"
        );
        Assert.Equal(ReminderAction.Statement, (await book.LastAsync("C-1")).Action);
        // A statement is no reminder: the step is still due.
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-1"));
    }

    private Task StateAsync(string code, MailFate fate) =>
        Until.TrueAsync(
            async () => await book.LastAsync(code) is { Mails: [var mail] } && mail.Fate == fate,
            $"the mail to {code} is {fate}"
        );

    private static string[] Lines(string? text) => text!.ReplaceLineEndings("\n").TrimEnd().Split('\n');
}
