namespace ReportsAdmin.Features.FieldSales.Approvals;

public enum ApprovalKind : short
{
    TravelClaim = 0,
    ActivityReimbursement = 1,
    WorkPlan = 2,
    StockTransfer = 3,
    StockVerification = 4,
}

public enum ApprovalState : short
{
    Pending = 0,
    Approved = 1,
    Rejected = 2,

    /// <summary>Taken back by who asked, before anybody decided.</summary>
    Withdrawn = 3,
}

/// <summary>What somebody of the field asks their managers to approve.</summary>
public sealed class Approval
{
    public int Id { get; init; }

    public ApprovalKind Kind { get; init; }

    public required string Title { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Null where nothing is to be paid.</summary>
    public long? AmountPaise { get; init; }

    public int RequestedById { get; init; }

    /// <summary>Who entered it for them; null where they did so themselves.</summary>
    public int? EnteredById { get; init; }

    public DateTime RequestedAt { get; init; }

    /// <summary>The branch whose managers decide; null: those who see all branches.</summary>
    public string? Branch { get; init; }

    public ApprovalState State { get; set; }

    /// <summary>Who decided, or withdrew it.</summary>
    public int? DecidedById { get; set; }

    public DateTime? DecidedAt { get; set; }

    /// <summary>Why; never empty on a rejection.</summary>
    public string? Reason { get; set; }
}
