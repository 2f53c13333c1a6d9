namespace ReportsAdmin.Features.Dashboard;

/// <summary>The kinds of requests in words.</summary>
public static class ApprovalKinds
{
    public static readonly IReadOnlyList<ApprovalKind> All = Enum.GetValues<ApprovalKind>();

    public static string NameOf(ApprovalKind kind) => kind switch
    {
        ApprovalKind.TravelClaim => "Travel claim",
        ApprovalKind.ActivityReimbursement => "Activity reimbursement",
        ApprovalKind.WorkPlan => "Work plan",
        ApprovalKind.StockTransfer => "Stock transfer",
        _ => "Stock verification",
    };

    /// <summary>As the wire and addresses spell it: <c>travelClaim</c>.</summary>
    public static string KeyOf(ApprovalKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    /// <summary>The kind of a key; null when there is none like it.</summary>
    public static ApprovalKind? Parse(string? key) => All.Where(k => KeyOf(k) == key).Cast<ApprovalKind?>().FirstOrDefault();
}
