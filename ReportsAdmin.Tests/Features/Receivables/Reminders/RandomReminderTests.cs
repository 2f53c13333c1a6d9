using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Reminders;

/// <summary>
/// Random uploads, undos, payments, disputes, promises, addresses, ladders and runs: after each step the parts of the simulation add up
/// to the ledger, each customer's verdict is what a model says that reads the tables row by row, and no debt has gone back.
/// </summary>
public sealed class RandomReminderTests
{
    private static readonly (string Code, string Region)[] People =
    [
        ("C-1", "Mumbai"),
        ("C-2", "Mumbai"),
        ("C-3", "Pune"),
        ("C-4", "Pune"),
    ];

    private static readonly TimeSpan India = TimeSpan.FromMinutes(330);

    public static TheoryData<TestProvider, int> Seeds =>
        new(
            Enum.GetValues<TestProvider>()
                .SelectMany(p => Enumerable.Range(1, p == TestProvider.Sqlite ? 8 : 3).Select(seed => (p, seed)))
        );

    [Theory, MemberData(nameof(Seeds))]
    public async Task Every_simulation_is_what_the_model_says_and_ties_to_the_ledger(TestProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var fixture = await TestFixture.OpenAsync(provider, ReminderBook.MailSettings);
        var book = new ReminderBook(fixture);
        var history = new History(fixture, book, random);
        await history.UploadAsync();
        await history.AddressAllAsync();
        await book.SwitchOnAsync();
        for (var step = 0; step < 25; step++)
        {
            await history.StepAsync();
            await history.AgreesAsync($"seed {seed}, step {step}");
        }

        await history.NeverBackAsync();
        Assert.True(history.Runs > 0, $"seed {seed} had no run.");
    }

    private sealed class History(TestFixture fixture, ReminderBook book, Random random)
    {
        private readonly Stack<int> uploads = [];

        public int Runs { get; private set; }

        public async Task AddressAllAsync()
        {
            await using var db = fixture.Contexts.CreateDbContext();
            foreach (var code in await db.Set<Customer>().Select(c => c.Code).ToListAsync())
                await book.AddressAsync(code, "b@example.com");
        }

        public async Task StepAsync()
        {
            fixture.Clock.Advance(TimeSpan.FromHours(random.Next(1, 100)));
            switch (random.Next(12))
            {
                case 0 or 1:
                    await UploadAsync();
                    break;
                case 2 when uploads.Count > 1:
                    await fixture.Imports.UndoAsync(CurrentUser.System, uploads.Pop(), default);
                    break;
                case 3:
                    await InvoicesAsync();
                    break;
                case 4:
                    await PromiseAsync();
                    break;
                case 5:
                    await AddressAsync();
                    break;
                case 6:
                    await LadderAsync();
                    break;
                case 7:
                    await DisputePartAsync();
                    break;
                default:
                    await RunAsync();
                    break;
            }
        }

        public async Task UploadAsync()
        {
            var month = Period.Of(book.Today).AddMonths(-random.Next(0, 2));
            var rows = People
                .SelectMany(p =>
                    Enumerable
                        .Range(0, 4)
                        .Where(_ => random.Next(4) > 0)
                        .Select(i =>
                            $"{p.Code}|Name of {p.Code}|{p.Region}|I{i}|{Day(-random.Next(20, 120))}|{(random.Next(3) == 0 ? "" : Day(-random.Next(-20, 60)))}|900|{(random.Next(6) == 0 ? -300 : random.Next(1, 10) * 100)}"
                        )
                )
                .ToList();
            if (rows.Count == 0)
                return;
            uploads.Push(await fixture.UploadAsync(Sheet.Of([ReminderBook.Header, .. rows]), month.ToString()));
        }

        private string Day(int days) => book.Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private async Task InvoicesAsync()
        {
            await using var db = fixture.Contexts.CreateDbContext();
            var ids = await db.Set<Invoice>().OrderBy(i => i.Id).Select(i => i.Id).ToListAsync();
            await fixture.CustomerCommands.ChangeInvoicesAsync(
                CurrentUser.System,
                [.. ids.Where(_ => random.Next(4) == 0)],
                (InvoiceAction)random.Next(4),
                default
            );
        }

        /// <summary>Opens the dispute of an invoice about a part of what is owed, which later payments may undercut.</summary>
        private async Task DisputePartAsync()
        {
            await using var db = fixture.Contexts.CreateDbContext();
            var ids = await db.Set<Invoice>().OrderBy(i => i.Id).Select(i => i.Id).ToListAsync();
            try
            {
                await fixture
                    .Get<DisputeCommands>()
                    .OpenAsync(
                        CurrentUser.System,
                        ids[random.Next(ids.Count)],
                        new NewDispute("Quantity", Amount: Money.FromRupees(random.Next(1, 5) * 50)),
                        default
                    );
            }
            catch (DomainException)
            {
                // It owes less or nothing, or is disputed already.
            }
        }

