using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>Whom the worklist shows, to whom, and in which order.</summary>
public sealed class WorklistTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly byte[] April = Sheet.Of(
        Header,
        "C-1|Asha|Mumbai|S-1|2026-04-20|1000|1000",
        "C-2|Bharat|Mumbai|S-2|2025-01-10|900000|900000",
        "C-3|Chetan|Pune|S-3|2026-04-20|5000|5000",
        "C-4|Deepa|Pune|S-4|2026-04-20|100|0"
    );

    [Theory, EachDatabase]
    public async Task The_most_urgent_comes_first_and_who_owes_nothing_does_not(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var list = await ListAsync(fixture);
        Assert.Equal(["Bharat", "Chetan", "Asha"], list.Page.Rows.Select(r => r.Name));
        Assert.Equal(Money.FromRupees(906_000), list.AtRisk);
        Assert.Equal(490, list.Page.Rows[0].Facts.OldestDays);
    }

    [Theory, EachDatabase]
    public async Task Who_was_contacted_waits_until_tomorrow_and_with_a_day_until_that_day(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        await LogAsync(fixture, "C-1", new NewContact(ContactOutcome.NoAnswer));
        await LogAsync(
            fixture,
            "C-2",
            new NewContact(ContactOutcome.Called, "Calls back", FollowUpOn: new DateOnly(2026, 5, 18))
        );
        var promise = await LogAsync(
            fixture,
            "C-3",
            new NewContact(
                ContactOutcome.Promised,
                Promise: new PromiseTerms(Money.FromRupees(5000), new DateOnly(2026, 5, 20))
            )
        );
        Assert.Empty((await ListAsync(fixture)).Page.Rows);
        Assert.Equal(
            // Nobody spoke to Asha, so she is more urgent than Chetan.
            ["Bharat", "Asha", "Chetan"],
            (await ListAsync(fixture, WorklistPart.Waiting)).Page.Rows.Select(r => r.Name)
        );

        fixture.Clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = (await ListAsync(fixture)).Page.Rows.Single();
        // A call that nobody answered is no contact.
        Assert.Equal(("Asha", (int?)null), (tomorrow.Name, tomorrow.Facts.SilentDays));

        // What was logged by mistake has no effect any more.
        await fixture.Get<CollectionCommands>().CorrectAsync(CurrentUser.System, promise.EntryId, default);
        Assert.Equal(["Chetan", "Asha"], (await ListAsync(fixture)).Page.Rows.Select(r => r.Name));

        fixture.Clock.Advance(TimeSpan.FromDays(2));
        var bharat = (await ListAsync(fixture)).Page.Rows.Single(r => r.Name == "Bharat");
        Assert.Equal((3, "Calls back"), (bharat.Facts.SilentDays, bharat.Last!.Note));
    }

    [Theory, EachDatabase]
    public async Task A_dispute_takes_its_amount_out_of_what_is_at_risk(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        await fixture.CustomerCommands.SetInvoiceStatusAsync(
            CurrentUser.System,
            await KeyAsync(fixture, "C-2"),
            "S-2",
            "dispute",
            default
        );
        Assert.Equal(["Chetan", "Asha"], (await ListAsync(fixture)).Page.Rows.Select(r => r.Name));
        var all = (await ListAsync(fixture, WorklistPart.All)).Page.Rows.Single(r => r.Name == "Bharat");
        Assert.Equal(
            (Money.Zero, Money.FromRupees(900_000), 0),
            (all.Facts.AtRisk, all.Facts.Disputed, all.Score.Points)
        );
    }

    [Theory, EachDatabase]
    public async Task A_person_sees_their_regions_and_logs_only_for_their_own_customers(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var permissions = new HashSet<string> { "outstanding:read", CustomerCommands.EditPermission };
        var engineer = new CurrentUser(77, "Ravi", "Engineer", permissions, new Scope(["pune"], null, true));
        var reader = engineer with { Permissions = new HashSet<string> { "outstanding:read" } };
        Assert.Equal(["Chetan"], (await ListAsync(fixture, user: engineer)).Page.Rows.Select(r => r.Name));
        var (inside, outside) = (await KeyAsync(fixture, "C-3"), await KeyAsync(fixture, "C-1"));

        Assert.Equal(ErrorKind.Forbidden, await RefusedAsync(fixture, reader, inside));
        Assert.Equal(ErrorKind.Forbidden, await RefusedAsync(fixture, engineer, inside));
        Assert.Equal(ErrorKind.NotFound, await RefusedAsync(fixture, engineer, outside));
        await using (var db = fixture.Contexts.CreateDbContext())
            await db.Set<Customer>().ExecuteUpdateAsync(s => s.SetProperty(c => c.EngineerId, 77));
        Assert.Equal(ErrorKind.NotFound, await RefusedAsync(fixture, engineer, outside));
        var logged = await fixture.Get<CollectionCommands>().LogAsync(engineer, inside, Call, default);

        var own = await fixture.Get<CollectionQueries>().LogAsync(engineer, inside, new PageRequest(1, 10), default);
        Assert.Equal(("Ravi", ContactOutcome.Called), (own.Rows.Single().ByName, own.Rows.Single().Outcome));
        var stranger = engineer with { UserId = 78, Scope = new Scope(["mumbai"], null, true) };
        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Get<CollectionCommands>().CorrectAsync(stranger, logged.EntryId, default)
        );
        Assert.Equal(ErrorKind.NotFound, refused.Kind);
    }

    [Fact]
    public async Task Two_thousand_customers_take_as_many_statements_as_three()
    {
        await using var fixture = await OpenAsync(TestProvider.Sqlite);
        var few = await StatementsAsync(fixture);
        var rows = Enumerable
            .Range(0, 2000)
            .Select(i => $"X-{i}|Customer {i}|Mumbai|N-{i}|2026-03-01|{1000 + i}|{1000 + i}");
        await fixture.UploadAsync(Sheet.Of([Header, .. rows]), "May-26");
        Assert.Equal(few, await StatementsAsync(fixture));
    }

    private static readonly NewContact Call = new(ContactOutcome.Called);

    private static async Task<TestFixture> OpenAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(April, "Apr-26");
        return fixture;
    }

    private static Task<Worklist> ListAsync(
        TestFixture fixture,
        WorklistPart part = WorklistPart.ToCall,
        CurrentUser? user = null
    ) =>
        fixture
            .Get<CollectionQueries>()
            .WorklistAsync(user ?? CurrentUser.System, new WorklistFilter(Part: part), new PageRequest(1, 10), default);

    private static Task<int> StatementsAsync(TestFixture fixture) =>
        StatementCount.OfAsync(fixture, () => ListAsync(fixture));

    private static Task<int> KeyAsync(TestFixture fixture, string code) =>
        fixture.CustomerCommands.ResolveAsync(CurrentUser.System, code, default);

    private static async Task<LoggedContact> LogAsync(TestFixture fixture, string code, NewContact contact) =>
        await fixture
            .Get<CollectionCommands>()
            .LogAsync(CurrentUser.System, await KeyAsync(fixture, code), contact, default);

    private static async Task<ErrorKind> RefusedAsync(TestFixture fixture, CurrentUser user, int customer) =>
        (
            await Assert.ThrowsAsync<DomainException>(() =>
                fixture.Get<CollectionCommands>().LogAsync(user, customer, Call, default)
            )
        ).Kind;
}
