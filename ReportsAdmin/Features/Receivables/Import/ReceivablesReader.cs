using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Reads the rows of one outstanding sheet against the ledger, in the order of the sheet.</summary>
internal sealed class ReceivablesReader(
    ReceivablesLedger ledger,
    CurrentUser currentUser,
    ImportTerms terms,
    int fallbackDepartment,
    IReadOnlyDictionary<int, string> departments
) : IRowReader
{
    private const long BucketTolerancePaise = 100;

    private readonly bool byInvoice = terms.Fields.Contains(ReceivablesFields.Number);
    private readonly bool hasOutstanding = terms.Fields.Contains(ReceivablesFields.Outstanding);
    private readonly bool hasBuckets = ReceivablesFields.Buckets.Any(terms.Fields.Contains);
    private readonly HashSet<int> seenInvoices = [];
    private readonly HashSet<int> faulty = [];
    private readonly HashSet<int> presentCustomers = [];
    private readonly HashSet<(int Department, string Region)> covered = [];

    // What the first good row of each customer says of them.
    private readonly Dictionary<string, Customer> customers = new(StringComparer.OrdinalIgnoreCase);
    private int newCustomers;
    private int newInvoices;
    private int otherNames;
    private RowFacts read = RowFacts.None;

    public RowReading Read(RowCells cells)
    {
        var code = cells.Required(ReceivablesFields.Code, 60);
        var customer = code.Length == 0 ? null : ledger.Customer(code);
        var department = customer?.DepartmentId ?? terms.DepartmentId ?? fallbackDepartment;
        if (customer is not null)
            CheckOwner(customer, cells);
        var region = RegionOf(cells, customer, code);
        var name = cells.Text(ReceivablesFields.Name, 200) ?? customer?.Name ?? code;
        var number = byInvoice ? cells.Required(ReceivablesFields.Number, 100) : "";
        var items = byInvoice ? [InvoiceOf(cells, customer, number)] : SummaryOf(cells, customer);
        var left = customer is null || region is null ? [] : LeftRegions(customer, region, items);
        if (cells.Problems.Count == 0 && left.FirstOrDefault(r => !currentUser.Scope.CoversRegion(r)) is { } outside)
            cells.Fault(ReceivablesFields.Region, $"This is in {Regions.Display(outside)}, outside your regions.");
        var outstanding = items.Sum(i => i.OutstandingPaise);
        read = new RowFacts(code, name, region ?? "", department, customer, items, left);
        var key = byInvoice ? $"{code} · {number}" : code;
        return new RowReading
        {
            Identity = key.ToUpperInvariant(),
            Key = key,
            Label = name,
            Section = region ?? "",
            Amount = outstanding,
            Content = ContentHash.Of(outstanding, items.Sum(i => i.AmountPaise)),
        };
    }

    public void Reject(RowReading reading)
    {
        if (read.Customer is { } customer)
            presentCustomers.Add(customer.Id);
        foreach (var item in read.Items)
        {
            if (item.Known is { } known)
                faulty.Add(known.Id);
        }
    }

    public RowProblem Contradicts(int firstRow, long firstAmount) =>
        new(
            byInvoice ? ReceivablesFields.Number : ReceivablesFields.Code,
            $"Row {firstRow} has the same {(byInvoice ? "invoice" : "customer")} with another amount ({new Money(firstAmount)})."
        );

    public RowReading Accept(RowReading reading, int rowNumber, List<CellChange> changes)
    {
        foreach (var region in read.Left.Append(read.Region))
            covered.Add((read.DepartmentId, region));
        var records = new List<RecordWrite>();
        var customer = AcceptCustomer(records);
        long before = 0;
        foreach (var item in read.Items)
        {
            before += item.Known?.OutstandingPaise ?? 0;
            if (item.Known is { } known)
                NoteKnown(known, item, changes);
            var id = item.Known?.Id ?? --newInvoices;
            if (item.Known is null || ledger.IsLatest)
                records.Add(
                    ReceivablesTables.Invoices.Write(
                        item.ToInvoice(id, customer.Id),
                        item.Known?.ToInvoice(),
                        silent: item.Kind == InvoiceKind.Summary
                    )
                );
            records.Add(
                ReceivablesTables.Balances.Write(item.ToBalance(id, customer.Id, read.DepartmentId, read.Region))
            );
        }

        if (!byInvoice && read.Customer is not null && reading.Amount != before)
            changes.Add(OutstandingChange(before, reading.Amount));
        foreach (var region in read.Left)
            records.Add(
                ReceivablesTables.Departures.Write(
                    new StagedDeparture { DepartmentId = read.DepartmentId, Region = region }
                )
            );
        return reading with
        {
            Delta = reading.Amount - before,
            IsNew = read.Customer is null || (byInvoice && read.Items.Exists(i => i.Known is null)),
            Records = records,
        };
    }

    public IEnumerable<string> Remarks()
    {
        if (otherNames > 0)
            yield return otherNames == 1
                ? "A row names its customer or the customer's region differently from an earlier row; the first row counts."
                : $"{otherNames} rows name their customer or the customer's region differently from an earlier row; the first row counts.";
    }

    /// <summary>The first good row of a customer creates or corrects them; an older month corrects nobody.</summary>
    private Customer AcceptCustomer(List<RecordWrite> records)
    {
        if (customers.TryGetValue(read.Code, out var earlier))
        {
            if (earlier.Name != read.Name || earlier.Region != read.Region)
                otherNames++;
            return earlier;
        }

        var stored = read.Customer;
        if (stored is not null)
            presentCustomers.Add(stored.Id);
        var customer = new Customer
        {
            Id = stored?.Id ?? --newCustomers,
            Code = read.Code,
            Name = read.Name,
            SearchText = Customer.FoldForSearch($"{read.Name} {read.Code}"),
            Region = read.Region,
            DepartmentId = read.DepartmentId,
        };
        customers[read.Code] = customer;
        if (stored is null || ledger.IsLatest)
            records.Add(ReceivablesTables.Customers.Write(customer, stored?.ToCustomer()));
        return customer;
    }

    private void NoteKnown(LedgerInvoice known, SheetItem item, List<CellChange> changes)
    {
        seenInvoices.Add(known.Id);
        if (item.Kind == InvoiceKind.Invoice && known.OutstandingPaise != item.OutstandingPaise)
            changes.Add(OutstandingChange(known.OutstandingPaise, item.OutstandingPaise));
    }

    private static CellChange OutstandingChange(long? before, long after) =>
        new(
            ReceivablesFields.Title(ReceivablesFields.Outstanding),
            before is { } was ? ReceivablesTables.Rupees(was) : "not open",
            ReceivablesTables.Rupees(after)
        );

    /// <summary>Open items of the departments and regions that the sheet covers and that it does not name.</summary>
    public IEnumerable<ValidatedRow> Missing()
    {
        var number = 0;
        foreach (
            var invoice in ledger
                .Invoices.Where(i => i.OutstandingPaise is not null and not 0)
                .OrderBy(i => i.Customer.Code, StringComparer.Ordinal)
                .ThenBy(i => i.Number, StringComparer.Ordinal)
        )
        {
            if (
                seenInvoices.Contains(invoice.Id)
                || faulty.Contains(invoice.Id)
                || !covered.Contains((invoice.Customer.DepartmentId, invoice.PositionRegion!))
            )
                continue;
            var replaced =
                presentCustomers.Contains(invoice.Customer.Id) && (invoice.Kind == InvoiceKind.Invoice) != byInvoice;
            var owed = invoice.OutstandingPaise!.Value;
            var why = replaced
                ? new RowProblem(
                    null,
                    byInvoice ? "Replaced by the customer's invoices." : "Replaced by the customer's total."
                )
                : null;
            yield return new ValidatedRow(--number, RowEffect.Missing, $"{invoice.Customer.Code} · {invoice.Number}")
            {
                Label = invoice.Customer.Name,
                Section = invoice.PositionRegion!,
                Amount = owed,
                Delta = replaced ? -owed : 0,
                Records =
                [
                    ReceivablesTables.Missing.Write(new StagedMissing { InvoiceId = invoice.Id, Replaced = replaced }),
                ],
                Problems = why is null ? null : [why],
            };
        }
    }

    /// <summary>The regions, other than the row's, whose positions hold what the row speaks of: else the money would be counted there as well.</summary>
    private List<string> LeftRegions(LedgerCustomer customer, string region, List<SheetItem> items)
    {
        var left = new List<string>();
        foreach (var item in items)
        {
            if (
                item.Known is { OutstandingPaise: not null and not 0, PositionRegion: { } position }
                && position != region
            )
                left.Add(position);
        }

        left.AddRange(
            ledger
                .OpenRegions(customer.Id, byInvoice ? InvoiceKind.Summary : InvoiceKind.Invoice)
                .Where(r => r != region)
        );
        if (
            ledger.IsLatest
            && customer.Region != region
            && ledger.OpenRegions(customer.Id, InvoiceKind.Invoice).Contains(customer.Region)
        )
            left.Add(customer.Region);
        return left.Count < 2 ? left : [.. left.Distinct(StringComparer.Ordinal)];
    }

    private void CheckOwner(LedgerCustomer customer, RowCells cells)
    {
        if (terms.DepartmentId is { } own && customer.DepartmentId != own)
            cells.Fault(
                ReceivablesFields.Code,
                $"Customer {customer.Code} belongs to {departments.GetValueOrDefault(customer.DepartmentId, "another department")}."
            );
        else if (
            !currentUser.Scope.CoversDepartment(customer.DepartmentId)
            || !currentUser.Scope.CoversRegion(customer.Region)
        )
            cells.Fault(ReceivablesFields.Code, $"Customer {customer.Code} is outside your departments and regions.");
    }

    private string? RegionOf(RowCells cells, LedgerCustomer? customer, string code)
    {
        if (cells.Text(ReceivablesFields.Region) is { } text)
        {
            var region = Regions.Parse(text);
            if (region is null)
                cells.Fault(ReceivablesFields.Region, $"'{text}' is not one of the regions.");
            else if (!currentUser.Scope.CoversRegion(region))
                cells.Fault(ReceivablesFields.Region, $"{Regions.Display(region)} is outside your regions.");
            return region;
        }

        var known = customer?.Region
            ?? customers.GetValueOrDefault(code)?.Region
            ?? (currentUser.Scope.Regions is [var only] ? only : null);
        if (known is null && !cells.IsFaulty(ReceivablesFields.Region))
            cells.Fault(ReceivablesFields.Region, "The region is blank, and the customer is new.");
        return known;
    }

    private SheetItem InvoiceOf(RowCells cells, LedgerCustomer? customer, string number)
    {
        var amount = cells.Paise(ReceivablesFields.Amount);
        var outstanding = cells.Paise(ReceivablesFields.Outstanding) ?? (hasOutstanding ? null : amount);
        if (
            outstanding is null
            && !cells.IsFaulty(ReceivablesFields.Outstanding)
            && !cells.IsFaulty(ReceivablesFields.Amount)
        )
            cells.Fault(
                hasOutstanding ? ReceivablesFields.Outstanding : ReceivablesFields.Amount,
                "The amount is blank."
            );
        var known = customer is null ? null : ledger.Invoice(customer.Id, number);
        return new SheetItem
        {
            Number = number,
            Known = known,
            AmountPaise = amount ?? known?.AmountPaise ?? outstanding ?? 0,
            OutstandingPaise = outstanding ?? 0,
            InvoiceDate = cells.Date(ReceivablesFields.Date) ?? known?.InvoiceDate,
            DueDate = cells.Date(ReceivablesFields.Due) ?? known?.DueDate,
        };
    }

    /// <summary>A customer's total becomes one item per age bucket; without bucket columns one item without an age.</summary>
    private List<SheetItem> SummaryOf(RowCells cells, LedgerCustomer? customer)
    {
        var parts = new long[ReceivablesFields.Buckets.Count + 1];
        for (var b = 0; b < ReceivablesFields.Buckets.Count; b++)
            parts[b] = cells.Paise(ReceivablesFields.Buckets[b]) ?? 0;
        var sum = parts.Sum();
        var total = cells.Paise(ReceivablesFields.Outstanding);
        if (total is null && parts.All(p => p == 0) && cells.Problems.Count == 0)
            cells.Fault(ReceivablesFields.Outstanding, "The amount is blank.");
        if (total is { } stated && sum != stated)
        {
            if (hasBuckets && sum != 0 && Math.Abs(stated - sum) > BucketTolerancePaise)
                cells.Fault(
                    ReceivablesFields.Outstanding,
                    $"The age buckets add up to {new Money(sum)}, the outstanding says {new Money(stated)}."
                );
            else
                parts[(int)AgeBucket.Unclassified] = stated - sum;
        }

        // Every bucket of a known customer is written, also when it became zero: else last month's amount would be carried.
        var items = new List<SheetItem>();
        for (var b = AgeBucket.UpTo30; b <= AgeBucket.Unclassified; b++)
        {
            var number = $"Balance {AgeingScheme.Standard.Labels[(int)b]}";
            var known = customer is null ? null : ledger.Invoice(customer.Id, number);
            if (parts[(int)b] == 0 && known?.OutstandingPaise is null or 0)
                continue;
            items.Add(
                new SheetItem
                {
                    Number = number,
                    Known = known,
                    Kind = InvoiceKind.Summary,
                    AmountPaise = parts[(int)b],
                    OutstandingPaise = parts[(int)b],
                    Bucket = b,
                }
            );
        }

        return items;
    }

    /// <summary>What the row being judged says; it is accepted or rejected before the next is read.</summary>
    private sealed record RowFacts(
        string Code,
        string Name,
        string Region,
        int DepartmentId,
        LedgerCustomer? Customer,
        List<SheetItem> Items,
        List<string> Left
    )
    {
        public static readonly RowFacts None = new("", "", "", 0, null, [], []);
    }
}