        private async Task PromiseAsync()
        {
            if (await KeyAsync() is not { } key)
                return;
            try
            {
                await fixture
                    .Get<CollectionCommands>()
                    .LogAsync(
                        CurrentUser.System,
                        key,
                        new NewContact(
                            ContactOutcome.Promised,
                            Promise: new PromiseTerms(Money.FromRupees(50), book.Today.AddDays(random.Next(0, 20)))
                        ),
                        default
                    );
            }
            catch (DomainException)
            {
                // Nothing is owed, or another promise is open.
            }
        }

        private async Task AddressAsync()
        {
            if (await KeyAsync() is not { } key)
                return;
            var email =
                random.Next(4) == 0 ? ""
                : random.Next(2) == 0 ? "a@example.com"
                : "a@example.com, b@example.com";
            await fixture.CustomerCommands.EmailAsync(CurrentUser.System, key, email, null, default);
            var stop = random.Next(5) == 0 ? "Sister company" : "";
            await fixture.CustomerCommands.StopRemindersAsync(CurrentUser.System, key, stop, null, default);
            if (email.Length == 0)
                return;
            var bounces = fixture.Get<BounceCommands>();
            if (random.Next(3) == 0)
                await bounces.MarkAsync(CurrentUser.System, key, "A@example.com", default);
            else
                await bounces.ClearAsync(CurrentUser.System, key, "a@example.com", default);
        }

        private async Task<int?> KeyAsync()
        {
            await using var db = fixture.Contexts.CreateDbContext();
            var code = People[random.Next(People.Length)].Code;
            return await db.Set<Customer>().Where(c => c.Code == code).Select(c => (int?)c.Id).SingleOrDefaultAsync();
        }

        private Task LadderAsync() =>
            book.SaveAsync(l =>
                l with
                {
                    Basis = (ReminderBasis)random.Next(2),
                    CreditDays = random.Next(0, 40),
                    PauseDays = random.Next(1, 10),
                    Steps =
                    [
                        .. Enumerable
                            .Range(0, random.Next(1, 5))
                            .Select(i => new StepDraft((i * 12) + random.Next(0, 10), ReminderAction.Mail, "s", "t")),
                    ],
                }
            );

        private async Task RunAsync()
        {
            var simulation = await book.SimulateAsync();
            if (simulation.Of(ReminderVerdict.Due).Customers == 0)
                return;
            await book.RunAsync();
            Runs++;
        }

        public async Task AgreesAsync(string when)
        {
            var simulation = await book.SimulateAsync();
            Assert.True(
                await book.LedgerAsync() == simulation.Sums.Total.Paise,
                $"{when}: the parts are {simulation.Sums}"
            );
            foreach (var row in simulation.Page.Rows)
            {
                Assert.True(
                    row.Sums.NotYet.Paise >= 0 && row.Sums.Undated.Paise >= 0,
                    $"{when}: {row.Code} {row.Sums}"
                );
                var (verdict, step, amount) = await ModelAsync(row.CustomerId, simulation.Ladder);
                Assert.True(
                    (verdict, step, amount) == (row.Verdict, row.Step?.Days, row.Amount.Paise),
                    $"{when}: {row.Code} is {row.Verdict} {row.Step?.Days} {row.Amount.Paise}, the model says {verdict} {step} {amount}"
                );
            }
        }

        /// <summary>The log says the same: the steps of a debt grow, and mails to a customer keep the pause that held then.</summary>
        public async Task NeverBackAsync()
        {
            await using var db = fixture.Contexts.CreateDbContext();
            var items = await db.Set<ReminderItem>()
                .Where(i => i.Counts)
                .Join(
                    db.Set<Reminder>(),
                    i => i.ReminderId,
                    r => r.Id,
                    (i, r) =>
                        new
                        {
                            i.InvoiceId,
                            i.StepDays,
                            r.Id,
                            r.Day,
                            r.CustomerId,
                        }
                )
                .OrderBy(x => x.Id)
                .ToListAsync();
            Assert.All(items.GroupBy(i => i.InvoiceId), g =>
                Assert.All(g.Zip(g.Skip(1)), pair => Assert.True(pair.First.StepDays < pair.Second.StepDays))
            );
            Assert.All(items.GroupBy(i => i.CustomerId), g =>
                Assert.All(
                    g.Select(i => (i.Id, i.Day)).Distinct().Zip(g.Select(i => (i.Id, i.Day)).Distinct().Skip(1)),
                    pair => Assert.True(pair.First.Day < pair.Second.Day)
                )
            );
        }

