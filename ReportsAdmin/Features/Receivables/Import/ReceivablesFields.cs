using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>The columns an outstanding sheet may have, by the names that Tally, SAP, Zoho, QuickBooks, Xero, Dynamics, Odoo, ERPNext, Busy and Marg give them.</summary>
internal static class ReceivablesFields
{
    public const string Code = "customerCode";
    public const string Name = "customerName";
    public const string Region = "region";
    public const string Number = "invoiceNumber";
    public const string Date = "invoiceDate";
    public const string Due = "dueDate";
    public const string Amount = "invoiceAmount";
    public const string Outstanding = "outstandingAmount";
    public const string Paid = "paidAmount";
    public const string Debit = "debit";
    public const string Credit = "credit";
    public const string Side = "drCr";
    public const string Status = "paymentStatus";
    public const string Settled = "settledDate";
    public const string Currency = "currency";
    public const string AgePeriod = "agePeriod";
    public const string Remark = "remark";
    public const string Notes = "notes";
    public const string Department = "department";
    public const string Item = "item";
    public const string Engineer = "engineer";

    /// <summary>Asks whether the invoice amount is what is owed.</summary>
    public const string OwedQuestion = "owed-in-full";

    public static readonly IReadOnlyList<string> Buckets =
    [
        "age0to30",
        "age31to90",
        "age91to180",
        "age181to365",
        "ageOver365",
    ];

    /// <summary>Buckets of a sheet that cross the company's edges, by the bucket in which they begin.</summary>
    public static readonly IReadOnlyList<string> OtherAges =
    [
        "otherAgesFrom0",
        "otherAgesFrom31",
        "otherAgesFrom91",
        "otherAgesFrom181",
    ];

    public static readonly SheetFields All = new([
        .. CustomerFields.All,
        .. InvoiceFields.All,
        .. BalanceFields.All,
        .. SettlementFields.All,
        .. DetailFields.All,
    ]);

    public static string Title(string key) => All.Title(key);

    /// <summary>Whether the sheet has one row for each invoice.</summary>
    public static bool HasInvoices(IReadOnlySet<string> fields) => fields.Contains(Number);

    public static bool HasAges(IReadOnlySet<string> fields) =>
        Buckets.Any(fields.Contains) || OtherAges.Any(fields.Contains);

    /// <summary>Whether the columns say what is owed: as a balance, in age buckets, as debit less credit, or as amount less payment.</summary>
    public static bool TellWhatIsOwed(IReadOnlySet<string> fields) =>
        fields.Contains(Outstanding) || HasAges(fields) || fields.Contains(Debit) || fields.Contains(Amount);

    /// <summary>Whether what is owed would be the invoice amount, for want of anything that says what was paid.</summary>
    public static bool IsOwedFromAmount(IReadOnlySet<string> fields) =>
        fields.Contains(Amount)
        && !fields.Contains(Outstanding)
        && !HasAges(fields)
        && !fields.Contains(Debit)
        && !fields.Contains(Paid)
        && !fields.Contains(Status)
        && !fields.Contains(Settled);
}
