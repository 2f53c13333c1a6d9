using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Pages of invoices, from the front, from the end and by each snapshot's largest: together they are the list, in its order.</summary>
public sealed class InvoicePagesTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly Period March = new(2026, 3);

    [Theory, EachDatabase]
    public async Task Pages_put_together_are_the_whole_list(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var random = new Random(provider == TestProvider.Postgres ? 3 : 4);
        string[] regions = ["Mumbai", "Pune", "Goa"];
        // Few different amounts and days, so that many rows are equal but for their keys; a row without a date.
        await fixture.UploadAsync(
            Sheet.Of([
                Header,
                .. Enumerable
                    .Range(1, 61)
                    .Select(i =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"C-{i % 9}|Customer {i % 9}|{regions[i % 9 % 3]}|I{i:000}|{(i == 7 ? "" : $"2025-{1 + (i % 12):00}-05")}|{1 + random.Next(4)}00|{random.Next(-1, 4)}00"
                        )
                    ),
            ]),
            March.ToString()
        );
        var all = new InvoiceFilter(new ReceivablesFilter(March));
        InvoiceFilter[] filters =
        [
            all,
            all with
            {
                Base = new ReceivablesFilter(March, Region: "pune"),
            },
            all with
            {
                Search = "i0",
            },
            all with
            {
                Search = "customer 4",
            },
            all with
            {
                Status = "unpaid",
            },
            all with
            {
                OpenOnly = true,
            },
            .. Enum.GetValues<AgeBucket>().Select(b => all with { Bucket = b }),
        ];
        foreach (var filter in filters)
        foreach (
            var sort in (string[])
                ["outstanding", "-outstanding", "amount", "-number", "date", "-date", "customer", "-row"]
        )
            await PagesAgreeAsync(fixture, filter with { Sort = sort });
    }

    private static async Task PagesAgreeAsync(TestFixture fixture, InvoiceFilter filter)
    {
        var streamed = await fixture
            .Invoices.StreamAsync(CurrentUser.System, filter, default)
            .ToListAsync(TestContext.Current.CancellationToken);
        var paged = new List<InvoiceRow>();
        for (var number = 1; ; number++)
        {
            var list = await fixture.Invoices.SheetAsync(
                CurrentUser.System,
                filter,
                new PageRequest(number, 7),
                default
            );
            Assert.Equal(streamed.Count, list.Totals.Invoices);
            Assert.Equal(streamed.Sum(r => r.Amount.Paise), list.Totals.Amount.Paise);
            Assert.Equal(streamed.Sum(r => r.Outstanding.Paise), list.Totals.Outstanding.Paise);
            paged.AddRange(list.Page.Rows);
            if (list.Page.Rows.Count < 7)
                break;
        }

        Assert.Equal(streamed, paged);
        if (filter.Bucket is { } bucket)
            Assert.All(streamed, r => Assert.Equal(bucket, r.Bucket));
    }
}
