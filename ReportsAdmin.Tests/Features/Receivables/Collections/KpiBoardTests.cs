using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>Key figures of small books that can be worked out on paper. Today is 15 May 2026.</summary>
public sealed class KpiBoardTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly Period April = new(2026, 4);

    [Theory, EachDatabase]
    public async Task The_figures_of_a_month_are_those_on_paper(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of([
                Header,
                "C-1|Asha|Mumbai|S-1|2026-01-10|1000|1000",
                .. Enumerable.Range(10, 11).Select(i => $"C-{i}|N{i}|Mumbai|S-{i}|2026-03-20|100|100"),
            ]),
            "Mar-26"
        );
        await fixture.UploadAsync(
            Sheet.Of([
                Header,
                "C-1|Asha|Mumbai|S-1|2026-01-10|1000|400",
                "C-1|Asha|Mumbai|S-2|2026-04-10|800|800",
                .. Enumerable.Range(10, 11).Select(i => $"C-{i}|N{i}|Mumbai|S-{i}|2026-03-20|100|100"),
            ]),
            "Apr-26"
        );
        var board = await BoardAsync(fixture);
        Assert.Equal(April, board.Month);
        Assert.Equal(
            (2100m, 800m, 600m, 2300m, 0m),
            (
                board.Flow!.Opening.Rupees,
                board.Flow.New.Rupees,
                board.Flow.Recovered.Rupees,
                board.Flow.Closing.Rupees,
                board.Flow.TakenOver.Rupees
            )
        );
        // At the end of April all but S-2 is older than 30 days.
        Assert.Equal(1500m, board.Flow.Overdue.Rupees);
        Assert.Equal(
            // 2300 ÷ 800 × 30; 600 ÷ 2100; 1500 ÷ 2300; 600 ÷ 2100; (1200 + 900) ÷ 2300.
            [86.3m, 28.6m, 65.2m, 28.6m, 91.3m, null, 0m, null],
            board.Series.Select(s => s.Now.Value)
        );
        Assert.Equal([false, false, false, true, false, null, true, null], board.Series.Select(s => s.IsMet));
        Assert.Equal(KpiGap.NothingDecided, board[KpiKind.PromisesKept].Now.Gap);
        Assert.All(board.Series, s => Assert.Equal(2, s.Points.Count));
        Assert.Equal(KpiGap.NothingBefore, board[KpiKind.DaysSales].Points[0].Figure.Gap);
        Assert.Equal(10, board.Largest.Count);
        Assert.Equal(("C-1", 52.2m), (board.Largest[0].Code, board.Largest[0].Share.Value));
        var nobody = Assert.Single(board.Engineers);
        Assert.Equal((0, "Unassigned", 28.6m), (nobody.EngineerId, nobody.Name, nobody.Share.Value));
    }

    [Theory, EachDatabase]
    public async Task It_opens_with_the_latest_month_that_is_over_and_complete(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 100), Row("C-2", "Pune", 100)), "Feb-26");
        Assert.Equal(new Period(2026, 2), (await BoardAsync(fixture)).Month);
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 90), Row("C-2", "Pune", 80)), "Mar-26");
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 70)), "Apr-26");
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 60), Row("C-2", "Pune", 60)), "May-26");
        // Pune is late with April, and May is not over.
        Assert.Equal(new Period(2026, 3), (await BoardAsync(fixture)).Month);
        Assert.Equal(April, (await BoardAsync(fixture, new CollectionFilter(Region: "mumbai"))).Month);
        var asked = await BoardAsync(fixture, new CollectionFilter(April));
        Assert.Equal((1, 2, 150m), (asked.Coverage.Uploaded, asked.Coverage.Expected, asked.Flow!.Closing.Rupees));

        // From here on Pune is waited for no more.
        fixture.Clock.Advance(TimeSpan.FromDays(125));
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 50)), "Aug-26");
        Assert.Equal(new Period(2026, 8), (await BoardAsync(fixture)).Month);
    }

    [Fact]
    public async Task Without_uploads_every_figure_says_so()
    {
        await using var fixture = await TestFixture.OpenAsync(TestProvider.Sqlite);
        foreach (var filter in (CollectionFilter[])[new(), new(new Period(1990, 1)), new(new Period(2199, 12))])
        {
            var board = await BoardAsync(fixture, filter);
            Assert.Null(board.Flow);
            Assert.All(board.Series, s => Assert.Equal((null, KpiGap.NothingUploaded), (s.Now.Value, s.Now.Gap)));
        }
    }

    [Theory, EachDatabase]
    public async Task Promises_count_in_the_month_of_their_day_as_their_list_shows_them(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        string[] all = [Row("C-1", "Mumbai", 100), Row("C-2", "Mumbai", 100), Row("C-3", "Pune", 100)];
        await fixture.UploadAsync(Sheet.Of([Header, .. all]), "Apr-26");
        await PromiseAsync(fixture, "C-1", new DateOnly(2026, 5, 20));
        await PromiseAsync(fixture, "C-2", new DateOnly(2026, 5, 21));
        await PromiseAsync(fixture, "C-3", new DateOnly(2026, 6, 2));
        fixture.Clock.Advance(TimeSpan.FromDays(25));
        await fixture.UploadAsync(
            Sheet.Of(Header, Row("C-1", "Mumbai", 0), Row("C-2", "Mumbai", 100), Row("C-3", "Pune", 0)),
            "May-26"
        );
        var may = new Period(2026, 5);
        var board = await BoardAsync(fixture);
        Assert.Equal((may, 50m), (board.Month, board[KpiKind.PromisesKept].Now.Value));
        Assert.Equal(
            KpiGap.NothingDecided,
            (await BoardAsync(fixture, new CollectionFilter(Region: "pune")))[KpiKind.PromisesKept].Now.Gap
        );
        var list = await fixture
            .Get<CollectionQueries>()
            .PromisesAsync(
                CurrentUser.System,
                new PromiseFilter(Month: may, DepartmentId: 1),
                new PageRequest(1, 10),
                default
            );
        Assert.Equal(["C-2", "C-1"], list.Page.Rows.Select(r => r.Code));
        Assert.Equal(50, list.Rate.Percent);
        var other = await fixture
            .Get<CollectionQueries>()
            .PromisesAsync(CurrentUser.System, new PromiseFilter(DepartmentId: 2), new PageRequest(1, 10), default);
        Assert.Empty(other.Page.Rows);
    }

    [Theory, EachDatabase]
    public async Task A_person_gets_the_figures_of_their_scope(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 100), Row("C-2", "Pune", 40)), "Mar-26");
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 10), Row("C-2", "Pune", 30)), "Apr-26");
        var engineer = new CurrentUser(
            77,
            "Ravi",
            "Engineer",
            new HashSet<string> { "outstanding:read" },
            new Scope(["pune"], null, true)
        );
        var board = await BoardAsync(fixture, user: engineer);
        Assert.Equal((30m, 10m), (board.Flow!.Closing.Rupees, board.Flow.Recovered.Rupees));
        Assert.Equal(["C-2"], board.Largest.Select(r => r.Code));
        Assert.Null((await BoardAsync(fixture, new CollectionFilter(Region: "mumbai"), engineer)).Flow);
        var none = engineer with { Permissions = new HashSet<string>() };
        var refused = await Assert.ThrowsAsync<DomainException>(() => BoardAsync(fixture, user: none));
        Assert.Equal(ErrorKind.Forbidden, refused.Kind);
    }

    [Fact]
    public async Task Two_thousand_customers_take_as_many_statements_as_two()
    {
        await using var fixture = await TestFixture.OpenAsync(TestProvider.Sqlite);
        await fixture.UploadAsync(Sheet.Of(Header, Row("C-1", "Mumbai", 100), Row("C-2", "Pune", 40)), "Apr-26");
        var few = await StatementCount.OfAsync(fixture, () => BoardAsync(fixture, new CollectionFilter(April)));
        var rows = Enumerable.Range(0, 2000).Select(i => Row($"X-{i}", "Mumbai", 100 + i));
        await fixture.UploadAsync(Sheet.Of([Header, .. rows]), "Apr-26");
        Assert.Equal(
            few,
            await StatementCount.OfAsync(fixture, () => BoardAsync(fixture, new CollectionFilter(April)))
        );
    }

    private static string Row(string code, string region, int owed) =>
        $"{code}|Name of {code}|{region}|S-{code}|2026-01-10|5000|{owed}";

    [Theory, EachDatabase]
    public async Task What_is_in_dispute_is_a_share_and_what_ended_has_its_days(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Mumbai|S-1|2026-03-10|1000|1000", "C-2|Bharat|Pune|S-2|2026-03-10|600|600"),
            "Apr-26"
        );
        var disputes = fixture.Get<DisputeCommands>();
        var part = new NewDispute("Quantity", Amount: Money.FromRupees(240));
        var first = await disputes.OpenAsync(CurrentUser.System, 1, part, default);
        var second = await disputes.OpenAsync(CurrentUser.System, 2, new NewDispute("Price or rate"), default);
        // (240 + 600) ÷ 1600.
        var board = await BoardAsync(fixture);
        Assert.Equal(
            (52.5m, false, 840m),
            (Disputed(board), board[KpiKind.Disputed].IsMet, board.Flow!.Disputed.Rupees)
        );
        Assert.Equal(24m, Disputed(await BoardAsync(fixture, new CollectionFilter(Region: "mumbai"))));
        Assert.Equal(
            0m,
            Disputed(await BoardAsync(fixture, new CollectionFilter(DepartmentId: 1, EngineerId: 7))) ?? 0
        );

        var rejected = new DisputeSettlement(DisputeOutcome.Rejected);
        fixture.Clock.Advance(TimeSpan.FromDays(3));
        await disputes.SettleAsync(CurrentUser.System, first, rejected, default);
        fixture.Clock.Advance(TimeSpan.FromDays(4));
        await disputes.SettleAsync(CurrentUser.System, second, rejected, default);
        var may = await BoardAsync(fixture, new CollectionFilter(April.AddMonths(1)));
        // (3 + 7) ÷ 2, all of it in May; nothing ended in April.
        Assert.Equal([null, 5m], may[KpiKind.DaysToSettle].Points.Select(p => p.Figure.Value));
        Assert.Equal(0m, Disputed(may));
        var pune = await BoardAsync(fixture, new CollectionFilter(April.AddMonths(1), Region: "pune"));
        Assert.Equal(7m, pune[KpiKind.DaysToSettle].Now.Value);

        static decimal? Disputed(KpiBoard board) => board[KpiKind.Disputed].Now.Value;
    }

    private static Task<KpiBoard> BoardAsync(
        TestFixture fixture,
        CollectionFilter? filter = null,
        CurrentUser? user = null
    ) => fixture.Get<KpiQueries>().BoardAsync(user ?? CurrentUser.System, filter ?? new CollectionFilter(), default);

    private static async Task PromiseAsync(TestFixture fixture, string code, DateOnly day) =>
        await fixture
            .Get<CollectionCommands>()
            .LogAsync(
                CurrentUser.System,
                await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, code, default),
                new NewContact(ContactOutcome.Promised, Promise: new PromiseTerms(Money.FromRupees(100), day)),
                default
            );
}
