using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

public sealed partial class CustomerQueries
{
    /// <summary>A customer named by their code or their id on the wire; refuses with <paramref name="field"/> when the current user sees none.</summary>
    public async Task<CustomerName> FindAsync(
        CurrentUser currentUser,
        string codeOrId,
        string field,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var visible = db.Set<Customer>().VisibleTo(currentUser);
        var code = codeOrId.Trim();
        var found = ApiId.KeyOf(OutstandingIds.Customer, code) is { } id
            ? visible.Where(c => c.Id == id)
            : visible.Where(c => c.Code == code);
        return await found
            .Select(c => new CustomerName(c.Id, c.Code, c.Name, c.Region, c.DepartmentId))
            .FirstOrDefaultAsync(ct)
            ?? throw DomainException.Invalid(field, $"Customer '{code}' not found.");
    }

    /// <summary>Customers whose name or code contains the text, in the order of their names: for choosing one.</summary>
    public async Task<IReadOnlyList<CustomerName>> SearchAsync(
        CurrentUser currentUser,
        string text,
        int max,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var db = contexts.Reader();
        var folded = Customer.FoldForSearch(text);
        return await db.Set<Customer>()
            .VisibleTo(currentUser)
            .Where(c => c.SearchText.Contains(folded))
            .OrderBy(c => c.SearchText)
            .ThenBy(c => c.Id)
            .Take(max)
            .Select(c => new CustomerName(c.Id, c.Code, c.Name, c.Region, c.DepartmentId))
            .ToListAsync(ct);
    }

    /// <summary>One customer, with the figures of the latest month and the last twelve months of the account.</summary>
    /// <exception cref="DomainException">Not found, also when the customer is outside the current user's scope.</exception>
    public async Task<CustomerDetails> DetailsAsync(CurrentUser currentUser, int customerId, CancellationToken ct)
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var customer = await db.Set<Customer>().VisibleTo(currentUser).SingleOrDefaultAsync(c => c.Id == customerId, ct)
            ?? throw DomainException.NotFound("Customer not found.");
        var month = await outstanding.LatestPeriodAsync(currentUser, ct);
        var filter = new CustomerFilter(new ReceivablesFilter(month), WithSettled: true, CustomerId: customerId);
        var all = await Positions.LoadAsync(db, currentUser, null, null, ct);
        var names = await NamesAsync(currentUser, ct);
        var sheet = await SheetAsync(
            db,
            currentUser,
            filter,
            new PageRequest(1, PageRequest.MaxSize),
            all,
            names,
            null,
            ct
        );
        return new CustomerDetails
        {
            Customer = new(customer.Id, customer.Code, customer.Name, customer.Region, customer.DepartmentId),
            DepartmentName = (await NamesAsync(currentUser, ct)).Departments.GetValueOrDefault(
                customer.DepartmentId,
                ""
            ),
            Remark = customer.Remark,
            Notes = customer.Notes,
            EngineerId = customer.EngineerId,
            Phone = customer.Phone,
            Email = customer.Email,
            ReminderStop = customer.ReminderStop,
            MayEdit = CustomerCommands.MayChange(currentUser, customer),
            Month = month,
            Outstanding = sheet.Outstanding,
            Ageing = sheet.Ageing,
            Scheme = sheet.Scheme,
            Invoices = sheet.Page.Rows.Sum(r => r.Invoices),
            Disputed = sheet.Page.Rows.Sum(r => r.Disputed),
            Months = await AccountAsync(db, customerId, month.AddMonths(-11), month, all, ct),
            DataFreshness = sheet.DataFreshness,
        };
    }

    /// <summary>One customer's account month by month, both months included, oldest first; <see cref="MovementGroup.Names"/> holds the month.</summary>
    public async Task<IReadOnlyList<MovementGroup>> AccountAsync(
        CurrentUser currentUser,
        int customerId,
        Period first,
        Period last,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, null, null, ct);
        return await AccountAsync(db, customerId, first, last, all, ct);
    }

    private static async Task<IReadOnlyList<MovementGroup>> AccountAsync(
        ReportsDb db,
        int customerId,
        Period first,
        Period last,
        Positions all,
        CancellationToken ct
    )
    {
        var balances = (await db.Set<Balance>().Where(b => b.CustomerId == customerId).ToListAsync(ct)).ToDictionary(
            b => b.SnapshotId
        );
        var months = new List<MovementGroup>();
        for (var month = first; month.CompareTo(last) <= 0; month = month.AddMonths(1))
        {
            var now = all.At(month).Where(p => balances.ContainsKey(p.Id)).ToList();
            var moved = now.Where(p => p.Period == month).Select(p => balances[p.Id]).ToList();
            var before = all.At(month.AddMonths(-1))
                .Where(p => balances.ContainsKey(p.Id))
                .Sum(p => balances[p.Id].OutstandingPaise);
            months.Add(
                new MovementGroup(
                    [month.ToString()],
                    new Money(before),
                    new Money(moved.Sum(b => b.NewPaise)),
                    new Money(moved.Sum(b => b.RecoveredPaise)),
                    new Money(now.Sum(p => balances[p.Id].OutstandingPaise)),
                    now.Count,
                    moved.Sum(b => b.Disputed)
                )
            );
        }

        return months;
    }

    /// <summary>What one customer owes by age.</summary>
    public async Task<(AgeingScheme Scheme, AgeingAmounts Amounts)> AgeingAsync(
        CurrentUser currentUser,
        int customerId,
        ReceivablesFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = (await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct)).At(
            filter.Period
        );
        var terms = await outstanding.TermsAsync(currentUser, filter, positions, ct);
        var ids = positions.Select(p => p.Id).ToList();
        var sums = await db.Set<InvoiceBalance>()
            .Where(b => ids.Contains(b.SnapshotId) && b.CustomerId == customerId)
            .Aged(terms)
            .GroupBy(a => a.Bucket)
            .Select(g => new { g.Key, Paise = g.Sum(a => a.OutstandingPaise) })
            .ToListAsync(ct);
        return (terms.Scheme, AgeingQuery.Fold(sums.Select(s => (s.Key, s.Paise))));
    }

    /// <summary>What people changed on a customer, newest first, at most a hundred entries.</summary>
    public async Task<IReadOnlyList<ChangeRow>> ChangesAsync(
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        await db.RequireCustomerAsync(currentUser, customerId, ct);
        var rows = await db.Set<CustomerChange>()
            .Where(c => c.CustomerId == customerId)
            .OrderByDescending(c => c.Id)
            .Take(PageRequest.MaxSize)
            .Select(c => new
            {
                c.Field,
                c.Before,
                c.After,
                c.At,
                c.ByName,
                Number = db.Set<Invoice>().Where(i => i.Id == c.InvoiceId).Select(i => i.Number).FirstOrDefault(),
            })
            .ToListAsync(ct);
        return [.. rows.Select(r => new ChangeRow(r.Field, r.Before, r.After, r.At, r.ByName, r.Number))];
    }
}
