using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Import;

internal sealed record LedgerCustomer(int Id, string Code, string Name, string Region, int DepartmentId)
{
    /// <summary>The customer as far as a sheet is compared with it.</summary>
    public Customer ToCustomer() =>
        new()
        {
            Id = Id,
            Code = Code,
            Name = Name,
            SearchText = "",
            Region = Region,
            DepartmentId = DepartmentId,
        };
}

/// <summary>An invoice as stored, and what is owed on it at the latest position up to the upload's month.</summary>
internal sealed record LedgerInvoice(
    int Id,
    LedgerCustomer Customer,
    string Number,
    InvoiceKind Kind,
    long AmountPaise,
    DateOnly? InvoiceDate,
    DateOnly? DueDate,
    bool Paid,
    bool Disputed
)
{
    /// <summary>Null when the position has no row for it.</summary>
    public long? OutstandingPaise { get; set; }

    /// <summary>The region whose position holds that row: the customer may have moved since.</summary>
    public string? PositionRegion { get; set; }

    /// <summary>The invoice as far as a sheet is compared with it.</summary>
    public Invoice ToInvoice() =>
        new()
        {
            Id = Id,
            CustomerId = Customer.Id,
            Number = Number,
            Kind = Kind,
            AmountPaise = AmountPaise,
            InvoiceDate = InvoiceDate,
            DueDate = DueDate,
            Paid = Paid,
        };
}

/// <summary>What a sheet is compared with: every customer, and the invoices of the departments it may speak of.</summary>
internal sealed class ReceivablesLedger
{
    private readonly Dictionary<string, LedgerCustomer> customers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(int Customer, string Number), LedgerInvoice> invoices = [];
    private readonly Dictionary<(int Customer, InvoiceKind Kind), HashSet<string>> openRegions = [];

    /// <summary>True when no later month is stored: then the sheet also corrects names, dates and amounts.</summary>
    public bool IsLatest { get; private init; }

    public IEnumerable<LedgerInvoice> Invoices => invoices.Values;

    public LedgerCustomer? Customer(string code) => customers.GetValueOrDefault(code);

