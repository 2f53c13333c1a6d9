using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>What the audit log records of approval requests. What uploads change is one entry of the upload.</summary>
internal static class FieldSalesAudit
{
    public const string Request = "approval request";

    public static void Add(IServiceCollection services) =>
        services
            .AddAudited<Approval>(Request, a => a.Id, a => a.Title)
            .Field(a => a.Kind, "Type", k => ApprovalKinds.NameOf(k))
            .Field(a => a.AmountPaise, "Amount (paise)")
            .Field(a => a.RequestedById, "For", id => FormattableString.Invariant($"person {id}"));
}
