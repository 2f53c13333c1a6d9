using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>What is to be done about a customer by a day.</summary>
/// <param name="Amount">What was promised; zero for a call.</param>
public sealed record DueContact(int CustomerId, string Name, DateOnly Day, Money Amount, string Note);

/// <summary>What a person has to do today: calls they announced and promises of their customers, the earliest day first.</summary>
public sealed record DueContacts(Page<DueContact> FollowUps, Page<DueContact> Promises);

public sealed partial class CollectionQueries
{
    /// <summary>
    /// Customers of the current user, or whom the current user spoke to last, whose day for another call has come; and open promises that
    /// the current user took, or of their customers, whose day has come.
    /// </summary>
    public async Task<DueContacts> DueAsync(CurrentUser currentUser, int most, CancellationToken ct)
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var (today, me) = (clock.Today, currentUser.UserId);
        var customers = db.Set<Customer>().VisibleTo(currentUser);
        var page = new PageRequest(1, most);
        var calls = Standing(db, customers)
            .Where(e =>
                e.FollowUpOn != null
                && e.FollowUpOn <= today
                // A later line says what became of it.
                && !db.Set<ContactEntry>()
                    .Any(l =>
                        l.CustomerId == e.CustomerId
                        && l.Id > e.Id
                        && l.Outcome != ContactOutcome.Corrected
                        && !db.Set<ContactEntry>().Any(x => x.CorrectsId == l.Id)
                    )
            )
            .Join(customers, e => e.CustomerId, c => c.Id, (Entry, Customer) => new { Entry, Customer })
            .Where(x => x.Entry.ById == me || x.Customer.EngineerId == me);
        var promises = db.Set<Promise>()
            .Where(p => p.Status == PromiseStatus.Open && p.DueOn <= today)
            .Join(customers, p => p.CustomerId, c => c.Id, (Promise, Customer) => new { Promise, Customer })
            .Where(x => x.Promise.ById == me || x.Customer.EngineerId == me);
        var called = await calls
            .OrderBy(x => x.Entry.FollowUpOn)
            .ThenBy(x => x.Entry.Id)
            .Take(most)
            .Select(x => new
            {
                x.Customer.Id,
                x.Customer.Name,
                x.Entry.FollowUpOn,
                x.Entry.Note,
            })
            .ToListAsync(ct);
        var promised = await promises
            .OrderBy(x => x.Promise.DueOn)
            .ThenBy(x => x.Promise.Id)
            .Take(most)
            .Select(x => new
            {
                x.Customer.Id,
                x.Customer.Name,
                x.Promise.DueOn,
                x.Promise.AmountPaise,
            })
            .ToListAsync(ct);
        return new DueContacts(
            new Page<DueContact>(
                [.. called.Select(c => new DueContact(c.Id, c.Name, c.FollowUpOn!.Value, default, c.Note))],
                await calls.CountAsync(ct),
                page
            ),
            new Page<DueContact>(
                [.. promised.Select(p => new DueContact(p.Id, p.Name, p.DueOn, new Money(p.AmountPaise), ""))],
                await promises.CountAsync(ct),
                page
            )
        );
    }
}
