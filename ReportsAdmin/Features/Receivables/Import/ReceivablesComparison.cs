using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Judges the rows of one sheet against the ledger, in the order of the sheet.</summary>
internal sealed class ReceivablesComparison(
    ReceivablesLedger ledger,
    CurrentUser currentUser,
    ImportTerms terms,
    int fallbackDepartment,
    IReadOnlyDictionary<int, string> departments
) : IImportComparison
{
    private const long BucketTolerancePaise = 100;

    private readonly bool byInvoice = terms.Fields.Contains(ReceivablesFields.Number);
    private readonly int[] mapped = [.. terms.Fields.Select(f => ReceivablesFields.Position[f]).Order()];
    private readonly Dictionary<string, (int Row, long Outstanding, long Amount)> seen = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly HashSet<int> seenInvoices = [];
    private readonly HashSet<int> faulty = [];
    private readonly HashSet<int> presentCustomers = [];
    private readonly HashSet<(int Department, string Region)> covered = [];
    private readonly Dictionary<string, (string Name, string Region)> newCustomers = new(
        StringComparer.OrdinalIgnoreCase
    );

    public ValidatedRow Validate(SheetRow row)
    {
        var read = new RowReader(row, mapped);
        var problems = read.Problems;
        var code = read.Text(ReceivablesFields.Code);
        if (code is null && !read.IsFaulty(ReceivablesFields.Code))
            problems.Add(new RowProblem(ReceivablesFields.Code, "The customer code is blank."));
        else if (code?.Length > 60)
            problems.Add(new RowProblem(ReceivablesFields.Code, "A customer code may have 60 characters."));
        var customer = code is null ? null : ledger.Customer(code);
        var department = customer?.DepartmentId ?? terms.DepartmentId ?? fallbackDepartment;
        if (customer is not null)
            CheckOwner(customer, problems);
        var region = RegionOf(read, customer, code, problems);
        var name = read.Text(ReceivablesFields.Name) ?? customer?.Name ?? code ?? "";
        if (name.Length > 200)
            problems.Add(new RowProblem(ReceivablesFields.Name, "A name may have 200 characters."));

        var items = byInvoice ? InvoiceOf(read, customer, problems) : SummaryOf(read, customer, problems);
        var left = customer is null || region is null ? [] : LeftRegions(customer, region, items);
        if (problems.Count == 0 && left.FirstOrDefault(r => !currentUser.Scope.CoversRegion(r)) is { } outside)
            problems.Add(
                new RowProblem(
                    ReceivablesFields.Region,
                    $"This is in {Regions.Display(outside)}, outside your regions."
                )
            );
        var key = byInvoice ? $"{code} · {read.Text(ReceivablesFields.Number)}" : code ?? "";
        var outstanding = items.Sum(i => i.OutstandingPaise);
        if (problems.Count == 0 && Repeats(key, items, row.RowNumber, outstanding, problems) is { } first)
            return new ValidatedRow(
                row.RowNumber,
                RowEffect.Duplicate,
                key,
                name,
                region ?? "",
                outstanding,
                0,
                null,
                null,
                [new RowProblem(null, $"The same as row {first}; counted once.")]
            );
        if (customer is not null)
            presentCustomers.Add(customer.Id);
        if (problems.Count > 0)
        {
            foreach (var item in items)
                if (item.InvoiceId is { } id)
                    faulty.Add(id);
            return new ValidatedRow(
                row.RowNumber,
                RowEffect.Error,
                key,
                name,
                region ?? "",
                outstanding,
                0,
                null,
                null,
                problems
            );
        }

        return Accept(row.RowNumber, key, code!, name, region!, department, customer, items, outstanding, left);
    }

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
            var item = new StagedItem
            {
                Code = invoice.Customer.Code,
                Name = invoice.Customer.Name,
                Region = invoice.Customer.Region,
                DepartmentId = invoice.Customer.DepartmentId,
                CustomerId = invoice.Customer.Id,
                Replaced = replaced,
                Items =
                [
                    new StagedInvoice
                    {
                        Number = invoice.Number,
                        InvoiceId = invoice.Id,
                        Kind = invoice.Kind,
                        AmountPaise = invoice.AmountPaise,
                        OutstandingPaise = owed,
                        Before = new InvoiceBefore(
                            invoice.AmountPaise,
                            invoice.InvoiceDate,
                            invoice.DueDate,
                            invoice.Paid
                        ),
                    },
                ],
            };
            var why = replaced
                ? new RowProblem(
                    null,
                    byInvoice ? "Replaced by the customer's invoices." : "Replaced by the customer's total."
                )
                : null;
            yield return new ValidatedRow(
                --number,
                RowEffect.Missing,
                $"{invoice.Customer.Code} · {invoice.Number}",
                invoice.Customer.Name,
                invoice.PositionRegion!,
                owed,
                replaced ? -owed : 0,
                item.ToJson(),
                null,
                why is null ? null : [why]
            );
        }
    }

    /// <summary>The regions, other than the row's, whose positions hold what the row speaks of: else the money would be counted there as well.</summary>
    private List<string> LeftRegions(LedgerCustomer customer, string region, List<StagedInvoice> items)
    {
        var left = new List<string>();
        foreach (var item in items)
        {
            if (
                item.InvoiceId is not null
                && ledger.Invoice(customer.Id, item.Number)
                    is { OutstandingPaise: not null and not 0, PositionRegion: { } stands }
                && stands != region
            )
                left.Add(stands);
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

    private void CheckOwner(LedgerCustomer customer, List<RowProblem> problems)
    {
        if (terms.DepartmentId is { } own && customer.DepartmentId != own)
            problems.Add(
                new RowProblem(
                    ReceivablesFields.Code,
                    $"Customer {customer.Code} belongs to {(departments.TryGetValue(customer.DepartmentId, out var name) ? name : "another department")}."
                )
            );
        else if (
            !currentUser.Scope.CoversDepartment(customer.DepartmentId)
            || !currentUser.Scope.CoversRegion(customer.Region)
        )
            problems.Add(
                new RowProblem(
                    ReceivablesFields.Code,
                    $"Customer {customer.Code} is outside your departments and regions."
                )
            );
    }

    private string? RegionOf(RowReader read, LedgerCustomer? customer, string? code, List<RowProblem> problems)
    {
        if (read.Text(ReceivablesFields.Region) is { } text)
        {
            var region = Regions.Parse(text);
            if (region is null)
                problems.Add(new RowProblem(ReceivablesFields.Region, $"'{text}' is not one of the regions."));
            else if (!currentUser.Scope.CoversRegion(region))
                problems.Add(
                    new RowProblem(ReceivablesFields.Region, $"{Regions.Display(region)} is outside your regions.")
                );
            return region;
        }

        var known = customer?.Region
            ?? (code is not null && newCustomers.TryGetValue(code, out var earlier) ? earlier.Region : null)
            ?? (currentUser.Scope.Regions is [var only] ? only : null);
        if (known is null && !read.IsFaulty(ReceivablesFields.Region))
            problems.Add(new RowProblem(ReceivablesFields.Region, "The region is blank, and the customer is new."));
        return known;
    }

    private List<StagedInvoice> InvoiceOf(RowReader read, LedgerCustomer? customer, List<RowProblem> problems)
    {
        var number = read.Text(ReceivablesFields.Number);
        if (number is null && !read.IsFaulty(ReceivablesFields.Number))
            problems.Add(new RowProblem(ReceivablesFields.Number, "The invoice number is blank."));
        else if (number?.Length > 100)
            problems.Add(new RowProblem(ReceivablesFields.Number, "An invoice number may have 100 characters."));
        var amount = read.Paise(ReceivablesFields.Amount);
        var outstanding = read.Paise(ReceivablesFields.Outstanding)
            ?? (terms.Fields.Contains(ReceivablesFields.Outstanding) ? null : amount);
        if (
            outstanding is null
            && !read.IsFaulty(ReceivablesFields.Outstanding)
            && !read.IsFaulty(ReceivablesFields.Amount)
        )
            problems.Add(
                new RowProblem(
                    terms.Fields.Contains(ReceivablesFields.Outstanding)
                        ? ReceivablesFields.Outstanding
                        : ReceivablesFields.Amount,
                    "The amount is blank."
                )
            );
        var known = customer is null || number is null ? null : ledger.Invoice(customer.Id, number);
        return
        [
            new StagedInvoice
            {
                Number = number ?? "",
                InvoiceId = known?.Id,
                AmountPaise = amount ?? known?.AmountPaise ?? outstanding ?? 0,
                OutstandingPaise = outstanding ?? 0,
                InvoiceDate = read.Date(ReceivablesFields.Date) ?? known?.InvoiceDate,
                DueDate = read.Date(ReceivablesFields.Due) ?? known?.DueDate,
                Disputed = known?.Disputed ?? false,
            },
        ];
    }

    /// <summary>A customer's total becomes one item per age bucket; without bucket columns one item without an age.</summary>
    private List<StagedInvoice> SummaryOf(RowReader read, LedgerCustomer? customer, List<RowProblem> problems)
    {
        var total = read.Paise(ReceivablesFields.Outstanding);
        var parts = new List<(AgeBucket Bucket, long Paise)>();
        for (var b = 0; b < ReceivablesFields.Buckets.Count; b++)
        {
            if (read.Paise(ReceivablesFields.Buckets[b]) is { } paise && paise != 0)
                parts.Add(((AgeBucket)b, paise));
        }

        var sum = parts.Sum(p => p.Paise);
        if (total is null && parts.Count == 0 && problems.Count == 0)
            problems.Add(new RowProblem(ReceivablesFields.Outstanding, "The amount is blank."));
        var hasBuckets = ReceivablesFields.Buckets.Any(terms.Fields.Contains);
        if (total is { } stated && hasBuckets && sum != stated)
        {
            if (Math.Abs(stated - sum) > BucketTolerancePaise && sum != 0)
                problems.Add(
                    new RowProblem(
                        ReceivablesFields.Outstanding,
                        $"The age buckets add up to {new Money(sum)}, the outstanding says {new Money(stated)}."
                    )
                );
            else
                parts.Add((AgeBucket.Unclassified, stated - sum));
        }
        else if (total is { } whole && !hasBuckets)
        {
            parts.Add((AgeBucket.Unclassified, whole));
        }

        // Every bucket of a known customer is written, also when it became zero: else last month's amount would be carried.
        var items = new List<StagedInvoice>();
        for (var b = AgeBucket.UpTo30; b <= AgeBucket.Unclassified; b++)
        {
            var number = $"Balance {AgeingScheme.Standard.Labels[(int)b]}";
            var known = customer is null ? null : ledger.Invoice(customer.Id, number);
            var paise = parts.Where(p => p.Bucket == b).Sum(p => p.Paise);
            if (paise == 0 && known?.OutstandingPaise is null or 0)
                continue;
            items.Add(
                new StagedInvoice
                {
                    Number = number,
                    InvoiceId = known?.Id,
                    Kind = InvoiceKind.Summary,
                    AmountPaise = paise,
                    OutstandingPaise = paise,
                    Bucket = b,
                }
            );
        }

        return items;
    }

    /// <summary>The earlier row with the same key, or null. The same key with other amounts is a problem, not a repetition.</summary>
    private int? Repeats(
        string key,
        IReadOnlyList<StagedInvoice> items,
        int row,
        long outstanding,
        List<RowProblem> problems
    )
    {
        var amount = items.Sum(i => i.AmountPaise);
        if (seen.TryAdd(key, (row, outstanding, amount)))
            return null;
        var first = seen[key];
        if (first.Outstanding == outstanding && first.Amount == amount)
            return first.Row;
        problems.Add(
            new RowProblem(
                byInvoice ? ReceivablesFields.Number : ReceivablesFields.Code,
                $"Row {first.Row} has the same {(byInvoice ? "invoice" : "customer")} with another amount ({new Money(first.Outstanding)})."
            )
        );
        return null;
    }

    private ValidatedRow Accept(
        int rowNumber,
        string key,
        string code,
        string name,
        string region,
        int department,
        LedgerCustomer? customer,
        List<StagedInvoice> items,
        long outstanding,
        IReadOnlyList<string> left
    )
    {
        foreach (var other in left)
            covered.Add((department, other));
        covered.Add((department, region));
        if (customer is null)
            newCustomers.TryAdd(code, (name, region));
        var changes = new List<CellChange>();
        var renamed = customer is not null && ledger.IsLatest && (customer.Name != name || customer.Region != region);
        if (renamed && customer!.Name != name)
            changes.Add(new CellChange(ReceivablesFields.Title(ReceivablesFields.Name), customer.Name, name));
        if (renamed && customer!.Region != region)
            changes.Add(
                new CellChange(
                    ReceivablesFields.Title(ReceivablesFields.Region),
                    Regions.Display(customer.Region),
                    Regions.Display(region)
                )
            );

        long before = 0;
        var anyNew = customer is null;
        for (var i = 0; i < items.Count; i++)
        {
            var known = items[i].InvoiceId is null ? null : ledger.Invoice(customer!.Id, items[i].Number);
            if (known is null)
            {
                anyNew |= byInvoice;
                continue;
            }

            seenInvoices.Add(known.Id);
            before += known.OutstandingPaise ?? 0;
            items[i] = ItemChanges.Compare(items[i], known, ledger.IsLatest, changes);
        }

        if (!byInvoice && customer is not null && outstanding != before)
            changes.Insert(
                0,
                new CellChange(
                    ReceivablesFields.Title(ReceivablesFields.Outstanding),
                    new Money(before).ToString(),
                    new Money(outstanding).ToString()
                )
            );
        var staged = new StagedItem
        {
            Code = code,
            Name = name,
            Region = region,
            DepartmentId = department,
            CustomerId = customer?.Id,
            CustomerBefore = renamed ? new CustomerBefore(customer!.Name, customer.Region) : null,
            MovedFrom = left.Count == 0 ? null : left,
            Items = items,
        };
        var effect =
            anyNew ? RowEffect.New
            : changes.Count > 0 ? RowEffect.Changed
            : RowEffect.Unchanged;
        return new ValidatedRow(
            rowNumber,
            effect,
            key,
            name,
            region,
            outstanding,
            outstanding - before,
            staged.ToJson(),
            effect == RowEffect.New ? null : changes
        );
    }
}

internal static class ItemChanges
{
    /// <summary>Notes what the sheet changes on a known invoice, and keeps what it was for an undo.</summary>
    public static StagedInvoice Compare(
        StagedInvoice item,
        LedgerInvoice known,
        bool correctsDetails,
        List<CellChange> changes
    )
    {
        if (item.Kind == InvoiceKind.Summary)
            return item with { Before = new InvoiceBefore(known.AmountPaise, null, null, known.Paid) };
        if (known.OutstandingPaise != item.OutstandingPaise)
            changes.Add(
                new CellChange(
                    ReceivablesFields.Title(ReceivablesFields.Outstanding),
                    known.OutstandingPaise is { } was ? new Money(was).ToString() : "not open",
                    new Money(item.OutstandingPaise).ToString()
                )
            );
        var paid = item.OutstandingPaise == 0;
        if (!correctsDetails)
            return item;
        if (known.AmountPaise != item.AmountPaise)
            changes.Add(
                new CellChange(
                    ReceivablesFields.Title(ReceivablesFields.Amount),
                    new Money(known.AmountPaise).ToString(),
                    new Money(item.AmountPaise).ToString()
                )
            );
        if (known.InvoiceDate != item.InvoiceDate)
            changes.Add(
                new CellChange(
                    ReceivablesFields.Title(ReceivablesFields.Date),
                    Day(known.InvoiceDate),
                    Day(item.InvoiceDate)
                )
            );
        if (known.DueDate != item.DueDate)
            changes.Add(
                new CellChange(ReceivablesFields.Title(ReceivablesFields.Due), Day(known.DueDate), Day(item.DueDate))
            );
        if (known.Paid != paid)
            changes.Add(new CellChange("Status", known.Paid ? "paid" : "unpaid", paid ? "paid" : "unpaid"));
        var differs =
            known.AmountPaise != item.AmountPaise
            || known.InvoiceDate != item.InvoiceDate
            || known.DueDate != item.DueDate
            || known.Paid != paid;
        return differs
            ? item with
            {
                Before = new InvoiceBefore(known.AmountPaise, known.InvoiceDate, known.DueDate, known.Paid),
            }
            : item;
    }

    private static string Day(DateOnly? date) =>
        date?.ToString("dd MMM yyyy", System.Globalization.CultureInfo.InvariantCulture) ?? "none";
}

/// <summary>Reads the cells of one row by field key and gathers what could not be read.</summary>
internal sealed class RowReader
{
    private readonly SheetRow row;

    /// <param name="mapped">The positions of the fields that the sheet has.</param>
    public RowReader(SheetRow row, int[] mapped)
    {
        this.row = row;
        foreach (var position in mapped)
        {
            if (row.Cells[position].Problem is { } problem)
                Problems.Add(new RowProblem(ReceivablesFields.All[position].Key, problem));
        }
    }

    public List<RowProblem> Problems { get; } = [];

    public string? Text(string field) => Cell(field).Text;

    public long? Paise(string field) => Cell(field).Paise;

    public DateOnly? Date(string field) => Cell(field).Date;

    public bool IsFaulty(string field) => Cell(field).Problem is not null;

    private ParsedCell Cell(string field) => row.Cells[ReceivablesFields.Position[field]];
}
