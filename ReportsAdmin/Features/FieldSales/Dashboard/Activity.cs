namespace ReportsAdmin.Features.FieldSales.Dashboard;

/// <summary>Something that happened in the field, as the feed tells it.</summary>
public sealed class Activity
{
    public long Id { get; init; }

    public DateTime At { get; init; }

    /// <summary>One of <see cref="ActivityTypes"/>.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary><c>verified</c>, <c>completed</c>, <c>pending</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Who did it; null for the system.</summary>
    public int? UserId { get; init; }

    /// <summary>The branch whose people see it; null: only those who see all branches.</summary>
    public string? Branch { get; init; }

    /// <summary>A JSON object of what is particular to the type.</summary>
    public string Metadata { get; init; } = "{}";
}

public static class ActivityTypes
{
    public const string LiquidationVerified = "liquidation_verified";
    public const string LiquidationDone = "liquidation_done";
    public const string VisitCompleted = "visit_completed";
    public const string StockMismatch = "stock_mismatch";
    public const string ApprovalRequested = "approval_requested";

    /// <summary>Approved, rejected or withdrawn.</summary>
    public const string ApprovalDecided = "approval_decided";

    /// <summary>A sheet of the field was committed, or taken back since.</summary>
    public const string DataUploaded = "data_uploaded";

    public static readonly IReadOnlyList<string> All =
    [
        LiquidationVerified,
        LiquidationDone,
        VisitCompleted,
        StockMismatch,
        ApprovalRequested,
        ApprovalDecided,
        DataUploaded,
    ];
}
