using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>The field part of the demo company: 125 distributors, 45 products, 850 outlets and two years of their ledger. The same every time, up to today.</summary>
internal sealed class SalesDemo(IServiceProvider services)
{
    private const int Months = 24;

    private static readonly BulkColumn[] MovementColumns =
    [
        new("distributor_id", BulkType.Int32),
        new("product_id", BulkType.Int32),
        new("day", BulkType.Date),
        new("kind", BulkType.Int16),
        new("volume_milli", BulkType.Int64),
        new("value_paise", BulkType.Int64),
        new("reference", BulkType.Text),
    ];
    private static readonly BulkColumn[] PurchaseColumns =
    [
        new("outlet_id", BulkType.Int32),
        new("product_id", BulkType.Int32),
        new("day", BulkType.Date),
        new("volume_milli", BulkType.Int64),
        new("value_paise", BulkType.Int64),
    ];
    private static readonly BulkColumn[] BalanceColumns =
    [
        new("distributor_id", BulkType.Int32),
        new("outlet_id", BulkType.Int32),
        new("day", BulkType.Date),
        new("outstanding_paise", BulkType.Int64),
        new("overdue_paise", BulkType.Int64),
    ];

    private readonly Random random = new(41);
    private readonly DateOnly today = services.GetRequiredService<BusinessClock>().Today;
    private readonly DateTime now = services.GetRequiredService<BusinessClock>().UtcNow;

    public async Task SeedAsync(ReportsDb db, CancellationToken ct)
    {
        var products = SalesDemoMasters.Products();
        var distributors = Enumerable.Range(1, 125).Select(n => SalesDemoMasters.Distributor(n, now)).ToList();
        var outlets = Enumerable.Range(1, 850).Select(SalesDemoMasters.Outlet).ToList();
        db.AddRange(products);
        db.AddRange(distributors);
        db.AddRange(outlets);
        await db.SaveChangesAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var bulk = services.GetRequiredService<IBulkImporter>();
        await bulk.InsertAsync(db, "stock_movements", MovementColumns, Ledger(distributors, products), ct);
        await StockTotals.RebuildAsync(db, ct);
        await bulk.InsertAsync(db, "outlet_purchases", PurchaseColumns, Purchases(outlets, products), ct);
        await bulk.InsertAsync(db, "party_balances", BalanceColumns, Balances(distributors, outlets), ct);
        await new SalesTeamDemo(bulk, services.GetRequiredService<BusinessClock>()).SeedAsync(db, outlets, ct);
        await db.RaiseDataVersionAsync(SalesQueries.DataTopic, ct);
        await transaction.CommitAsync(ct);
    }

    private IEnumerable<object?[]> Ledger(List<Distributor> distributors, List<Product> products)
    {
        foreach (var distributor in distributors)
        {
            for (var p = 0; p < 18; p++)
            {
                foreach (var line in Movements(distributor, products[(distributor.Id + (p * 7)) % products.Count]))
                    yield return line;
            }
        }
    }

    /// <summary>Two years of one product at one distributor: each month a sale, two liquidations and now and then a count.</summary>
    private IEnumerable<object?[]> Movements(Distributor distributor, Product product)
    {
        // In some territories stock sells within weeks, in others it stays for months.
        var pace = 0.1 + (((distributor.Territory.Sum(c => c) * 7 % 40) + (distributor.Id * 13 % 12)) / 60.0);
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
        var stock = random.Next(40, 400) * 1000L;
        yield return Line(first, MovementKind.Opening, stock);
        for (var month = first; month <= today; month = month.AddMonths(1))
        {
            var sold = Sold(month, first);
            if (Day(month, 1, 12) is { } saleDay)
            {
                stock += sold;
                yield return Line(saleDay, MovementKind.Sale, sold);
            }

            for (var n = 0; n < 2; n++)
            {
                var liquidated = Math.Min(
                    stock,
                    (long)(stock * pace * (0.2 + (random.NextDouble() * 0.3))) / 1000 * 1000
                );
                if (liquidated <= 0 || Day(month, 13, 27) is not { } day)
                    continue;
                stock -= liquidated;
                yield return Line(day, MovementKind.Liquidation, liquidated);
            }

            if (random.Next(40) == 0 && stock > 5000 && Day(month, 28, 28) is { } counted)
            {
                stock -= 1000;
                yield return Line(counted, MovementKind.Adjustment, -1000);
            }
        }

        object?[] Line(DateOnly day, MovementKind kind, long milli) => Movement(distributor, product, day, kind, milli);
    }

    /// <summary>The monsoon sells: June to September twice the rest. Sales grow by about six percent a year.</summary>
    private long Sold(DateOnly month, DateOnly first) =>
        random.Next(20, 120)
        * (month.Month is >= 6 and <= 9 ? 2000L : 1000L)
        * (200 + (month.DayNumber - first.DayNumber) / 30)
        / 200;

    private static object?[] Movement(
        Distributor distributor,
        Product product,
        DateOnly day,
        MovementKind kind,
        long milli
    ) =>
        [
            distributor.Id,
            product.Id,
            day,
            (short)kind,
            milli,
            milli * PriceOf(product) / 1000,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.ToString()[..3].ToUpperInvariant()}-{day:yyMM}-{distributor.Id}"
            ),
        ];

    /// <summary>Paise for a kilogram or litre.</summary>
    private static long PriceOf(Product product) => 12_000L + (product.Id * 977 % 60_000);

    private IEnumerable<object?[]> Purchases(List<Outlet> outlets, List<Product> products)
    {
        foreach (var outlet in outlets.Where(o => o.Active))
        {
            var pause = 5 + (outlet.Id % 25);
            for (
                var day = today.AddDays(-700 + (outlet.Id % 30));
                day <= today;
                day = day.AddDays(pause + random.Next(5))
            )
            {
                var product = products[random.Next(products.Count)];
                var milli = random.Next(1, 40) * 500L;
                yield return [outlet.Id, product.Id, day, milli, milli * PriceOf(product) / 1000];
            }
        }
    }

    private IEnumerable<object?[]> Balances(List<Distributor> distributors, List<Outlet> outlets)
    {
        for (
            var month = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
            month <= today;
            month = month.AddMonths(1)
        )
        {
            foreach (var distributor in distributors)
            {
                var owed = random.Next(0, 900_000) * 100L;
                yield return [distributor.Id, null, month, owed, owed * random.Next(0, 40) / 100];
            }

            foreach (var outlet in outlets)
            {
                var owed = random.Next(0, 60_000) * 100L;
                yield return [null, outlet.Id, month, owed, owed * random.Next(0, 40) / 100];
            }
        }
    }

    /// <summary>A day of the month within the two, unless it lies in the future.</summary>
    private DateOnly? Day(DateOnly month, int from, int to) =>
        month.AddDays(random.Next(from, to + 1) - 1) is var day && day <= today ? day : null;
}
