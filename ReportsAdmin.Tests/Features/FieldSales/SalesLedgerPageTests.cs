using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>A figure is the sum of the lines it opens into, and the months are what the reports say of them; on both databases.</summary>
public sealed class SalesLedgerPageTests
{
    private static readonly CurrentUser Mumbai = new(
        7,
        "Mumbai's own",
        "Manager",
        new HashSet<string> { SalesQueries.ReadPermission },
        new Scope(["mumbai"], null, false)
    );
    private static readonly SalesFilter Year = new(
        SampleWorkbooks.First.AddDays(60),
        SampleWorkbooks.First.AddDays(300)
    );

    [Theory, EachDatabase]
    public async Task The_lines_behind_every_figure_add_up_to_it(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await SampleWorkbooks.OpenAsync(fixture, seed: 11);
        var (sales, ledgers) = (fixture.Get<SalesQueries>(), fixture.Get<LedgerQueries>());
        foreach (var narrowed in (SalesFilter[])[Year, Year with { Category = "Seed" }])
        {
            foreach (
                var row in (
                    await sales.DistributorsAsync(CurrentUser.System, narrowed, new PageRequest(1, 100), default)
                )
                    .Page
                    .Rows
            )
                await AddsUpAsync(narrowed with { DistributorId = row.Id }, row.Stock);
        }

        foreach (
            var row in (
                await sales.ProductsAsync(Mumbai, Year with { Zone = "North" }, new PageRequest(1, 100), default)
            )
                .Page
                .Rows
        )
            await AddsUpAsync(Year with { Zone = "North", ProductId = row.Id }, row.Stock, Mumbai);

        async Task AddsUpAsync(SalesFilter filter, StockFigures stock, CurrentUser? currentUser = null)
        {
            foreach (
                var (kind, figure) in new Dictionary<string, StockAmount>
                {
                    ["opening"] = stock.Opening,
                    ["sales"] = stock.Sales,
                    ["liquidation"] = stock.Liquidation,
                    ["adjusted"] = stock.Adjusted,
                }
            )
            {
                var sheet = await ledgers.SheetAsync(
                    currentUser ?? CurrentUser.System,
                    filter,
                    kind,
                    new PageRequest(1, 100),
                    default
                );
                Assert.Equal(figure, sheet.Sum);
                Assert.Equal(figure, sheet.Closing);
                if (sheet.Page.Total is > 0 and <= 100)
                    Assert.Equal(figure, sheet.Page.Rows.Select(r => r.Amount).Aggregate((a, b) => a + b));
            }

            var whole = await ledgers.SheetAsync(
                currentUser ?? CurrentUser.System,
                filter,
                null,
                new PageRequest(1, 100),
                default
            );
            Assert.Equal(stock.Balance, whole.Closing.OrNothing());
        }
    }

    [Theory, EachDatabase]
    public async Task The_balance_runs_on_from_page_to_page_and_ends_at_the_closing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var books = await SampleWorkbooks.OpenAsync(fixture, seed: 12);
        var ledgers = fixture.Get<LedgerQueries>();
        var filter = Year with { DistributorId = books.Distributors[2].Id };
        foreach (var kind in (string?[])[null, "liquidation", "opening"])
        {
            var rows = new List<LedgerRow>();
            LedgerList sheet;
            var number = 1;
            do
            {
                sheet = await ledgers.SheetAsync(
                    CurrentUser.System,
                    filter,
                    kind,
                    new PageRequest(number++, 7),
                    default
                );
                rows.AddRange(sheet.Page.Rows);
            } while (rows.Count < sheet.Page.Total);
            var running = sheet.Before;
            foreach (var row in rows)
            {
                running += row.Amount;
                Assert.Equal(running, row.Running);
            }

            Assert.Equal(sheet.Closing, running);
            var streamed = new List<LedgerRow>();
            await foreach (var row in ledgers.StreamAsync(CurrentUser.System, filter, kind, default))
                streamed.Add(row);
            Assert.Equal(rows, streamed);
            Assert.Equal(rows.OrderBy(r => r.Day).ThenBy(r => r.Id).Select(r => r.Id), rows.Select(r => r.Id));
            Assert.All(rows, r =>
                Assert.Equal((3, books.Movements.Single(m => m.Id == r.Id).SheetRow), (r.UploadId, r.SheetRow))
            );
        }

