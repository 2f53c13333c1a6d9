using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Receivables;

/// <summary>What the audit log records of customers and invoices: every row of their own history. What uploads change is one entry of the upload.</summary>
internal static class ReceivablesAudit
{
    public const string Customer = "customer";
    public const string Invoice = "invoice";
    public const string Dispute = "dispute";

    public static void Add(IServiceCollection services) => services.AddAuditedEvents<CustomerChange>(Changed);

    private static AuditEntry Changed(CustomerChange change, DbContext db)
    {
        var customer = db.Set<Customer>().Local.FindEntry(change.CustomerId)?.Entity.Name;
        var field = new AuditField(LabelOf(change.Field), change.Before, change.After);
        if (change.InvoiceId is not { } id)
            return AuditExtensions.New(AuditActions.Changed, Customer, change.CustomerId, customer, field);
        var number = db.Set<Invoice>().Local.FindEntry(id)?.Entity.Number;
        return AuditExtensions.New(
            AuditActions.Changed,
            Invoice,
            id,
            number,
            field,
            AuditField.Fact("Customer", customer ?? FormattableString.Invariant($"customer {change.CustomerId}"))
        );
    }

    private static string LabelOf(string field) =>
        field switch
        {
            "remark" => "Remark",
            "notes" => "Notes",
            "engineer" => "Engineer",
            "phone" => "Contact number",
            "email" => "E-mail addresses",
            "reminders" => "No reminders because",
            CustomerChange.Dispute => "Dispute",
            CustomerChange.Payment => "Payment",
            _ => field,
        };
}
