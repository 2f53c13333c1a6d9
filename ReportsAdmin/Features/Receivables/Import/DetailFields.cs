using ReportsAdmin.Features.Imports;
using static ReportsAdmin.Features.Receivables.Import.ReceivablesFields;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What else a row may say.</summary>
internal static class DetailFields
{
    public static readonly IReadOnlyList<ImportField> All =
    [
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
        new(
            Department,
            "Department",
            FieldType.Text,
            ["department", "dept", "department name", "division", "business unit", "vertical"],
            "Batching Plant",
            "Rows of another department than the upload's are asked about."
        )
        {
            InTemplate = false,
        },
        new(
            Engineer,
            "Engineer",
            FieldType.Text,
            [
                "engineer",
                "engineer name",
                "sales engineer",
                "salesperson",
                "sales person",
                "sales executive",
                "collection executive",
                "executive",
                "handled by",
                "assigned to",
            ],
            "Vikram Joshi",
            "Assigned to new customers; whom people assigned is never overwritten."
        )
        {
            InTemplate = false,
        },
        new(
            Item,
            "Item",
            FieldType.Text,
            [
                "item",
                "item name",
                "item description",
                "item code",
                "product",
                "product name",
                "product description",
                "material",
                "material description",
                "line description",
                "goods description",
                "description of goods",
                "grade",
            ],
            "M25 concrete",
            "What was invoiced, where an invoice has a row for each of its lines."
        )
        {
            InTemplate = false,
        },
    ];
}
