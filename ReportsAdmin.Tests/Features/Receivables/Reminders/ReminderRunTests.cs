using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Reminders;

/// <summary>Runs on both databases: once each, as simulated, not by old figures, within the scope.</summary>
public sealed class ReminderRunTests
{
    // Ten days over, forty days over, not due.
    private static readonly byte[] April = Sheet.Of(
        ReminderBook.Header,
        "C-1|Asha|Mumbai|S-1|2026-04-05|2026-05-05|1000|1000",
        "C-2|Bharat|Mumbai|S-2|2026-03-05|2026-04-05|2000|1500.50",
        "C-2|Bharat|Mumbai|S-3|2026-05-01|2026-06-01|700|700",
        "C-3|Chetan|Pune|S-4|2026-03-05|2026-04-05|5000|5000"
    );

    [Theory, EachDatabase]
    public async Task A_run_sends_what_was_simulated_once_and_the_simulation_then_shows_it(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        var before = await book.SimulateAsync();
        Assert.Equal(
            (3, 7500.50m),
            (before.Of(ReminderVerdict.Due).Customers, before.Of(ReminderVerdict.Due).Amount.Rupees)
        );
        Assert.Equal(await book.LedgerAsync(), before.Sums.Total.Paise);

        var run = await book.RunAsync();

        var page = await fixture
            .Get<ReminderLogQueries>()
            .OfRunAsync(CurrentUser.System, run, new PageRequest(1, 10), default);
        Assert.Equal(
            before
                .Page.Rows.Where(r => r.Verdict == ReminderVerdict.Due)
                .Select(r => (r.CustomerId, r.Step!.Days, r.Amount)),
            page.Rows.Select(r => (r.CustomerId, r.StepDays, r.Amount))
        );
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(4, await db.Set<OutgoingMail>().CountAsync());
        var after = await book.SimulateAsync();
        Assert.Equal(0, after.Of(ReminderVerdict.Due).Customers);
        Assert.Equal(3, after.Of(ReminderVerdict.UpToDate).Customers);
        Assert.Equal((before.Sums.Total, 7500.50m), (after.Sums.Total, after.Sums.Taken.Rupees));
    }

