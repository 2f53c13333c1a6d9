using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>The tables that an outstanding sheet stages. Remarks, notes, engineers and disputes are people's: only an insert sets them.</summary>
internal static class ReceivablesTables
{
    public static readonly UploadTable<Customer> Customers = new(
        new ShownField<Customer>(ReceivablesFields.Title(ReceivablesFields.Name), c => c.Name),
        new ShownField<Customer>(
            ReceivablesFields.Title(ReceivablesFields.Region),
            c => c.Region,
            r => Regions.Display((string)r!)
        )
    )
    {
        AssignsKeys = true,
        KeepsCreated = true,
        InsertOnly =
        [
            nameof(Customer.Code),
            nameof(Customer.DepartmentId),
            nameof(Customer.Remark),
            nameof(Customer.Notes),
            nameof(Customer.EngineerId),
            nameof(Customer.Phone),
            nameof(Customer.Email),
            nameof(Customer.ReminderStop),
            nameof(Customer.CreatedAt),
        ],
        Stamped = [nameof(Customer.CreatedAt), nameof(Customer.UpdatedAt)],
        NamedBy = nameof(Customer.Code),
    };

    public static readonly UploadTable<Invoice> Invoices = new(
        new ShownField<Invoice>(ReceivablesFields.Title(ReceivablesFields.Amount), i => i.AmountPaise, Rupees),
        new ShownField<Invoice>(ReceivablesFields.Title(ReceivablesFields.Date), i => i.InvoiceDate, Day),
        new ShownField<Invoice>(ReceivablesFields.Title(ReceivablesFields.Due), i => i.DueDate, Day),
        new ShownField<Invoice>("Status", i => i.Paid, paid => paid is true ? "paid" : "unpaid")
    )
    {
        AssignsKeys = true,
        KeepsCreated = true,
        InsertOnly =
        [
            nameof(Invoice.CustomerId),
            nameof(Invoice.Number),
            nameof(Invoice.Kind),
            nameof(Invoice.Disputed),
            nameof(Invoice.CreatedAt),
        ],
        Stamped = [nameof(Invoice.CreatedAt), nameof(Invoice.UpdatedAt)],
        References = new Dictionary<string, IUploadTable> { [nameof(Invoice.CustomerId)] = Customers },
        NamedBy = nameof(Invoice.Number),
        StagedWithin = """
            SELECT upload_id, row_number, invoice_id AS id, customer_id, number, kind, amount_paise, invoice_date, due_date, paid, disputed
            FROM staged_items WHERE writes_invoice
            """,
    };

    /// <summary>The balance and the invoice of an item in one row: nearly all of a sheet is this.</summary>
    public static readonly StagedItems Items = new(Invoices);

    public static readonly StagedTable<StagedDeparture> Departures = new();

    public static readonly StagedTable<StagedMissing> Missing = new();

    /// <summary>Stays when the upload is committed: what is shown of it depends on the state of its upload.</summary>
    public static readonly StagedTable<ForeignBalance> Foreign = new();

    public static readonly IReadOnlyList<IStagedTable> All = [Customers, Invoices, Items, Departures, Missing, Foreign];

    public static string Rupees(object? paise) => paise is long value ? new Money(value).ToString() : "";

    private static string Day(object? date) =>
        date is DateOnly day ? day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture) : "none";
}

/// <summary>Another region whose position holds what a row speaks of; the commit takes it out of there.</summary>
internal sealed class StagedDeparture
{
    public int UploadId { get; init; }

    public int RowNumber { get; init; }

    public int DepartmentId { get; init; }

    public required string Region { get; init; }
}

/// <summary>An open invoice that the sheet does not have.</summary>
internal sealed class StagedMissing
{
    public int UploadId { get; init; }

    public int RowNumber { get; init; }

    public int InvoiceId { get; init; }

    /// <summary>The sheet has something else instead: the customer's total for invoices, or the reverse.</summary>
    public bool Replaced { get; init; }
}
