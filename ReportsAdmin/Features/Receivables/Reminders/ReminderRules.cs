using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>What becomes of a customer in a run. Stored nowhere: it follows from the ledger and the log.</summary>
public enum ReminderVerdict
{
    /// <summary>The step of the day is taken.</summary>
    Due,

    /// <summary>No debt has reached a step.</summary>
    NothingDue,

    /// <summary>Every debt that has reached a step is wholly in dispute.</summary>
    Disputed,

    /// <summary>The figures behind are older than the limit.</summary>
    OldData,

    /// <summary>A person said that this customer gets none.</summary>
    Stopped,

    /// <summary>Payments on account cover what is overdue.</summary>
    Credit,

    /// <summary>A promise whose day is not over.</summary>
    Promised,

    /// <summary>Every step that was reached was taken.</summary>
    UpToDate,

    /// <summary>The last mail is too recent.</summary>
    Recent,
    NoAddress,

    /// <summary>No address that is left takes mail.</summary>
    Bounced,

    /// <summary>The step asks for a call, and nobody is responsible.</summary>
    NoEngineer,
}

/// <summary>The words of the API and of addresses for verdicts.</summary>
public static class ReminderVerdicts
{
    public static readonly IReadOnlyList<ReminderVerdict> All = Enum.GetValues<ReminderVerdict>();

    public static string NameOf(ReminderVerdict verdict)
    {
        var name = verdict.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>Null when the text names none.</summary>
    public static ReminderVerdict? Parse(string? text) =>
        All.Cast<ReminderVerdict?>().FirstOrDefault(v => NameOf(v!.Value) == text);
}

/// <summary>What is owed on an invoice, above zero.</summary>
/// <param name="Paise">What is not in dispute; 0 when all is.</param>
/// <param name="DisputedPaise">What is in dispute; 0 or more.</param>
/// <param name="TakenDays">The days of the last step that was taken for it; null for none.</param>
public sealed record Debt(
    int InvoiceId,
    string Number,
    DateOnly? InvoiceDate,
    DateOnly? DueDate,
    long Paise,
    long DisputedPaise,
    int? TakenDays
);

/// <summary>What the rules know of a customer.</summary>
/// <param name="Debts">Those that have reached the first step by their dates.</param>
/// <param name="CreditPaise">Payments on account and credits: 0 or less.</param>
public sealed record DebtorFacts(
    IReadOnlyList<Debt> Debts,
    long CreditPaise,
    bool HasOldData,
    bool IsStopped,
    DateOnly? PromisedUntil,
    DateOnly? LastMailOn,
    int Addresses,
    int UsableAddresses,
    bool HasEngineer
);

/// <summary>What becomes of a customer and of each of their debts that have reached a step.</summary>
/// <param name="Items">The debts of the step, with how many days each is over: those of a mail, or those that would be in one.</param>
/// <param name="Reached">Every debt that has reached a step and is not wholly in dispute.</param>
/// <param name="Disputed">What is in dispute of those that have reached a step.</param>
/// <param name="Later">Debts that have reached a lower step; they wait for the next run.</param>
/// <param name="Taken">Debts whose step was taken before.</param>
public sealed record ReminderDecision(
    ReminderVerdict Verdict,
    StepDraft? Step,
    IReadOnlyList<(Debt Debt, int DaysOver)> Items,
    IReadOnlyList<(Debt Debt, int DaysOver)> Reached,
    Money Later,
    Money Taken,
    Money Disputed,
    Money Overdue
);

/// <summary>The ladder as a pure function (Decisions/0050-reminders.md).</summary>
public static class ReminderRules
{
    /// <summary>The day from which the days of the steps count; null for a debt without a date.</summary>
    public static DateOnly? StartOf(LadderDraft ladder, DateOnly? invoiceDate, DateOnly? dueDate) =>
        ladder.Basis == ReminderBasis.InvoiceDate ? invoiceDate : dueDate ?? invoiceDate?.AddDays(ladder.CreditDays);

    public static ReminderDecision Decide(LadderDraft ladder, DateOnly day, DebtorFacts facts)
    {
        var reached = facts
            .Debts.Select(d => (Debt: d, Days: DaysOver(ladder, day, d)))
            .Where(d => d.Days is not null && ladder.Steps.Any(s => s.Days <= d.Days))
            .Select(d => (d.Debt, DaysOver: d.Days!.Value, Step: ladder.Steps.Last(s => s.Days <= d.Days)))
            .ToList();
        var due = reached.Where(r => r.Debt.Paise > 0).ToList();
        // A debt never goes back: not by a step of fewer days, and not twice by one.
        var pending = due.Where(r => r.Debt.TakenDays is not { } taken || r.Step.Days > taken).ToList();
        var step = pending.Select(p => p.Step).MaxBy(s => s.Days);
        var items = pending.Where(p => p.Step == step).OrderByDescending(p => p.DaysOver).ThenBy(p => p.Debt.InvoiceId);
        var overdue = due.Sum(d => d.Debt.Paise);
        var decision = new ReminderDecision(
            ReminderVerdict.Due,
            step,
            [.. items.Select(i => (i.Debt, i.DaysOver))],
            [.. due.OrderByDescending(d => d.DaysOver).ThenBy(d => d.Debt.InvoiceId).Select(d => (d.Debt, d.DaysOver))],
            Sum(pending.Where(p => p.Step != step).Select(p => p.Debt)),
            Sum(due.Select(d => d.Debt).Except(pending.Select(p => p.Debt))),
            new Money(reached.Sum(r => r.Debt.DisputedPaise)),
            new Money(overdue)
        );
        return decision with { Verdict = VerdictOf(ladder, day, facts, decision, reached.Count > 0) };
    }

    private static ReminderVerdict VerdictOf(
        LadderDraft ladder,
        DateOnly day,
        DebtorFacts facts,
        ReminderDecision decision,
        bool anyReached
    ) =>
        decision.Overdue.Paise == 0 ? (anyReached ? ReminderVerdict.Disputed : ReminderVerdict.NothingDue)
        : decision.Step is not { } step ? ReminderVerdict.UpToDate
        : facts.HasOldData ? ReminderVerdict.OldData
        : facts.IsStopped ? ReminderVerdict.Stopped
        : decision.Overdue.Paise + facts.CreditPaise <= 0 ? ReminderVerdict.Credit
        : facts.PromisedUntil >= day ? ReminderVerdict.Promised
        : step.Action == ReminderAction.Call ? (facts.HasEngineer ? ReminderVerdict.Due : ReminderVerdict.NoEngineer)
        : facts.LastMailOn?.AddDays(ladder.PauseDays) > day ? ReminderVerdict.Recent
        : facts.Addresses == 0 ? ReminderVerdict.NoAddress
        : facts.UsableAddresses == 0 ? ReminderVerdict.Bounced
        : ReminderVerdict.Due;

    private static int? DaysOver(LadderDraft ladder, DateOnly day, Debt debt) =>
        StartOf(ladder, debt.InvoiceDate, debt.DueDate) is { } start ? day.DayNumber - start.DayNumber : null;

    private static Money Sum(IEnumerable<Debt> debts) => new(debts.Sum(d => d.Paise));
}
