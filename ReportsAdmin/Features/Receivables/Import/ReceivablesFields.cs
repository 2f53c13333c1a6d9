using ReportsAdmin.Features.Access.People;
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
        new(
            Code,
            "Customer Code",
            FieldType.Code,
            [
                "customer code",
                "customer account",
                "customer number",
                "customer account number",
                "party code",
                "account code",
                "customer id",
                "account number",
                "code",
                "sap code",
                "dealer code",
                "ledger code",
                "distributor code",
                "client code",
                "client id",
                "debtor code",
                "sold to party",
                "sold to",
                "payer",
                "business partner",
                "business partner code",
                "bp code",
                "partner code",
                "account id",
                "customer ref",
                "customer reference",
                "customer",
            ],
            "000123",
            "The code that identifies the customer; leading zeros count."
        ),
        new(
            Name,
            "Customer Name",
            FieldType.Text,
            [
                "customer name",
                "party name",
                "party",
                "partys name",
                "party's name",
                "name of customer",
                "name of party",
                "name of the party",
                "account name",
                "ledger name",
                "dealer name",
                "distributor name",
                "client name",
                "debtor name",
                "business partner name",
                "bp name",
                "partner name",
                "partner",
                "name 1",
                "company name",
                "contact name",
                "display name",
                "client",
                "debtor",
                "ledger",
                "buyer",
                "buyer name",
                "sundry debtors",
                "particulars",
                "account",
                "name",
            ],
            "Shree Ganesh Constructions",
            "The customer's name."
        ),
        new(
            Region,
            "Region",
            FieldType.Text,
            [
                "region",
                "branch",
                "branch name",
                "branch office",
                "location",
                "office",
                "sales office",
                "sales region",
                "region name",
                "zone",
                "state",
                "territory",
                "depot",
                "city",
                "area",
            ],
            "Mumbai",
            "One of the 18 regions; Bangalore and Bengaluru are understood.",
            [.. Regions.All.Select(r => r.Name)]
        ),
        new(
            Number,
            "Invoice Number",
            FieldType.Code,
            [
                "invoice number",
                "invoice",
                "bill number",
                "document number",
                "voucher number",
                "reference number",
                "reference",
                "billing document",
                "billing document number",
                "billing doc",
                "bill reference",
                "bill ref number",
                "invoice id",
                "invoice reference",
                "invoice ref",
                "sales invoice",
                "transaction number",
                "transaction id",
                "accounting document",
                "entry number",
                "memo number",
                "challan number",
                "bill",
                "number",
                "voucher",
                "document",
            ],
            "SI/25-26/0042",
            "Leave the column out when the sheet has one row per customer."
        ),
        new(
            Date,
            "Invoice Date",
            FieldType.Date,
            [
                "invoice date",
                "bill date",
                "document date",
                "voucher date",
                "billing date",
                "bill dated",
                "dated",
                "transaction date",
                "txn date",
                "invoice on",
                "date of invoice",
                "date of bill",
                "posting date",
                "entry date",
                "date",
            ],
            "2025-04-12",
            "Ages are counted from it."
        ),
        new(
            Due,
            "Due Date",
            FieldType.Date,
            [
                "due date",
                "due on",
                "payment due date",
                "net due date",
                "due by",
                "maturity date",
                "date due",
                "payment due on",
                "due",
            ],
            "2025-05-12",
            "Optional; a department may count ages from it."
        ),
        new(
            Amount,
            "Invoice Amount",
            FieldType.Money,
            [
                "invoice amount",
                "invoice value",
                "bill amount",
                "bill value",
                "document amount",
                "invoice total",
                "billed amount",
                "net invoice amount",
                "total invoice amount",
                "voucher amount",
                "opening amount",
                "original amount",
                "gross amount",
                "amount in local currency",
                "amount in lc",
                "local currency amount",
                "amount in company code currency",
                "grand total",
                "amount",
                "value",
            ],
            "118000.00",
            "What was invoiced, in rupees."
        ),
        new(
            Outstanding,
            "Outstanding Amount",
            FieldType.Money,
            [
                "outstanding amount",
                "outstanding",
                "outstanding balance",
                "net outstanding",
                "total outstanding",
                "balance due",
                "balance amount",
                "balance",
                "open balance",
                "open amount",
                "pending amount",
                "pending",
                "amount pending",
                "amount due",
                "due amount",
                "balance pending",
                "closing balance",
                "net receivable",
                "net receivables",
                "receivable",
                "receivables",
                "receivable amount",
                "amount outstanding",
                "amount receivable",
                "net due",
                "net balance",
                "unpaid amount",
                "amount unpaid",
                "remaining amount",
                "remaining balance",
                "residual amount",
                "residual",
                "balance outstanding",
                "amount owing",
                "amount remaining",
                "outstanding value",
                "outstanding total",
                "invoice outstanding",
                "invoice balance",
                "bill balance",
                "pending bill amount",
                "overdue amount",
                "total due",
                "total receivable",
                "closing",
                "total",
            ],
            "59000.00",
            "What is still owed, in rupees; brackets, a minus or Cr mean credit."
        ),
        new(Buckets[0], "0-30", FieldType.Money, ["0-30"], "59000.00", "Owed for up to 30 days.")
        {
            Adds = true,
            Recognizes = header => AgeHeader.BucketOf(header) == 0,
        },
        new(Buckets[1], "31-90", FieldType.Money, ["31-90"], "0.00", "Owed for 31 to 90 days.")
        {
            Adds = true,
            Recognizes = header => AgeHeader.BucketOf(header) == 1,
        },
        new(Buckets[2], "91-180", FieldType.Money, ["91-180"], "0.00", "Owed for 91 to 180 days.")
        {
            Adds = true,
            Recognizes = header => AgeHeader.BucketOf(header) == 2,
        },
        new(Buckets[3], "181-365", FieldType.Money, ["181-365"], "0.00", "Owed for 181 to 365 days.")
        {
            Adds = true,
            Recognizes = header => AgeHeader.BucketOf(header) == 3,
        },
        new(Buckets[4], ">365", FieldType.Money, [">365"], "0.00", "Owed for more than a year.")
        {
            Adds = true,
            Recognizes = header => AgeHeader.BucketOf(header) == 4,
        },
        OtherAge(0, "Other ages from 0-30"),
        OtherAge(1, "Other ages from 31-90"),
        OtherAge(2, "Other ages from 91-180"),
        OtherAge(3, "Other ages from 181-365"),
        new(
            Paid,
            "Paid Amount",
            FieldType.Money,
            [
                "paid amount",
                "amount paid",
                "paid",
                "amount received",
                "received amount",
                "received",
                "receipt amount",
                "receipts",
                "payment received",
                "payment amount",
                "collected amount",
                "collection",
                "amount collected",
                "amount adjusted",
                "adjusted amount",
                "amount settled",
                "settled amount",
                "amount applied",
                "applied amount",
                "payments",
                "credits applied",
            ],
            "0.00",
            "What was paid of the invoice amount."
        )
        {
            InTemplate = false,
        },
        new(
            Debit,
            "Debit",
            FieldType.Money,
            [
                "debit",
                "debit amount",
                "debit balance",
                "closing debit",
                "dr",
                "dr amount",
                "dr balance",
                "debit closing balance",
            ],
            "0.00",
            "What is owed, where debit and credit stand in columns of their own."
        )
        {
            InTemplate = false,
        },
        new(
            Credit,
            "Credit",
            FieldType.Money,
            [
                "credit",
                "credit amount",
                "credit balance",
                "closing credit",
                "cr",
                "cr amount",
                "cr balance",
                "credit closing balance",
            ],
            "0.00",
            "What is in the customer's favor."
        )
        {
            InTemplate = false,
        },
        new(
            Side,
            "Dr/Cr",
            FieldType.Text,
            [
                "dr/cr",
                "drcr",
                "dr cr",
                "cr/dr",
                "crdr",
                "d/c",
                "debit/credit",
                "debit credit indicator",
                "dc indicator",
                "debit/credit indicator",
                "dr or cr",
                "balance type",
            ],
            "Dr",
            "Whether the amount of the row is owed (Dr) or in the customer's favor (Cr)."
        )
        {
            InTemplate = false,
        },
        new(
            Status,
            "Payment Status",
            FieldType.Text,
            ["payment status", "invoice status", "bill status", "paid status", "status", "clearing status"],
            "Unpaid",
            "Paid, part paid or unpaid."
        )
        {
            InTemplate = false,
        },
        new(
            Settled,
            "Settled Date",
            FieldType.Date,
            [
                "settled date",
                "settled on",
                "paid date",
                "paid on",
                "payment date",
                "date paid",
                "clearing date",
                "cleared on",
                "cleared date",
                "settlement date",
                "receipt date",
                "closed date",
                "closed on",
            ],
            "2025-05-12",
            "When the invoice was paid."
        )
        {
            InTemplate = false,
        },
        new(
            Currency,
            "Currency",
            FieldType.Text,
            [
                "currency",
                "currency code",
                "invoice currency",
                "document currency",
                "transaction currency",
                "billing currency",
                "local currency",
                "lcurr",
            ],
            "INR",
            "The currency of the row; INR when blank."
        )
        {
            InTemplate = false,
        },
        new(
            AgePeriod,
            "Age Period",
            FieldType.Text,
            [
                "age period",
                "ageperiod",
                "ageing period",
                "aging period",
                "ageing bucket",
                "age bucket",
                "age group",
                "ageing group",
                "bucket",
                "ageing",
                "aging",
            ],
            "0-30",
            "The age of the whole amount, where the sheet names it instead of a date."
        )
        {
            InTemplate = false,
        },
        new(
            Remark,
            "Remark",
            FieldType.Text,
            ["remark", "remarks"],
            "Under follow-up",
            "Taken for new customers; what people wrote is never overwritten."
        )
        {
            InTemplate = false,
        },
        new(
            Notes,
            "Notes",
            FieldType.Text,
            ["notes", "note", "comment", "comments"],
            "",
            "Taken for new customers; what people wrote is never overwritten."
        )
        {
            InTemplate = false,
        },
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

    private static ImportField OtherAge(int bucket, string title) =>
        new(OtherAges[bucket], title, FieldType.Money, [], "0.00", "A bucket that crosses the company's edges.")
        {
            Adds = true,
            InTemplate = false,
            Recognizes = header => AgeHeader.CrossingFrom(header) == bucket,
        };
}
