using ReportsAdmin.Features.Receivables.Reminders.Ladder;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>A run of the ladder: what was simulated and is sent by a job.</summary>
public sealed class ReminderRun
{
    public int Id { get; init; }

    /// <summary>UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>0 for the run of every day.</summary>
    public int ById { get; init; }

    public required string ByName { get; init; }

    /// <summary>The day by the company's calendar.</summary>
    public DateOnly Day { get; init; }

    /// <summary>What sends it.</summary>
    public long JobId { get; set; }

    public DateTime? FinishedAt { get; init; }
}

/// <summary>How far a reminder is. Stored as a short.</summary>
public enum ReminderState : short
{
    /// <summary>Its job has not come to it yet.</summary>
    Planned = 0,

    /// <summary>Its mails are in the outbox, or the engineer was told.</summary>
    Written = 1,

    /// <summary>Not sent; <see cref="Reminder.SkippedWhy"/> says why.</summary>
    Skipped = 2,
}

/// <summary>A step taken for a customer.</summary>
public sealed class Reminder
{
    public const int MaxWhy = 200;

    public int Id { get; init; }

    public int RunId { get; init; }

    public int CustomerId { get; init; }

    public DateOnly Day { get; init; }

    public int StepDays { get; init; }

    public ReminderAction Action { get; init; }

    public long AmountPaise { get; init; }

    public int Invoices { get; init; }

    /// <summary>Of what was simulated; a reminder whose plan has another one by the time it is written is skipped.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whom a call was given to.</summary>
    public int? EngineerId { get; init; }

    public ReminderState State { get; init; }

    public string? SkippedWhy { get; init; }
}

/// <summary>A debt of a reminder. While it counts, no other reminder of the same step can name the debt.</summary>
public sealed class ReminderItem
{
    public int ReminderId { get; init; }

    public int InvoiceId { get; init; }

    public int StepDays { get; init; }

    public long AmountPaise { get; init; }

    /// <summary>False once the reminder was skipped.</summary>
    public bool Counts { get; init; }
}

/// <summary>One mail of a reminder.</summary>
public sealed class ReminderMail
{
    public int ReminderId { get; init; }

    public short Position { get; init; }

    /// <summary>In the outbox, as long as it is kept there.</summary>
    public long MailId { get; init; }

    /// <summary>Folded, as addresses are compared.</summary>
    public required string ToAddress { get; init; }

    /// <summary>To the engineer, not to the customer.</summary>
    public bool IsCopy { get; init; }

    /// <summary>What became of it when the outbox was last asked; the outbox itself is asked while it has the mail.</summary>
    public MailFate Fate { get; init; }

    public DateTime? BouncedAt { get; init; }
}

/// <summary>What became of a mail, as far as is known. Stored as a short.</summary>
public enum MailFate : short
{
    Queued = 0,

    /// <summary>The mail server took it. Whether it was read, or comes back later, it does not say.</summary>
    Sent = 1,
    Failed = 2,

    /// <summary>It came back, as a person or a mail gateway reported.</summary>
    Bounced = 3,

    /// <summary>The mail server refused the address for good. Not stored: it follows from what the outbox noted.</summary>
    Refused = 4,
}
