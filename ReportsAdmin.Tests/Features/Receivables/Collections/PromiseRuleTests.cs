using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>The ledger decides promises, and takes a decision back with what it rests on. Today is 15 May 2026.</summary>
public sealed class PromiseRuleTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly byte[] April = Owed(1000, 500);

    [Theory, EachDatabase]
    public async Task A_sheet_after_the_day_decides_and_its_undo_takes_the_decision_back(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(April, "Apr-26");
        await PromiseAsync(fixture, 800, day: 20);
        Assert.Equal((PromiseStatus.Open, 0), await StateAsync(fixture));

        Pass(fixture, days: 20);
        var may = await fixture.UploadAsync(Owed(1000, 500), "May-26");
        Assert.Equal((PromiseStatus.Broken, 0), await StateAsync(fixture));

        await fixture.Imports.UndoAsync(CurrentUser.System, may, default);
        Assert.Equal((PromiseStatus.Open, 0), await StateAsync(fixture));

        may = await fixture.UploadAsync(Owed(700, 500), "May-26");
        Assert.Equal((PromiseStatus.PartKept, 300), await StateAsync(fixture));

        // A corrected sheet of the same month decides anew; the next month does not.
        await fixture.UploadAsync(Owed(200, 500), "May-26");
        Assert.Equal((PromiseStatus.Kept, 800), await StateAsync(fixture));
        Pass(fixture, days: 20);
        await fixture.UploadAsync(Owed(1000, 500), "Jun-26");
        Assert.Equal((PromiseStatus.Kept, 800), await StateAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task A_sheet_before_the_day_or_of_an_earlier_month_breaks_no_promise(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(April, "Apr-26");
        await PromiseAsync(fixture, 800, day: 20);
        await fixture.UploadAsync(Owed(900, 500), "May-26");
        Assert.Equal((PromiseStatus.Open, 100), await StateAsync(fixture));
        Pass(fixture, days: 20);
        await fixture.UploadAsync(Owed(1000, 400), "Apr-26");
        Assert.Equal((PromiseStatus.Open, 100), await StateAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task New_invoices_do_not_hide_what_was_paid(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(April, "Apr-26");
        await PromiseAsync(fixture, 1000, day: 20);
        Pass(fixture, days: 20);
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Mumbai|S-2|2026-03-01|500|500", "C-1|Asha|Mumbai|S-9|2026-05-01|9000|9000"),
            "May-26",
            missing: MissingChoice.Paid
        );
        Assert.Equal((PromiseStatus.Kept, 1000), await StateAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task A_payment_keeps_it_at_once_and_a_reversal_opens_it_again_also_a_month_later(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(April, "Apr-26");
        await PromiseAsync(fixture, 1000, day: 20);
        await MarkAsync(fixture, "S-1", "paid");
        Assert.Equal((PromiseStatus.Kept, 1000), await StateAsync(fixture));
        await MarkAsync(fixture, "S-1", "unpaid");
        Assert.Equal((PromiseStatus.Open, 0), await StateAsync(fixture));

        Pass(fixture, days: 20);
        await fixture.UploadAsync(Owed(1000, 500), "May-26");
        await MarkAsync(fixture, "S-1", "paid");
        Assert.Equal((PromiseStatus.Kept, 1000), await StateAsync(fixture));
        Pass(fixture, days: 20);
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Asha|Mumbai|S-2|2026-03-01|500|500"), "Jun-26");
        await MarkAsync(fixture, "S-1", "unpaid");
        Assert.Equal((PromiseStatus.Broken, 0), await StateAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task Where_a_sheet_gives_totals_the_totals_are_compared(TestProvider provider)
    {
        const string Totals = "Party Code|Party Name|Branch|0-30|31-90|Outstanding";
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Totals, "C-1|Asha|Mumbai|1000|500|1500"), "Apr-26");
        await PromiseAsync(fixture, 600, day: 20);
        Pass(fixture, days: 20);
        // What was young is old now: nothing of it is paid.
        var may = await fixture.UploadAsync(Sheet.Of(Totals, "C-1|Asha|Mumbai||1500|1500"), "May-26");
        Assert.Equal((PromiseStatus.Broken, 0), await StateAsync(fixture));
        await fixture.Imports.UndoAsync(CurrentUser.System, may, default);
        await fixture.UploadAsync(Sheet.Of(Totals, "C-1|Asha|Mumbai||900|900"), "May-26");
        Assert.Equal((PromiseStatus.Kept, 600), await StateAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task The_undo_of_the_sheet_it_was_made_on_keeps_the_customer_and_pays_nothing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var april = await fixture.UploadAsync(April, "Apr-26");
        await PromiseAsync(fixture, 800, day: 20);
        var kept = await fixture.Imports.UndoAsync(CurrentUser.System, april, default);
        Assert.Contains(kept, k => k.Key == "C-1");
        Assert.Equal((PromiseStatus.Open, 0), await StateAsync(fixture));
        // The sheet of another customer takes no key of what was promised; the same sheet again brings it back.
        await fixture.UploadAsync(Sheet.Of(Header, "C-7|Zed|Mumbai|Z-1|2026-01-10|100|100"), "Apr-26");
        Assert.Equal((PromiseStatus.Open, 0), await StateAsync(fixture));
        await fixture.UploadAsync(Owed(400, 500), "Apr-26");
        Assert.Equal((PromiseStatus.Open, 600), await StateAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task One_promise_at_a_time_of_no_more_than_is_owed(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(April, "Apr-26");
        var more = await Assert.ThrowsAsync<DomainException>(() => PromiseAsync(fixture, 1501, day: 20));
        Assert.Contains("promise.amount", more.Fields.Keys);
        var logged = await PromiseAsync(fixture, 800, day: 20);
        var second = await Assert.ThrowsAsync<DomainException>(() => PromiseAsync(fixture, 100, day: 25));
        Assert.Equal(ErrorKind.Conflict, second.Kind);

        // Taken back, it counts nowhere and leaves room for another.
        await fixture.Get<CollectionCommands>().CorrectAsync(CurrentUser.System, logged.EntryId, default);
        var twice = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Get<CollectionCommands>().CorrectAsync(CurrentUser.System, logged.EntryId, default)
        );
        Assert.Equal(ErrorKind.Conflict, twice.Kind);
        await PromiseAsync(fixture, 100, day: 25);
        Pass(fixture, days: 20);
        await fixture.UploadAsync(Owed(1000, 500), "May-26");
        var list = await fixture
            .Get<CollectionQueries>()
            .PromisesAsync(CurrentUser.System, new PromiseFilter(), new PageRequest(1, 10), default);
        Assert.Equal([PromiseStatus.Broken, PromiseStatus.Withdrawn], list.Page.Rows.Select(r => r.Status));
        Assert.Equal(
            (0, 0, 1, 0, 0),
            (list.Rate.Kept, list.Rate.PartKept, list.Rate.Broken, list.Rate.Open, list.Rate.Percent)
        );
    }

    public static TheoryData<TestProvider, int> Seeds =>
        new(
            Enum.GetValues<TestProvider>()
                .SelectMany(p => Enumerable.Range(1, p == TestProvider.Sqlite ? 10 : 3).Select(seed => (p, seed)))
        );

    /// <summary>
    /// Random uploads, payments, reversals, undos and promises: after each step every promise is what a model says that knows the
    /// uploads and the balances, and decides promise by promise in memory.
    /// </summary>
    [Theory, MemberData(nameof(Seeds))]
    public async Task Every_promise_is_what_the_model_says(TestProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var fixture = await TestFixture.OpenAsync(provider);
        var history = new RandomHistory(fixture, random);
        await history.UploadAsync();
        for (var step = 0; step < 30; step++)
        {
            await history.StepAsync();
            await history.AgreesAsync($"seed {seed}, step {step}");
        }

        Assert.True(history.Promises > 0, $"seed {seed} made no promise.");
    }

    private static byte[] Owed(int first, int second) =>
        Sheet.Of(
            Header,
            $"C-1|Asha|Mumbai|S-1|2026-01-10|1000|{first}",
            $"C-1|Asha|Mumbai|S-2|2026-03-01|500|{second}"
        );

    private static void Pass(TestFixture fixture, int days) => fixture.Clock.Advance(TimeSpan.FromDays(days));

    private static async Task<LoggedContact> PromiseAsync(TestFixture fixture, decimal rupees, int day) =>
        await fixture
            .Get<CollectionCommands>()
            .LogAsync(
                CurrentUser.System,
                await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "C-1", default),
                new NewContact(
                    ContactOutcome.Promised,
                    Promise: new PromiseTerms(Money.FromRupees(rupees), new DateOnly(2026, 5, day))
                ),
                default
            );

    private static async Task MarkAsync(TestFixture fixture, string number, string status)
    {
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await fixture.CustomerCommands.SetInvoiceStatusAsync(
            CurrentUser.System,
            await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "C-1", default),
            number,
            status,
            default
        );
    }

    private static async Task<(PromiseStatus Status, decimal Received)> StateAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var promise = await db.Set<Promise>().SingleAsync();
        return (promise.Status, promise.ReceivedPaise / 100m);
    }
}
