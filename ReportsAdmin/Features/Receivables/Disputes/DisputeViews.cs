using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>What a dispute is opened with.</summary>
/// <param name="Reason">One of the company's reasons; blank when none is given.</param>
/// <param name="OwnerId">Null for the engineer of the customer, else who opens it.</param>
/// <param name="Amount">Null for all that is owed.</param>
/// <param name="AnswerBy">Null for the days of the settings.</param>
/// <param name="Message">The first line of the conversation; blank for none.</param>
public sealed record NewDispute(
    string Reason = "",
    int? OwnerId = null,
    Money? Amount = null,
    DateOnly? AnswerBy = null,
    string Message = ""
)
{
    /// <summary>What is said of a dispute of which only the mark is known.</summary>
    internal static readonly NewDispute Bare = new();
}

/// <summary>What of an open dispute is to be otherwise.</summary>
/// <param name="Revision">Of the dispute as the person saw it; null does not ask.</param>
/// <param name="Amount">Null for all that is owed.</param>
public sealed record DisputeChange(string Reason, int? OwnerId, Money? Amount, DateOnly AnswerBy, int? Revision = null);

/// <summary>How a dispute ends.</summary>
/// <param name="Accepted">How much was accepted, with <see cref="DisputeOutcome.AcceptedInPart"/> and only then.</param>
/// <param name="Message">The last line of the conversation; blank for none.</param>
public sealed record DisputeSettlement(DisputeOutcome Outcome, Money? Accepted = null, string Message = "");

public enum DisputeState
{
    Open,
    Settled,
    All,
}

/// <summary>What the list of disputes is narrowed to, within the current user's scope.</summary>
/// <param name="OwnerId">0 means nobody.</param>
/// <param name="Overdue">Only open ones whose day is over.</param>
/// <param name="Search">A part of the number of the invoice, or of the name or code of the customer.</param>
public sealed record DisputeFilter(
    DisputeState State = DisputeState.Open,
    int? OwnerId = null,
    string? Region = null,
    string? Reason = null,
    bool Overdue = false,
    int? CustomerId = null,
    int? InvoiceId = null,
    string? Search = null
);

/// <summary>A dispute as lists show it.</summary>
public sealed record DisputeRow
{
    public required int Id { get; init; }

    public required int InvoiceId { get; init; }

    public required string InvoiceNumber { get; init; }

    public required int CustomerId { get; init; }

    public required string CustomerCode { get; init; }

    public required string CustomerName { get; init; }

    public required string Region { get; init; }

    /// <summary>Blank when none was given.</summary>
    public required string Reason { get; init; }

    public int? OwnerId { get; init; }

    public string? OwnerName { get; init; }

    /// <summary>What is in dispute: of an open one no more than is still owed.</summary>
    public required Money Amount { get; init; }

    /// <summary>It is about all that is owed.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>What is owed on the invoice in the latest position.</summary>
    public required Money Owed { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required string OpenedByName { get; init; }

    public required DateOnly AnswerBy { get; init; }

    public DateTime? ClosedAt { get; init; }

    public string? ClosedByName { get; init; }

    public DisputeOutcome? Outcome { get; init; }

    public required Money Accepted { get; init; }

    /// <summary>Days until the answer is due, negative when the day is over; null of a settled one.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Days that it has been, or was, open.</summary>
    public required int DaysOpen { get; init; }

    /// <summary>What people wrote, events left out.</summary>
    public required int Messages { get; init; }

    public required int Files { get; init; }

    public required int Revision { get; init; }

    /// <summary>The current user may change it, write and settle.</summary>
    public required bool MayAct { get; init; }

    public bool IsOpen => ClosedAt is null;

    public bool IsOverdue => DaysLeft < 0;
}

public sealed record DisputeMessageRow(long Id, DateTime At, string ByName, DisputeMessageKind Kind, string Text);

public sealed record DisputeFileRow(int Id, string FileName, long Size, DateTime At, string ByName);

/// <summary>A dispute with its conversation and its files, the oldest first.</summary>
public sealed record DisputeDetails(
    DisputeRow Row,
    IReadOnlyList<DisputeMessageRow> Messages,
    IReadOnlyList<DisputeFileRow> Files
);

/// <summary>A page of disputes, with what all that matched are about.</summary>
/// <param name="Overdue">How many of all that matched are overdue.</param>
public sealed record DisputeList(Page<DisputeRow> Page, Money Amount, int Overdue);

/// <summary>A person who can own a dispute.</summary>
public sealed record DisputeOwner(int Id, string Name);