/// <summary>What a row says of one invoice, or of one age bucket of a customer's total.</summary>
internal sealed record SheetItem
{
    public required string Number { get; init; }

    /// <summary>The stored invoice; null when the row creates it.</summary>
    public LedgerInvoice? Known { get; init; }

    public InvoiceKind Kind { get; init; }

    public long AmountPaise { get; init; }

    public long OutstandingPaise { get; init; }

    public DateOnly? InvoiceDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public AgeBucket? Bucket { get; init; }

    public Invoice ToInvoice(int id, int customerId) =>
        new()
        {
            Id = id,
            CustomerId = customerId,
            Number = Number,
            Kind = Kind,
            AmountPaise = AmountPaise,
            InvoiceDate = InvoiceDate,
            DueDate = DueDate,
            Paid = Kind == InvoiceKind.Invoice && OutstandingPaise == 0,
        };

    public StagedBalance ToBalance(int invoiceId, int customerId, int departmentId, string region) =>
        new()
        {
            DepartmentId = departmentId,
            Region = region,
            InvoiceId = invoiceId,
            CustomerId = customerId,
            OutstandingPaise = OutstandingPaise,
            InvoiceDate = InvoiceDate,
            DueDate = DueDate,
            Bucket = Bucket,
            Kind = Kind,
            Disputed = Known?.Disputed ?? false,
        };
}
