using ReportsAdmin.Features.Imports;
using static ReportsAdmin.Features.Receivables.Import.ReceivablesFields;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What was paid, and on which side a balance is.</summary>
internal static class SettlementFields
{
    public static readonly IReadOnlyList<ImportField> All =
    [
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
    ];
}
