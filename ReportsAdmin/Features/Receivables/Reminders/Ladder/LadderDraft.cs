using System.Globalization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Reminders.Ladder;

/// <summary>A step as a person edits it.</summary>
public sealed record StepDraft(
    int Days,
    ReminderAction Action,
    string Subject = "",
    string Text = "",
    StatementFile Statement = StatementFile.None,
    bool CopiesEngineer = false
);

/// <summary>The ladder as a person edits it, and as the rules read it: the steps in order of their days.</summary>
public sealed record LadderDraft(
    bool IsOn,
    ReminderBasis Basis,
    int CreditDays,
    int PauseDays,
    int? DailyHour,
    IReadOnlyList<StepDraft> Steps
)
{
    public const int MaxSteps = 8;
    public const int MaxDays = 365;

    /// <summary>Friendly after three days, firm after fifteen, the last one after thirty; off.</summary>
    public static readonly LadderDraft Default = new(
        IsOn: false,
        ReminderBasis.DueDate,
        CreditDays: 30,
        PauseDays: 7,
        DailyHour: null,
        [
            new(
                3,
                ReminderAction.Mail,
                "Payment of {amount} is due",
                """
                Dear {customer},

                according to our books these invoices are due. Perhaps the payment has crossed with this mail; if so, please ignore it.

                {invoices}

                The sum is {amount}. Your statement of account is attached.

                With kind regards
                {company}
                """,
                StatementFile.Pdf
            ),
            new(
                15,
                ReminderAction.Mail,
                "Reminder: {amount} overdue since {oldest} days",
                """
                Dear {customer},

                we have not received payment of these invoices yet. Please pay {amount} within seven days, or tell us what holds it up.

                {invoices}

                Your statement of account is attached. In all {overdue} is overdue.

                With kind regards
                {company}
                """,
                StatementFile.Pdf,
                CopiesEngineer: true
            ),
            new(
                30,
                ReminderAction.Mail,
                "Last reminder: {amount} overdue",
                """
                Dear {customer},

                in spite of our reminders these invoices are still unpaid. Please pay {amount} within three days. Otherwise we have to consider further steps.

                {invoices}

                Your statement of account is attached. In all {overdue} is overdue.

                {company}
                """,
                StatementFile.Pdf,
                CopiesEngineer: true
            ),
        ]
    );

    /// <summary>The same, with the steps in order and without spaces around texts.</summary>
    public LadderDraft Tidied() =>
        this with
        {
            Steps =
            [
                .. Steps
                    .OrderBy(s => s.Days)
                    .Select(s =>
                        s.Action == ReminderAction.Call
                            ? new StepDraft(s.Days, ReminderAction.Call)
                            : s with
                            {
                                Subject = s.Subject.Trim(),
                                Text = s.Text.ReplaceLineEndings("\n").Trim(),
                            }
                    ),
            ],
        };

    /// <summary>What cannot be saved, by field: <c>pauseDays</c>, <c>steps[0].text</c>.</summary>
    public IReadOnlyDictionary<string, string> Problems()
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        Range("creditDays", CreditDays, 0, MaxDays, "Days of credit");
        Range("pauseDays", PauseDays, 1, 90, "Days between mails");
        if (DailyHour is { } hour)
            Range("dailyHour", hour, 0, 23, "The hour");
        if (!Enum.IsDefined(Basis))
            problems["basis"] = "Days count from the due date or the invoice date.";
        if (Steps.Count is 0 or > MaxSteps)
            problems["steps"] = $"A ladder has 1 to {MaxSteps} steps.";
        for (var i = 0; i < Steps.Count; i++)
            Check(Steps[i], string.Create(CultureInfo.InvariantCulture, $"steps[{i}]"), i);
        return problems;

        void Range(string field, int value, int least, int most, string name)
        {
            if (value < least || value > most)
                problems[field] = $"{name}: {least} to {most}.";
        }

        void Check(StepDraft step, string field, int index)
        {
            Range($"{field}.days", step.Days, 0, MaxDays, "Days");
            if (Steps.Take(index).Any(s => s.Days == step.Days))
                problems[$"{field}.days"] = $"Two steps come after {step.Days} days.";
            if (step.Action is not (ReminderAction.Mail or ReminderAction.Call) || !Enum.IsDefined(step.Statement))
                problems[$"{field}.action"] = "A step sends a mail or asks the engineer to call.";
            if (step.Action == ReminderAction.Call)
                return;
            if (ReminderText.SubjectProblem(step.Subject) is { } subject)
                problems[$"{field}.subject"] = subject;
            if (ReminderText.TextProblem(step.Text) is { } text)
                problems[$"{field}.text"] = text;
        }
    }

    /// <exception cref="DomainException">With each field that cannot be saved.</exception>
    public void RequireValid()
    {
        if (Problems() is { Count: > 0 } problems)
            throw DomainException.Invalid(problems);
    }
}

/// <summary>The ladder as it is stored.</summary>
/// <param name="Version">0 while nobody has changed the default one.</param>
public sealed record LadderView(LadderDraft Ladder, int Version, DateTime? ChangedAt, string? ChangedByName);