        Assert.Equal(
            0,
            (
                await ledgers.SheetAsync(
                    Mumbai,
                    Year with
                    {
                        DistributorId = books.Distributors[0].Id,
                    },
                    null,
                    new PageRequest(1, 10),
                    default
                )
            )
                .Page
                .Total
        );
        await Assert.ThrowsAsync<DomainException>(() =>
            ledgers.SheetAsync(CurrentUser.System, filter, "moons", new PageRequest(1, 10), default)
        );
    }

    [Theory, EachDatabase]
    public async Task Months_are_what_the_report_of_each_month_says(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var books = await SampleWorkbooks.OpenAsync(fixture, seed: 13);
        var history = fixture.Get<HistoryQueries>();
        var end = SampleWorkbooks.First.AddDays(449);
        foreach (
            var (currentUser, filter) in ((CurrentUser, SalesFilter)[])
                [
                    (CurrentUser.System, Year with { End = end, DistributorId = books.Distributors[1].Id }),
                    (Mumbai, Year with { End = end, ProductId = books.Products[0].Id }),
                ]
        )
        {
            var months = await history.StockAsync(currentUser, filter, default);
            Assert.Equal(HistoryQueries.Months, months.Count);
            Assert.Equal(new DateOnly(end.Year, end.Month, 1), months[^1].Month);
            foreach (var month in months)
            {
                var last = month.Month.AddMonths(1).AddDays(-1);
                var expected = books.Walk(
                    m =>
                        (filter.DistributorId is null || m.DistributorId == filter.DistributorId)
                        && (filter.ProductId is null || m.ProductId == filter.ProductId)
                        && (currentUser == CurrentUser.System || books.Distributor(m.DistributorId).Branch == "mumbai"),
                    new SalesFilter(month.Month, last < end ? last : end)
                );
                Assert.Equal(expected, month.Stock);
            }
        }

        var dues = await history.DistributorDuesAsync(CurrentUser.System, books.Distributors[2].Id, end, default);
        Assert.Equal(
            books
                .Balances.Where(b => b.DistributorId == books.Distributors[2].Id)
                .OrderByDescending(b => b.Day)
                .Select(b => (b.Day, b.OutstandingPaise, b.OverduePaise)),
            dues.Select(d => (d.Day, d.Outstanding.Paise, d.Overdue.Paise))
        );
        Assert.Empty(await history.DistributorDuesAsync(Mumbai, books.Distributors[0].Id, end, default));
    }

    [Theory, EachDatabase]
    public async Task An_outlet_s_months_and_purchases_add_up_and_stay_within_the_scope(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var books = await SampleWorkbooks.OpenAsync(fixture, seed: 14);
        Outlet outlet;
        List<OutletPurchase> bought;
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            outlet = new Outlet
            {
                Code = "R-1",
                Name = "Rajesh Store",
                SearchText = "rajesh store r-1",
                Type = "retailer",
                Zone = "N",
                Region = "R",
                Territory = "T",
                Branch = "delhi",
            };
            db.Add(outlet);
            await db.SaveChangesAsync();
            bought =
            [
                .. Enumerable
                    .Range(0, 40)
                    .Select(i => new OutletPurchase
                    {
                        OutletId = outlet.Id,
                        ProductId = books.Products[i % 5].Id,
                        Day = SampleWorkbooks.First.AddDays(i * 11),
                        VolumeMilli = 1500 + i,
                        ValuePaise = 100_25 + i,
                        BatchId = 4,
                        SheetRow = i + 2,
                    }),
            ];
            db.AddRange(bought);
            db.AddRange(
                new PartyBalance
                {
                    OutletId = outlet.Id,
                    Day = SampleWorkbooks.First.AddDays(40),
                    OutstandingPaise = 77_00,
                },
                new Visit
                {
                    OutletId = outlet.Id,
                    UserId = 1,
                    At = new DateTime(2024, 3, 5, 9, 0, 0, DateTimeKind.Utc),
                },
                new Visit
                {
                    OutletId = outlet.Id,
                    UserId = 1,
                    At = new DateTime(2024, 3, 9, 9, 0, 0, DateTimeKind.Utc),
                }
            );
            await db.SaveChangesAsync();
        }

        var (history, outlets) = (fixture.Get<HistoryQueries>(), fixture.Get<OutletQueries>());
        var end = new DateOnly(2024, 12, 15);
        var months = await history.OutletAsync(CurrentUser.System, outlet.Id, end, default);
        foreach (var month in months)
        {
            var of = bought
                .Where(b => b.Day <= end && b.Day.Year == month.Month.Year && b.Day.Month == month.Month.Month)
                .ToList();
            Assert.Equal(new StockAmount(of.Sum(b => b.ValuePaise), of.Sum(b => b.VolumeMilli)), month.Purchases);
            Assert.Equal(month.Month == new DateOnly(2024, 3, 1) ? 2 : 0, month.Visits);
            Assert.Equal(month.Month >= new DateOnly(2024, 2, 1) ? 77_00 : 0, month.Outstanding.Paise);
        }

        var filter = new SalesFilter(new DateOnly(2024, 2, 1), end, Category: "Seed");
        var sheet = await history.PurchasesAsync(CurrentUser.System, outlet.Id, filter, new PageRequest(1, 5), default);
        Assert.Equal((await outlets.OneAsync(CurrentUser.System, outlet.Id, filter, default)).Purchases, sheet.Sum);
        Assert.Equal(
            bought
                .Where(b => b.Day >= filter.Start && b.Day <= end && books.Product(b.ProductId).Category == "Seed")
                .OrderByDescending(b => b.Day)
                .Take(5)
                .Select(b => (b.Id, 4, b.SheetRow)),
            sheet.Page.Rows.Select(r => (r.Id, r.UploadId, r.SheetRow))
        );
        Assert.Empty(
            (await history.PurchasesAsync(Mumbai, outlet.Id, filter, new PageRequest(1, 5), default)).Page.Rows
        );
        Assert.Empty(await history.OutletDuesAsync(Mumbai, outlet.Id, end, default));
        Assert.Equal(
            ErrorKind.NotFound,
            (await Assert.ThrowsAsync<DomainException>(() => outlets.OneAsync(Mumbai, outlet.Id, filter, default))).Kind
        );
    }
}
