using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>How many customers have a verdict, and the sum of what the step would have named.</summary>
public sealed record VerdictSum(ReminderVerdict Verdict, int Customers, Money Amount);

/// <summary>A simulation with one page of its rows.</summary>
/// <param name="Verdicts">Of every customer of the filter, whatever rows are shown.</param>
/// <param name="Sums">The parts of the outstanding; they add up to it.</param>
/// <param name="Token">Names what would be sent; the start of a run takes it.</param>
/// <param name="OldPlaces">Departments and regions whose figures are too old.</param>
public sealed record ReminderSimulation(
    Page<PlannedReminder> Page,
    IReadOnlyList<VerdictSum> Verdicts,
    ReminderSums Sums,
    string Token,
    DateOnly Day,
    Period Month,
    LadderDraft Ladder,
    IReadOnlyList<string> OldPlaces,
    bool MailIsSetUp
)
{
    public VerdictSum Of(ReminderVerdict verdict) =>
        Verdicts.FirstOrDefault(v => v.Verdict == verdict) ?? new VerdictSum(verdict, 0, Money.Zero);
}

/// <summary>A mail as it would be sent.</summary>
/// <param name="To">The customer's addresses; each gets a mail of its own.</param>
/// <param name="CopyTo">The engineer; null for nobody.</param>
/// <param name="FileName">Of the statement; null for none.</param>
public sealed record ReminderPreview(
    PlannedReminder Planned,
    StepDraft Step,
    IReadOnlyList<string> To,
    string? CopyTo,
    string Subject,
    string Html,
    string Text,
    string? FileName
);

/// <summary>A run with the counts of the customers whom the current user sees.</summary>
/// <param name="IsStatements">Statements that somebody sent, outside of the ladder.</param>
public sealed record ReminderRunRow(
    int Id,
    DateTime StartedAt,
    string ByName,
    DateOnly Day,
    long JobId,
    JobState? Job,
    int Planned,
    int Written,
    int Skipped,
    Money Amount,
    bool IsStatements
);

/// <summary>A line of the log.</summary>
public sealed record ReminderRow
{
    public required int Id { get; init; }

    public required int RunId { get; init; }

    public required int CustomerId { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    public required DateOnly Day { get; init; }

    public required int StepDays { get; init; }

    public required ReminderAction Action { get; init; }

    public required Money Amount { get; init; }

    public required int Invoices { get; init; }

    public required ReminderState State { get; init; }

    public string? SkippedWhy { get; init; }

    /// <summary>Whom a call was given to.</summary>
    public string? EngineerName { get; init; }

    public IReadOnlyList<ReminderMailRow> Mails { get; init; } = [];
}

/// <param name="Error">What the mail server said; null unless it failed.</param>
/// <param name="SentAt">When the mail server took it.</param>
public sealed record ReminderMailRow(string To, bool IsCopy, MailFate Fate, string? Error, DateTime? SentAt);

/// <summary>An address of a customer.</summary>
/// <param name="Problem">Why it gets no mail; null when it does.</param>
public sealed record AddressRow(string Address, string? Problem);
