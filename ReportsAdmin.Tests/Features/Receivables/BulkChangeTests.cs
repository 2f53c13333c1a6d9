using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Changes of many customers and invoices at once, on both databases.</summary>
public sealed class BulkChangeTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly CurrentUser Pune = CurrentUser.System with
    {
        Scope = CurrentUser.System.Scope with { Regions = ["pune"] },
    };

    [Theory, EachDatabase]
    public async Task Remarks_of_many_are_set_in_one_go_and_what_is_not_visible_is_refused(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var rows = await RowsAsync(fixture);

        var result = await fixture.CustomerCommands.RemarksAsync(
            Pune,
            rows.ToDictionary(r => r.Id, _ => "dispute"),
            default
        );

        Assert.Equal((2, 0, 2), (result.Changed.Count, result.Unchanged, result.Refused));
        Assert.Equal(
            ["none", "none", "dispute", "dispute"],
            (await RowsAsync(fixture)).OrderBy(r => r.Code).Select(r => r.Remark)
        );
        var again = await fixture.CustomerCommands.RemarksAsync(
            Pune,
            rows.ToDictionary(r => r.Id, _ => "dispute"),
            default
        );
        Assert.Equal((0, 2, 2), (again.Changed.Count, again.Unchanged, again.Refused));
        var history = await fixture.Customers.ChangesAsync(CurrentUser.System, result.Changed[0], default);
        Assert.Equal(("remark", "none", "dispute"), (history[0].Field, history[0].Before, history[0].After));
        Assert.Single(history);
    }

    [Theory, EachDatabase]
    public async Task An_invoice_that_no_month_has_any_more_is_refused_and_the_others_are_changed(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of(Header, "C-1|Asha|Mumbai|S-1|2026-03-01|10|10"), "Mar-26");
        // The corrected sheet of the same month lacks the first invoice, which counts as paid.
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Mumbai|S-2|2026-03-01|20|20"),
            "Mar-26",
            missing: MissingChoice.Paid
        );
        int customer;
        int[] ids;
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            customer = await db.Set<Customer>().Select(c => c.Id).SingleAsync();
            ids = await db.Set<Invoice>().OrderBy(i => i.Number).Select(i => i.Id).ToArrayAsync();
        }

        var result = await fixture.CustomerCommands.ChangeInvoicesAsync(
            CurrentUser.System,
            ids,
            InvoiceAction.Dispute,
            default
        );

        Assert.Equal([ids[1]], result.Changed);
        Assert.Equal(1, result.Refused);
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.CustomerCommands.SetInvoiceStatusAsync(CurrentUser.System, customer, "S-1", "dispute", default)
        );
        Assert.Equal(ErrorKind.Conflict, error.Kind);
    }

    [Fact]
    public async Task An_unknown_remark_changes_none_of_them()
    {
        await using var fixture = await OpenAsync(TestProvider.Sqlite);
        var rows = await RowsAsync(fixture);
        var wanted = rows.ToDictionary(r => r.Id, _ => "dispute");
        wanted[rows[^1].Id] = "nonsense";

        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.CustomerCommands.RemarksAsync(CurrentUser.System, wanted, default)
        );

        Assert.All(await RowsAsync(fixture), r => Assert.Equal("none", r.Remark));
    }

    [Fact]
    public async Task An_engineer_changes_only_the_assigned_ones_among_many()
    {
        await using var fixture = await OpenAsync(TestProvider.Sqlite);
        var rows = await RowsAsync(fixture);
        var engineer = CurrentUser.System with
        {
            UserId = 77,
            Scope = CurrentUser.System.Scope with { ChangesOnlyAssigned = true },
        };

        var result = await fixture.CustomerCommands.RemarksAsync(
            engineer,
            rows.ToDictionary(r => r.Id, _ => "dispute"),
            default
        );

        Assert.Equal((0, 4), (result.Changed.Count, result.Refused));
        Assert.All(await RowsAsync(fixture), r => Assert.Equal("none", r.Remark));
    }

    [Theory, EachDatabase]
    public async Task Invoices_are_paid_together_the_figures_follow_and_the_payment_can_be_reversed(
        TestProvider provider
    )
    {
        await using var fixture = await OpenAsync(provider);
        var before = await fixture.DashboardAsync("Mar-26");
        var ids = (await InvoicesAsync(fixture)).Select(i => i.Id).ToList();

        var paid = await fixture.CustomerCommands.ChangeInvoicesAsync(Pune, ids, InvoiceAction.MarkPaid, default);

        Assert.Equal((2, 2), (paid.Changed.Count, paid.Refused));
        Assert.Equal(
            before.Figures.Outstanding.Paise - 30000 - 40000,
            (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise
        );
        var reversed = await fixture.CustomerCommands.ChangeInvoicesAsync(
            CurrentUser.System,
            ids,
            InvoiceAction.ReversePayment,
            default
        );
        Assert.Equal((2, 2), (reversed.Changed.Count, reversed.Unchanged));
        Assert.Equal(before.Figures, (await fixture.DashboardAsync("Mar-26")).Figures);
    }

    [Theory, EachDatabase]
    public async Task Disputes_of_many_are_counted_and_resolved(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var ids = (await InvoicesAsync(fixture)).Select(i => i.Id).Take(3).ToList();

        await fixture.CustomerCommands.ChangeInvoicesAsync(CurrentUser.System, ids, InvoiceAction.Dispute, default);
        Assert.Equal(3, (await fixture.DashboardAsync("Mar-26")).Figures.Disputed);
        await fixture.CustomerCommands.ChangeInvoicesAsync(
            CurrentUser.System,
            ids,
            InvoiceAction.ResolveDispute,
            default
        );

        Assert.Equal(0, (await fixture.DashboardAsync("Mar-26")).Figures.Disputed);
        Assert.All(await InvoicesAsync(fixture), i => Assert.Equal("unpaid", i.Status));
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_before_anything_is_read()
    {
        await using var fixture = await OpenAsync(TestProvider.Sqlite);

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.CustomerCommands.ChangeInvoicesAsync(
                CurrentUser.System,
                [.. Enumerable.Range(1, CustomerCommands.MaxBulk + 1)],
                InvoiceAction.Dispute,
                default
            )
        );

        Assert.Equal(ErrorKind.Invalid, error.Kind);
    }

    [Theory, EachDatabase]
    public async Task Sums_of_a_list_are_those_of_all_rows_whatever_page_is_shown(TestProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Mumbai|S/1|2026-01-10|100|40", "C-2|Bharat|Mumbai|S/5|2026-04-10|260|260"),
            "Apr-26"
        );
        var filter = new CustomerFilter(new ReceivablesFilter(new Period(2026, 4)));

        var page = await fixture.Customers.SheetAsync(CurrentUser.System, filter, new PageRequest(2, 1), default);

        Assert.Single(page.Page.Rows);
        Assert.Equal((4, 120000L, 5), (page.Totals.Customers, page.Totals.Outstanding.Paise, page.Totals.Invoices));
        Assert.Equal(page.Totals.Outstanding, page.Totals.Ageing.Total);
        Assert.Equal(20000L, page.Totals.Change.Paise);
        var chosen = await fixture.Customers.SheetAsync(
            CurrentUser.System,
            filter with
            {
                Chosen = [page.Page.Rows[0].Id],
            },
            new PageRequest(1, 10),
            default
        );
        Assert.Equal(page.Page.Rows[0].Outstanding, chosen.Totals.Outstanding);
    }

    private static async Task<TestFixture> OpenAsync(TestProvider provider)
    {
        var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha|Mumbai|S/1|2026-01-10|100|100",
                "C-2|Bharat|Mumbai|S/2|2026-01-10|200|200",
                "C-3|Chetan|Pune|S/3|2026-01-10|300|300",
                "C-4|Deepa|Pune|S/4|2026-01-10|400|400"
            ),
            "Mar-26"
        );
        return fixture;
    }

    private static async Task<IReadOnlyList<CustomerRow>> RowsAsync(TestFixture fixture) =>
        (
            await fixture.Customers.SheetAsync(
                CurrentUser.System,
                new CustomerFilter(new ReceivablesFilter(new Period(2026, 3)), Sort: "code"),
                new PageRequest(1, 50),
                default
            )
        )
            .Page
            .Rows;

    private static async Task<IReadOnlyList<InvoiceRow>> InvoicesAsync(TestFixture fixture) =>
        (
            await fixture.Invoices.SheetAsync(
                CurrentUser.System,
                new InvoiceFilter(new ReceivablesFilter(new Period(2026, 3)), Sort: "number"),
                new PageRequest(1, 50),
                default
            )
        )
            .Page
            .Rows;
}
