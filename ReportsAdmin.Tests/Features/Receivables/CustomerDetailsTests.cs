using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>The page of one customer: its figures are those of the lists, to the paisa.</summary>
public sealed class CustomerDetailsTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    [Theory, EachDatabase]
    public async Task Figures_ages_and_account_agree_with_the_sheets(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var customer = await UploadTwoMonthsAsync(fixture);

        var details = await fixture.Customers.DetailsAsync(CurrentUser.System, customer, default);

        Assert.Equal(
            ("000123", "Apr-26", 42500_75L, 2),
            (details.Customer.Code, details.Month.ToString(), details.Outstanding.Paise, details.Invoices)
        );
        Assert.Equal(details.Outstanding, details.Ageing.Total);
        Assert.Equal(12, details.Months.Count);
        var (march, april) = (details.Months[^2], details.Months[^1]);
        Assert.Equal(("Mar-26", 105000_50L), (march.Names[0], march.Closing.Paise));
        Assert.Equal((march.Closing, details.Outstanding), (april.Opening, april.Closing));
        Assert.Equal(april.Closing, april.Opening + april.New - april.Recovered);
    }

    [Fact]
    public async Task An_invoice_that_is_paid_in_part_says_so_and_a_disputed_one_does_not()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var customer = await UploadTwoMonthsAsync(fixture);
        await fixture.CustomerCommands.SetInvoiceStatusAsync(
            CurrentUser.System,
            (await fixture.Customers.FindAsync(CurrentUser.System, "000900", "customer", default)).Id,
            "SI/4",
            "dispute",
            default
        );

        var rows = (
            await fixture.Invoices.SheetAsync(
                CurrentUser.System,
                new InvoiceFilter(
                    new ReceivablesFilter(ReportsAdmin.Features.Receivables.Ledger.Period.FromNumber(202604)),
                    Sort: "number"
                ),
                new PageRequest(1, 50),
                default
            )
        )
            .Page
            .Rows;

        Assert.Equal([("SI/1", true), ("SI/3", false), ("SI/4", false)], rows.Select(r => (r.Number, r.IsPartPaid)));
    }

    [Fact]
    public async Task A_customer_outside_the_scope_is_not_found()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var customer = await UploadTwoMonthsAsync(fixture);
        var reader = CurrentUser.System with { Scope = CurrentUser.System.Scope with { Regions = ["pune"] } };

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Customers.DetailsAsync(reader, customer, default)
        );

        Assert.Equal(ErrorKind.NotFound, error.Kind);
    }

    /// <summary>Two months of a customer in Mumbai and one in Delhi; answers the key of the first.</summary>
    private static async Task<int> UploadTwoMonthsAsync(TestFixture fixture)
    {
        await fixture.UploadAsync(
            Sheet.Of(
                Header,
                "000123|Shree Ganesh|Mumbai|SI/1|2026-01-10|118000|100000.50",
                "000123|Shree Ganesh|Mumbai|SI/2|2026-03-05|5000|5000"
            ),
            "Mar-26"
        );
        await fixture.UploadAsync(
            Sheet.Of(
                Header,
                "000123|Shree Ganesh|Mumbai|SI/1|2026-01-10|118000|40000.50",
                "000123|Shree Ganesh|Mumbai|SI/3|2026-04-11|2500.25|2500.25",
                "000900|Narmada|Delhi|SI/4|2026-04-12|900|800"
            ),
            "Apr-26",
            missing: MissingChoice.Paid
        );
        var found = await fixture.Customers.FindAsync(CurrentUser.System, "000123", "customer", default);
        return found.Id;
    }
}
