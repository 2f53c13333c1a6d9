using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>
/// Reads what the rules need and lets them decide, customer by customer. The simulation, the start of a run and the check before each
/// mail are this one method, so they cannot disagree.
/// </summary>
public sealed class ReminderPlanner(AccessQueries access, ReminderOptions options, BusinessClock clock)
{
    /// <summary>Plans the day with a fixed number of statements, on the caller's context.</summary>
    /// <param name="customerId">One customer only.</param>
    /// <param name="exceptRun">A run whose own reminders are not looked at.</param>
    internal async Task<ReminderPlan> PlanAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ReminderFilter filter,
        CancellationToken ct,
        int? customerId = null,
        int? exceptRun = null
    )
    {
        var ladder = await LadderQueries.ReadAsync(db, ct);
        var customers = db.Set<Customer>().VisibleTo(currentUser).OfEngineer(filter.EngineerId).InRegion(filter.Region);
        if (customerId is { } one)
            customers = customers.Where(c => c.Id == one);
        var all = await Positions.LoadAsync(db, currentUser, null, null, ct);
        var month = all.Last ?? Period.Of(clock.Today);
        var positions = all.At(month);
        var reading = new Reading(db, customers, [.. positions.Select(p => p.Id)], filter.Day, ladder.Ladder);
        var old = await OldAsync(db, positions, ct);
        var owed = await reading.OwedAsync(ct);
        var debts = await reading.DebtsAsync(exceptRun, ct);
        var inOld = await reading.InAsync([.. old.Select(p => p.Id)], ct);
        var promises = await db.OpenPromisesAsync(customers, filter.Day, ct);
        var mailed = await reading.LastMailsAsync(exceptRun, ct);
        var engineers = (await access.EngineersAsync(CurrentUser.System, ct)).ToDictionary(e => e.Id);
        // Who owes nothing is passed over below: asked for each of them, SQLite reads the month again for every customer.
        var debtors = await customers.AsNoTracking().OrderBy(c => c.Id).ToListAsync(ct);
        var bounced = await db.BouncedAsync(
            customerId is null ? null : [.. debtors.SelectMany(c => ContactAddresses.Of(c.Email))],
            ct
        );
        var rows = new List<PlannedReminder>();
        foreach (var customer in debtors)
        {
            if (!owed.TryGetValue(customer.Id, out var sums))
                continue;
            rows.Add(
                RowOf(
                    ladder.Ladder,
                    filter.Day,
                    customer,
                    sums,
                    new Known(
                        debts[customer.Id],
                        inOld.Contains(customer.Id),
                        promises[customer.Id].LastOrDefault(),
                        mailed.TryGetValue(customer.Id, out var day) ? day : null,
                        bounced,
                        customer.EngineerId is { } id ? engineers.GetValueOrDefault(id) : null
                    )
                )
            );
        }

        return new ReminderPlan(
            ladder,
            filter,
            month,
            [.. rows.OrderByDescending(r => r.Amount.Paise).ThenBy(r => r.CustomerId)],
            await NamesAsync(currentUser, old, ct)
        );
    }

    private static PlannedReminder RowOf(
        LadderDraft ladder,
        DateOnly day,
        Customer customer,
        OwedSums owed,
        Known known
    )
    {
        var addresses = ContactAddresses.Of(customer.Email);
        var usable = addresses.Where(a => !known.Bounced.ContainsKey(BouncedAddresses.Fold(a))).ToList();
        var decision = ReminderRules.Decide(
            ladder,
            day,
            new DebtorFacts(
                [.. known.Debts],
                owed.CreditPaise,
                known.HasOldData,
                customer.ReminderStop.Length > 0,
                known.Promise?.DueOn,
                known.LastMailOn,
                addresses.Count,
                usable.Count,
                known.Engineer is not null
            )
        );
        var due = new Money(decision.Items.Sum(i => i.Debt.Paise));
        var placed = due + decision.Later + decision.Taken + decision.Disputed;
        return new PlannedReminder
        {
            CustomerId = customer.Id,
            Code = customer.Code,
            Name = customer.Name,
            Region = customer.Region,
            EngineerId = known.Engineer?.Id,
            EngineerName = known.Engineer?.Name,
            EngineerEmail = known.Engineer?.Email,
            Verdict = decision.Verdict,
            Step = decision.Step,
            Addresses = usable,
            Invoices = [.. decision.Items.Select(Named)],
            AllOverdue = [.. decision.Reached.Select(Named)],
            Why = WhyOf(decision.Verdict, ladder, customer, known),
            Overdue = decision.Overdue,
            Sums = new ReminderSums(
                due,
                decision.Later,
                decision.Taken,
                decision.Disputed,
                new Money(owed.TotalPaise - owed.CreditPaise - owed.UndatedPaise) - placed,
                new Money(owed.UndatedPaise),
                new Money(owed.CreditPaise)
            ),
        };
    }

    private static RemindedInvoice Named((Debt Debt, int DaysOver) item) =>
        new(
            item.Debt.InvoiceId,
            item.Debt.Number,
            item.Debt.InvoiceDate,
            item.Debt.DueDate,
            new Money(item.Debt.Paise),
            item.DaysOver,
            new Money(item.Debt.DisputedPaise)
        );

    private static string? WhyOf(ReminderVerdict verdict, LadderDraft ladder, Customer customer, Known known) =>
        verdict switch
        {
            ReminderVerdict.Stopped => customer.ReminderStop,
            ReminderVerdict.Promised =>
                $"{known.Promise!.Amount.ToRupeeText()} promised by {Dates.Day(known.Promise.DueOn)}",
            ReminderVerdict.Recent =>
                $"Last mail on {Dates.Day(known.LastMailOn!.Value)}; the next from {Dates.Day(known.LastMailOn.Value.AddDays(ladder.PauseDays))}",
            ReminderVerdict.Bounced => customer.Email,
            _ => null,
        };

    /// <summary>The positions whose figures are too old. Figures are of the month's last day, or of the day of the upload where that was before it.</summary>
    private async Task<IReadOnlyList<Position>> OldAsync(
        ReportsDb db,
        IReadOnlyList<Position> positions,
        CancellationToken ct
    )
    {
        var batches = positions.Select(p => p.BatchId).Distinct().ToList();
        var committed = await UploadOrder
            .Of(db, ReceivablesImport.TargetKind)
            .Where(u => batches.Contains(u.Id))
            .Select(u => new { u.Id, u.CommittedAt })
            .ToDictionaryAsync(u => u.Id, u => u.CommittedAt, ct);
        var oldest = clock.Today.AddDays(-options.DataDays);
        return [.. positions.Where(p => AsOf(p) < oldest)];

        DateOnly AsOf(Position position)
        {
            var end = position.Period.LastDay;
            return
                committed.GetValueOrDefault(position.BatchId) is { } at
                && DateOnly.FromDateTime(clock.ToLocal(at)) is var day
                && day < end
                ? day
                : end;
        }
    }

    private async Task<IReadOnlyList<string>> NamesAsync(
        CurrentUser currentUser,
        IReadOnlyList<Position> old,
        CancellationToken ct
    )
    {
        if (old.Count == 0)
            return [];
        var names = (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name);
        return
        [
            .. old.Select(p =>
                    $"{names.GetValueOrDefault(p.DepartmentId, "?")}, {Regions.Display(p.Region)} ({p.Period})"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What is known of a customer besides their own row.</summary>
    private sealed record Known(
        IEnumerable<Debt> Debts,
        bool HasOldData,
        OpenPromise? Promise,
        DateOnly? LastMailOn,
        IReadOnlyDictionary<string, BouncedAddress> Bounced,
        EngineerOption? Engineer
    );

    private sealed record OwedSums(long TotalPaise, long CreditPaise, long UndatedPaise);

    /// <summary>The statements of one plan.</summary>
    private sealed class Reading(
        ReportsDb db,
        IQueryable<Customer> customers,
        List<int> snapshots,
        DateOnly day,
        LadderDraft ladder
    )
    {
        private IQueryable<InvoiceBalance> Balances =>
            db.Set<InvoiceBalance>()
                .Where(b =>
                    snapshots.Contains(b.SnapshotId)
                    && b.OutstandingPaise != 0
                    && customers.Select(c => c.Id).Contains(b.CustomerId)
                );

        public async Task<Dictionary<int, OwedSums>> OwedAsync(CancellationToken ct)
        {
            var byDue = ladder.Basis == ReminderBasis.DueDate;
            var sums = await Balances
                .GroupBy(b => b.CustomerId)
                .Select(g => new
                {
                    g.Key,
                    Total = g.Sum(b => b.OutstandingPaise),
                    Credit = g.Sum(b => b.OutstandingPaise < 0 ? b.OutstandingPaise : 0),
                    Undated = g.Sum(b =>
                        b.OutstandingPaise > 0 && b.InvoiceDate == null && (!byDue || b.DueDate == null)
                            ? b.OutstandingPaise
                            : 0
                    ),
                })
                .ToListAsync(ct);
            return sums.ToDictionary(s => s.Key, s => new OwedSums(s.Total, s.Credit, s.Undated));
        }

        /// <summary>The debts that have reached the first step by their dates, each with the last step that was taken for it.</summary>
        public async Task<ILookup<int, Debt>> DebtsAsync(int? exceptRun, CancellationToken ct)
        {
            var last = day.AddDays(-ladder.Steps[0].Days);
            var lastInvoiced = ladder.Basis == ReminderBasis.DueDate ? last.AddDays(-ladder.CreditDays) : last;
            var reached =
                ladder.Basis == ReminderBasis.DueDate
                    ? Balances.Where(b => b.DueDate <= last || (b.DueDate == null && b.InvoiceDate <= lastInvoiced))
                    : Balances.Where(b => b.InvoiceDate <= last);
            var rows = await reached
                .Where(b => b.OutstandingPaise > 0)
                .WithDisputed()
                .Join(
                    db.Set<Invoice>(),
                    b => b.Balance.InvoiceId,
                    i => i.Id,
                    (b, i) =>
                        new
                        {
                            b.Balance.CustomerId,
                            b.Balance.InvoiceId,
                            i.Number,
                            b.Balance.InvoiceDate,
                            b.Balance.DueDate,
                            b.Balance.OutstandingPaise,
                            b.DisputedPaise,
                        }
                )
                .OrderBy(b => b.InvoiceId)
                .ToListAsync(ct);
            var counting = Counting(exceptRun);
            var taken = await db.Set<ReminderItem>()
                .Where(x =>
                    x.Counts && counting.Any(r => r.Id == x.ReminderId) && reached.Any(b => b.InvoiceId == x.InvoiceId)
                )
                .GroupBy(x => x.InvoiceId)
                .Select(g => new { g.Key, Days = g.Max(x => x.StepDays) })
                .ToDictionaryAsync(g => g.Key, g => g.Days, ct);
            // An invoice can be in the positions of two regions while a customer moves.
            return rows.GroupBy(r => r.InvoiceId)
                .Select(g =>
                    (
                        g.First().CustomerId,
                        Debt: new Debt(
                            g.Key,
                            g.First().Number,
                            g.First().InvoiceDate,
                            g.First().DueDate,
                            g.Sum(r => r.OutstandingPaise - r.DisputedPaise),
                            g.Sum(r => r.DisputedPaise),
                            taken.TryGetValue(g.Key, out var days) ? days : null
                        )
                    )
                )
                .ToLookup(d => d.CustomerId, d => d.Debt);
        }

        /// <summary>Customers with anything open in these positions.</summary>
        public async Task<HashSet<int>> InAsync(List<int> positions, CancellationToken ct) =>
            positions.Count == 0
                ? []
                : (
                    await Balances
                        .Where(b => positions.Contains(b.SnapshotId))
                        .Select(b => b.CustomerId)
                        .Distinct()
                        .ToListAsync(ct)
                ).ToHashSet();

        public async Task<Dictionary<int, DateOnly>> LastMailsAsync(int? exceptRun, CancellationToken ct)
        {
            var last = await Counting(exceptRun)
                .Where(r => r.Action == ReminderAction.Mail && customers.Select(c => c.Id).Contains(r.CustomerId))
                .GroupBy(r => r.CustomerId)
                .Select(g => new { g.Key, Day = g.Max(r => r.Day) })
                .ToListAsync(ct);
            return last.ToDictionary(l => l.Key, l => l.Day);
        }

        /// <summary>Reminders that were written, and planned ones whose job is still to come to them.</summary>
        private IQueryable<Reminder> Counting(int? exceptRun)
        {
            var live = db.LiveRuns();
            return db.Set<Reminder>()
                .Where(r =>
                    r.RunId != exceptRun
                    && (
                        r.State == ReminderState.Written
                        || (r.State == ReminderState.Planned && live.Any(x => x.Id == r.RunId))
                    )
                );
        }
    }
}
