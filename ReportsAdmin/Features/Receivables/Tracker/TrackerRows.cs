using System.Runtime.InteropServices;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>Makes customers of one statement's rows: an invoice in a position each, with the columns of the invoice and of the customer.</summary>
/// <param name="debtors">Those who are wanted among the customers that the statement has.</param>
internal sealed class TrackerRows(IBulkRows rows, TrackerYear year, HashSet<int> debtors)
{
    private readonly List<YearItem> items = [];
    private bool hasRow;
    private bool isBegun;

    /// <summary>
    /// Customers in the order of their codes, each with their invoices in the order of their keys, and one without balances once. Outer
    /// joins make SQLite go along the index of the codes, so that it sorts the invoices of one customer at a time.
    /// </summary>
    public static string Statement(TrackerYear year)
    {
        var snapshots = string.Join(',', year.Snapshots);
        return $"""
            SELECT c.id, c.code, c.name, c.region, c.department_id, c.remark, c.notes, c.engineer_id, c.created_at, c.updated_at,
                b.invoice_id, b.snapshot_id, b.outstanding_paise, b.bucket, b.invoice_date, b.due_date,
                i.kind, i.number, i.amount_paise, i.invoice_date, i.paid, i.disputed, i.created_at, i.updated_at
            FROM customers c
            LEFT JOIN invoice_balances b ON b.customer_id = c.id AND b.snapshot_id IN ({snapshots})
            LEFT JOIN invoices i ON i.id = b.invoice_id
            WHERE EXISTS (SELECT 1 FROM balances s WHERE s.customer_id = c.id AND s.snapshot_id IN ({snapshots}))
            ORDER BY c.code, b.invoice_id
            """;
    }

    /// <summary>The next customer; null after the last.</summary>
    public async ValueTask<TrackerCustomer?> NextAsync(CancellationToken ct)
    {
        if (!isBegun)
            (isBegun, hasRow) = (true, await rows.NextAsync(ct));
        while (hasRow && !debtors.Contains(rows.Int32(0)))
            hasRow = await rows.NextAsync(ct);
        if (!hasRow)
            return null;
        var invoices = new List<TrackerInvoice>();
        var customer = Customer(invoices);
        items.Clear();
        while (hasRow && rows.Int32(0) == customer.Id)
        {
            if (rows.IsNull(10))
                hasRow = await rows.NextAsync(ct);
            else
                await ReadInvoiceAsync(invoices, ct);
        }

        return WithFigures(customer);
    }

    private async ValueTask ReadInvoiceAsync(List<TrackerInvoice> invoices, CancellationToken ct)
    {
        var (id, first) = (rows.Int32(10), items.Count);
        // What a sheet without invoices gave of a customer is owed, but is no invoice to anybody outside.
        var months = (InvoiceKind)rows.Int16(16) == InvoiceKind.Invoice ? new List<InvoiceMonthAmount>(1) : null;
        if (months is not null)
            invoices.Add(Invoice(id, months));
        do
        {
            items.Add(Item());
            hasRow = await rows.NextAsync(ct);
        } while (hasRow && !rows.IsNull(10) && rows.Int32(10) == id);
        if (months is not null)
            TrackerYear.AddMonths(CollectionsMarshal.AsSpan(items)[first..], months);
    }

    private YearItem Item() =>
        year.Item(
            rows.Int32(11),
            rows.Int64(12),
            rows.IsNull(13) ? null : (AgeBucket)rows.Int16(13),
            rows.Date(14),
            rows.Date(15)
        );

    private TrackerInvoice Invoice(int id, List<InvoiceMonthAmount> months) =>
        new()
        {
            Id = id,
            Number = rows.Text(17),
            Amount = new Money(rows.Int64(18)),
            Date = rows.Date(19),
            Status = Ledger.Invoice.StatusOf(rows.Boolean(20), rows.Boolean(21)),
            CreatedAt = rows.Instant(22),
            UpdatedAt = rows.Instant(23),
            Months = months,
        };

    private TrackerCustomer Customer(List<TrackerInvoice> invoices)
    {
        var engineer = rows.IsNull(7) ? (int?)null : rows.Int32(7);
        return new TrackerCustomer
        {
            Id = rows.Int32(0),
            Code = rows.Text(1),
            Name = rows.Text(2),
            Region = rows.Text(3),
            Department = year.Departments.GetValueOrDefault(rows.Int32(4), ""),
            Remark = rows.Text(5),
            Notes = rows.Text(6),
            EngineerId = engineer,
            Engineer = engineer is { } key ? year.Engineers.GetValueOrDefault(key) : null,
            CreatedAt = rows.Instant(8),
            UpdatedAt = rows.Instant(9),
            Invoices = invoices,
        };
    }

    private TrackerCustomer WithFigures(TrackerCustomer customer)
    {
        var all = CollectionsMarshal.AsSpan(items);
        var (outstanding, oldest) = TrackerYear.Owed(all);
        return customer with
        {
            Region = TrackerYear.RegionOf(all) ?? customer.Region,
            Outstanding = outstanding,
            Oldest = oldest,
        };
    }
}
