using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// The field over a million ledger rows: the first page of each report and the metrics against hand-written SQL of the same figure on the
/// same database, and an answer from the cache against one made of constants.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~SalesBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class SalesBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Movements = 1_000_000;
    private const int Rounds = 7;
    private const int Turns = 200;

    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_million_rows(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var fixture = await TestFixture.OpenAsync(provider);
        await FillAsync(fixture);
        var (sales, outlets, metrics) = (
            fixture.Get<SalesQueries>(),
            fixture.Get<OutletQueries>(),
            fixture.Get<SalesMetricsQueries>()
        );
        var filter = SalesFilter.YearToDate(fixture.Get<BusinessClock>().Today);
        var (start, end, page) = (
            filter.Start.ToString("yyyy-MM-dd"),
            filter.End.ToString("yyyy-MM-dd"),
            new PageRequest(1, 10)
        );
        var sums =
            $"SUM(CASE WHEN kind = 0 THEN value_paise WHEN day >= '{start}' THEN 0 WHEN kind = 2 THEN -value_paise ELSE value_paise END), SUM(CASE WHEN kind = 1 AND day >= '{start}' THEN value_paise ELSE 0 END), SUM(CASE WHEN kind = 2 AND day >= '{start}' THEN value_paise ELSE 0 END)";
        await CompareAsync(
            "distributors, first page",
            $"SELECT distributor_id, {sums} FROM stock_movements WHERE day <= '{end}' GROUP BY distributor_id",
            () => sales.DistributorsAsync(CurrentUser.System, filter, page, default),
            fixture
        );
        await CompareAsync(
            "products, first page",
            $"SELECT product_id, {sums}, COUNT(DISTINCT distributor_id) FROM stock_movements WHERE day <= '{end}' GROUP BY product_id",
            () => sales.ProductsAsync(CurrentUser.System, filter, page, default),
            fixture
        );
        await CompareAsync(
            "customers, first page",
            $"SELECT outlet_id, SUM(value_paise), SUM(volume_milli), COUNT(DISTINCT day) FROM outlet_purchases WHERE day >= '{start}' AND day <= '{end}' GROUP BY outlet_id",
            () => outlets.OutletsAsync(CurrentUser.System, filter, page, default),
            fixture
        );
        await CompareAsync(
            "metrics",
            $"SELECT {sums}, SUM(CASE WHEN kind = 2 THEN -volume_milli ELSE volume_milli END) FROM stock_movements WHERE day <= '{end}'",
            () => metrics.MetricsAsync(CurrentUser.System, null, default),
            fixture
        );
    }

    [Fact]
    public async Task An_answer_from_the_cache()
    {
        BenchOutput.SkipUnlessAsked();
        await using var app = await new TestApp()
            .With("RateLimits:Reports", "1000000")
            .With("RateLimits:Dashboard", "1000000")
            .StartAsync();
        await FillAsync(
            app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>(),
            app.Services.GetRequiredService<IBulkImporter>(),
            DateOnly.FromDateTime(DateTime.UtcNow),
            Movements
        );
        var client = await app.AsAsync(TestApp.Manager);
        // The floor: an answer of constants out of memory, through the same pipeline with the same sign-in. All take turns, so that a busy moment of the machine meets each of them.
        string[] paths =
        [
            "/api/v2/lookups",
            "/api/reports/distributors",
            "/api/reports/products",
            "/api/reports/customers",
            "/api/dashboard/metrics",
        ];
        var times = paths.ToDictionary(path => path, _ => new List<double>());
        for (var i = 0; i < Turns; i++)
        {
            foreach (var path in paths)
                times[path].Add(await ElapsedAsync(() => ReadAsync(client, path)));
        }

        var medians = times.ToDictionary(t => t.Key, t => t.Value.Skip(Turns / 10).Order().ElementAt(Turns * 9 / 20));
        var floor = medians[paths[0]];
        foreach (var path in paths.Skip(1))
            output.WriteLine(
                $"{path}: {medians[path]:F2} ms from the cache, {medians[path] / floor:F2} of the floor ({floor:F2} ms)"
            );
        Assert.All(paths.Skip(1), path =>
            Assert.True(medians[path] < 3 * floor, $"{path} is slower than the bar: {medians[path] / floor:F2} times")
        );
    }

    private async Task CompareAsync<T>(string what, string sql, Func<Task<T>> ours, TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync();
        var (hand, mine) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            hand.Add(
                await ElapsedAsync(async () =>
                {
                    await using var command = db.Database.GetDbConnection().CreateCommand();
                    command.CommandText = sql;
                    await using var reader = await command.ExecuteReaderAsync();
                    while (await reader.ReadAsync())
                        _ = reader.GetValue(0);
                })
            );
            mine.Add(await ElapsedAsync(async () => await ours()));
        }

        var (floor, got) = (hand.Order().ElementAt(Rounds / 2), mine.Order().ElementAt(Rounds / 2));
        output.WriteLine($"{what}: {got:F0} ms, by hand {floor:F0} ms, {got / floor:F1} times");
        Assert.True(got < 10 * floor, $"{what} is slower than the bar: {got / floor:F1} times");
    }

    private static async Task ReadAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<double> ElapsedAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static Task FillAsync(TestFixture fixture) =>
        FillAsync(fixture.Contexts, fixture.Get<IBulkImporter>(), fixture.Get<BusinessClock>().Today, Movements);

    private static async Task FillAsync(
        IDbContextFactory<ReportsDb> contexts,
        IBulkImporter bulk,
        DateOnly today,
        int movements
    )
    {
        await using var db = contexts.CreateDbContext();
        var distributors = Enumerable
            .Range(1, 125)
            .Select(i => new Distributor
            {
                Code = $"D{i}",
                Name = $"Dist {i:000}",
                SearchText = $"dist {i}",
                Zone = $"Z{i % 5}",
                Region = $"R{i % 15}",
                Territory = $"T{i % 30}",
                Branch = "mumbai",
            })
            .ToList();
        var products = Enumerable
            .Range(1, 45)
            .Select(i => new Product
            {
                Code = $"P{i}",
                Name = $"Product {i:00}",
                SearchText = $"product {i}",
                Category = $"C{i % 5}",
            })
            .ToList();
        var outlets = Enumerable
            .Range(1, 850)
            .Select(i => new Outlet
            {
                Code = $"O{i}",
                Name = $"Outlet {i:000}",
                SearchText = $"outlet {i}",
                Type = "retailer",
                Zone = $"Z{i % 5}",
                Region = $"R{i % 15}",
                Territory = $"T{i % 30}",
                Branch = "mumbai",
            })
            .ToList();
        db.AddRange(distributors);
        db.AddRange(products);
        db.AddRange(outlets);
        await db.SaveChangesAsync();
        var random = new Random(5);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var left = movements;
        await bulk.InsertAsync(
            db,
            "stock_movements",
            [
                new("distributor_id", BulkType.Int32),
                new("product_id", BulkType.Int32),
                new("day", BulkType.Date),
                new("kind", BulkType.Int16),
                new("volume_milli", BulkType.Int64),
                new("value_paise", BulkType.Int64),
                new("reference", BulkType.Text),
            ],
            row =>
            {
                if (left-- == 0)
                    return false;
                (row[0], row[1], row[2], row[3]) = (
                    distributors[random.Next(125)].Id,
                    products[random.Next(45)].Id,
                    today.AddDays(-random.Next(730)),
                    (short)(left % 20 == 0 ? 0 : 1 + (left % 2))
                );
                (row[4], row[5], row[6]) = ((long)random.Next(1, 100_000), (long)random.Next(1, 10_000_000), "");
                return true;
            },
            default
        );
        left = movements / 10;
        await bulk.InsertAsync(
            db,
            "outlet_purchases",
            [
                new("outlet_id", BulkType.Int32),
                new("product_id", BulkType.Int32),
                new("day", BulkType.Date),
                new("volume_milli", BulkType.Int64),
                new("value_paise", BulkType.Int64),
            ],
            row =>
            {
                if (left-- == 0)
                    return false;
                (row[0], row[1], row[2], row[3], row[4]) = (
                    outlets[random.Next(850)].Id,
                    products[random.Next(45)].Id,
                    today.AddDays(-random.Next(730)),
                    (long)random.Next(1, 100_000),
                    (long)random.Next(1, 10_000_000)
                );
                return true;
            },
            default
        );
        await StockTotals.RebuildAsync(db, default);
        await transaction.CommitAsync();
    }
}
