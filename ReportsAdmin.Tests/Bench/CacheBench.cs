using System.Diagnostics;
using Microsoft.Extensions.Caching.Memory;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// What a hit costs: a bare MemoryCache with a tuple as key, the cache of answers in memory, and an answer that another node has put into Redis.
/// <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~CacheBench --logger "console;verbosity=detailed"</c>.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class CacheBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Hits = 100_000;
    private const int Fetches = 500;

    [Fact]
    public async Task A_hit()
    {
        BenchOutput.SkipUnlessAsked();
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await TestFixture.OpenAsync(settings: ("Redis:ConnectionString", redis.ConnectionString));
        await using var two = await TestFixture.OpenAsync(settings: ("Redis:ConnectionString", redis.ConnectionString));
        await using var alone = await TestFixture.OpenAsync();
        var question = (SalesFilter.YearToDate(alone.Get<BusinessClock>().Today), new PageRequest(1, 10));
        using var bare = new MemoryCache(new MemoryCacheOptions());

        Tell(
            "bare MemoryCache",
            await PerHitAsync(() =>
                bare.GetOrCreate(("v", CurrentUser.System.Scope.Key, (object)question), _ => Task.FromResult("answer"))!
            )
        );
        Tell("answers in memory", await PerHitAsync(() => AskAsync(alone, "v", question)));
        Tell("answers in memory, Redis behind", await PerHitAsync(() => AskAsync(one, "v", question)));

        for (var i = 0; i < Fetches; i++)
            await AskAsync(one, $"v{i}", question);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Fetches; i++)
            await AskAsync(two, $"v{i}", question);
        Tell("first hit from Redis", watch.Elapsed.TotalMicroseconds / Fetches);
    }

    private static async Task<double> PerHitAsync(Func<Task> hit)
    {
        for (var i = 0; i < Hits / 10; i++)
            await hit();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Hits; i++)
            await hit();
        return watch.Elapsed.TotalMicroseconds / Hits;
    }

    private static Task<string> AskAsync(TestFixture node, string version, object question) =>
        node.Get<AnswerCache>()
            .GetAsync(CurrentUser.System, version, question, _ => Task.FromResult("answer"), CancellationToken.None);

    private void Tell(string what, double microseconds) => output.WriteLine($"{what}: {microseconds:0.00} µs");
}
