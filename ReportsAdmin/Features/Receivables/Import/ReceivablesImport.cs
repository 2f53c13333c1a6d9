using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>The month's outstanding sheet, in both shapes: one row per invoice, or one row per customer with or without age buckets.</summary>
public sealed class ReceivablesImport(AccessQueries access) : IImportTarget
{
    public const string TargetKind = "outstanding";

    /// <summary>Topic of the data version and of the signal: the receivables' figures changed.</summary>
    public const string DataTopic = "outstanding";

    public string Kind => TargetKind;

    public string Title => "Outstanding sheet";

    public ImportProfile Profile { get; } =
        new()
        {
            Group = "Receivables",
            Summary = "What customers owe: one row for each invoice, or for each customer",
            RowTitle = "Invoice",
            Promise = "Remarks, notes and engineers are never overwritten.",
            Understood = ["1,23,456.00 · (1,234) · Cr and Dr · leading zeros of codes"],
            AsksDepartment = true,
            AsksMonth = true,
            Amount = "Amount",
            Effect = "Outstanding",
            Party = "Customer",
            Missing = new MissingRecords(
                "open invoice",
                [
                    new(MissingChoice.Carry, "Still owed", "Carry them on with last month's amount", "carried on"),
                    new(
                        MissingChoice.Paid,
                        "Paid",
                        "Mark them as paid; the outstanding falls",
                        "marked as paid",
                        Removes: true
                    ),
                    new(
                        MissingChoice.Query,
                        "Not sure",
                        "Carry them on, marked as a question to the branch",
                        "carried on and queried"
                    ),
                ]
            ),
            Result = new("/", "See the dashboard"),
        };

    public string Topic => DataTopic;

    public SheetFields Fields => ReceivablesFields.All;

    public IReadOnlyList<IStagedTable> Tables => ReceivablesTables.All;

    public string? MissingFields(IReadOnlySet<string> fields)
    {
        if (!fields.Contains(ReceivablesFields.Code))
            return "No column holds the customer code.";
        if (fields.Contains(ReceivablesFields.Outstanding) || ReceivablesFields.Buckets.Any(fields.Contains))
            return null;
        return fields.Contains(ReceivablesFields.Number) && fields.Contains(ReceivablesFields.Amount)
            ? null
            : "No column holds the outstanding amount.";
    }

    public void WriteSample(Stream output, int period) => ReceivablesSample.Write(output, Period.FromNumber(period));

    public string? TotalField(IReadOnlySet<string> fields) =>
        fields.Contains(ReceivablesFields.Outstanding) ? ReceivablesFields.Outstanding
        : fields.Contains(ReceivablesFields.Number) ? ReceivablesFields.Amount
        : null;

    public async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var departments = await access.DepartmentsAsync(currentUser, ct);
        if (terms.DepartmentId is { } id && departments.All(d => d.Id != id))
            throw DomainException.Invalid("department", "This department is not one of yours.");
        var fallback = terms.DepartmentId
            ?? departments.FirstOrDefault(d => d.IsDefault)?.Id
            ?? departments.FirstOrDefault()?.Id
            ?? throw DomainException.Forbidden("You have no department to upload for.");
        var ledger = await ReceivablesLedger.LoadAsync(db, terms, ct);
        return new ReceivablesReader(
            ledger,
            currentUser,
            terms,
            fallback,
            departments.ToDictionary(d => d.Id, d => d.Name)
        );
    }

    public Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        ReceivablesMerge.MergeAsync(db, upload, ct);

    public Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        ReceivablesUndo.UndoAsync(db, upload, ct);
}

/// <summary>What may become of open invoices that a month's sheet no longer has.</summary>
public static class MissingChoice
{
    public const string Carry = "carry";
    public const string Paid = "paid";
    public const string Query = "query";
}

/// <summary>The columns an outstanding sheet may have.</summary>
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

    public static readonly IReadOnlyList<string> Buckets =
    [
        "age0to30",
        "age31to90",
        "age91to180",
        "age181to365",
        "ageOver365",
    ];

    public static readonly SheetFields All = new([
        new(
            Code,
            "Customer Code",
            FieldType.Code,
            [
                "customer code",
                "cust code",
                "party code",
                "account code",
                "customer id",
                "cust id",
                "customer no",
                "code",
                "sap code",
                "dealer code",
                "ledger code",
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
                "name of customer",
                "name of party",
                "account name",
                "ledger name",
                "dealer name",
                "client name",
                "particulars",
                "name",
            ],
            "Shree Ganesh Constructions",
            "The customer's name."
        ),
        new(
            Region,
            "Region",
            FieldType.Text,
            ["region", "branch", "location", "office", "city", "area"],
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
                "invoice no",
                "inv no",
                "inv number",
                "bill no",
                "bill number",
                "document no",
                "document number",
                "doc no",
                "voucher no",
                "reference",
                "ref no",
                "invoice",
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
                "inv date",
                "bill date",
                "document date",
                "doc date",
                "voucher date",
                "posting date",
                "date",
            ],
            "2025-04-12",
            "Ages are counted from it."
        ),
        new(
            Due,
            "Due Date",
            FieldType.Date,
            ["due date", "due on", "payment due date", "net due date"],
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
                "inv amount",
                "bill amount",
                "bill value",
                "document amount",
                "amount",
                "gross amount",
                "original amount",
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
                "os amount",
                "o/s amount",
                "o/s",
                "balance",
                "balance amount",
                "pending amount",
                "amount due",
                "net outstanding",
                "closing balance",
                "open amount",
                "due amount",
                "total outstanding",
                "total",
            ],
            "59000.00",
            "What is still owed, in rupees; brackets, a minus or Cr mean credit."
        ),
        new(
            Buckets[0],
            "0-30",
            FieldType.Money,
            [
                "0-30",
                "0 - 30 days",
                "0-30 days",
                "00-30",
                "<30",
                "<= 30",
                "upto 30",
                "up to 30 days",
                "current",
                "1-30",
                "1-30 days",
            ],
            "59000.00",
            "Owed for up to 30 days."
        ),
        new(
            Buckets[1],
            "31-90",
            FieldType.Money,
            ["31-90", "31-90 days", "30-90", "31 to 90", "31 to 90 days"],
            "0.00",
            "Owed for 31 to 90 days."
        ),
        new(
            Buckets[2],
            "91-180",
            FieldType.Money,
            ["91-180", "91-180 days", "90-180", "91 to 180", "91 to 180 days"],
            "0.00",
            "Owed for 91 to 180 days."
        ),
        new(
            Buckets[3],
            "181-365",
            FieldType.Money,
            ["181-365", "181-365 days", "180-365", "181 to 365", "181 to 365 days"],
            "0.00",
            "Owed for 181 to 365 days."
        ),
        new(
            Buckets[4],
            ">365",
            FieldType.Money,
            [
                ">365",
                "> 365 days",
                "above 365",
                "above 365 days",
                "365+",
                "over 365",
                "more than 365",
                "> 1 year",
                "above 1 year",
            ],
            "0.00",
            "Owed for more than a year."
        ),
    ]);

    public static string Title(string key) => All.Title(key);
}
