using System.Globalization;
using System.Text.RegularExpressions;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Reminders.Ladder;

/// <summary>An invoice that a mail names.</summary>
/// <param name="Amount">What is asked for: what is owed and not in dispute.</param>
/// <param name="DaysOver">Days after the basis of the ladder.</param>
/// <param name="InDispute">What is owed besides, but in dispute.</param>
public sealed record RemindedInvoice(
    int InvoiceId,
    string Number,
    DateOnly? InvoiceDate,
    DateOnly? DueDate,
    Money Amount,
    int DaysOver,
    Money InDispute
);

/// <summary>What the placeholders of a text stand for.</summary>
public sealed record ReminderFacts(
    string Customer,
    string Code,
    string Company,
    string? Engineer,
    DateOnly Day,
    Money Overdue,
    Money Credits,
    IReadOnlyList<RemindedInvoice> Invoices
)
{
    public Money Amount => new(Invoices.Sum(i => i.Amount.Paise));
}

/// <summary>Texts with named placeholders, checked when they are saved, and the mail that they become.</summary>
public static partial class ReminderText
{
    private const string Table = "invoices";

    /// <summary>Each placeholder with what it stands for.</summary>
    public static readonly IReadOnlyList<(string Name, string Meaning)> Placeholders =
    [
        ("customer", "Name of the customer"),
        ("code", "Code of the customer"),
        ("amount", "Sum of the invoices of this mail"),
        ("overdue", "Everything that is overdue, without what is in dispute"),
        ("count", "How many invoices this mail names"),
        ("oldest", "Days that the oldest of them is overdue"),
        ("date", "The day of the mail"),
        ("engineer", "The customer's engineer; blank without one"),
        ("company", "The name of your company"),
        (Table, "The table of the invoices, in a paragraph of its own; not in a subject"),
    ];

    public static string? SubjectProblem(string subject) =>
        string.IsNullOrWhiteSpace(subject) ? "A mail needs a subject."
        : subject.Trim().Length > ReminderStep.MaxSubject
            ? $"A subject has at most {ReminderStep.MaxSubject} characters."
        : subject.Any(char.IsControl) ? "A subject is one line."
        : PlaceholderProblem(subject, inSubject: true);

    public static string? TextProblem(string text) =>
        string.IsNullOrWhiteSpace(text) ? "A mail needs a text."
        : text.Length > ReminderStep.MaxText ? $"A text has at most {ReminderStep.MaxText} characters."
        : PlaceholderProblem(text, inSubject: false)
            ?? (
                Paragraphs(text).Any(p => p != "{invoices}" && p.Contains("{invoices}", StringComparison.Ordinal))
                    ? "{invoices} is a table: give it a paragraph of its own, with a blank line before and after it."
                    : null
            );

    /// <summary>The mail of a step. The preview shows it and the outbox sends it: there is no other way from a step to a mail.</summary>
    public static MailText Compose(StepDraft step, ReminderFacts facts)
    {
        var mail = new MailText(Fill(step.Subject, facts));
        foreach (var paragraph in Paragraphs(step.Text))
        {
            if (paragraph == "{invoices}")
                AddTable(mail, facts);
            else
                mail.Paragraph(Fill(paragraph, facts));
        }

        return mail;
    }

    private static void AddTable(MailText mail, ReminderFacts facts)
    {
        mail.Table(
            ["Invoice", "Date", "Due", "Days over", "Amount"],
            facts.Invoices.Select(i =>
                (IReadOnlyList<string>)
                    [
                        i.Number,
                        Dates.Day(i.InvoiceDate),
                        Dates.Day(i.DueDate),
                        i.DaysOver.ToString(CultureInfo.InvariantCulture),
                        i.Amount.ToRupeeText(),
                    ]
            ),
            figures: 3
        );
        var disputed = facts.Invoices.Sum(i => i.InDispute.Paise);
        if (disputed > 0)
            mail.Paragraph(
                $"Not asked for here: {new Money(disputed).ToRupeeText()} of these invoices, which is in dispute."
            );
        if (facts.Credits.Paise != 0)
            mail.Paragraph($"Payments and credits not yet set against invoices: {(-facts.Credits).ToRupeeText()}.");
    }

    private static string Fill(string text, ReminderFacts facts) =>
        Name().Replace(text, m => ValueOf(m.Groups[1].Value, facts));

    private static string ValueOf(string name, ReminderFacts facts) =>
        name switch
        {
            "customer" => facts.Customer,
            "code" => facts.Code,
            "amount" => facts.Amount.ToRupeeText(),
            "overdue" => facts.Overdue.ToRupeeText(),
            "count" => facts.Invoices.Count.ToString(CultureInfo.InvariantCulture),
            "oldest" => facts.Invoices.Max(i => i.DaysOver).ToString(CultureInfo.InvariantCulture),
            "date" => Dates.Day(facts.Day),
            "engineer" => facts.Engineer ?? "",
            "company" => facts.Company,
            _ => "",
        };

    private static string? PlaceholderProblem(string text, bool inSubject)
    {
        var names = Placeholders
            .Select(p => p.Name)
            .Where(n => !inSubject || n != Table)
            .ToHashSet(StringComparer.Ordinal);
        var unknown = Name().Matches(text).Select(m => m.Groups[1].Value).FirstOrDefault(n => !names.Contains(n));
        if (unknown is not null)
            return $"{{{unknown}}} is not a placeholder here. Use {string.Join(", ", names.Select(n => $"{{{n}}}"))}.";
        return Name().Replace(text, "").AsSpan().ContainsAny('{', '}')
            ? "A brace stands alone. Placeholders are written as {amount}."
            : null;
    }

    private static IEnumerable<string> Paragraphs(string text) =>
        Blank().Split(text.ReplaceLineEndings("\n").Trim()).Select(p => p.Trim()).Where(p => p.Length > 0);

    [GeneratedRegex(@"\{([^{}\s]*)\}")]
    private static partial Regex Name();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex Blank();
}
