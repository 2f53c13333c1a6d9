using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Pages;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>A payment that was marked by mistake can be taken back, and no answer says success when nothing changed.</summary>
public sealed class PaymentReversalTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly byte[] March = Sheet.Of(
        Header,
        "C-1|Asha|Mumbai|S-1|2026-01-10|1000|1000",
        "C-1|Asha|Mumbai|S-2|2026-03-05|700|700",
        "C-1|Asha|Mumbai|S-3|2026-03-06|300|0"
    );

    private static readonly byte[] April = Sheet.Of(Header, "C-1|Asha|Mumbai|S-2|2026-03-05|700|700");

    [Theory, EachDatabase]
    public async Task Unpaid_reverses_a_payment_once_and_is_in_the_history(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        Assert.True(await SetAsync(fixture, "S-1", "paid"));
        Assert.False(await SetAsync(fixture, "S-1", "paid"));
        Assert.Equal(700_00, await OwedAsync(fixture, "Mar-26"));
        Assert.True(await SetAsync(fixture, "S-1", "unpaid"));
        Assert.False(await SetAsync(fixture, "S-1", "unpaid"));
        Assert.Equal(1700_00, await OwedAsync(fixture, "Mar-26"));

        var changes = await fixture.Customers.ChangesAsync(CurrentUser.System, await CustomerAsync(fixture), default);
        Assert.Equal(
            [("payment", "paid", "unpaid", "S-1"), ("payment", "unpaid", "paid", "S-1")],
            changes.Select(c => (c.Field, c.Before, c.After, c.InvoiceNumber))
        );
    }

    [Fact]
    public async Task The_page_of_an_invoice_shows_what_the_latest_sheet_leaves_of_it()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(March, "Mar-26");
        var april = await fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid);
        await using var db = fixture.Contexts.CreateDbContext();
        var id = (
            await db.Set<Invoice>().SingleAsync(i => i.Number == "S-1", TestContext.Current.CancellationToken)
        ).Id;

        var paid = await fixture.Invoices.DetailsAsync(CurrentUser.System, id, default);
        Assert.Equal((true, 0L, "Apr-26"), (paid.Invoice.Paid, paid.Invoice.Outstanding.Paise, paid.Month.ToString()));
        Assert.Equal(1000_00, paid.Months[^1].Outstanding.Paise);

        await fixture.Imports.UndoAsync(CurrentUser.System, april, default);
        var open = await fixture.Invoices.DetailsAsync(CurrentUser.System, id, default);
        Assert.Equal((1000_00L, "Mar-26"), (open.Invoice.Outstanding.Paise, open.Month.ToString()));
    }

    [Theory, EachDatabase]
    public async Task A_payment_of_an_earlier_month_is_owed_again_in_the_latest_month(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        await SetAsync(fixture, "S-1", "paid");
        var april = await fixture.UploadAsync(April, "Apr-26");
        Assert.Equal(700_00, await OwedAsync(fixture, "Apr-26"));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await SetAsync(fixture, "S-1", "unpaid"));
        Assert.Equal((700_00, 1700_00), (await OwedAsync(fixture, "Mar-26"), await OwedAsync(fixture, "Apr-26")));

        // The reversal outlives the sheet that it was made on.
        await fixture.Imports.UndoAsync(CurrentUser.System, april, default);
        Assert.Equal(1700_00, await OwedAsync(fixture, "Mar-26"));
    }

    [Theory, EachDatabase]
    public async Task What_an_upload_took_for_paid_can_be_reversed(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        await fixture.UploadAsync(April, "Apr-26", missing: MissingChoice.Paid);
        Assert.True(await SetAsync(fixture, "S-1", "unpaid"));
        Assert.Equal(1700_00, await OwedAsync(fixture, "Apr-26"));
    }

    [Theory, EachDatabase]
    public async Task A_payment_stays_when_the_sheet_that_it_was_marked_on_is_undone(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var april = await fixture.UploadAsync(April, "Apr-26");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await SetAsync(fixture, "S-2", "paid");
        await fixture.Imports.UndoAsync(CurrentUser.System, april, default);
        Assert.Equal(1000_00, await OwedAsync(fixture, "Mar-26"));
    }

    [Theory, EachDatabase]
    public async Task What_the_sheet_itself_shows_as_settled_is_refused_with_the_reason(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        var refused = await Assert.ThrowsAsync<DomainException>(() => SetAsync(fixture, "S-3", "unpaid"));
        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Contains("nothing is owed on invoice S-3", refused.Message, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task The_invoice_of_a_dispute_offers_the_reversal_of_its_payment(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(March, "Mar-26");
        await SetAsync(fixture, "S-1", "paid");
        await SetAsync(fixture, "S-1", "dispute");
        var row = (
            await fixture.Invoices.SheetAsync(
                CurrentUser.System,
                new InvoiceFilter(new ReceivablesFilter(new Period(2026, 3)), Search: "S-1"),
                new PageRequest(1, 10),
                default
            )
        ).Page.Rows.Single();
        Assert.Equal([InvoiceAction.ResolveDispute, InvoiceAction.ReversePayment], InvoiceActions.For(row));
        var result = await fixture.CustomerCommands.ChangeInvoicesAsync(
            CurrentUser.System,
            [row.Id],
            InvoiceAction.ReversePayment,
            default
        );
        Assert.Single(result.Changed);
        Assert.Equal(1700_00, await OwedAsync(fixture, "Mar-26"));
    }

    private static Task<int> CustomerAsync(TestFixture fixture) =>
        fixture.CustomerCommands.ResolveAsync(CurrentUser.System, "C-1", default);

    private static async Task<bool> SetAsync(TestFixture fixture, string number, string status) =>
        await fixture.CustomerCommands.SetInvoiceStatusAsync(
            CurrentUser.System,
            await CustomerAsync(fixture),
            number,
            status,
            default
        );

    private static async Task<long> OwedAsync(TestFixture fixture, string month) =>
        (await fixture.DashboardAsync(month)).Figures.Outstanding.Paise;
}
