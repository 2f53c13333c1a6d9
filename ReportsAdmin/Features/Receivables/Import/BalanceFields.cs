using ReportsAdmin.Features.Imports;
using static ReportsAdmin.Features.Receivables.Import.ReceivablesFields;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What was invoiced and what is owed, as a balance or by age.</summary>
internal static class BalanceFields
{
    public static readonly IReadOnlyList<ImportField> All =
    [
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
    ];

    private static ImportField OtherAge(int bucket, string title) =>
        new(OtherAges[bucket], title, FieldType.Money, [], "0.00", "A bucket that crosses the company's edges.")
        {
            Adds = true,
            InTemplate = false,
            Recognizes = header => AgeHeader.CrossingFrom(header) == bucket,
        };
}