    /// <summary>The customer of that name, for sheets without codes; null when none or several have it.</summary>
    public LedgerCustomer? CustomerNamed(string name)
    {
        byName ??= customers.Values.ToLookup(c => Ledger.Customer.FoldForSearch(c.Name), StringComparer.Ordinal);
        return byName[Ledger.Customer.FoldForSearch(name)].Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>The customer whose code differs only by leading zeros, a trailing <c>.0</c>, letter case and signs that do not show; null when none or several do.</summary>
    public LedgerCustomer? CustomerWithCodeLike(string code)
    {
        byBareCode ??= customers.Values.ToLookup(c => BareCode(c.Code), StringComparer.Ordinal);
        var bare = BareCode(code);
        return bare.Length > 0 && byBareCode[bare].Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>The customer who alone has an invoice of that number, date and amount; null when none or several do.</summary>
    public LedgerCustomer? OwnerOf(string number, DateOnly? date, long paise)
    {
        byNumber ??= invoices.Values.ToLookup(i => i.Number, StringComparer.OrdinalIgnoreCase);
        return
            byNumber[number].Where(i => i.InvoiceDate == date && i.AmountPaise == paise).Take(2).ToList() is [var only]
            ? only.Customer
            : null;
    }

    /// <summary>Whether there is nobody whom a row could mean.</summary>
    public bool IsEmpty => customers.Count == 0;

    private static string BareCode(string code)
    {
        var plain = code.EndsWith(".0", StringComparison.Ordinal) ? code[..^2] : code;
        return string.Concat(plain.Where(char.IsLetterOrDigit)).ToUpperInvariant().TrimStart('0');
    }

    private ILookup<string, LedgerCustomer>? byName;
    private ILookup<string, LedgerCustomer>? byBareCode;
    private ILookup<string, LedgerInvoice>? byNumber;

    public LedgerInvoice? Invoice(int customerId, string number) => invoices.GetValueOrDefault((customerId, number));

    /// <summary>The regions whose positions hold something open of a customer.</summary>
    public HashSet<string> OpenRegions(int customerId, InvoiceKind kind) =>
        openRegions.GetValueOrDefault((customerId, kind)) ?? Nowhere;

    private static readonly HashSet<string> Nowhere = [];

    /// <summary>Loads everything, whatever the scope of a user: a code or an invoice that stands elsewhere must be recognised, not counted twice.</summary>
    public static async Task<ReceivablesLedger> LoadAsync(
        ReportsDb db,
        IBulkReader bulk,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var positions = await Positions.LoadAsync(db, CurrentUser.System, terms.DepartmentId, null, ct);
        var period = Period.FromNumber(terms.Period);
        var ledger = new ReceivablesLedger { IsLatest = positions.Last is not { } last || last.CompareTo(period) <= 0 };

        var byId = await ledger.LoadCustomersAsync(db, ct);
        var byInvoiceId = await ledger.LoadInvoicesAsync(db, bulk, byId, terms.DepartmentId, ct);
        await ledger.PlaceAsync(db, bulk, byInvoiceId, positions.At(period).ToDictionary(p => p.Id, p => p.Region), ct);
        return ledger;
    }

    private async Task<Dictionary<int, LedgerCustomer>> LoadCustomersAsync(ReportsDb db, CancellationToken ct)
    {
        var byId = new Dictionary<int, LedgerCustomer>();
        var all = db.Set<Customer>().Select(c => new LedgerCustomer(c.Id, c.Code, c.Name, c.Region, c.DepartmentId));
        await foreach (var customer in all.AsAsyncEnumerable().WithCancellation(ct))
            customers[customer.Code] = byId[customer.Id] = customer;
        return byId;
    }

    private async Task<Dictionary<int, LedgerInvoice>> LoadInvoicesAsync(
        ReportsDb db,
        IBulkReader bulk,
        Dictionary<int, LedgerCustomer> byId,
        int? department,
        CancellationToken ct
    )
    {
        const string all =
            "SELECT id, customer_id, number, kind, amount_paise, invoice_date, due_date, paid, disputed FROM invoices";
        // Growing by doubling would leave as much again for the garbage collector.
        var count = await db.Set<Invoice>().CountAsync(ct);
        var byInvoiceId = new Dictionary<int, LedgerInvoice>(count);
        invoices.EnsureCapacity(count);
        await bulk.ReadAsync(
            db,
            all,
            row =>
            {
                var owner = byId[row.Int32(1)];
                if (department is { } only && owner.DepartmentId != only)
                    return;
                var invoice = new LedgerInvoice(
                    row.Int32(0),
                    owner,
                    row.Text(2),
                    (InvoiceKind)row.Int16(3),
                    row.Int64(4),
                    row.Date(5),
                    row.Date(6),
                    row.Boolean(7),
                    row.Boolean(8)
                );
                invoices[(owner.Id, invoice.Number)] = byInvoiceId[invoice.Id] = invoice;
            },
            ct
        );
        return byInvoiceId;
    }

    /// <param name="regions">The snapshots of the position, with their regions.</param>
    private async Task PlaceAsync(
        ReportsDb db,
        IBulkReader bulk,
        Dictionary<int, LedgerInvoice> byInvoiceId,
        Dictionary<int, string> regions,
        CancellationToken ct
    )
    {
        if (regions.Count == 0)
            return;
        var snapshots = string.Join(", ", regions.Keys.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        await bulk.ReadAsync(
            db,
            $"SELECT snapshot_id, invoice_id, outstanding_paise FROM invoice_balances WHERE snapshot_id IN ({snapshots})",
            row =>
            {
                if (byInvoiceId.TryGetValue(row.Int32(1), out var invoice))
                    Place(invoice, regions[row.Int32(0)], row.Int64(2));
            },
            ct
        );
    }

    private void Place(LedgerInvoice invoice, string region, long paise)
    {
        invoice.OutstandingPaise = (invoice.OutstandingPaise ?? 0) + paise;
        if (invoice.PositionRegion is null || paise != 0)
            invoice.PositionRegion = region;
        if (paise == 0)
            return;
        if (!openRegions.TryGetValue((invoice.Customer.Id, invoice.Kind), out var open))
            openRegions[(invoice.Customer.Id, invoice.Kind)] = open = new HashSet<string>(StringComparer.Ordinal);
        open.Add(region);
    }
}
