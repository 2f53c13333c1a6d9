using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>Every figure of the three reports against an independent walk through the ledger, on both databases.</summary>
public sealed class SalesLedgerTests
{
    private static readonly CurrentUser Mumbai = new(
        7,
        "Mumbai's own",
        "Manager",
        new HashSet<string> { SalesQueries.ReadPermission },
        new Scope(["mumbai"], null, false)
    );

    [Theory, EachDatabase]
    public async Task Reports_agree_with_a_walk_through_random_ledgers(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var books = await SampleWorkbooks.OpenAsync(fixture, seed: 3);
        foreach (var (start, end) in ((int, int)[])[(0, 400), (100, 130), (200, 200), (390, 900)])
        {
            var filter = new SalesFilter(SampleWorkbooks.First.AddDays(start), SampleWorkbooks.First.AddDays(end));
            foreach (
                var (narrowed, product, currentUser) in ((SalesFilter, Func<Product, bool>, CurrentUser)[])
                    [
                        (filter, _ => true, CurrentUser.System),
                        (filter with { Category = "Seed" }, p => p.Category == "Seed", CurrentUser.System),
                        (
                            filter with
                            {
                                ProductId = books.Products[1].Id,
                            },
                            p => p.Id == books.Products[1].Id,
                            CurrentUser.System
                        ),
                        (filter, _ => true, Mumbai),
                    ]
            )
            {
                var visible = books
                    .Distributors.Where(d => currentUser == CurrentUser.System || d.Branch == "mumbai")
                    .ToList();
                var report = await fixture
                    .Get<SalesQueries>()
                    .DistributorsAsync(currentUser, narrowed, new PageRequest(1, 100), default);
                var expected = visible
                    .Where(d =>
                        narrowed is { Category: null, ProductId: null }
                        || books.Movements.Any(m =>
                            m.DistributorId == d.Id && m.Day <= narrowed.End && product(books.Product(m.ProductId))
                        )
                    )
                    .OrderBy(d => d.Name, StringComparer.Ordinal)
                    .ToList();
                Assert.Equal(expected.Select(d => d.Code), report.Page.Rows.Select(r => r.Code));
                foreach (var row in report.Page.Rows)
                    Assert.Equal(
                        books.Walk(m => m.DistributorId == row.Id && product(books.Product(m.ProductId)), narrowed),
                        row.Stock
                    );
                Assert.Equal(
                    books.Walk(
                        m => visible.Any(d => d.Id == m.DistributorId) && product(books.Product(m.ProductId)),
                        narrowed
                    ),
                    report.Stock
                );

                var products = await fixture
                    .Get<SalesQueries>()
                    .ProductsAsync(currentUser, narrowed, new PageRequest(1, 100), default);
                foreach (var row in products.Page.Rows)
                {
                    bool Mine(StockMovement m) => m.ProductId == row.Id && visible.Any(d => d.Id == m.DistributorId);
                    Assert.Equal(books.Walk(Mine, narrowed), row.Stock);
                    Assert.Equal(
                        books
                            .Movements.Where(m => Mine(m) && m.Day <= narrowed.End)
                            .Select(m => m.DistributorId)
                            .Distinct()
                            .Count(),
                        row.Distributors
                    );
                }

                Assert.Equal(books.Products.Count(product), products.Page.Total);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task Pages_hold_each_row_once_and_the_summary_is_over_all_of_them(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await SampleWorkbooks.OpenAsync(fixture, seed: 4);
        var filter = new SalesFilter(SampleWorkbooks.First, SampleWorkbooks.First.AddDays(500));
        var sales = fixture.Get<SalesQueries>();
        var first = await sales.DistributorsAsync(CurrentUser.System, filter, new PageRequest(1, 3), default);
        var second = await sales.DistributorsAsync(CurrentUser.System, filter, new PageRequest(2, 3), default);
        Assert.Equal(6, first.Page.Rows.Concat(second.Page.Rows).Select(r => r.Id).Distinct().Count());
        Assert.Equal(first.Stock, second.Stock);
        var all = new List<DistributorRow>();
        await foreach (var row in sales.StreamDistributorsAsync(CurrentUser.System, filter, default))
            all.Add(row);
        Assert.Equal(first.Page.Total, all.Count);
        Assert.Equal(first.Stock.Sales.ValuePaise, all.Sum(r => r.Stock.Sales.ValuePaise));
        Assert.Equal(first.Page.Rows, all.Take(3));
    }

    [Theory, EachDatabase]
    public async Task Outlets_show_purchases_dues_and_visits_up_to_the_last_day(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await using (var db = fixture.Contexts.CreateDbContext())
        {
            var product = new Product
            {
                Code = "P",
                Name = "P",
                SearchText = "p",
                Category = "Seed",
            };
            var outlet = new Outlet
            {
                Code = "R-1",
                Name = "Rajesh Store",
                SearchText = "rajesh store r-1",
                Type = "retailer",
                Zone = "N",
                Region = "R",
                Territory = "T",
                CreditLimitPaise = 500_00,
                GeoTagged = true,
            };
            var idle = new Outlet
            {
                Code = "R-2",
                Name = "Zed",
                SearchText = "zed r-2",
                Type = "distributor",
                Zone = "N",
                Region = "R",
                Territory = "T",
                Active = false,
            };
            db.AddRange(product, outlet, idle);
            await db.SaveChangesAsync();
            db.AddRange(
                Enumerable
                    .Range(0, 4)
                    .Select(i => new OutletPurchase
                    {
                        OutletId = outlet.Id,
                        ProductId = product.Id,
                        Day = SampleWorkbooks.First.AddDays(i * 7),
                        VolumeMilli = 1500,
                        ValuePaise = 100_25,
                    })
            );
            db.AddRange(
                new PartyBalance
                {
                    OutletId = outlet.Id,
                    Day = SampleWorkbooks.First,
                    OutstandingPaise = 77_00,
                },
                new PartyBalance
                {
                    OutletId = outlet.Id,
                    Day = SampleWorkbooks.First.AddDays(20),
                    OutstandingPaise = 99_50,
                }
            );
            db.AddRange(
                new Visit
                {
                    OutletId = outlet.Id,
                    UserId = 1,
                    At = SampleWorkbooks.First.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc),
                },
                new Visit
                {
                    OutletId = outlet.Id,
                    UserId = 1,
                    At = SampleWorkbooks.First.AddDays(60).ToDateTime(default, DateTimeKind.Utc),
                }
            );
            await db.SaveChangesAsync();
        }

        var outlets = fixture.Get<OutletQueries>();
        var early = await outlets.OutletsAsync(
            CurrentUser.System,
            new SalesFilter(SampleWorkbooks.First, SampleWorkbooks.First.AddDays(13)),
            new PageRequest(1, 10),
            default
        );
        var rajesh = early.Page.Rows[0];
        Assert.Equal(
            (new StockAmount(200_50, 3000), "weekly", new Money(77_00)),
            (rajesh.Purchases, rajesh.Frequency, rajesh.Outstanding)
        );
        Assert.Equal(new DateTime(2024, 1, 1, 10, 0, 0, DateTimeKind.Utc), rajesh.LastVisit);
        Assert.Equal(
            ("none", Money.Zero, null),
            (early.Page.Rows[1].Frequency, early.Page.Rows[1].Outstanding, early.Page.Rows[1].LastVisit)
        );
        Assert.Equal(
            (2, 1, 1, new Money(200_50), new Money(77_00)),
            (early.Page.Total, early.Active, early.GeoTagged, early.Purchases, early.Outstanding)
        );
        Assert.Equal(
            new Money(99_50),
            (
                await outlets.OutletsAsync(
                    CurrentUser.System,
                    new SalesFilter(SampleWorkbooks.First, SampleWorkbooks.First.AddDays(300)),
                    new PageRequest(1, 10),
                    default
                )
            ).Outstanding
        );
        Assert.Equal(
            ["R-2"],
            (
                await outlets.OutletsAsync(
                    CurrentUser.System,
                    new SalesFilter(SampleWorkbooks.First, SampleWorkbooks.First, Type: "distributor"),
                    new PageRequest(1, 10),
                    default
                )
            ).Page.Rows.Select(r => r.Code)
        );
        Assert.Equal(
            0,
            (
                await outlets.OutletsAsync(
                    Mumbai,
                    new SalesFilter(SampleWorkbooks.First, SampleWorkbooks.First),
                    new PageRequest(1, 10),
                    default
                )
            )
                .Page
                .Total
        );
    }

    [Fact]
    public async Task Nothing_at_all_adds_up_to_nothing()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var filter = new SalesFilter(SampleWorkbooks.First, SampleWorkbooks.First);
        Assert.Equal(
            (0, StockFigures.None),
            await FiguresAsync(
                fixture
                    .Get<SalesQueries>()
                    .DistributorsAsync(CurrentUser.System, filter, new PageRequest(1, 10), default)
            )
        );
        Assert.Throws<DomainException>(() =>
            new SalesFilter(SampleWorkbooks.First.AddDays(1), SampleWorkbooks.First).Checked()
        );

        static async Task<(int, StockFigures)> FiguresAsync(Task<DistributorReport> report) =>
            ((await report).Page.Total, (await report).Stock);
    }
}
