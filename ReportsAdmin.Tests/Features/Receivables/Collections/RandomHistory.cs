using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>A random life of four customers in two regions, and what should be true of their promises.</summary>
internal sealed class RandomHistory(TestFixture fixture, Random random)
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly TimeSpan India = TimeSpan.FromMinutes(330);

    private static readonly (string Code, string Region)[] Customers =
    [
        ("C-1", "mumbai"),
        ("C-2", "mumbai"),
        ("C-3", "pune"),
        ("C-4", "pune"),
    ];

    private readonly Stack<Uploaded> uploads = [];
    private readonly Dictionary<int, Promised> promises = [];

    public int Promises => promises.Count;

    private DateTime Now => fixture.Clock.GetUtcNow().UtcDateTime;

    private DateOnly Today => DateOnly.FromDateTime(Now + India);

    public async Task StepAsync()
    {
        fixture.Clock.Advance(TimeSpan.FromHours(random.Next(1, 200)));
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                await UploadAsync();
                break;
            case 3 when uploads.Count > 0:
                await fixture.Imports.UndoAsync(CurrentUser.System, uploads.Pop().Id, default);
                break;
            case 4:
                await ActAsync(InvoiceAction.MarkPaid);
                break;
            case 5:
                await ActAsync(InvoiceAction.ReversePayment);
                break;
            default:
                await PromiseAsync();
                break;
        }
    }

    /// <summary>Some invoices of the customers of one region or of both, as rows of a sheet.</summary>
    /// <param name="least">The least amount, in hundreds.</param>
    internal static List<string> RowsOf(Random random, int least)
    {
        var regions = random.Next(3) switch
        {
            0 => new[] { "mumbai" },
            1 => ["pune"],
            _ => ["mumbai", "pune"],
        };
        return
        [
            .. Customers
                .Where(c => regions.Contains(c.Region))
                .SelectMany(c =>
                    Enumerable
                        .Range(0, 3)
                        .Where(_ => random.Next(4) > 0)
                        .Select(i =>
                            $"{c.Code}|Name of {c.Code}|{c.Region}|I{i}|2026-01-1{i}|900|{random.Next(least, 10) * 100}"
                        )
                ),
        ];
    }

    public async Task UploadAsync()
    {
        var month = Period.Of(Today).AddMonths(-random.Next(0, 3));
        var rows = RowsOf(random, 0);
        if (rows.Count == 0)
            return;
        var missing = ((string[])[MissingChoice.Carry, MissingChoice.Paid, MissingChoice.Query])[random.Next(3)];
        var id = await fixture.UploadAsync(Sheet.Of([Header, .. rows]), month.ToString(), missing: missing);
        var touched = rows.Select(r => r.Split('|')[2]).Distinct().ToList();
        uploads.Push(new Uploaded(id, month.Number, Now, touched));
    }

    private async Task ActAsync(InvoiceAction action)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var ids = await db.Set<Invoice>().OrderBy(i => i.Id).Select(i => i.Id).ToListAsync();
        var some = ids.Where(_ => random.Next(3) == 0).ToList();
        await fixture.CustomerCommands.ChangeInvoicesAsync(CurrentUser.System, some, action, default);
    }

    private async Task PromiseAsync()
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var (code, _) = Customers[random.Next(Customers.Length)];
        var customer = await db.Set<Customer>().SingleOrDefaultAsync(c => c.Code == code);
        if (customer is null)
            return;
        var ledger = await LedgerAsync(db);
        var items = ledger
            .At(int.MaxValue)
            .Where(b => b.CustomerId == customer.Id && b.OutstandingPaise > 0)
            .ToDictionary(b => b.InvoiceId, b => b.OutstandingPaise);
        var due = Today.AddDays(random.Next(0, 40));
        try
        {
            var logged = await fixture
                .Get<CollectionCommands>()
                .LogAsync(
                    CurrentUser.System,
                    customer.Id,
                    new NewContact(
                        ContactOutcome.Promised,
                        Promise: new PromiseTerms(Money.FromRupees(random.Next(1, 12) * 50), due)
                    ),
                    default
                );
            var amount = (await db.Set<Promise>().SingleAsync(p => p.Id == logged.PromiseId)).AmountPaise;
            promises[logged.PromiseId!.Value] = new Promised(customer.Region, due, amount, items);
        }
        catch (DomainException)
        {
            // Nothing is owed, less is owed, or another promise is open: the tests beside this one look at these.
        }
    }

    public async Task AgreesAsync(string when)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var stored = await db.Set<Promise>().OrderBy(p => p.Id).ToListAsync();
        var ledger = await LedgerAsync(db);
        Assert.Equal(promises.Keys.Order(), stored.Select(p => p.Id));
        foreach (var promise in stored)
        {
            var expected = Expected(promises[promise.Id], ledger);
            var actual = (promise.Status, promise.ReceivedPaise, promise.DecidedPeriod);
            Assert.True(
                expected == actual,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{when}: promise {promise.Id} due {promise.DueOn} is {actual}, the model says {expected}"
                )
            );
        }
    }

    private (PromiseStatus, long, int?) Expected(Promised promise, Ledger ledger)
    {
        var end = promise.Due.AddDays(1).ToDateTime(TimeOnly.MinValue) - India;
        var decided = uploads
            .Where(u =>
                u.Regions.Contains(promise.Region)
                && u.Period >= (promise.Due.Year * 100) + promise.Due.Month
                && u.At >= end
            )
            .Min(u => (int?)u.Period);
        var now = ledger.At(decided ?? int.MaxValue).ToList();
        var received = promise
            .Items.Where(i => ledger.Balances.Any(b => b.InvoiceId == i.Key))
            .Sum(i =>
                Math.Max(
                    0,
                    i.Value
                        - now.Where(b => b.InvoiceId == i.Key)
                            .Sum(b => b.OutstandingPaise + (ledger.Paid.Contains(b.InvoiceId) ? 0 : b.SettledPaise))
                )
            );
        var status =
            received >= promise.Paise ? PromiseStatus.Kept
            : decided is null ? PromiseStatus.Open
            : received > 0 ? PromiseStatus.PartKept
            : PromiseStatus.Broken;
        return (status, received, decided);
    }

    private static async Task<Ledger> LedgerAsync(DbContext db) =>
        new(
            await db.Set<Snapshot>().ToListAsync(),
            await db.Set<InvoiceBalance>().ToListAsync(),
            [.. await db.Set<Invoice>().Where(i => i.Paid).Select(i => i.Id).ToListAsync()]
        );

    private sealed record Uploaded(int Id, int Period, DateTime At, IReadOnlyList<string> Regions);

    private sealed record Promised(string Region, DateOnly Due, long Paise, IReadOnlyDictionary<int, long> Items);

    private sealed record Ledger(
        IReadOnlyList<Snapshot> Snapshots,
        IReadOnlyList<InvoiceBalance> Balances,
        HashSet<int> Paid
    )
    {
        /// <summary>The balances of each region's latest position up to a month.</summary>
        public IEnumerable<InvoiceBalance> At(int period) =>
            Snapshots
                .Where(s => s.Period <= period)
                .GroupBy(s => s.Region)
                .Select(g => g.MaxBy(s => s.Period)!.Id)
                .SelectMany(id => Balances.Where(b => b.SnapshotId == id));
    }
}
