using ReportsAdmin.Features.Imports;
using static ReportsAdmin.Features.Receivables.Import.ReceivablesFields;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Which invoice a row is about.</summary>
internal static class InvoiceFields
{
    public static readonly IReadOnlyList<ImportField> All =
    [
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
    ];
}
