using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Movement;

/// <summary>Two known months: who sees what, and where each kind of change stands.</summary>
public sealed class MovementQueriesTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly Period March = new(2026, 3);
    private static readonly Period April = new(2026, 4);
    private static readonly CurrentUser Engineer = new(
        77,
        "Ravi",
        "Engineer",
        new HashSet<string> { "outstanding:read" },
        new Scope(["pune"], null, true)
    );

    [Theory, EachDatabase]
    public async Task A_part_payment_leaves_its_rest_in_the_new_bucket(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var view = await ReadAsync(fixture, CurrentUser.System);
        Assert.Equal(
            [
                "0-30:31-90 900 1",
                "31-90:31-90 300 1",
                "31-90:91-180 6000 1",
                "31-90:received 4000 1",
                "31-90:gone 500 1",
                "new:0-30 700 1",
                "grown:31-90 50 1",
            ],
            view.Matrix.Cells.OrderBy(c => c.Key.Kind)
                .ThenBy(c => c.Key.Then)
                .ThenBy(c => c.Key.Now)
                .Select(c => FormattableString.Invariant($"{c.Key} {c.Value.Amount.Rupees} {c.Value.Invoices}"))
        );
        Assert.Equal((11_700_00, 7_950_00), (view.Opening.Paise, view.Closing.Paise));
        Assert.Equal(new RollAmount(Money.FromRupees(10_800), 3), view.Matrix.Then(AgeBucket.UpTo90));
        Assert.Equal(new RollAmount(Money.FromRupees(1_250), 2), view.Matrix.Now(AgeBucket.UpTo90));
    }

    [Theory, EachDatabase]
    public async Task A_cell_lists_its_invoices_also_those_that_did_not_change(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        Assert.Equal(["A-1"], await NumbersAsync(fixture, "31-90:91-180"));
        Assert.Equal(["A-1"], await NumbersAsync(fixture, "31-90:received"));
        Assert.Equal(["B-1"], await NumbersAsync(fixture, "31-90:31-90"));
        Assert.Equal(["B-1"], await NumbersAsync(fixture, "grown:31-90"));
        Assert.Equal(["P-1"], await NumbersAsync(fixture, "0-30:31-90"));
        Assert.Equal(["N-1"], await NumbersAsync(fixture, "new:0-30"));
        Assert.Equal(["G-1"], await NumbersAsync(fixture, "31-90:gone"));
        Assert.Empty(await NumbersAsync(fixture, ">365:>365"));
        // Without a cell what did not change is left out, and the largest change comes first.
        Assert.Equal(["A-1", "N-1", "G-1", "B-1"], await NumbersAsync(fixture, null));
    }

    [Theory, EachDatabase]
    public async Task A_person_sees_the_months_of_their_regions(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var view = await ReadAsync(fixture, Engineer, MovementBy.Customer, RollCell.Parse("0-30:31-90"));
        Assert.Equal((900_00, 900_00), (view.Opening.Paise, view.Closing.Paise));
        Assert.Equal("0-30:31-90", Assert.Single(view.Matrix.Cells).Key.ToString());
        Assert.Equal("C-3", Assert.Single(view.Diff.Page.Rows).Customer!.Code);
        Assert.Empty(
            (await ReadAsync(fixture, Engineer, MovementBy.Invoice, RollCell.Parse("31-90:91-180"))).Diff.Page.Rows
        );

        var outside = await Assert.ThrowsAsync<DomainException>(() =>
            fixture
                .Get<MovementQueries>()
                .ReadAsync(
                    Engineer,
                    new MovementFilter(March, April, Region: "mumbai"),
                    MovementBy.Region,
                    null,
                    new PageRequest(1, 25),
                    default
                )
        );
        Assert.Equal((ErrorKind.Invalid, "No upload up to Mar-26."), (outside.Kind, outside.Message));
        var stranger = Engineer with { Permissions = new HashSet<string>() };
        Assert.Equal(
            ErrorKind.Forbidden,
            (await Assert.ThrowsAsync<DomainException>(() => ReadAsync(fixture, stranger))).Kind
        );
    }

    [Theory, EachDatabase]
    public async Task An_invoice_whose_customer_moved_rolls_on_and_changes_its_region(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Mumbai|A-1|2026-02-10|500|500", "C-2|Usha|Pune|U-1|2026-02-10|900|900"),
            "Mar-26"
        );
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Pune|A-1|2026-02-10|500|500", "C-2|Usha|Pune|U-1|2026-02-10|900|900"),
            "Apr-26"
        );
        var view = await ReadAsync(fixture, CurrentUser.System);
        Assert.Equal(new RollAmount(Money.FromRupees(1400), 2), Assert.Single(view.Matrix.Cells).Value);
        Assert.Equal(
            [("mumbai", -500_00L), ("pune", 500_00L)],
            view.Diff.Page.Rows.Select(r => (r.Region, r.Change.Paise))
        );
    }

    [Fact]
    public async Task The_page_opens_with_the_last_month_that_is_complete()
    {
        await using var fixture = await OpenAsync(TestProvider.Sqlite);
        var queries = fixture.Get<MovementQueries>();
        Assert.Equal((March, April), await queries.DefaultMonthsAsync(CurrentUser.System, null, null, default));
        await fixture.UploadAsync(Sheet.Of(Header, "C-3|Chetan|Pune|P-1|2026-03-20|900|900"), "May-26");
        // Mumbai is late; a look at Pune alone is not.
        Assert.Equal((March, April), await queries.DefaultMonthsAsync(CurrentUser.System, null, null, default));
        Assert.Equal(
            (April, April.AddMonths(1)),
            await queries.DefaultMonthsAsync(CurrentUser.System, null, "pune", default)
        );
    }

    [Theory]
    [InlineData("31-90:91-180", true)]
    [InlineData(">365:gone", true)]
    [InlineData("unclassified:received", true)]
    [InlineData("new:0-30", true)]
    [InlineData("grown:>365", true)]
    [InlineData("new:gone", false)]
    [InlineData("gone:0-30", false)]
    [InlineData("0-30", false)]
    [InlineData("0-30:31-90:91-180", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_cell_is_read_by_its_name(string? text, bool isCell) =>
        Assert.Equal(isCell ? text : null, RollCell.Parse(text)?.ToString());

    private static async Task<TestFixture> OpenAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha|Mumbai|A-1|2026-01-10|10000|10000",
                "C-1|Asha|Mumbai|G-1|2026-02-10|500|500",
                "C-2|Bharat|Mumbai|B-1|2026-02-20|300|300",
                "C-3|Chetan|Pune|P-1|2026-03-20|900|900"
            ),
            "Mar-26"
        );
        await fixture.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha|Mumbai|A-1|2026-01-10|10000|6000",
                "C-1|Asha|Mumbai|N-1|2026-04-10|700|700",
                "C-2|Bharat|Mumbai|B-1|2026-02-20|350|350",
                "C-3|Chetan|Pune|P-1|2026-03-20|900|900"
            ),
            "Apr-26",
            missing: ReportsAdmin.Features.Receivables.Import.MissingChoice.Paid
        );
        return fixture;
    }

    private static Task<MovementView> ReadAsync(
        TestFixture fixture,
        CurrentUser currentUser,
        MovementBy by = MovementBy.Region,
        RollCell? cell = null
    ) =>
        fixture
            .Get<MovementQueries>()
            .ReadAsync(currentUser, new MovementFilter(March, April), by, cell, new PageRequest(1, 25), default);

    private static async Task<IEnumerable<string>> NumbersAsync(TestFixture fixture, string? cell) =>
        (await ReadAsync(fixture, CurrentUser.System, MovementBy.Invoice, RollCell.Parse(cell))).Diff.Page.Rows.Select(
            r => r.Invoice!.Number
        );
}
