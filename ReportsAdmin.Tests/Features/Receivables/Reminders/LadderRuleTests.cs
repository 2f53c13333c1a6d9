using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Reminders;

/// <summary>The ladder as rules, day by day over random customers and random ladders, against what must always be true.</summary>
public sealed class LadderRuleTests
{
    private static readonly DateOnly Start = new(2026, 1, 1);

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 200));

    [Theory, MemberData(nameof(Seeds))]
    public void A_debt_never_goes_back_and_a_customer_is_never_mailed_too_often(int seed)
    {
        var random = new Random(seed);
        var ladder = LadderOf(random);
        var debts = Enumerable.Range(1, random.Next(1, 8)).Select(i => DebtOf(i, random)).ToList();
        var sent = debts.ToDictionary(d => d.InvoiceId, _ => new List<int>());
        DateOnly? lastMail = null;
        var sends = 0;
        for (var day = Start; day < Start.AddDays(500); day = day.AddDays(1))
        {
            if (random.Next(40) == 0)
                Change(debts, random);
            var facts = FactsOf(debts, sent, lastMail, random);
            var decision = ReminderRules.Decide(ladder, day, facts);
            Assert.Equal(VerdictBy(ladder, day, facts), decision.Verdict);
            Assert.Equal(
                debts.Where(d => StepBy(ladder, day, d) is not null).Sum(d => d.Paise),
                decision.Overdue.Paise
            );
            Assert.Equal(
                debts.Where(d => StepBy(ladder, day, d) is not null).Sum(d => d.DisputedPaise),
                decision.Disputed.Paise
            );
            Assert.Equal(
                decision.Overdue.Paise,
                decision.Items.Sum(i => i.Debt.Paise) + decision.Later.Paise + decision.Taken.Paise
            );
            if (decision.Verdict != ReminderVerdict.Due)
                continue;
            sends++;
            Assert.NotEmpty(decision.Items);
            foreach (var (debt, daysOver) in decision.Items)
            {
                Assert.True(debt.Paise > 0);
                // The step is the highest that the debt has reached, so none is skipped by and by.
                Assert.Equal(decision.Step!.Days, StepBy(ladder, day, debt)!.Days);
                Assert.True(daysOver >= decision.Step.Days);
                Assert.All(sent[debt.InvoiceId], before => Assert.True(before < decision.Step.Days));
                sent[debt.InvoiceId].Add(decision.Step.Days);
            }

            if (decision.Step!.Action != ReminderAction.Mail)
                continue;
            if (lastMail is { } last)
                Assert.True(day.DayNumber - last.DayNumber >= ladder.PauseDays, $"{last} then {day}");
            lastMail = day;
        }

        Assert.True(
            sends > 0 || debts.All(d => d.Paise == 0 || StartBy(ladder, d) is null),
            $"seed {seed} sent nothing"
        );
    }

    [Fact]
    public void A_debt_that_nothing_holds_up_takes_every_step_once()
    {
        var ladder = LadderDraft.Default with { Basis = ReminderBasis.InvoiceDate };
        var taken = new List<(int Day, int Step)>();
        for (var day = 0; day < 100; day++)
        {
            var debt = Owing(100, invoiced: Start) with { TakenDays = taken.Count == 0 ? null : taken[^1].Step };
            var facts = Free([debt]) with { LastMailOn = taken.Count == 0 ? null : Start.AddDays(taken[^1].Day) };
            var decision = ReminderRules.Decide(ladder, Start.AddDays(day), facts);
            if (decision.Verdict == ReminderVerdict.Due)
                taken.Add((day, decision.Step!.Days));
        }

        Assert.Equal([(3, 3), (15, 15), (30, 30)], taken);
    }

    [Fact]
    public void A_step_that_was_missed_is_left_out_and_not_caught_up()
    {
        var debt = Owing(100, due: Start);
        var decision = ReminderRules.Decide(LadderDraft.Default, Start.AddDays(20), Free([debt]));
        Assert.Equal(15, decision.Step!.Days);
        decision = ReminderRules.Decide(LadderDraft.Default, Start.AddDays(29), Free([debt with { TakenDays = 15 }]));
        Assert.Equal((ReminderVerdict.UpToDate, 100), (decision.Verdict, decision.Taken.Paise));
    }

    [Fact]
    public void A_younger_debt_waits_behind_the_step_of_an_older_one()
    {
        var (old, young) = (
            Owing(100, due: Start) with
            {
                TakenDays = 15,
            },
            Owing(50, due: Start.AddDays(26)) with
            {
                InvoiceId = 2,
            }
        );
        var decision = ReminderRules.Decide(LadderDraft.Default, Start.AddDays(30), Free([old, young]));
        Assert.Equal((30, 50), (decision.Step!.Days, decision.Later.Paise));
        Assert.Equal(1, Assert.Single(decision.Items).Debt.InvoiceId);
    }

    [Fact]
    public void Without_a_due_date_the_days_of_credit_count_and_without_a_date_nothing_does()
    {
        var debt = Owing(100, invoiced: Start);
        Assert.Equal(Start.AddDays(30), ReminderRules.StartOf(LadderDraft.Default, Start, null));
        Assert.Equal(
            ReminderVerdict.NothingDue,
            ReminderRules.Decide(LadderDraft.Default, Start.AddDays(32), Free([debt])).Verdict
        );
        Assert.Equal(
            ReminderVerdict.Due,
            ReminderRules.Decide(LadderDraft.Default, Start.AddDays(33), Free([debt])).Verdict
        );
        Assert.Equal(
            ReminderVerdict.NothingDue,
            ReminderRules
                .Decide(LadderDraft.Default, Start.AddDays(400), Free([debt with { InvoiceDate = null }]))
                .Verdict
        );
    }

    [Fact]
    public void Only_what_is_not_in_dispute_is_asked_for()
    {
        var partly = Owing(60, due: Start) with { DisputedPaise = 40 };
        var decision = ReminderRules.Decide(LadderDraft.Default, Start.AddDays(20), Free([partly]));
        Assert.Equal(
            (ReminderVerdict.Due, 60, 40),
            (decision.Verdict, decision.Overdue.Paise, decision.Disputed.Paise)
        );
        decision = ReminderRules.Decide(
            LadderDraft.Default,
            Start.AddDays(20),
            Free([partly with { Paise = 0, DisputedPaise = 100 }])
        );
        Assert.Equal((ReminderVerdict.Disputed, 100), (decision.Verdict, decision.Disputed.Paise));
        Assert.Empty(decision.Items);
    }

    private static Debt Owing(long paise, DateOnly? invoiced = null, DateOnly? due = null) =>
        new(1, "S-1", invoiced, due, paise, 0, null);

    private static DebtorFacts Free(IReadOnlyList<Debt> debts) => new(debts, 0, false, false, null, null, 1, 1, true);

    private static LadderDraft LadderOf(Random random) =>
        new(
            true,
            (ReminderBasis)random.Next(2),
            random.Next(0, 60),
            random.Next(1, 15),
            null,
            [
                .. Enumerable
                    .Range(0, 60)
                    .OrderBy(_ => random.Next())
                    .Take(random.Next(1, 6))
                    .Order()
                    .Select(d => new StepDraft(
                        d,
                        random.Next(4) == 0 ? ReminderAction.Call : ReminderAction.Mail,
                        "s",
                        "t"
                    )),
            ]
        );

    private static Debt DebtOf(int id, Random random) =>
        Disputing(
            new Debt(
                id,
                $"S-{id}",
                random.Next(5) == 0 ? null : Start.AddDays(random.Next(0, 200)),
                random.Next(2) == 0 ? null : Start.AddDays(random.Next(0, 230)),
                0,
                0,
                null
            ),
            random
        );

    /// <summary>With another amount, of which nothing, a part or all is in dispute.</summary>
    private static Debt Disputing(Debt debt, Random random)
    {
        var owed = random.Next(1, 1000);
        var disputed = random.Next(4) switch
        {
            0 => owed,
            1 => owed > 1 ? random.Next(1, owed) : 1,
            _ => 0,
        };
        return debt with { Paise = owed - disputed, DisputedPaise = disputed };
    }

    private static void Change(List<Debt> debts, Random random)
    {
        var at = random.Next(debts.Count);
        debts[at] = Disputing(debts[at], random);
    }

    private static DebtorFacts FactsOf(
        List<Debt> debts,
        Dictionary<int, List<int>> sent,
        DateOnly? lastMail,
        Random random
    ) =>
        new(
            [.. debts.Select(d => d with { TakenDays = sent[d.InvoiceId].Count == 0 ? null : sent[d.InvoiceId][^1] })],
            -random.Next(0, 5) * random.Next(0, 300),
            random.Next(10) == 0,
            random.Next(10) == 0,
            random.Next(5) == 0 ? Start.AddDays(random.Next(0, 500)) : null,
            lastMail,
            random.Next(0, 3),
            random.Next(0, 2),
            random.Next(2) == 0
        );

    /// <summary>The rules once more, written from the page of the decision: for each customer the first reason that holds.</summary>
    private static ReminderVerdict VerdictBy(LadderDraft ladder, DateOnly day, DebtorFacts facts)
    {
        var reached = facts.Debts.Where(d => StepBy(ladder, day, d) is not null).ToList();
        if (reached.Count == 0)
            return ReminderVerdict.NothingDue;
        var open = reached.Where(d => d.Paise > 0).ToList();
        if (open.Count == 0)
            return ReminderVerdict.Disputed;
        var next = open.Where(d => d.TakenDays is null || StepBy(ladder, day, d)!.Days > d.TakenDays)
            .Select(d => StepBy(ladder, day, d)!)
            .OrderByDescending(s => s.Days)
            .FirstOrDefault();
        if (next is null)
            return ReminderVerdict.UpToDate;
        if (facts.HasOldData)
            return ReminderVerdict.OldData;
        if (facts.IsStopped)
            return ReminderVerdict.Stopped;
        if (open.Sum(d => d.Paise) <= -facts.CreditPaise)
            return ReminderVerdict.Credit;
        if (facts.PromisedUntil is { } until && until >= day)
            return ReminderVerdict.Promised;
        if (next.Action == ReminderAction.Call)
            return facts.HasEngineer ? ReminderVerdict.Due : ReminderVerdict.NoEngineer;
        if (facts.LastMailOn is { } last && day.DayNumber - last.DayNumber < ladder.PauseDays)
            return ReminderVerdict.Recent;
        if (facts.Addresses == 0)
            return ReminderVerdict.NoAddress;
        return facts.UsableAddresses == 0 ? ReminderVerdict.Bounced : ReminderVerdict.Due;
    }

    private static StepDraft? StepBy(LadderDraft ladder, DateOnly day, Debt debt)
    {
        StepDraft? found = null;
        foreach (var step in ladder.Steps)
        {
            if (StartBy(ladder, debt) is { } start && start.AddDays(step.Days) <= day)
                found = step;
        }

        return found;
    }

    private static DateOnly? StartBy(LadderDraft ladder, Debt debt)
    {
        if (ladder.Basis == ReminderBasis.InvoiceDate)
            return debt.InvoiceDate;
        if (debt.DueDate is { } due)
            return due;
        return debt.InvoiceDate is { } invoiced ? invoiced.AddDays(ladder.CreditDays) : null;
    }
}
