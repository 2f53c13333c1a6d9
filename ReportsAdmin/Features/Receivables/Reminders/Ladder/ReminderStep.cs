namespace ReportsAdmin.Features.Receivables.Reminders.Ladder;

/// <summary>From which day the days of a step count. Stored as a short.</summary>
public enum ReminderBasis : short
{
    /// <summary>The due date of the invoice; without one, its date and the days of credit that the ladder gives.</summary>
    DueDate = 0,
    InvoiceDate = 1,
}

/// <summary>What a step does. Stored as a short.</summary>
public enum ReminderAction : short
{
    Mail = 0,

    /// <summary>The customer's engineer is told to call; the customer gets no mail.</summary>
    Call = 1,

    /// <summary>Of the log only: a statement of account that somebody sent, outside of the ladder.</summary>
    Statement = 2,
}

/// <summary>The statement of account that goes with a mail. Stored as a short.</summary>
public enum StatementFile : short
{
    None = 0,
    Pdf = 1,
    Excel = 2,
}

/// <summary>What holds for the whole ladder. One row; without it the ladder is the default one and off.</summary>
public sealed class LadderSettings
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>Reminders are sent, by hand or by themselves; otherwise they are only simulated.</summary>
    public bool IsOn { get; set; }

    public ReminderBasis Basis { get; set; }

    /// <summary>Days that an invoice without a due date is given, counted from its date.</summary>
    public int CreditDays { get; set; }

    /// <summary>A customer gets at most one mail in so many days.</summary>
    public int PauseDays { get; set; }

    /// <summary>A run of every day begins at this hour by the company's clock; null for none.</summary>
    public int? DailyHour { get; set; }

    /// <summary>Grows with each change, so that nobody overwrites what they have not seen.</summary>
    public int Version { get; set; }

    public DateTime ChangedAt { get; set; }

    public required string ChangedByName { get; set; }
}

/// <summary>A step of the ladder. Its days are its name to the log: a debt whose reminder of day 15 was sent is never reminded by a step of day 15 or less.</summary>
public sealed class ReminderStep
{
    public const int MaxSubject = 200;
    public const int MaxText = 4000;

    /// <summary>Days after the basis; unique.</summary>
    public int Days { get; init; }

    public ReminderAction Action { get; init; }

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    public StatementFile Statement { get; init; }

    /// <summary>The customer's engineer gets a copy of the mail.</summary>
    public bool CopiesEngineer { get; init; }
}
