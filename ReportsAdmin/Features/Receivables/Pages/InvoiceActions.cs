using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>What can be done to an invoice, in words.</summary>
public static class InvoiceActions
{
    /// <summary>The actions that change this invoice.</summary>
    public static IEnumerable<InvoiceAction> For(InvoiceRow invoice)
    {
        if (invoice.Kind != InvoiceKind.Invoice || !invoice.MayEdit)
            yield break;
        if (invoice.Status == "dispute")
            yield return InvoiceAction.ResolveDispute;
        else if (invoice.Outstanding.Paise > 0)
            yield return InvoiceAction.Dispute;
        if (invoice.Paid)
            yield return InvoiceAction.ReversePayment;
        else if (invoice.Outstanding.Paise != 0)
            yield return InvoiceAction.MarkPaid;
    }

    public static Option OptionOf(InvoiceAction action) => new(action.ToString(), TextOf(action));

    /// <summary>As a button says it.</summary>
    public static string TextOf(InvoiceAction action) =>
        action switch
        {
            InvoiceAction.Dispute => "Mark as disputed",
            InvoiceAction.ResolveDispute => "Settle dispute",
            InvoiceAction.MarkPaid => "Mark as paid",
            _ => "Reverse payment",
        };

    /// <summary>As a notice says it afterwards.</summary>
    public static string DoneOf(InvoiceAction action) =>
        action switch
        {
            InvoiceAction.Dispute => "Marked as disputed",
            InvoiceAction.ResolveDispute => "Dispute resolved",
            InvoiceAction.MarkPaid => "Marked as paid",
            _ => "Payment reversed",
        };

    /// <summary>What takes an action back.</summary>
    public static InvoiceAction UndoOf(InvoiceAction action) =>
        action switch
        {
            InvoiceAction.Dispute => InvoiceAction.ResolveDispute,
            InvoiceAction.ResolveDispute => InvoiceAction.Dispute,
            InvoiceAction.MarkPaid => InvoiceAction.ReversePayment,
            _ => InvoiceAction.MarkPaid,
        };

    /// <summary>What a change of many did: <c>3 invoices changed, 1 was already so, 2 could not be changed</c>.</summary>
    public static string Summary(BulkResult result, string noun)
    {
        var parts = new List<string> { $"{Counts.Of(result.Changed.Count, noun)} changed" };
        if (result.Unchanged > 0)
            parts.Add($"{result.Unchanged} already had this value");
        if (result.Refused > 0)
            parts.Add($"{result.Refused} cannot be changed");
        return string.Join(", ", parts);
    }

    /// <summary>As a notice says it when nothing was changed.</summary>
    public const string NothingChanged = "Nothing was changed";

    /// <summary>Why an action on one invoice did nothing.</summary>
    public static string WhyNot(InvoiceAction action, BulkResult result) =>
        result.Refused == 0 ? "The invoice has this status already."
        : action == InvoiceAction.ReversePayment
            ? "A sheet says that nothing is owed on this invoice. Upload a corrected sheet to change that."
        : "Nothing is owed on this invoice in the latest month, or you cannot change it.";
}
