using ReportsAdmin.Features.FieldSales.Dashboard;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>Whether a request names an amount.</summary>
public enum AmountRule
{
    Required,
    Optional,
    None,
}

/// <summary>The kinds of requests in words, and what each asks for.</summary>
public static class ApprovalKinds
{
    public static readonly IReadOnlyList<ApprovalKind> All = Enum.GetValues<ApprovalKind>();

    public static string NameOf(ApprovalKind kind) =>
        kind switch
        {
            ApprovalKind.TravelClaim => "Travel claim",
            ApprovalKind.ActivityReimbursement => "Activity reimbursement",
            ApprovalKind.WorkPlan => "Work plan",
            ApprovalKind.StockTransfer => "Stock transfer",
            _ => "Stock verification",
        };

    /// <summary>Claims and reimbursements are money, a plan costs nothing, and stock may cost something to move or count.</summary>
    public static AmountRule AmountOf(ApprovalKind kind) =>
        kind switch
        {
            ApprovalKind.TravelClaim or ApprovalKind.ActivityReimbursement => AmountRule.Required,
            ApprovalKind.WorkPlan => AmountRule.None,
            _ => AmountRule.Optional,
        };

    /// <summary>As the wire and addresses spell it: <c>travelClaim</c>.</summary>
    public static string KeyOf(ApprovalKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    /// <summary>The kind of a key; null when there is none like it.</summary>
    public static ApprovalKind? Parse(string? key) =>
        All.Where(k => KeyOf(k) == key).Cast<ApprovalKind?>().FirstOrDefault();
}
