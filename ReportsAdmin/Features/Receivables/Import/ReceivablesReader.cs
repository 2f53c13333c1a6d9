using System.Globalization;
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
    DepartmentReading department,
    EngineerReading engineers
) : IRowReader
{
    // Never added to.
    private static readonly List<string> Nowhere = [];

    private readonly bool byInvoice = ReceivablesFields.HasInvoices(terms.Fields);
    private readonly bool hasCode = terms.Fields.Contains(ReceivablesFields.Code);
    private readonly OwedReading owed = new(terms);
    private readonly ItemReading itemsOf = new(ledger, terms);
    private readonly OwnerChecks owners = new(ledger, currentUser, terms, department);
    private readonly RegionReading regions = new(currentUser, terms);
    private readonly RepeatedNumbers repeats = new(ledger, terms);
    private readonly CustomerMatches matches = new(ledger, terms);
    private readonly CombinedRows combining = new(terms, ReceivablesFields.HasInvoices(terms.Fields));
    private readonly MissingItems missing = new(ledger, ReceivablesFields.HasInvoices(terms.Fields));

    // What the first good row of each customer says of them.
    private readonly Dictionary<string, Customer> customers = new(StringComparer.OrdinalIgnoreCase);
    private int newCustomers;
    private int newInvoices;
    private int otherNames;
    private int namedCustomers;
    private RowFacts read = RowFacts.None;

    public bool Scans => combining.Scans;

    public void Scan(RowCells cells) => combining.Scan(cells);

    public RowReading Read(RowCells cells)
    {
        if ((department.LeftOut(cells) ?? combining.Combine(cells)) is { } why)
            return LeftOut(cells, why);
        var (code, customer) = CustomerOf(cells);
        if (customer is not null)
            owners.Check(customer, cells);
        var region = RegionOf(cells, customer, code);
        var name = cells.Text(ReceivablesFields.Name, 200) ?? customer?.Name ?? code;
        var amounts = owed.Read(cells);
        var number = byInvoice ? NumberOf(cells, code, customer, amounts) : "";
        var items = byInvoice
            ? [itemsOf.Invoice(cells, customer, number, amounts)]
            : itemsOf.Summary(cells, customer, amounts);
        var left = customer is null || region is null ? Nowhere : owners.LeftRegions(customer, region, items);
        if (
            left.Count > 0
            && cells.Problems.Count == 0
            && left.FirstOrDefault(r => !currentUser.Scope.CoversRegion(r)) is { } outside
        )
            cells.Fault(ReceivablesFields.Region, $"This is in {Regions.Display(outside)}, outside your regions.");
        var (outstanding, amount) = (0L, 0L);
        foreach (var item in items)
            (outstanding, amount) = (checked(outstanding + item.OutstandingPaise), checked(amount + item.AmountPaise));
        read = new RowFacts(code, name, region ?? "", department.Of(cells, code, customer), customer, items, left)
        {
            Remark = cells.Text(ReceivablesFields.Remark),
            Engineer = cells.Text(ReceivablesFields.Engineer),
            Notes = cells.Text(ReceivablesFields.Notes),
        };
        var key = byInvoice ? $"{code} · {number}" : code;
        return new RowReading
        {
            Identity = key,
            AnyCase = true,
            Key = key,
            Label = name,
            Section = region ?? "",
            Amount = outstanding,
            LeftOut = amounts.LeftOut,
            Records = amounts.Currency is { } currency ? [Foreign(cells, currency, number, items)] : [],
            Content = ContentHash.Add(ContentHash.Add(0, outstanding), amount),
        };
    }

    private RecordWrite Foreign(RowCells cells, string currency, string number, List<SheetItem> items) =>
        ReceivablesTables.Foreign.Write(
            new ForeignBalance
            {
                Period = terms.Period,
                DepartmentId = read.DepartmentId,
                Region = read.Region,
                Code = CleanText.Clip(read.Code, 60),
                Name = CleanText.Clip(read.Name, 200),
                Number = CleanText.Clip(number, 100),
                InvoiceDate = cells.Date(ReceivablesFields.Date),
                Currency = currency,
                Hundredths = items.Sum(i => i.OutstandingPaise),
            }
        );

    private static RowReading LeftOut(RowCells cells, string why)
    {
        var key = string.Join(
            " · ",
            new[] { cells.Text(ReceivablesFields.Code), cells.Text(ReceivablesFields.Number) }.OfType<string>()
        );
        return new RowReading
        {
            Identity = key,
            Key = key,
            Label = cells.Text(ReceivablesFields.Name) ?? "",
            Amount = cells.Amount(ReceivablesFields.Outstanding) ?? cells.Amount(ReceivablesFields.Amount) ?? 0,
            LeftOut = why,
        };
    }

    public void Reject(RowReading reading)
    {
        if (read.Customer is { } customer)
            missing.Saw(customer);
        foreach (var item in read.Items)
        {
            if (item.Known is { } known)
                missing.SawFaulty(known);
        }
    }

    public RowProblem Contradicts(int firstRow, long firstAmount)
    {
        if (!byInvoice)
            combining.NoteCustomer(read.Items.Sum(i => i.OutstandingPaise));
        return new RowProblem(
            byInvoice ? ReceivablesFields.Number : ReceivablesFields.Code,
            $"Row {firstRow} has the same {(byInvoice ? "invoice" : "customer")} with another amount ({new Money(firstAmount)})."
        );
    }

    public RowReading Accept(RowReading reading, int rowNumber, List<CellChange> changes)
    {
        missing.Covers(read.DepartmentId, read.Region);
        foreach (var region in read.Left)
            missing.Covers(read.DepartmentId, region);
        var records = new List<RecordWrite>(3);
        var customer = AcceptCustomer(records);
        long before = 0;
        foreach (var item in read.Items)
        {
            before += item.Known?.OutstandingPaise ?? 0;
            if (item.Known is { } known)
                NoteKnown(known, item, changes);
            var id = item.Known?.Id ?? --newInvoices;
            var staged = item.ToStaged(id, customer.Id, read.DepartmentId, read.Region);
            records.Add(ReceivablesTables.Items.Write(staged, item.Known, corrects: ledger.IsLatest));
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

    public IEnumerable<UploadQuestion> Questions()
    {
        foreach (var question in owed.Questions())
            yield return question;
        foreach (
            var question in itemsOf
                .Questions()
                .Concat(regions.Questions())
                .Concat(repeats.Questions())
                .Concat(matches.Questions())
                .Concat(combining.Questions())
                .Concat(department.Questions())
        )
            yield return question;
    }

    public IEnumerable<string> Remarks()
    {
        foreach (
            var remark in owed.Remarks()
                .Concat(itemsOf.Remarks())
                .Concat(repeats.Remarks())
                .Concat(matches.Remarks())
                .Concat(combining.Remarks())
                .Concat(engineers.Remarks())
        )
            yield return remark;
        if (namedCustomers > 0)
            yield return $"The sheet has no customer codes: {namedCustomers} rows were matched by the customer's name.";
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
            missing.Saw(stored);
        var customer = new Customer
        {
            Id = stored?.Id ?? --newCustomers,
            Code = read.Code,
            Name = read.Name,
            SearchText = Customer.FoldForSearch($"{read.Name} {read.Code}"),
            Region = read.Region,
            DepartmentId = read.DepartmentId,
            Remark = Ledger.Remarks.Parse(read.Remark) ?? Ledger.Remarks.None,
            Notes = NotesOf(read.Remark, read.Notes),
            EngineerId = stored is null ? engineers.Of(read.Engineer) : null,
        };
        customers[read.Code] = customer;
        if (stored is null || ledger.IsLatest)
            records.Add(ReceivablesTables.Customers.Write(customer, stored?.ToCustomer()));
        return customer;
    }

    private void NoteKnown(LedgerInvoice known, SheetItem item, List<CellChange> changes)
    {
        missing.Saw(known);
        if (item.Kind == InvoiceKind.Invoice && known.OutstandingPaise != item.OutstandingPaise)
            changes.Add(OutstandingChange(known.OutstandingPaise, item.OutstandingPaise));
    }

    private static CellChange OutstandingChange(long? before, long after) =>
        new(
            ReceivablesFields.Title(ReceivablesFields.Outstanding),
            before is { } was ? ReceivablesTables.Rupees(was) : "not open",
            ReceivablesTables.Rupees(after)
        );

    private string NumberOf(RowCells cells, string code, LedgerCustomer? customer, OwedAmounts amounts)
    {
        var number = cells.Required(ReceivablesFields.Number, 100);
        if (number.Length == 0 || cells.Problems.Count > 0)
            return number;
        var facts = new ItemFacts(
            cells.Date(ReceivablesFields.Date),
            cells.Date(ReceivablesFields.Due),
            amounts.Invoice,
            amounts.Outstanding,
            cells.Text(ReceivablesFields.Item)
        );
        return repeats.NumberOf(code, customer, number, facts);
    }

    /// <summary>The customer of a row: by code, or by name where the sheet has no codes.</summary>
    private (string Code, LedgerCustomer? Known) CustomerOf(RowCells cells)
    {
        if (hasCode)
        {
            var code = cells.Required(ReceivablesFields.Code, 60);
            var customer = code.Length == 0 ? null : ledger.Customer(code) ?? matches.Of(code, cells);
            return (customer?.Code ?? code, customer);
        }

        var name = cells.Required(ReceivablesFields.Name, 200);
        namedCustomers++;
        var known = name.Length == 0 ? null : ledger.CustomerNamed(name) ?? ledger.Customer(CleanText.Clip(name, 60));
        return (known?.Code ?? CleanText.Clip(name, 60), known);
    }

    /// <summary>A remark that is none of the list is a note: nothing that the sheet says of a new customer is lost.</summary>
    private static string NotesOf(string? remark, string? notes)
    {
        var extra = remark is not null && Ledger.Remarks.Parse(remark) is null ? remark : null;
        return CleanText.Clip(string.Join(" · ", new[] { notes, extra }.Where(t => !string.IsNullOrEmpty(t))), 2000);
    }

    private string? RegionOf(RowCells cells, LedgerCustomer? customer, string code)
    {
        var known = customer?.Region ?? customers.GetValueOrDefault(code)?.Region;
        if (cells.Text(ReceivablesFields.Region) is { } text)
            return regions.Of(cells, text, known);
        // A row that is wrong already asks nothing.
        return known ?? (cells.Problems.Count > 0 ? null : regions.OfBlank());
    }

    public IEnumerable<ValidatedRow> Missing() => missing.Rows();

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

        public string? Remark { get; init; }

        public string? Engineer { get; init; }

        public string? Notes { get; init; }
    }
}
