using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>Remarks and invoice states as people read them.</summary>
public static class RemarkText
{
    /// <summary>All remarks, for menus.</summary>
    public static readonly IReadOnlyList<Option> Options = [.. Remarks.All.Select(r => new Option(r, Of(r)))];

    /// <summary><c>Under follow-up</c>; <c>No remark</c> for none.</summary>
    public static string Of(string remark) =>
        remark == Remarks.None ? "No remark" : char.ToUpperInvariant(remark[0]) + remark[1..];

    public static Tone ToneOf(string remark) =>
        remark switch
        {
            "payment received" => Tone.Good,
            "partial payment" => Tone.Info,
            "under follow-up" => Tone.Warn,
            "dispute" or "write-off" => Tone.Bad,
            _ => Tone.Neutral,
        };

    /// <summary>The status of an invoice: paid, disputed, part-paid or unpaid.</summary>
    public static (string Text, Tone Tone) Of(InvoiceRow invoice) =>
        invoice.Status switch
        {
            "paid" => ("Paid", Tone.Good),
            "dispute" => ("Disputed", Tone.Bad),
            _ when invoice.IsPartPaid => ("Part-paid", Tone.Info),
            _ => ("Unpaid", Tone.Neutral),
        };

    public static (string Text, Tone Tone) Origin(BalanceOrigin origin) =>
        origin switch
        {
            BalanceOrigin.Carried => ("Carried", Tone.Info),
            BalanceOrigin.Queried => ("Queried", Tone.Warn),
            _ => ("In sheet", Tone.Neutral),
        };
}
