using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Caching;

/// <summary>Answers kept in memory and, with Redis, by all nodes; never one from before a commit, and none missing when Redis is away.</summary>
public sealed class AnswerCacheTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private RedisProcess redis = null!;
    private TestFixture one = null!;
    private TestFixture two = null!;

    public async ValueTask InitializeAsync()
    {
        (database, redis) = (await TestDatabase.CreateAsync(TestProvider.Sqlite), await RedisProcess.StartAsync());
        (one, two) = (Node(), Node());
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
        await redis.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>The version that a write reads may be given again, to another write, when it is not committed.</summary>
    [Fact]
    public async Task What_is_read_within_a_write_is_kept_for_nobody()
    {
        await using (var db = one.Contexts.CreateDbContext())
        await using (await db.Database.BeginTransactionAsync())
        using (db.ReadWithin())
            Assert.Equal("not yet", await AskAsync(one, "v7", "question", () => Task.FromResult("not yet")));
        Assert.Equal("committed", await AskAsync(one, "v7", "question", () => Task.FromResult("committed")));
    }

    [Fact]
    public async Task What_one_node_has_read_the_other_does_not_read()
    {
        var reads = 0;
        Assert.Equal("answer", await AskAsync(one, "v1", "question", Read));
        await Until.TrueAsync(
            async () =>
            {
                var before = reads;
                await AskAsync(two, "v1", "question", Read);
                return before == reads;
            },
            "the other node finds it"
        );
        var settled = reads;
        Assert.Equal("answer", await AskAsync(one, "v1", "question", Read));
        Assert.Equal("answer", await AskAsync(two, "v1", "question", Read));
        Assert.Equal(settled, reads);

        await AskAsync(two, "v2", "question", Read);
        await AskAsync(two, "v1", "another question", Read);
        var manager = CurrentUser.System with { Scope = new Scope(["pune"], null, false) };
        await two.Get<AnswerCache>().GetAsync(manager, "v1", "question", _ => Read(), default);
        Assert.Equal(settled + 3, reads);

        Task<string> Read()
        {
            reads++;
            return Task.FromResult("answer");
        }
    }

    [Fact]
    public async Task A_commit_on_one_node_is_seen_by_the_other_at_once()
    {
        for (var round = 1; round <= 100; round++)
        {
            var (writer, reader) = round % 2 == 0 ? (one, two) : (two, one);
            await CommitAsync(writer, round * 100);
            foreach (var node in (TestFixture[])[reader, writer])
                Assert.Equal(StockOf(round), (await DistributorsAsync(node)).Stock.Sales.ValuePaise);
        }

        static long StockOf(int round) => 100L * round * (round + 1) / 2;
    }

    [Fact]
    public async Task Every_answer_comes_back_from_redis_as_it_was()
    {
        await CommitAsync(one, 12_345);
        var filter = SalesFilter.YearToDate(one.Get<BusinessClock>().Today);
        var window = new PageRequest(1, 10);
        var (sales, outlets, metrics) = (
            one.Get<SalesQueries>(),
            one.Get<OutletQueries>(),
            one.Get<SalesMetricsQueries>()
        );
        SameAgain(await sales.DistributorsAsync(CurrentUser.System, filter, window, default));
        SameAgain(await sales.ProductsAsync(CurrentUser.System, filter, window, default));
        SameAgain(await outlets.OutletsAsync(CurrentUser.System, filter, window, default));
        SameAgain(await sales.DistributorGroupsAsync(CurrentUser.System, filter, "zone", window, default));
        SameAgain(await sales.ProductGroupsAsync(CurrentUser.System, filter, "category", window, default));
        SameAgain(await outlets.GroupsAsync(CurrentUser.System, filter, "zone", window, default));
        SameAgain(await metrics.MetricsAsync(CurrentUser.System, null, default));
        SameAgain(await metrics.MonthsAsync(CurrentUser.System, null, default));
    }

    [Fact]
    public async Task Without_redis_each_node_goes_on_from_memory_and_returns_to_it()
    {
        await DistributorsAsync(one);
        await redis.KillAsync();

        for (var round = 1; round <= 5; round++)
        {
            await CommitAsync(one, 100);
            var watch = Stopwatch.StartNew();
            Assert.Equal(100 * round, (await DistributorsAsync(two)).Stock.Sales.ValuePaise);
            Assert.InRange(watch.ElapsedMilliseconds, 0, 5_000);
        }

        Assert.Equal(RedisState.Away, await one.Get<RedisServer>().StateAsync(default));
        await redis.RestartAsync();
        await Until.TrueAsync(
            async () => await one.Get<RedisServer>().StateAsync(default) == RedisState.Connected,
            "Redis is connected again"
        );
        await CommitAsync(two, 500);
        Assert.Equal(1_000, (await DistributorsAsync(one)).Stock.Sales.ValuePaise);
    }

    [Fact]
    public async Task Asked_by_many_at_a_time_it_reads_once_and_a_failure_is_not_kept()
    {
        var (reads, gate) = (0, new TaskCompletionSource());
        var asking = Enumerable.Range(0, 20).Select(_ => AskAsync(one, "v", "many", ReadAsync)).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(asking), a => Assert.Equal("answer", a));
        Assert.Equal(1, reads);

        await Assert.ThrowsAsync<DomainException>(() =>
            AskAsync(one, "v", "failing", () => throw DomainException.NotFound("gone"))
        );
        Assert.Equal("here", await AskAsync(one, "v", "failing", () => Task.FromResult("here")));

        async Task<string> ReadAsync()
        {
            Interlocked.Increment(ref reads);
            await gate.Task;
            return "answer";
        }
    }

    [Fact]
    public async Task One_caller_who_leaves_does_not_stop_the_reading_for_the_others()
    {
        var gate = new TaskCompletionSource<string>();
        using var left = new CancellationTokenSource();
        var cache = one.Get<AnswerCache>();
        var leaving = cache.GetAsync(CurrentUser.System, "v", "left", _ => gate.Task, left.Token);
        var staying = cache.GetAsync(CurrentUser.System, "v", "left", _ => gate.Task, default);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.SetResult("answer");
        Assert.Equal("answer", await staying);
    }

    [Fact]
    public async Task Health_says_whether_redis_answers()
    {
        await using var app = await new TestApp().With("Redis:ConnectionString", redis.ConnectionString).StartAsync();
        using var client = app.Anonymous();
        var here = (await client.GetFromJsonAsync<JsonElement>("/api/health"))
            .GetProperty("checks")
            .GetProperty("redis");
        Assert.Equal(
            ("connected", "redis"),
            (here.GetProperty("connection").GetString(), here.GetProperty("cache").GetString())
        );

        await redis.KillAsync();
        await Until.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync("/api/health");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
                var check = body.GetProperty("checks").GetProperty("redis");
                return body.GetProperty("status").GetString() == "degraded"
                    && check.GetProperty("connection").GetString() == "disconnected"
                    && check.GetProperty("cache").GetString() == "memory";
            },
            "health is degraded"
        );
    }

    private TestFixture Node() =>
        TestFixture.Reopen(
            database.Options,
            Directory.CreateTempSubdirectory("reportsadmin-node-").FullName,
            ("Redis:ConnectionString", redis.ConnectionString)
        );

    private static Task<string> AskAsync(TestFixture node, string version, object question, Func<Task<string>> read) =>
        node.Get<AnswerCache>().GetAsync(CurrentUser.System, version, question, _ => read(), default);

    private static async Task<DistributorReport> DistributorsAsync(TestFixture node)
    {
        var sales = node.Get<SalesQueries>();
        var (filter, window) = (SalesFilter.YearToDate(node.Get<BusinessClock>().Today), new PageRequest(1, 10));
        return await node.Get<AnswerCache>()
            .GetAsync(
                CurrentUser.System,
                await sales.VersionAsync(default),
                (filter, window),
                ct => sales.DistributorsAsync(CurrentUser.System, filter, window, ct),
                default
            );
    }

    private static void SameAgain<T>(T answer)
    {
        var kept = JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Options);
        var again = JsonSerializer.Deserialize<T>(kept, AnswerJson.Options);
        Assert.Equal(JsonSerializer.Serialize(answer), JsonSerializer.Serialize(again));
    }

    private async Task FillAsync()
    {
        await using var db = one.Contexts.CreateDbContext();
        db.Add(
            new Distributor
            {
                Code = "D1",
                Name = "Distributor",
                SearchText = "distributor",
                Zone = "West",
                Region = "R",
                Territory = "T",
                Branch = "mumbai",
            }
        );
        db.Add(
            new Product
            {
                Code = "P1",
                Name = "Product",
                SearchText = "product",
                Category = "C",
            }
        );
        db.Add(
            new Outlet
            {
                Code = "O1",
                Name = "Outlet",
                SearchText = "outlet",
                Type = "retailer",
                Zone = "West",
                Region = "R",
                Territory = "T",
                Branch = "mumbai",
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>A sale of so many paise, with the data version raised in its transaction, as an import does it.</summary>
    private static async Task CommitAsync(TestFixture node, long paise)
    {
        await using var db = node.Contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(
            new StockMovement
            {
                DistributorId = await db.Set<Distributor>().Select(d => d.Id).SingleAsync(),
                ProductId = await db.Set<Product>().Select(p => p.Id).SingleAsync(),
                Day = node.Get<BusinessClock>().Today,
                Kind = MovementKind.Sale,
                ValuePaise = paise,
                VolumeMilli = 1_000,
                Reference = "",
            }
        );
        await db.SaveChangesAsync();
        await StockTotals.RebuildAsync(db, default);
        await db.RaiseDataVersionAsync(SalesQueries.DataTopic, default);
        await transaction.CommitAsync();
    }
}
