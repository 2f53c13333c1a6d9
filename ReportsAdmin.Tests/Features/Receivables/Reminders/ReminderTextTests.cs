using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Reminders;

/// <summary>Texts with placeholders: what is refused when they are saved, and the mail they become.</summary>
public sealed class ReminderTextTests
{
    private static readonly ReminderFacts Facts = new(
        "Asha <Traders>",
        "C-1",
        "Our Company",
        "Ravi Patil",
        new DateOnly(2026, 5, 15),
        Money.FromRupees(1500),
        Money.FromRupees(-20),
        [
            new(
                1,
                "S-1",
                new DateOnly(2026, 4, 1),
                new DateOnly(2026, 5, 1),
                Money.FromRupees(1000.5m),
                14,
                Money.Zero
            ),
            new(2, "S-2 & Co", null, new DateOnly(2026, 5, 5), Money.FromRupees(200), 10, Money.Zero),
        ]
    );

    [Fact]
    public void The_mail_fills_every_placeholder_as_text_and_as_encoded_html()
    {
        var step = new StepDraft(
            3,
            ReminderAction.Mail,
            "{amount} of {overdue} since {oldest} days",
            "Dear {customer} ({code}),\n\n{count} invoices on {date}, ask {engineer}.\n\n{invoices}\n\nRegards\n{company}"
        );
        var mail = ReminderText.Compose(step, Facts);
        Assert.Equal("₹1,200.50 of ₹1,500 since 14 days", mail.Subject);
        var (text, html) = (mail.AsText("Our Company"), mail.AsHtml("Our Company"));
        Assert.Contains("Dear Asha <Traders> (C-1),", text, StringComparison.Ordinal);
        Assert.Contains("2 invoices on 15 May 2026, ask Ravi Patil.", text, StringComparison.Ordinal);
        Assert.Contains("S-1 | 1 Apr 2026 | 1 May 2026 | 14 | ₹1,000.50", text, StringComparison.Ordinal);
        Assert.Contains("not yet set against invoices: ₹20.", text, StringComparison.Ordinal);
        Assert.Contains("Asha &lt;Traders&gt;", html, StringComparison.Ordinal);
        Assert.Contains("S-2 &amp; Co", html, StringComparison.Ordinal);
        Assert.Contains("Regards<br>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_dispute_of_an_invoice_is_named_apart_and_not_asked_for()
    {
        var step = new StepDraft(3, ReminderAction.Mail, "{amount}", "{invoices}");
        var partly = Facts with { Invoices = [Facts.Invoices[0] with { InDispute = Money.FromRupees(40) }] };
        var mail = ReminderText.Compose(step, partly);
        Assert.Equal("₹1,000.50", mail.Subject);
        Assert.Contains("₹40 of these invoices, which is in dispute", mail.AsText("x"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "in dispute",
            ReminderText.Compose(step, Facts).AsText("Our Company"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_name_that_looks_like_a_placeholder_is_not_filled_again()
    {
        var step = new StepDraft(3, ReminderAction.Mail, "For {customer}", "x");
        Assert.Equal("For {amount}", ReminderText.Compose(step, Facts with { Customer = "{amount}" }).Subject);
    }

    [Theory]
    [InlineData("Dear {customer}, {amuont} is due.", "{amuont}")]
    [InlineData("Dear {customer, pay.", "brace")]
    [InlineData("Dear { customer }", "brace")]
    [InlineData("See {invoices} here", "paragraph of its own")]
    [InlineData("  ", "needs a text")]
    public void A_text_that_would_not_be_filled_is_refused(string text, string why) =>
        Assert.Contains(why, ReminderText.TextProblem(text)!, StringComparison.Ordinal);

    [Theory]
    [InlineData("Two\nlines", "one line")]
    [InlineData("", "needs a subject")]
    [InlineData("{invoices}", "not a placeholder")]
    public void A_subject_is_one_line_without_a_table(string subject, string why) =>
        Assert.Contains(why, ReminderText.SubjectProblem(subject)!, StringComparison.Ordinal);

    [Fact]
    public void The_default_ladder_can_be_saved_and_is_off()
    {
        Assert.Empty(LadderDraft.Default.Tidied().Problems());
        Assert.False(LadderDraft.Default.IsOn);
        Assert.Equal([3, 15, 30], LadderDraft.Default.Steps.Select(s => s.Days));
    }

    [Fact]
    public void Each_fault_of_a_ladder_is_named_by_its_field()
    {
        var ladder = LadderDraft.Default with
        {
            CreditDays = -1,
            PauseDays = 0,
            DailyHour = 24,
            Steps =
            [
                new(5, ReminderAction.Call),
                new(5, ReminderAction.Mail, "", "{x}"),
                new(400, ReminderAction.Call),
            ],
        };
        Assert.Equal(
            [
                "creditDays",
                "dailyHour",
                "pauseDays",
                "steps[1].days",
                "steps[1].subject",
                "steps[1].text",
                "steps[2].days",
            ],
            ladder.Problems().Keys.Order(StringComparer.Ordinal)
        );
        Assert.Contains("steps", (LadderDraft.Default with { Steps = [] }).Problems().Keys);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a@x.com;  B@y.com\n a@X.com", "a@x.com, B@y.com")]
    public void Addresses_are_stored_once_each_in_one_way(string typed, string stored)
    {
        Assert.Null(ContactAddresses.ProblemOf(typed));
        Assert.Equal(stored, ContactAddresses.Written(typed));
    }

    [Theory]
    [InlineData("a@x.com, b@x.com, c@x.com, d@x.com")]
    [InlineData("a@x.com, nobody")]
    [InlineData("Asha <a@x.com>")]
    [InlineData("a@x.com\r\nBcc:b@x.com")]
    public void What_is_no_address_is_refused(string typed) => Assert.NotNull(ContactAddresses.ProblemOf(typed));
}
