using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>The sums that are kept beside the ledger: right after uploads, corrections and undo, found and mended when they are not.</summary>
public sealed class LedgerSumsTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly string[] Rows =
    [
        "C-1|Asha Ltd|Mumbai|I1|2026-01-10|1000|900",
        "C-1|Asha Ltd|Mumbai|I2|2026-02-10|500|-100",
        "C-2|Bala Ltd|Pune|I3|2026-03-10|700|700",
        "C-2|Bala Ltd|Pune|I4|2026-03-11|300|0",
    ];

    [Theory, EachDatabase]
    public async Task What_differs_is_found_and_made_anew(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of([Header, .. Rows]), "Mar-26");
        var sums = fixture.Get<LedgerSums>();
        Assert.Equal(0, await sums.CheckAsync(default));
        var before = await KeptAsync(fixture);
        foreach (
            var damage in (string[])
                [
                    "UPDATE balances SET outstanding_paise = outstanding_paise + 1",
                    "UPDATE balances SET open_items = 0",
                    "DELETE FROM balances",
                    "UPDATE balance_days SET disputed_paise = 5",
                    "DELETE FROM balance_days",
                    "UPDATE snapshots SET customers = 9",
                    "UPDATE snapshots SET amount_paise = 0, items = 0",
                ]
        )
        {
            await using (var db = fixture.Contexts.CreateDbContext())
                await db.Database.ExecuteSqlRawAsync(damage);
            Assert.True(await sums.CheckAsync(default) == 2, damage);
            Assert.Equal(0, await sums.CheckAsync(default));
            Assert.Equal(before, await KeptAsync(fixture));
        }

        await sums.RebuildAsync(default);
        Assert.Equal(before, await KeptAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task A_later_sheet_that_corrects_an_amount_corrects_the_sums_of_earlier_months_and_its_undo_too(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Sheet.Of([Header, .. Rows]), "Mar-26");
        var march = await AmountAsync(fixture, "Mar-26");
        Assert.Equal(2500_00, march);
        var april = await fixture.UploadAsync(
            Sheet.Of([Header, "C-1|Asha Ltd|Mumbai|I1|2026-01-10|1200|900", .. Rows[1..]]),
            "Apr-26"
        );
        Assert.Equal(2700_00, await AmountAsync(fixture, "Mar-26"));
        Assert.Equal(0, await fixture.Get<LedgerSums>().CheckAsync(default));
        await fixture.Imports.UndoAsync(CurrentUser.System, april, default);
        Assert.Equal(march, await AmountAsync(fixture, "Mar-26"));
        Assert.Equal(0, await fixture.Get<LedgerSums>().CheckAsync(default));
    }

    /// <summary>From the kept sums and by adding up the rows.</summary>
    private static async Task<long> AmountAsync(TestFixture fixture, string month)
    {
        Assert.True(Period.TryParse(month, null, out var period));
        var filter = new InvoiceFilter(new ReceivablesFilter(period));
        var kept = await fixture.Invoices.SheetAsync(CurrentUser.System, filter, new PageRequest(1, 100), default);
        // Narrowed to all regions there are, the totals are added up anew.
        var summed = await fixture.Invoices.SheetAsync(
            CurrentUser.System,
            filter with
            {
                Chosen = [.. kept.Page.Rows.Select(r => r.Id)],
            },
            new PageRequest(1, 100),
            default
        );
        Assert.Equal(summed.Totals, kept.Totals);
        Assert.Equal(kept.Totals.Invoices, kept.Page.Rows.Count);
        return kept.Totals.Amount.Paise;
    }

    [Fact]
    public async Task An_answer_is_kept_until_figures_remarks_names_or_the_day_change()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(Sheet.Of([Header, .. Rows]), "Mar-26");
        var read = await CostAsync();
        Assert.True(await CostAsync() < read, "It was read again.");
        var dear = await fixture.DashboardAsync("Mar-26");
        Assert.Equal(1500_00, dear.Figures.Outstanding.Paise);

        var customer = (await fixture.Customers.SearchAsync(CurrentUser.System, "bala", 1, default))[0];
        await fixture.CustomerCommands.RemarkAsync(
            CurrentUser.System,
            customer.Id,
            Remarks.All.First(r => r != Remarks.None),
            null,
            default
        );
        Assert.NotEqual(Remarks.None, (await fixture.DashboardAsync("Mar-26")).TopDebtors[1].Remark);

        await fixture.UploadAsync(Sheet.Of([Header, "C-2|Bala Ltd|Pune|I3|2026-03-10|700|1"]), "Mar-26");
        Assert.NotEqual(1500_00, (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise);
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(read, await CostAsync());

        Task<int> CostAsync() => StatementCount.OfAsync(fixture, () => fixture.DashboardAsync("Mar-26"));
    }

    private static async Task<List<string>> KeptAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return
        [
            .. (await db.Set<Balance>().OrderBy(b => b.SnapshotId).ThenBy(b => b.CustomerId).ToListAsync()).Select(b =>
                $"{b.SnapshotId} {b.CustomerId} {b.OutstandingPaise} {b.NewPaise} {b.RecoveredPaise} {b.Invoices} {b.Disputed} {b.OpenItems}"
            ),
            .. (await db.Set<BalanceDay>().OrderBy(d => d.SnapshotId).ThenBy(d => d.Line).ToListAsync()).Select(d =>
                $"{d.SnapshotId} {d.Line} {d.InvoiceDate} {d.DueDate} {d.Bucket} {d.OutstandingPaise} {d.DisputedPaise}"
            ),
            .. (await db.Set<Snapshot>().OrderBy(s => s.Id).ToListAsync()).Select(s =>
                $"{s.Id} {s.OutstandingPaise} {s.NewPaise} {s.RecoveredPaise} {s.Customers} {s.Invoices} {s.Disputed} {s.Items} {s.AmountPaise}"
            ),
        ];
    }
}