        private async Task<(ReminderVerdict, int?, long)> ModelAsync(int customerId, LadderDraft ladder)
        {
            await using var db = fixture.Contexts.CreateDbContext();
            var today = DateOnly.FromDateTime(fixture.Clock.GetUtcNow().UtcDateTime + India);
            var customer = await db.Set<Customer>().SingleAsync(c => c.Id == customerId);
            var snapshots = (await db.Set<Snapshot>().ToListAsync())
                .GroupBy(s => (s.DepartmentId, s.Region))
                .Select(g => g.MaxBy(s => s.Period)!)
                .ToList();
            var balances = (await db.Set<InvoiceBalance>().Where(b => b.CustomerId == customerId).ToListAsync())
                .Where(b => b.OutstandingPaise != 0 && snapshots.Any(s => s.Id == b.SnapshotId))
                .ToList();
            var taken = await db.Set<ReminderItem>().Where(i => i.Counts).ToListAsync();
            var open = new List<(long Paise, int Step, bool Pending)>();
            var anyDisputed = false;
            foreach (var balance in balances.Where(b => b.OutstandingPaise > 0))
            {
                var from =
                    ladder.Basis == ReminderBasis.InvoiceDate
                        ? balance.InvoiceDate
                        : balance.DueDate
                            ?? (balance.InvoiceDate is { } d ? d.AddDays(ladder.CreditDays) : (DateOnly?)null);
                if (
                    from is not { } day
                    || ladder.Steps.LastOrDefault(s => day.AddDays(s.Days) <= today) is not { } step
                )
                    continue;
                var disputed = !balance.Disputed
                    ? 0
                    : Math.Min(balance.DisputePaise ?? long.MaxValue, balance.OutstandingPaise);
                anyDisputed |= disputed > 0;
                if (disputed < balance.OutstandingPaise)
                    open.Add(
                        (
                            balance.OutstandingPaise - disputed,
                            step.Days,
                            taken.Where(t => t.InvoiceId == balance.InvoiceId).All(t => t.StepDays < step.Days)
                        )
                    );
            }

            if (open.Count == 0)
                return (anyDisputed ? ReminderVerdict.Disputed : ReminderVerdict.NothingDue, null, 0);
            if (!open.Any(o => o.Pending))
                return (ReminderVerdict.UpToDate, null, 0);
            var next = open.Where(o => o.Pending).Max(o => o.Step);
            var amount = open.Where(o => o.Pending && o.Step == next).Sum(o => o.Paise);
            return (await WhyNotAsync(db, customer, ladder, balances, snapshots, open.Sum(o => o.Paise)), next, amount);
        }

        private async Task<ReminderVerdict> WhyNotAsync(
            DbContext db,
            Customer customer,
            LadderDraft ladder,
            List<InvoiceBalance> balances,
            List<Snapshot> snapshots,
            long overdue
        )
        {
            var today = book.Today;
            foreach (var snapshot in snapshots.Where(s => balances.Any(b => b.SnapshotId == s.Id)))
            {
                var committed = await db.Set<ReportsAdmin.Features.Imports.ImportBatch>()
                    .Where(b => b.Id == snapshot.BatchId)
                    .Select(b => b.CommittedAt)
                    .SingleAsync();
                var asOf = DateOnly.FromDateTime(committed!.Value + India);
                var end = Period.FromNumber(snapshot.Period).LastDay;
                if ((asOf < end ? asOf : end).AddDays(45) < today)
                    return ReminderVerdict.OldData;
            }

            if (customer.ReminderStop.Length > 0)
                return ReminderVerdict.Stopped;
            if (overdue + balances.Where(b => b.OutstandingPaise < 0).Sum(b => b.OutstandingPaise) <= 0)
                return ReminderVerdict.Credit;
            if (
                await db.Set<Promise>()
                    .AnyAsync(p => p.CustomerId == customer.Id && p.Status == PromiseStatus.Open && p.DueOn >= today)
            )
                return ReminderVerdict.Promised;
            var days = await db.Set<Reminder>()
                .Where(r => r.CustomerId == customer.Id && r.State == ReminderState.Written)
                .Select(r => r.Day)
                .ToListAsync();
            if (days.Any(d => d.AddDays(ladder.PauseDays) > today))
                return ReminderVerdict.Recent;
            if (customer.Email.Length == 0)
                return ReminderVerdict.NoAddress;
            var bounced = await db.Set<BouncedAddress>().Select(b => b.Address).ToListAsync();
            return customer.Email.Split(", ").All(bounced.Contains) ? ReminderVerdict.Bounced : ReminderVerdict.Due;
        }
    }
}
