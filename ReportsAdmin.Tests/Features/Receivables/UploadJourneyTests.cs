using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Upload → figures → next month → undo, on both databases.</summary>
public sealed class UploadJourneyTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly byte[] March = Sheet.Of(
        Header,
        "000123|Shree Ganesh Constructions|Mumbai|SI/1|2026-01-10|118000|100000.50",
        "000123|Shree Ganesh Constructions|Mumbai|SI/2|2026-03-05|5000|5000",
        "C-2|Bharat Infra|Bengaluru|B#9|2025-02-01|70000|69999.75",
        "C-3|Konkan Builders|Pune|K 1||1000|1000"
    );

    private static readonly byte[] April = Sheet.Of(
        Header,
        "000123|Shree Ganesh Constructions|Mumbai|SI/1|2026-01-10|118000|40000.50",
        "000123|Shree Ganesh Constructions|Mumbai|SI/3|2026-04-11|2500|2500.25",
        "C-2|Bharat Infra Pvt Ltd|Bengaluru|B#9|2025-02-01|70000|69999.75",
        "C-3|Konkan Builders|Pune|K 1||1000|1000"
    );

    [Theory, EachDatabase]
    public async Task A_first_sheet_becomes_figures_that_add_up_to_the_paisa(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");

        var dashboard = await fixture.DashboardAsync("Mar-26");

        Assert.Equal(100000_50 + 5000_00 + 69999_75 + 1000_00, dashboard.Figures.Outstanding.Paise);
        Assert.Equal(4, dashboard.Figures.Invoices);
        Assert.Equal(3, dashboard.Figures.Customers);
        Assert.Equal(dashboard.Figures.Outstanding, new Money(dashboard.Ageing.Sum(a => a.Amounts.Total.Paise)));
        var mumbai = dashboard.Ageing.Single(a => a.Region == "mumbai").Amounts;
        Assert.Equal(5000_00, mumbai.UpTo30.Paise);
        Assert.Equal(100000_50, mumbai.UpTo90.Paise);
        Assert.Equal(69999_75, dashboard.Ageing.Single(a => a.Region == "banglore").Amounts.Older.Paise);
        Assert.Equal(1000_00, dashboard.Ageing.Single(a => a.Region == "pune").Amounts.Unclassified.Paise);
    }

    [Theory, EachDatabase]
    public async Task The_next_month_closes_as_opening_plus_new_less_recovered(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        await fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid);

        var dashboard = await fixture.DashboardAsync("Apr-26");

        Assert.Equal(40000_50 + 2500_25 + 69999_75 + 1000_00, dashboard.Figures.Outstanding.Paise);
        Assert.Equal(2500_25, dashboard.Figures.New.Paise);
        Assert.Equal(60000_00 + 5000_00, dashboard.Figures.Recovered.Paise);
        Assert.Equal(
            dashboard.Figures.Outstanding,
            dashboard.Previous.Outstanding + dashboard.Figures.New - dashboard.Figures.Recovered
        );
    }

    [Theory, EachDatabase]
    public async Task The_dashboard_trend_honours_the_region_filter(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        await fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid);

        var pune = await fixture.DashboardAsync("Apr-26", region: "pune");

        Assert.Equal([1000_00L, 1000_00L], pune.FilteredMonths.Select(m => m.Outstanding.Paise));
        Assert.All(pune.Months, m => Assert.True(m.Outstanding.Paise > 1000_00));
    }

    [Theory, EachDatabase]
    public async Task A_month_that_only_some_regions_uploaded_is_partial(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var first = await fixture.DashboardAsync("Mar-26");
        Assert.False(first.Coverage.IsPartial);
        Assert.False(first.HasPrevious);

        await fixture.UploadAsync(
            Sheet.Of(Header, "C-3|Konkan Builders|Pune|K 1||1000|1000"),
            "Apr-26",
            missing: MissingChoice.Carry
        );
        var april = await fixture.DashboardAsync("Apr-26");

        Assert.Equal(new MonthCoverage(1, 3), april.Coverage);
        Assert.True(april.Coverage.IsPartial);
        Assert.True(april.HasPrevious);
    }

    [Theory, EachDatabase]
    public async Task The_preview_says_what_each_row_does(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var id = await fixture.StageAsync(April, "Apr-26");

        var details = await fixture.Uploads.DetailsAsync(CurrentUser.System, id, default);
        Assert.Equal(
            new UploadCounts(New: 1, Changed: 2, Unchanged: 1, Errors: 0, Duplicates: 0, Skipped: 0, Missing: 1),
            details.Counts
        );
        var changed = (
            await fixture.Uploads.RowsAsync(
                CurrentUser.System,
                id,
                RowEffect.Changed,
                null,
                new PageRequest(1, 50),
                default
            )
        ).Rows;
        Assert.Contains(changed, r =>
            r.Changes.Any(c => c is { Field: "Outstanding Amount", Before: "1,00,000.50", After: "40,000.50" })
            && r.Delta.Paise == -60000_00
        );
        Assert.Contains(changed, r =>
            r.Changes.Any(c => c is { Field: "Customer Name", Before: "Bharat Infra", After: "Bharat Infra Pvt Ltd" })
        );
        var effect = await fixture.Uploads.EffectBySectionAsync(CurrentUser.System, id, MissingChoice.Carry, default);
        Assert.Equal(-60000_00 + 2500_25, effect.Sum(e => e.Delta.Paise));
        var paid = await fixture.Uploads.EffectBySectionAsync(CurrentUser.System, id, MissingChoice.Paid, default);
        Assert.Equal(-60000_00 + 2500_25 - 5000_00, paid.Sum(e => e.Delta.Paise));
    }

    [Theory, EachDatabase]
    public async Task What_the_sheet_lacks_is_carried_paid_or_queried_as_chosen(TestProvider provider)
    {
        foreach (
            var (choice, expected) in new[]
            {
                (MissingChoice.Carry, 5000_00L),
                (MissingChoice.Query, 5000_00L),
                (MissingChoice.Paid, 0L),
            }
        )
        {
            await using var fixture = await TestFixture.OpenAsync(provider);
            var first = await fixture.UploadAsync(March, "Mar-26");
            await fixture.UploadAsync(April, "Apr-26", missing: choice);
            var sheet = await fixture.Invoices.SheetAsync(
                CurrentUser.System,
                new InvoiceFilter(new ReceivablesFilter(new Period(2026, 4)), Search: "SI/2"),
                new PageRequest(1, 10),
                default
            );
            Assert.Equal(expected, sheet.Outstanding.Paise);
            if (choice == MissingChoice.Paid)
                continue;
            Assert.Equal(
                choice == MissingChoice.Query ? BalanceOrigin.Queried : BalanceOrigin.Carried,
                sheet.Page.Rows[0].Origin
            );
            Assert.Equal((first, 3), (sheet.Page.Rows[0].UploadId, sheet.Page.Rows[0].RowNumber));
        }
    }

    [Theory, EachDatabase]
    public async Task Undo_restores_every_figure_and_detail(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var before = await fixture.DashboardAsync("Apr-26");
        var second = await fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid);

        var kept = await fixture.Imports.UndoAsync(CurrentUser.System, second, default);

        Assert.Empty(kept);
        var after = await fixture.DashboardAsync("Apr-26");
        Assert.Equal(before.Figures, after.Figures);
        Assert.Equal(before.Ageing.Select(a => (a.Region, a.Amounts)), after.Ageing.Select(a => (a.Region, a.Amounts)));
        Assert.Equal(before.TopDebtors, after.TopDebtors);
        var sheet = await fixture.Invoices.SheetAsync(
            CurrentUser.System,
            new InvoiceFilter(new ReceivablesFilter(new Period(2026, 4))),
            new PageRequest(1, 10),
            default
        );
        Assert.Equal(4, sheet.Page.Total);
        Assert.All(sheet.Page.Rows, r => Assert.Equal("unpaid", r.Status));
    }

    [Theory, EachDatabase]
    public async Task A_second_sheet_of_the_same_month_displaces_the_first_and_undo_uncovers_it(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var before = await fixture.DashboardAsync("Mar-26");
        var correction = await fixture.UploadAsync(
            Sheet.Of(Header, "000123|Shree Ganesh Constructions|Mumbai|SI/1|2026-01-10|118000|90000"),
            "Mar-26"
        );
        Assert.Equal(
            before.Figures.Outstanding.Paise - 10000_50,
            (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise
        );

        await fixture.Imports.UndoAsync(CurrentUser.System, correction, default);

        Assert.Equal(before.Figures, (await fixture.DashboardAsync("Mar-26")).Figures);
    }

    [Theory, EachDatabase]
    public async Task An_upload_that_a_later_one_builds_on_is_not_undone_first(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var first = await fixture.UploadAsync(March, "Mar-26");
        var second = await fixture.UploadAsync(April, "Apr-26");

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Imports.UndoAsync(CurrentUser.System, first, default)
        );

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Contains($"#{second}", error.Message);
        await fixture.Imports.UndoAsync(CurrentUser.System, second, default);
        await fixture.Imports.UndoAsync(CurrentUser.System, first, default);
        Assert.Equal(0, (await fixture.DashboardAsync("Apr-26")).Figures.Outstanding.Paise);
    }

    [Theory, EachDatabase]
    public async Task Remarks_outlive_uploads_and_undo_lists_what_it_kept(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var first = await fixture.UploadAsync(March, "Mar-26");
        var customer = await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "000123", default);
        await fixture.CustomerCommands.RemarkAsync(CurrentUser.System, customer, "Under Follow up", null, default);
        var second = await fixture.UploadAsync(April, "Apr-26");
        var row = (
            await fixture.Customers.SheetAsync(
                CurrentUser.System,
                new CustomerFilter(new ReceivablesFilter(new Period(2026, 4)), Search: "ganesh"),
                new PageRequest(1, 10),
                default
            )
        ).Page.Rows.Single();
        Assert.Equal("under follow-up", row.Remark);

        await fixture.Imports.UndoAsync(CurrentUser.System, second, default);
        var kept = await fixture.Imports.UndoAsync(CurrentUser.System, first, default);

        Assert.Equal("000123", Assert.Single(kept).Key);
        Assert.Equal(customer, await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "000123", default));
    }

    [Theory, EachDatabase]
    public async Task Committing_twice_is_a_conflict_and_a_stale_preview_is_refused(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var one = await fixture.StageAsync(March, "Mar-26");
        var two = await fixture.StageAsync(March, "Mar-26");
        await fixture.Imports.CommitAsync(CurrentUser.System, one, MissingChoice.Carry, ErrorRows.Refuse, default);

        Assert.Equal(
            ErrorKind.Conflict,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Imports.CommitAsync(CurrentUser.System, one, MissingChoice.Carry, ErrorRows.Refuse, default)
                )
            ).Kind
        );
        Assert.Contains(
            "changed since",
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Imports.CommitAsync(CurrentUser.System, two, MissingChoice.Carry, ErrorRows.Refuse, default)
                )
            ).Message
        );
        Assert.NotNull((await fixture.Uploads.DetailsAsync(CurrentUser.System, two, default)).SameFile);
    }

    [Theory, EachDatabase]
    public async Task A_month_uploaded_late_does_not_halve_the_total_of_the_others(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26", departmentId: 1);
        await fixture.UploadAsync(
            Sheet.Of(Header, "P-1|Pump Buyer|Delhi|P/1|2026-04-01|700|700"),
            "Apr-26",
            departmentId: 2
        );

        var april = await fixture.DashboardAsync("Apr-26");

        Assert.Equal(100000_50 + 5000_00 + 69999_75 + 1000_00 + 700_00, april.Figures.Outstanding.Paise);
        Assert.NotEmpty(april.DataFreshness.Late);
    }

    [Theory, EachDatabase]
    public async Task A_month_uploaded_late_does_not_pay_what_a_later_month_shows_as_open(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Header, "C-3|Konkan Builders|Pune|K 1|2025-12-01|1000|1000"), "Feb-26");
        await fixture.UploadAsync(Sheet.Of(Header, "C-3|Konkan Builders|Pune|K 1|2025-12-01|1000|1000"), "Apr-26");
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-3|Konkan Builders|Pune|K 2|2025-12-01|500|500"),
            "Mar-26",
            missing: MissingChoice.Paid
        );

        var april = await fixture.Invoices.SheetAsync(
            CurrentUser.System,
            new InvoiceFilter(new ReceivablesFilter(new Period(2026, 4))),
            new PageRequest(1, 10),
            default
        );
        Assert.Equal("unpaid", Assert.Single(april.Page.Rows).Status);
        Assert.Equal(500_00, (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise);
    }

    [Theory, EachDatabase]
    public async Task A_customer_shaped_sheet_keeps_the_buckets_it_was_given(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var sheet = Sheet.Of(
            "Party Code|Party Name|Branch|0-30 Days|31-90|91-180|181-365|> 365 Days|Total Outstanding",
            "A1|Asha|Mumbai|100|0|50.25|||150.25",
            "A2|Usha|Pune|||||900|900"
        );
        await fixture.UploadAsync(sheet, "Mar-26");
        var dashboard = await fixture.DashboardAsync("Mar-26");
        Assert.Equal(150_25 + 900_00, dashboard.Figures.Outstanding.Paise);
        Assert.Equal(50_25, dashboard.Ageing.Single(a => a.Region == "mumbai").Amounts.UpTo180.Paise);
        Assert.Equal(0, dashboard.Figures.Invoices);

        await fixture.UploadAsync(
            Sheet.Of(
                "Party Code|Party Name|Branch|0-30 Days|31-90|91-180|181-365|> 365 Days|Total Outstanding",
                "A1|Asha|Mumbai|0|100|0|||100",
                "A2|Usha|Pune|||||900|900"
            ),
            "Apr-26"
        );
        var april = await fixture.DashboardAsync("Apr-26");
        Assert.Equal(1000_00, april.Figures.Outstanding.Paise);
        Assert.Equal(100_00, april.Ageing.Single(a => a.Region == "mumbai").Amounts.UpTo90.Paise);
    }

    [Theory, EachDatabase]
    public async Task A_payment_settles_the_invoice_and_taking_back_a_dispute_does_not_unpay(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var customer = await fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "000123", default);
        await fixture.CustomerCommands.SetInvoiceStatusAsync(CurrentUser.System, customer, "SI/2", "paid", default);
        Assert.Equal(
            100000_50 + 69999_75 + 1000_00,
            (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise
        );
        await fixture.CustomerCommands.SetInvoiceStatusAsync(CurrentUser.System, customer, "SI/2", "dispute", default);
        await fixture.CustomerCommands.SetInvoiceStatusAsync(CurrentUser.System, customer, "SI/2", "unpaid", default);
        var row = (
            await fixture.Invoices.SheetAsync(
                CurrentUser.System,
                new InvoiceFilter(new ReceivablesFilter(new Period(2026, 3)), Search: "SI/2"),
                new PageRequest(1, 10),
                default
            )
        ).Page.Rows.Single();
        Assert.Equal("paid", row.Status);
        await fixture.CustomerCommands.ReversePaymentAsync(CurrentUser.System, customer, "SI/2", default);
        Assert.Equal(
            100000_50 + 5000_00 + 69999_75 + 1000_00,
            (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise
        );
    }
}