    [Theory, EachDatabase]
    public async Task Twice_pressed_starts_one_run(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        var token = (await book.SimulateAsync()).Token;
        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TryAsync(() => book.StartAsync(token))));
        Assert.Equal(1, tries.Count(t => t is null));
        Assert.All(tries.OfType<DomainException>(), e => Assert.Equal(ErrorKind.Conflict, e.Kind));
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(1, await db.Set<ReminderRun>().CountAsync());
        Assert.Equal(3, await db.Set<Reminder>().CountAsync());
    }

    [Theory, EachDatabase]
    public async Task The_part_of_an_invoice_that_is_not_in_dispute_is_reminded_of(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        await DisputeAsync("S-1", Money.FromRupees(400));
        await DisputeAsync("S-4", null);

        var simulation = await book.SimulateAsync();
        var asha = simulation.Page.Rows.Single(r => r.Code == "C-1");
        Assert.Equal((ReminderVerdict.Due, 600m, 400m), (asha.Verdict, asha.Amount.Rupees, asha.Sums.Disputed.Rupees));
        Assert.Equal(ReminderVerdict.Disputed, simulation.Page.Rows.Single(r => r.Code == "C-3").Verdict);
        Assert.Equal(await book.LedgerAsync(), simulation.Sums.Total.Paise);

        await book.RunAsync();
        Assert.Equal(600m, (await book.LastAsync("C-1")).Amount.Rupees);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Contains(await db.Set<OutgoingMail>().Select(m => m.Text).ToListAsync(), text =>
            text.Contains("₹400 of these invoices, which is in dispute", StringComparison.Ordinal)
        );

        async Task DisputeAsync(string number, Money? amount) =>
            await fixture
                .Get<DisputeCommands>()
                .OpenAsync(
                    CurrentUser.System,
                    await fixture
                        .Contexts.CreateDbContext()
                        .Set<Invoice>()
                        .Where(i => i.Number == number)
                        .Select(i => i.Id)
                        .SingleAsync(),
                    new NewDispute("Quantity", Amount: amount),
                    default
                );
    }

    [Theory, EachDatabase]
    public async Task A_job_that_is_attempted_again_sends_nothing_twice(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        var run = await book.RunAsync();
        await using var db = fixture.Contexts.CreateDbContext();
        var sent = await db.Set<OutgoingMail>().CountAsync();
        // As if the process had died before the job was noted as completed.
        await db.Set<Job>()
            .Where(j => j.Kind == ReminderRunHandler.JobKind)
            .ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Pending));
        await book.EndAsync(run);
        Assert.Equal(sent, await db.Set<OutgoingMail>().CountAsync());
    }

    [Theory, EachDatabase]
    public async Task What_changed_since_the_simulation_is_not_sent(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        var token = (await book.SimulateAsync()).Token;
        await book.AddressAsync("C-1", "other@example.com");
        var refused = await book.RefusedAsync(() => book.StartAsync(token));
        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Contains("changed since this was simulated", refused.Message, StringComparison.Ordinal);

        // What no mail shows may change.
        token = (await book.SimulateAsync()).Token;
        await fixture.CustomerCommands.NotesAsync(
            CurrentUser.System,
            await book.KeyAsync("C-1"),
            "Note",
            null,
            default
        );
        var run = await book.StartAsync(token);

        // A payment after the start and before the job came to the customer.
        await fixture.CustomerCommands.SetInvoiceStatusAsync(
            CurrentUser.System,
            await book.KeyAsync("C-1"),
            "S-1",
            "paid",
            default
        );
        await book.EndAsync(run);
        var skipped = await book.LastAsync("C-1");
        Assert.Equal(ReminderState.Skipped, skipped.State);
        Assert.Equal("The data changed after it was simulated.", skipped.SkippedWhy);
        Assert.Equal(ReminderState.Written, (await book.LastAsync("C-2")).State);

        // It may be reminded when it is owed again.
        await fixture.CustomerCommands.SetInvoiceStatusAsync(
            CurrentUser.System,
            await book.KeyAsync("C-1"),
            "S-1",
            "unpaid",
            default
        );
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-1"));
    }

    [Theory, EachDatabase]
    public async Task Old_figures_block_a_region_and_the_next_sheet_opens_it(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        // The figures are of 30 April; 45 days later is 14 June.
        fixture.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(3, (await book.SimulateAsync()).Of(ReminderVerdict.Due).Customers);
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        var old = await book.SimulateAsync();
        Assert.Equal(3, old.Of(ReminderVerdict.OldData).Customers);
        Assert.Contains("Batching Plant, Pune (Apr-26)", old.OldPlaces);
        Assert.Contains(
            "Nobody",
            (await book.RefusedAsync(() => book.StartAsync(old.Token))).Message,
            StringComparison.Ordinal
        );
        await fixture.UploadAsync(
            Sheet.Of(ReminderBook.Header, "C-3|Chetan|Pune|S-4|2026-03-05|2026-04-05|5000|4000"),
            "May-26"
        );
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-3"));
        Assert.Equal(ReminderVerdict.OldData, await book.VerdictAsync("C-1"));
    }

    [Theory, EachDatabase]
    public async Task Each_reason_leaves_out_and_says_why(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        var key = await book.KeyAsync("C-1");
        await book.AddressAsync("C-1", "");
        Assert.Equal(ReminderVerdict.NoAddress, await book.VerdictAsync("C-1"));
        await book.AddressAsync("C-1", "asha@example.com");
        await fixture.CustomerCommands.StopRemindersAsync(CurrentUser.System, key, "Sister company", null, default);
        var stopped = (await book.SimulateAsync()).Page.Rows.Single(r => r.Code == "C-1");
        Assert.Equal((ReminderVerdict.Stopped, "Sister company"), (stopped.Verdict, stopped.Why));
        await fixture.CustomerCommands.StopRemindersAsync(CurrentUser.System, key, "", null, default);

        var promise = await fixture
            .Get<CollectionCommands>()
            .LogAsync(
                CurrentUser.System,
                key,
                new NewContact(
                    ContactOutcome.Promised,
                    Promise: new PromiseTerms(Money.FromRupees(500), book.Today.AddDays(2))
                ),
                default
            );
        Assert.Equal(ReminderVerdict.Promised, await book.VerdictAsync("C-1"));
        Assert.Equal(
            ReminderVerdict.Due,
            (await book.SimulateAsync(day: book.Today.AddDays(3))).Page.Rows.Single(r => r.Code == "C-1").Verdict
        );
        await fixture.Get<CollectionCommands>().CorrectAsync(CurrentUser.System, promise.EntryId, default);

        await fixture.CustomerCommands.SetInvoiceStatusAsync(CurrentUser.System, key, "S-1", "dispute", default);
        var disputed = await book.SimulateAsync();
        Assert.Equal(ReminderVerdict.Disputed, disputed.Page.Rows.Single(r => r.Code == "C-1").Verdict);
        Assert.Equal(1000m, disputed.Sums.Disputed.Rupees);
        await fixture.CustomerCommands.SetInvoiceStatusAsync(CurrentUser.System, key, "S-1", "unpaid", default);

        await fixture.Get<BounceCommands>().MarkAsync(CurrentUser.System, key, "ASHA@example.com", default);
        Assert.Equal(ReminderVerdict.Bounced, await book.VerdictAsync("C-1"));
        await fixture.Get<BounceCommands>().ClearAsync(CurrentUser.System, key, "asha@example.com", default);
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-1"));

        await fixture.UploadAsync(
            Sheet.Of(
                ReminderBook.Header,
                "C-1|Asha|Mumbai|S-1|2026-04-05|2026-05-05|1000|1000",
                "C-1|Asha|Mumbai|ON-ACCOUNT|2026-05-02||-1000|-1000"
            ),
            "May-26"
        );
        var credit = await book.SimulateAsync();
        Assert.Equal(ReminderVerdict.Credit, credit.Page.Rows.Single(r => r.Code == "C-1").Verdict);
        Assert.Equal(-1000m, credit.Sums.Credits.Rupees);
        Assert.Equal(await book.LedgerAsync(), credit.Sums.Total.Paise);
    }

    [Theory, EachDatabase]
    public async Task A_step_may_ask_the_engineer_to_call_instead(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        await book.SwitchOnAsync(l => l with { Steps = [new(3, ReminderAction.Call)] });
        Assert.Equal(ReminderVerdict.NoEngineer, await book.VerdictAsync("C-1"));
        var engineer = await EngineerAsync(fixture);
        await using (var db = fixture.Contexts.CreateDbContext())
            await db.Set<Customer>().ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, engineer));
        await book.RunAsync();
        await using var read = fixture.Contexts.CreateDbContext();
        Assert.Equal(0, await read.Set<OutgoingMail>().CountAsync(m => m.ToAddress == "asha@example.com"));
        // Nobody has rights in this fixture, so nobody is told, and the log says so (RemindersContractTests has one who is).
        var called = await book.LastAsync("C-1");
        Assert.Equal((ReminderAction.Call, ReminderState.Skipped), (called.Action, called.State));
        Assert.Contains("may not be told", called.SkippedWhy, StringComparison.Ordinal);
        Assert.Equal(ReminderVerdict.Due, await book.VerdictAsync("C-1"));
    }

    [Theory, EachDatabase]
    public async Task A_person_simulates_and_sends_within_their_regions(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        var permissions = new HashSet<string> { "outstanding:read", ReminderQueries.SendPermission };
        var pune = new CurrentUser(0, "Manoj", "Manager", permissions, new Scope(["pune"], null, false));
        var simulation = await book.SimulateAsync(pune);
        Assert.Equal(["C-3"], simulation.Page.Rows.Select(r => r.Code));
        var outside = await book.KeyAsync("C-1");
        var queries = fixture.Get<ReminderQueries>();
        var refused = await book.RefusedAsync(() => queries.PreviewAsync(pune, outside, book.Today, null, default));
        Assert.Equal(ErrorKind.NotFound, refused.Kind);
        Assert.Equal(
            ErrorKind.Conflict,
            (await book.RefusedAsync(() => book.StartAsync(simulation.Token, pune, [outside]))).Kind
        );
        var reader = pune with { Permissions = new HashSet<string> { "outstanding:read" } };
        Assert.Equal(ErrorKind.Forbidden, (await book.RefusedAsync(() => book.SimulateAsync(reader))).Kind);
        await book.StartAsync(simulation.Token, pune);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(await book.KeyAsync("C-3"), (await db.Set<Reminder>().SingleAsync()).CustomerId);
        var mumbai = pune with { Scope = new Scope(["mumbai"], null, false) };
        var runs = fixture.Get<ReminderLogQueries>();
        Assert.Empty((await runs.RunsAsync(mumbai, new PageRequest(1, 10), default)).Rows);
        var run = await db.Set<ReminderRun>().Select(r => r.Id).SingleAsync();
        Assert.Equal(ErrorKind.NotFound, (await book.RefusedAsync(() => runs.RunAsync(mumbai, run, default))).Kind);
    }

    [Theory, EachDatabase]
    public async Task Nothing_starts_while_the_ladder_is_off_or_mail_is_not_set_up(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider, settings: []);
        await using var _ = fixture;
        var token = (await book.SimulateAsync()).Token;
        Assert.Contains(
            "Mail is not set up",
            (await book.RefusedAsync(() => book.StartAsync(token))).Message,
            StringComparison.Ordinal
        );
        await book.SaveAsync(l => l with { IsOn = false });
        Assert.Contains(
            "switched off",
            (await book.RefusedAsync(() => book.StartAsync(token))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory, EachDatabase]
    public async Task The_run_of_every_day_has_a_line_among_the_recurring_jobs_while_it_is_on(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        await using var db = fixture.Contexts.CreateDbContext();
        var lines = db.Set<RecurringJob>().Where(r => r.Kind == DailyReminders.JobKind);
        Assert.Empty(await lines.ToListAsync());
        await book.SaveAsync(l => l with { DailyHour = 9 });
        var line = await lines.SingleAsync();
        Assert.Equal(("0 9 * * *", true), (line.Cron, line.Enabled));
        // 15 May 2026, 11:30 in India: the next is tomorrow at nine.
        Assert.Equal(new DateTime(2026, 5, 16, 3, 30, 0), line.NextAt);
        await book.SaveAsync(l => l with { DailyHour = 17 });
        Assert.Equal("0 17 * * *", (await lines.SingleAsync()).Cron);
        var run = await fixture.Get<ReminderRunCommands>().StartDailyAsync(default);
        Assert.NotNull(run);
        Assert.Null(await fixture.Get<ReminderRunCommands>().StartDailyAsync(default));
        await book.SaveAsync(l => l with { IsOn = false });
        Assert.Empty(await lines.ToListAsync());
    }

    [Theory, EachDatabase]
    public async Task A_ladder_is_saved_over_what_the_person_saw_only(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        var commands = fixture.Get<LadderCommands>();
        var stale = await book.RefusedAsync(() =>
            commands.SaveAsync(CurrentUser.System, LadderDraft.Default, 0, default)
        );
        Assert.Equal(ErrorKind.Conflict, stale.Kind);
        var reader = new CurrentUser(
            7,
            "Asha",
            "Manager",
            new HashSet<string> { ReminderQueries.SendPermission },
            Scope.Everything
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (await book.RefusedAsync(() => commands.SaveAsync(reader, LadderDraft.Default, 1, default))).Kind
        );
    }

    [Theory, EachDatabase]
    public async Task The_undo_of_the_sheet_keeps_what_was_reminded(TestProvider provider)
    {
        var (fixture, book) = await OpenAsync(provider);
        await using var _ = fixture;
        await book.RunAsync();
        int upload;
        await using (var db = fixture.Contexts.CreateDbContext())
            upload = await db.Set<Snapshot>().Select(s => s.BatchId).FirstAsync();
        await fixture.Imports.UndoAsync(CurrentUser.System, upload, default);
        Assert.Empty((await book.SimulateAsync()).Page.Rows);
        await fixture.UploadAsync(April, "Apr-26");
        // The same debts: they were reminded already.
        Assert.Equal(ReminderVerdict.UpToDate, await book.VerdictAsync("C-1"));
    }

    [Fact]
    public async Task A_thousand_customers_take_as_many_statements_as_three()
    {
        var (fixture, book) = await OpenAsync(TestProvider.Sqlite);
        await using var _ = fixture;
        var few = await StatementCount.OfAsync(fixture, () => book.SimulateAsync());
        var rows = Enumerable
            .Range(0, 1000)
            .Select(i => $"X-{i}|Customer {i}|Mumbai|N-{i}|2026-03-01||{1000 + i}|{1000 + i}");
        await fixture.UploadAsync(Sheet.Of([ReminderBook.Header, .. rows]), "May-26");
        Assert.Equal(few, await StatementCount.OfAsync(fixture, () => book.SimulateAsync()));
    }

    private static async Task<(TestFixture, ReminderBook)> OpenAsync(
        TestProvider provider,
        (string, string)[]? settings = null
    )
    {
        var (fixture, book) = await ReminderBook.OpenAsync(provider, April, settings: settings);
        await book.AddressAsync("C-1", "asha@example.com");
        await book.AddressAsync("C-2", "bharat@example.com, accounts@example.com");
        await book.AddressAsync("C-3", "chetan@example.com");
        return (fixture, book);
    }

    private static async Task<int> EngineerAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var engineer = new User
        {
            Name = "Ravi Patil",
            Role = RoleNames.Engineer,
            Region = "mumbai",
            Email = "ravi@example.com",
            UserName = "ravi@example.com",
            Active = true,
        };
        db.Add(engineer);
        await db.SaveChangesAsync();
        return engineer.Id;
    }

    private static async Task<DomainException?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DomainException e)
        {
            return e;
        }
    }
}
