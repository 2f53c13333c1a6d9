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
    int fallbackDepartment,
    IReadOnlyDictionary<int, string> departments
) : IRowReader
{
    private const long BucketTolerancePaise = 100;

    // Never added to.
    private static readonly List<string> Nowhere = [];

    /// <summary>Asks for the department of new customers.</summary>
    public const string DepartmentQuestion = "department";

    /// <summary>How the sentence goes on that names the department of new customers.</summary>
    public const string NewCustomersRemark = "new customers; they belong to";

    private readonly bool byInvoice = ReceivablesFields.HasInvoices(terms.Fields);
    private readonly bool hasCode = terms.Fields.Contains(ReceivablesFields.Code);
    private readonly bool hasAges = ReceivablesFields.HasAges(terms.Fields);
    private readonly OwedReading owed = new(terms);
    private readonly DateChecks dates = new(terms);
    private readonly RegionReading regions = new(currentUser, terms);
    private readonly RepeatedNumbers repeats = new(ledger, terms);
    private readonly CustomerMatches matches = new(ledger, terms);
    private readonly HashSet<int> seenInvoices = [];
    private readonly HashSet<int> faulty = [];
    private readonly HashSet<int> presentCustomers = [];
    private readonly HashSet<(int Department, string Region)> covered = [];

    // What the first good row of each customer says of them.
    private readonly Dictionary<string, Customer> customers = new(StringComparer.OrdinalIgnoreCase);
    private int newCustomers;
    private int newInvoices;
    private int otherNames;
    private int withoutDepartment;
    private int placedInDepartment;
    private int namedCustomers;
    private RowFacts read = RowFacts.None;

    public RowReading Read(RowCells cells)
    {
        var (code, customer) = CustomerOf(cells);
        var department = customer?.DepartmentId ?? DepartmentOf(code);
        if (customer is not null)
            CheckOwner(customer, cells);
        var region = RegionOf(cells, customer, code);
        var name = cells.Text(ReceivablesFields.Name, 200) ?? customer?.Name ?? code;
        var amounts = owed.Read(cells);
        var number = byInvoice ? NumberOf(cells, code, customer, amounts) : "";
        var items = byInvoice ? [InvoiceOf(cells, customer, number, amounts)] : SummaryOf(cells, customer, amounts);
        var left = customer is null || region is null ? Nowhere : LeftRegions(customer, region, items);
        if (
            left.Count > 0
            && cells.Problems.Count == 0
            && left.FirstOrDefault(r => !currentUser.Scope.CoversRegion(r)) is { } outside
        )
            cells.Fault(ReceivablesFields.Region, $"This is in {Regions.Display(outside)}, outside your regions.");
        var (outstanding, amount) = (0L, 0L);
        foreach (var item in items)
            (outstanding, amount) = (checked(outstanding + item.OutstandingPaise), checked(amount + item.AmountPaise));
        read = new RowFacts(code, name, region ?? "", department, customer, items, left)
        {
            Remark = cells.Text(ReceivablesFields.Remark),
            Notes = cells.Text(ReceivablesFields.Notes),
        };
        var key = byInvoice ? $"{code} · {number}" : code;
        return new RowReading
        {
            Identity = key.ToUpperInvariant(),
            Key = key,
            Label = name,
            Section = region ?? "",
            Amount = outstanding,
            LeftOut = amounts.LeftOut,
            Content = ContentHash.Add(ContentHash.Add(0, outstanding), amount),
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
        covered.Add((read.DepartmentId, read.Region));
        foreach (var region in read.Left)
            covered.Add((read.DepartmentId, region));
        var records = new List<RecordWrite>(3);
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

    public IEnumerable<UploadQuestion> Questions()
    {
        foreach (var question in owed.Questions())
            yield return question;
        foreach (
            var question in dates
                .Questions()
                .Concat(regions.Questions())
                .Concat(repeats.Questions())
                .Concat(matches.Questions())
        )
            yield return question;
        if (withoutDepartment > 0)
            yield return new UploadQuestion(
                DepartmentQuestion,
                "Which department do the new customers belong to?",
                $"{withoutDepartment} rows name customers that are new, and the upload names no department.",
                [
                    .. departments
                        .OrderBy(d => d.Value, StringComparer.Ordinal)
                        .Select(d => new QuestionOption(d.Key.ToString(CultureInfo.InvariantCulture), d.Value)),
                ],
                null
            )
            {
                Memory = AnswerMemory.File,
            };
    }

    public IEnumerable<string> Remarks()
    {
        if (placedInDepartment > 0)
            yield return $"{placedInDepartment} {(placedInDepartment == 1 ? "row names" : "rows name")} {NewCustomersRemark} {departments[int.Parse(terms.Answer(DepartmentQuestion)!, CultureInfo.InvariantCulture)]}.";
        foreach (
            var remark in owed.Remarks().Concat(dates.Remarks()).Concat(repeats.Remarks()).Concat(matches.Remarks())
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
            presentCustomers.Add(stored.Id);
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
        List<string>? left = null;
        foreach (var item in items)
        {
            if (
                item.Known is { OutstandingPaise: not null and not 0, PositionRegion: { } position }
                && position != region
            )
                (left ??= []).Add(position);
        }

        foreach (var open in ledger.OpenRegions(customer.Id, byInvoice ? InvoiceKind.Summary : InvoiceKind.Invoice))
        {
            if (open != region)
                (left ??= []).Add(open);
        }

        if (
            ledger.IsLatest
            && customer.Region != region
            && ledger.OpenRegions(customer.Id, InvoiceKind.Invoice).Contains(customer.Region)
        )
            (left ??= []).Add(customer.Region);
        return left is null or { Count: 1 } ? left ?? Nowhere : [.. left.Distinct(StringComparer.Ordinal)];
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

    private string NumberOf(RowCells cells, string code, LedgerCustomer? customer, OwedAmounts amounts)
    {
        var number = cells.Required(ReceivablesFields.Number, 100);
        if (number.Length == 0 || cells.Problems.Count > 0)
            return number;
        var facts = new ItemFacts(
            cells.Date(ReceivablesFields.Date),
            cells.Date(ReceivablesFields.Due),
            amounts.Invoice,
            amounts.Outstanding
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

    /// <summary>The department of a new customer: never the first one that happens to be there.</summary>
    private int DepartmentOf(string code)
    {
        if (terms.DepartmentId is { } named)
            return named;
        if (departments.Count == 1)
            return fallbackDepartment;
        if (
            int.TryParse(
                terms.Answer(DepartmentQuestion),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var chosen
            ) && departments.ContainsKey(chosen)
        )
        {
            placedInDepartment++;
            return chosen;
        }

        if (code.Length > 0)
            withoutDepartment++;
        return fallbackDepartment;
    }

    /// <summary>A remark that is none of the list is a note: nothing that the sheet says of a new customer is lost.</summary>
    private static string NotesOf(string? remark, string? notes)
    {
        var extra = remark is not null && Ledger.Remarks.Parse(remark) is null ? remark : null;
        return CleanText.Clip(string.Join(" · ", new[] { notes, extra }.Where(t => !string.IsNullOrEmpty(t))), 2000);
    }

    private string? RegionOf(RowCells cells, LedgerCustomer? customer, string code)
    {
        if (cells.Text(ReceivablesFields.Region) is { } text)
            return regions.Of(cells, text);
        var known = customer?.Region ?? customers.GetValueOrDefault(code)?.Region;
        // A row that is wrong already asks nothing.
        return known ?? (cells.Problems.Count > 0 ? null : regions.OfBlank());
    }

    private SheetItem InvoiceOf(RowCells cells, LedgerCustomer? customer, string number, OwedAmounts amounts)
    {
        if (
            amounts.Outstanding is null
            && amounts.LeftOut is null
            && !cells.IsFaulty(ReceivablesFields.Outstanding)
            && !cells.IsFaulty(ReceivablesFields.Amount)
        )
            cells.Fault(
                terms.Fields.Contains(ReceivablesFields.Outstanding)
                    ? ReceivablesFields.Outstanding
                    : ReceivablesFields.Amount,
                "The amount is blank."
            );
        var known = customer is null ? null : ledger.Invoice(customer.Id, number);
        var date = dates.InvoiceDate(cells, amounts) ?? known?.InvoiceDate;
        return new SheetItem
        {
            Number = number,
            Known = known,
            AmountPaise = amounts.Invoice ?? known?.AmountPaise ?? amounts.Outstanding ?? 0,
            OutstandingPaise = amounts.Outstanding ?? 0,
            InvoiceDate = date,
            DueDate = cells.Date(ReceivablesFields.Due) ?? known?.DueDate,
            Bucket = date is null ? amounts.Age : null,
        };
    }

    /// <summary>A customer's total becomes one item per age bucket; without bucket columns one item without an age.</summary>
    private List<SheetItem> SummaryOf(RowCells cells, LedgerCustomer? customer, OwedAmounts amounts)
    {
        var parts = amounts.Ages;
        var sum = parts.Sum();
        if (
            amounts.Outstanding is null
            && parts.All(p => p == 0)
            && cells.Problems.Count == 0
            && amounts.LeftOut is null
        )
            cells.Fault(ReceivablesFields.Outstanding, "The amount is blank.");
        if (amounts.Outstanding is { } stated && sum != stated)
        {
            if (hasAges && sum != 0 && Math.Abs(stated - sum) > BucketTolerancePaise)
                cells.Fault(
                    ReceivablesFields.Outstanding,
                    $"The age buckets add up to {new Money(sum)}, the outstanding says {new Money(stated)}."
                );
            else
                parts[(int)(sum == 0 ? amounts.Age ?? AgeBucket.Unclassified : AgeBucket.Unclassified)] += stated - sum;
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

        public string? Remark { get; init; }

        public string? Notes { get; init; }
    }
}
