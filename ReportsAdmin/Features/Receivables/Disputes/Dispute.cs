namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>How a dispute ended. Stored as a short.</summary>
public enum DisputeOutcome : short
{
    /// <summary>The customer was right.</summary>
    Accepted = 0,
    AcceptedInPart = 1,
    Rejected = 2,

    /// <summary>Taken back: by the customer, by whoever entered it by mistake, or by a payment.</summary>
    Withdrawn = 3,
}

/// <summary>
/// What a customer disputes of an invoice. An invoice has an open dispute if, and only if, it is marked as disputed: whatever sets or
/// takes the mark opens or ends the dispute in the same transaction (<see cref="DisputeLedger"/>).
/// </summary>
public sealed class Dispute
{
    public const int MaxReason = 100;

    public int Id { get; init; }

    public int InvoiceId { get; init; }

    public int CustomerId { get; init; }

    /// <summary>One of the company's reasons as it was worded then; blank when none was given.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Who sees to an answer; null for nobody.</summary>
    public int? OwnerId { get; set; }

    /// <summary>What was owed when it was opened, or the part of it that was named.</summary>
    public long AmountPaise { get; set; }

    /// <summary>It is about all that is owed, whatever that becomes.</summary>
    public bool IsWhole { get; set; }

    /// <summary>UTC.</summary>
    public DateTime OpenedAt { get; init; }

    public int OpenedById { get; init; }

    public required string OpenedByName { get; init; }

    /// <summary>The day by which the customer is to be answered.</summary>
    public DateOnly AnswerBy { get; set; }

    /// <summary>UTC; null while it is open.</summary>
    public DateTime? ClosedAt { get; set; }

    public int? ClosedById { get; set; }

    public string? ClosedByName { get; set; }

    public DisputeOutcome? Outcome { get; set; }

    /// <summary>What was accepted of the amount.</summary>
    public long AcceptedPaise { get; set; }

    /// <summary>The month of the end by the company's calendar.</summary>
    public int? ClosedPeriod { get; set; }

    /// <summary>Days from the day of its opening to that of its end.</summary>
    public int? DaysOpen { get; set; }

    /// <summary>Raised by each change, so that a form knows whether what it showed is what is stored.</summary>
    public int Revision { get; set; }
}

/// <summary>What a line of a conversation is. Stored as a short.</summary>
public enum DisputeMessageKind : short
{
    Said = 0,
    Opened = 1,
    Changed = 2,
    Settled = 3,
    Reopened = 4,
    Attached = 5,
}

/// <summary>A line of the conversation about a dispute: what a person wrote, or what happened. Lines are added, never changed or deleted.</summary>
public sealed class DisputeMessage
{
    public const int MaxText = 2000;

    public long Id { get; init; }

    public int DisputeId { get; init; }

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    public int ById { get; init; }

    public required string ByName { get; init; }

    public DisputeMessageKind Kind { get; init; }

    public string Text { get; init; } = "";
}

/// <summary>A file of a dispute.</summary>
public sealed class DisputeFile
{
    public const int MaxName = 200;

    public int Id { get; init; }

    public int DisputeId { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public long Size { get; init; }

    /// <summary>Under which the file store keeps it.</summary>
    public required string FileKey { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    public DateTime At { get; init; }

    public int ById { get; init; }

    public required string ByName { get; init; }
}

/// <summary>The words of the API for outcomes.</summary>
public static class DisputeOutcomes
{
    public static readonly IReadOnlyList<DisputeOutcome> All = Enum.GetValues<DisputeOutcome>();

    public static string NameOf(DisputeOutcome outcome) =>
        outcome switch
        {
            DisputeOutcome.Accepted => "accepted",
            DisputeOutcome.AcceptedInPart => "acceptedInPart",
            DisputeOutcome.Rejected => "rejected",
            _ => "withdrawn",
        };

    /// <summary>Null when the text names none.</summary>
    public static DisputeOutcome? Parse(string? text) =>
        All.Cast<DisputeOutcome?>().FirstOrDefault(o => NameOf(o!.Value) == text);

    /// <summary>As people read it.</summary>
    public static string TextOf(DisputeOutcome outcome) =>
        outcome switch
        {
            DisputeOutcome.Accepted => "Accepted",
            DisputeOutcome.AcceptedInPart => "Accepted in part",
            DisputeOutcome.Rejected => "Rejected",
            _ => "Withdrawn",
        };
}
