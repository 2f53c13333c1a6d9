using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>Disputes of the customers that the current user sees.</summary>
public sealed class DisputeQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    FileStore store,
    BusinessClock clock
)
{
    /// <summary>
    /// A page of disputes with the sums over all that matched. Open ones come first, those whose day is over or nearest before the
    /// others; settled ones follow, the latest first.
    /// </summary>
    public async Task<DisputeList> ListAsync(
        CurrentUser currentUser,
        DisputeFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var today = clock.Today;
        var matched = Matching(db, currentUser, filter);
        var total = await matched.CountAsync(ct);
        var overdue = await matched.CountAsync(d => d.ClosedAt == null && d.AnswerBy < today, ct);
        var amount = await AmountAsync(db, matched, ct);
        var found = await matched
            .OrderBy(d => d.ClosedAt == null ? 0 : 1)
            .ThenBy(d => d.ClosedAt == null ? d.AnswerBy : DateOnly.MaxValue)
            .ThenByDescending(d => d.ClosedAt)
            .ThenBy(d => d.Id)
            .Skip(page.Skip)
            .Take(page.Size)
            .ToListAsync(ct);
        return new DisputeList(
            new Page<DisputeRow>(await RowsAsync(db, currentUser, found, ct), total, page),
            amount,
            overdue
        );
    }

    /// <exception cref="DomainException">Not found, also when the customer is outside the current user's scope.</exception>
    public async Task<DisputeDetails> DetailsAsync(CurrentUser currentUser, int disputeId, CancellationToken ct)
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var dispute = await FindAsync(db, currentUser, disputeId, ct);
        var row = (await RowsAsync(db, currentUser, [dispute], ct))[0];
        var messages = await db.Set<DisputeMessage>()
            .Where(m => m.DisputeId == disputeId)
            .OrderBy(m => m.Id)
            .Select(m => new DisputeMessageRow(m.Id, m.At, m.ByName, m.Kind, m.Text))
            .ToListAsync(ct);
        var files = await db.Set<DisputeFile>()
            .Where(f => f.DisputeId == disputeId)
            .OrderBy(f => f.Id)
            .Select(f => new DisputeFileRow(f.Id, f.FileName, f.Size, f.At, f.ByName))
            .ToListAsync(ct);
        return new DisputeDetails(row, messages, files);
    }

    /// <summary>The disputes of an invoice, the latest first.</summary>
    public async Task<IReadOnlyList<DisputeRow>> OfInvoiceAsync(
        CurrentUser currentUser,
        int invoiceId,
        CancellationToken ct
    )
    {
        var filter = new DisputeFilter(DisputeState.All, InvoiceId: invoiceId);
        var list = await ListAsync(currentUser, filter, new PageRequest(1, PageRequest.MaxSize), ct);
        return list.Page.Rows;
    }

    /// <summary>A file of a dispute. It is sent to be saved, never to be shown.</summary>
    public async Task<OpenFile> FileAsync(CurrentUser currentUser, int disputeId, int fileId, CancellationToken ct)
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var db = contexts.Reader();
        await FindAsync(db, currentUser, disputeId, ct);
        var file = await db.Set<DisputeFile>().SingleOrDefaultAsync(f => f.Id == fileId && f.DisputeId == disputeId, ct)
            ?? throw DomainException.NotFound("File not found.");
        return new OpenFile(
            await store.OpenAsync(file.FileKey, file.Hash, ct),
            file.FileName,
            file.ContentType,
            file.Size,
            file.Hash,
            file.At,
            null
        );
    }

    /// <summary>Who can own disputes of a customer: everybody who sees them.</summary>
    /// <exception cref="DomainException">Not found, also when the customer is outside the current user's scope.</exception>
    public async Task<IReadOnlyList<DisputeOwner>> OwnersAsync(
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var db = contexts.Reader();
        var place = await db.Set<Customer>()
            .VisibleTo(currentUser)
            .Where(c => c.Id == customerId)
            .Select(c => new { c.Region, c.DepartmentId })
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Customer not found.");
        var people = await access.WhoSeeAsync(ReceivablesQueries.ReadPermission, place.Region, place.DepartmentId, ct);
        return [.. people.Select(p => new DisputeOwner(p.Id, p.Name))];
    }

    /// <summary>The owners and the reasons of the disputes that the current user sees, for filters.</summary>
    public async Task<(IReadOnlyList<DisputeOwner> Owners, IReadOnlyList<string> Reasons)> UsedAsync(
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var seen = Matching(snapshot.Db, currentUser, new DisputeFilter(DisputeState.All));
        var owners = await seen.Where(d => d.OwnerId != null).Select(d => d.OwnerId!.Value).Distinct().ToListAsync(ct);
        var reasons = await seen.Where(d => d.Reason != "").Select(d => d.Reason).Distinct().ToListAsync(ct);
        var names = await access.PeopleAsync(owners, ct);
        return (
            [.. names.Values.Select(p => new DisputeOwner(p.Id, p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal)],
            [.. reasons.Order(StringComparer.Ordinal)]
        );
    }

    internal IQueryable<Dispute> Matching(ReportsDb db, CurrentUser currentUser, DisputeFilter filter)
    {
        var customers = db.Set<Customer>().VisibleTo(currentUser).InRegion(filter.Region);
        var disputes = db.Set<Dispute>().Where(d => customers.Select(c => c.Id).Contains(d.CustomerId));
        if (filter.CustomerId is { } customer)
            disputes = disputes.Where(d => d.CustomerId == customer);
        if (filter.InvoiceId is { } invoice)
            disputes = disputes.Where(d => d.InvoiceId == invoice);
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var (folded, number) = (Customer.FoldForSearch(filter.Search), filter.Search.Trim().ToUpperInvariant());
            disputes = disputes.Where(d =>
                db.Set<Customer>().Any(c => c.Id == d.CustomerId && c.SearchText.Contains(folded))
                || db.Set<Invoice>().Any(i => i.Id == d.InvoiceId && i.Number.ToUpper().Contains(number))
            );
        }

        if (filter.Reason is { } reason)
            disputes = disputes.Where(d => d.Reason == reason);
        if (filter.OwnerId is { } owner)
            disputes = owner == 0 ? disputes.Where(d => d.OwnerId == null) : disputes.Where(d => d.OwnerId == owner);
        var today = clock.Today;
        if (filter.Overdue)
            return disputes.Where(d => d.ClosedAt == null && d.AnswerBy < today);
        return filter.State switch
        {
            DisputeState.Open => disputes.Where(d => d.ClosedAt == null),
            DisputeState.Settled => disputes.Where(d => d.ClosedAt != null),
            _ => disputes,
        };
    }

    private static async Task<Dispute> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int disputeId,
        CancellationToken ct
    )
    {
        var customers = db.Set<Customer>().VisibleTo(currentUser);
        return await db.Set<Dispute>()
            .Where(d => d.Id == disputeId && customers.Any(c => c.Id == d.CustomerId))
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Dispute not found.");
    }

    /// <summary>What the matched disputes are about: of an open one no more than is still owed.</summary>
    private static async Task<Money> AmountAsync(ReportsDb db, IQueryable<Dispute> matched, CancellationToken ct)
    {
        var settled = await matched.Where(d => d.ClosedAt != null).SumAsync(d => d.AmountPaise, ct);
        var open = await matched
            .Where(d => d.ClosedAt == null)
            .Join(Latest(db), d => d.InvoiceId, b => b.InvoiceId, (d, b) => new { d, b.OutstandingPaise })
            .Where(x => x.OutstandingPaise > 0)
            .SumAsync(
                x => !x.d.IsWhole && x.d.AmountPaise < x.OutstandingPaise ? x.d.AmountPaise : x.OutstandingPaise,
                ct
            );
        return new Money(settled + open);
    }

    /// <summary>The balances of the latest position of each department and region.</summary>
    private static IQueryable<InvoiceBalance> Latest(ReportsDb db) =>
        db.Set<InvoiceBalance>()
            .Where(b =>
                db.Set<Snapshot>()
                    .Any(s =>
                        s.Id == b.SnapshotId
                        && !db.Set<Snapshot>()
                            .Any(n => n.DepartmentId == s.DepartmentId && n.Region == s.Region && n.Period > s.Period)
                    )
            );

    private async Task<IReadOnlyList<DisputeRow>> RowsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<Dispute> found,
        CancellationToken ct
    )
    {
        var ids = found.Select(d => d.Id).ToList();
        var invoiceIds = found.Select(d => d.InvoiceId).Distinct().ToList();
        var customerIds = found.Select(d => d.CustomerId).Distinct().ToList();
        var numbers = await db.Set<Invoice>()
            .Where(i => invoiceIds.Contains(i.Id))
            .ToDictionaryAsync(i => i.Id, i => i.Number, ct);
        var customers = await db.Set<Customer>()
            .Where(c => customerIds.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, ct);
        var owed = await Latest(db)
            .Where(b => invoiceIds.Contains(b.InvoiceId))
            .GroupBy(b => b.InvoiceId)
            .Select(g => new { g.Key, Paise = g.Sum(b => b.OutstandingPaise) })
            .ToDictionaryAsync(g => g.Key, g => g.Paise, ct);
        var said = await db.Set<DisputeMessage>()
            .Where(m => ids.Contains(m.DisputeId) && m.Kind == DisputeMessageKind.Said)
            .GroupBy(m => m.DisputeId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var files = await db.Set<DisputeFile>()
            .Where(f => ids.Contains(f.DisputeId))
            .GroupBy(f => f.DisputeId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var owners = await access.PeopleAsync([.. found.Select(d => d.OwnerId).OfType<int>().Distinct()], ct);
        var today = clock.Today;
        return
        [
            .. found.Select(d =>
            {
                var customer = customers[d.CustomerId];
                var left = owed.GetValueOrDefault(d.InvoiceId);
                return new DisputeRow
                {
                    Id = d.Id,
                    InvoiceId = d.InvoiceId,
                    InvoiceNumber = numbers[d.InvoiceId],
                    CustomerId = d.CustomerId,
                    CustomerCode = customer.Code,
                    CustomerName = customer.Name,
                    Region = customer.Region,
                    Reason = d.Reason,
                    OwnerId = d.OwnerId,
                    OwnerName = d.OwnerId is { } owner ? owners.GetValueOrDefault(owner)?.Name : null,
                    Amount = AmountOf(d, left),
                    IsWhole = d.IsWhole,
                    Owed = new Money(left),
                    OpenedAt = d.OpenedAt,
                    OpenedByName = d.OpenedByName,
                    AnswerBy = d.AnswerBy,
                    ClosedAt = d.ClosedAt,
                    ClosedByName = d.ClosedByName,
                    Outcome = d.Outcome,
                    Accepted = new Money(d.AcceptedPaise),
                    DaysLeft = d.ClosedAt is null ? d.AnswerBy.DayNumber - today.DayNumber : null,
                    DaysOpen = d.DaysOpen
                        ?? today.DayNumber - DateOnly.FromDateTime(clock.ToLocal(d.OpenedAt)).DayNumber,
                    Messages = said.GetValueOrDefault(d.Id),
                    Files = files.GetValueOrDefault(d.Id),
                    Revision = d.Revision,
                    MayAct = DisputeCommands.MayAct(currentUser, customer, d.OwnerId),
                };
            }),
        ];
    }

    private static Money AmountOf(Dispute dispute, long owed) =>
        dispute.ClosedAt is not null ? new Money(dispute.AmountPaise)
        : owed <= 0 ? Money.Zero
        : dispute.IsWhole || dispute.AmountPaise > owed ? new Money(owed)
        : new Money(dispute.AmountPaise);
}
