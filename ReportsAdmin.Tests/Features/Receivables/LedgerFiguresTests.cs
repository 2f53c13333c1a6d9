using System.Text;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Figures that once differed from surface to surface, each with its right value.</summary>
public sealed class LedgerFiguresTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly byte[] March = Sheet.Of(
        Header,
        "C-1|Asha|Mumbai|S-1|2025-01-10|1000|1000",
        "C-2|Usha|Mumbai|S-2|2026-03-05|700|700"
    );

    private static readonly byte[] April = Sheet.Of(Header, "C-2|Usha|Mumbai|S-2|2026-03-05|700|700");

    [Theory, EachDatabase]
    public async Task A_customer_whose_debts_and_credits_cancel_out_stays_visible_with_the_overdue_part(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        fixture.Clock.Advance(TimeSpan.FromDays(199));
        var id = await fixture.StageAsync(
            Encoding.UTF8.GetBytes(
                """
                Customer Code,Customer Name,Region,Invoice No,Invoice Date,Invoice Amount,Outstanding
                NZ1,Nett Traders,Goa,GI-1,13/09/2024,5000,5000
                NZ1,Nett Traders,Goa,On Account,13/11/2026,-5000,-5000

                """
            ),
            "Nov-26",
            fileName: "nets-to-zero.csv"
        );
        await fixture.Imports.CommitAsync(CurrentUser.System, id, MissingChoice.Carry, ErrorRows.Refuse, default);

        var filter = new ReceivablesFilter(new Period(2026, 11));
        var dashboard = await fixture.Outstanding.DashboardAsync(CurrentUser.System, filter, default);
        Assert.Equal(
            (0, 1, 2),
            (dashboard.Figures.Outstanding.Paise, dashboard.Figures.Customers, dashboard.Figures.Invoices)
        );
        Assert.Equal(5000_00, Assert.Single(dashboard.Ageing).Amounts.Older.Paise);
        Assert.Equal("NZ1", Assert.Single(dashboard.TopDebtors).Code);
        var sheet = await fixture.Customers.SheetAsync(
            CurrentUser.System,
            new CustomerFilter(filter, Bucket: AgeBucket.Older),
            new PageRequest(1, 10),
            default
        );
        Assert.Equal((0, 5000_00), (sheet.Page.Rows[0].Outstanding.Paise, sheet.Page.Rows[0].Ageing.Older.Paise));
        var group = Assert.Single(
            await fixture.Get<AgeingQueries>().GroupedAsync(CurrentUser.System, filter, ["region"], default)
        );
        Assert.Equal((1, 5000_00), (group.Customers, group.Ageing.Older.Paise));
        var customer = Assert.Single(await TrackerAsync(fixture, null));
        Assert.Equal((0, AgeBucket.Older), (customer.Outstanding.Paise, customer.Oldest));
    }

    [Theory, EachDatabase]
    public async Task A_back_dated_day_shows_the_position_of_its_month_or_says_that_there_is_none(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        await fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid);

        var filter = new ReceivablesFilter(new Period(2026, 4), AsOf: new DateOnly(2026, 3, 20));
        var march = await fixture.Outstanding.DashboardAsync(CurrentUser.System, filter, default);
        Assert.Equal(
            (new Period(2026, 3), new DateOnly(2026, 3, 20), 1700_00),
            (march.Period, march.AsOf, march.Figures.Outstanding.Paise)
        );
        var customers = await fixture.Customers.SheetAsync(
            CurrentUser.System,
            new CustomerFilter(filter),
            new PageRequest(1, 10),
            default
        );
        Assert.Equal((1700_00, 700_00), (customers.Outstanding.Paise, customers.Ageing.UpTo30.Paise));

        var before = new ReceivablesFilter(new Period(2026, 4), AsOf: new DateOnly(2026, 1, 31));
        var none = await fixture.Outstanding.DashboardAsync(CurrentUser.System, before, default);
        Assert.Equal(
            (0, null, new Period(2026, 1)),
            (none.Figures.Outstanding.Paise, none.DataFreshness.UploadId, none.DataFreshness.Month)
        );
        var report = fixture.Get<ReportCatalog>().Find("outstanding-ageing")!;
        var request = new ReportRequest
        {
            Filters = new Dictionary<string, IReadOnlyList<string>> { ["asOf"] = ["2026-01-31"] },
        };
        var document = await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, request, default),
            default
        );
        Assert.Equal("no upload up to Jan-26", document.DataAsOf);
    }

    [Theory, EachDatabase]
    public async Task Everyone_who_owed_something_in_the_year_is_listed_also_from_a_month_uploaded_late(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Header, "C-2|Usha|Mumbai|S-2|2026-03-05|700|700"), "Mar-26");
        await fixture.UploadAsync(Sheet.Of(Header, "C-9|Paid since|Mumbai|P-1|2025-10-01|11500000|11500000"), "Dec-25");
        var customers = await TrackerAsync(fixture, new FinancialYear(2025));
        Assert.Equal(["C-2", "C-9"], customers.Select(c => c.Code));
        Assert.Equal(700_00, customers.Sum(c => c.Outstanding.Paise));
        var months = Assert.Single(customers[1].Invoices).Months;
        Assert.Equal(
            [(new Period(2026, 3), 0L), (new Period(2025, 12), 11500000_00L)],
            months.Select(m => (m.Period, m.Outstanding.Paise))
        );
        Assert.Empty(await TrackerAsync(fixture, new FinancialYear(2024)));
        Assert.Equal(["C-2"], (await TrackerAsync(fixture, new FinancialYear(2026))).Select(c => c.Code));
    }

    [Theory, EachDatabase]
    public async Task All_ages_of_the_trackers_answer_are_counted_to_one_day(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        // Today is the 15th of May: 29 days old today, 45 at the end of the month.
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Asha|Mumbai|S-1|2026-04-16|1000|1000"), "May-26");
        var customer = Assert.Single(await TrackerAsync(fixture, new FinancialYear(2026)));
        Assert.Equal(AgeBucket.UpTo30, customer.Oldest);
        Assert.Equal(AgeBucket.UpTo30, customer.Invoices[0].Months[0].Bucket);
    }

    [Theory, EachDatabase]
    public async Task A_read_sees_one_instant_whatever_is_written_meanwhile(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var filter = new ReceivablesFilter(new Period(2026, 4));
        await using (await fixture.Contexts.SnapshotAsync(default))
        {
            var dashboard = await fixture.Outstanding.DashboardAsync(CurrentUser.System, filter, default);
            await WithoutHoldAsync(() => fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid));
            var customers = await fixture.Customers.SheetAsync(
                CurrentUser.System,
                new CustomerFilter(filter),
                new PageRequest(1, 10),
                default
            );
            Assert.Equal((1700_00, 1700_00), (dashboard.Figures.Outstanding.Paise, customers.Outstanding.Paise));
        }

        Assert.Equal(700_00, (await fixture.DashboardAsync("Apr-26")).Figures.Outstanding.Paise);
    }

    /// <summary>An upload comes between the version that somebody reads and their answer, which so is of the version after it.</summary>
    [Theory, EachDatabase]
    public async Task A_document_does_not_take_the_kept_answer_of_a_later_instant(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var filter = new ReceivablesFilter(new Period(2026, 4));
        Task<ReceivablesDashboard> ReadAsync() =>
            fixture.Outstanding.DashboardAsync(CurrentUser.System, filter, default);
        await using (await fixture.Contexts.SnapshotAsync(default))
        {
            await fixture.Outstanding.VersionAsync(default);
            await WithoutHoldAsync(() =>
                StatementCount.InterruptAsync(
                    fixture,
                    "in_field",
                    () => fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid),
                    async () => Assert.Equal(700_00, (await ReadAsync()).Figures.Outstanding.Paise)
                )
            );
            Assert.Equal(1700_00, (await ReadAsync()).Figures.Outstanding.Paise);
        }

        Assert.Equal(700_00, (await ReadAsync()).Figures.Outstanding.Paise);
    }

    [Theory, EachDatabase]
    public async Task A_files_figures_and_rows_are_of_one_instant(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        await using var held = await fixture.Contexts.SnapshotAsync(default);
        var report = fixture.Get<ReportCatalog>().Find("customer-sheet")!;
        var document = await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, new ReportRequest(), default),
            default
        );
        await WithoutHoldAsync(() => fixture.UploadAsync(April, "Mar-26", missing: MissingChoice.Paid));
        using var output = new MemoryStream();
        await fixture.Get<ReportRenderers>().RenderAsync(document, ReportFormat.Csv, output, null, default);
        Assert.Equal(2, document.Blocks.OfType<TableBlock>().Single().Rows);
        Assert.Contains("C-1", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private static Task WithoutHoldAsync(Func<Task> write)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(write);
    }

    private static async Task<List<TrackerCustomer>> TrackerAsync(TestFixture fixture, FinancialYear? year)
    {
        var customers = new List<TrackerCustomer>();
        await foreach (
            var customer in fixture.Get<TrackerQueries>().CustomersAsync(CurrentUser.System, null, null, year, default)
        )
            customers.Add(customer);
        return customers;
    }
}
