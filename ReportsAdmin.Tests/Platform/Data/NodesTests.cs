using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ReportsAdmin.Features;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>What several writers and nodes share: data versions and notifier.</summary>
public sealed class NodesTests
{
    [Theory, EachDatabase]
    public async Task No_raise_of_a_data_version_is_lost(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 25; i++)
                        {
                            await using var db = database.Contexts().CreateDbContext();
                            await using var transaction = await db.Database.BeginTransactionAsync();
                            await db.RaiseDataVersionAsync("outstanding", default);
                            await transaction.CommitAsync();
                        }
                    })
                )
        );
        await using var read = database.Contexts().CreateDbContext();
        Assert.Equal(
            (200, 0),
            (await read.DataVersionAsync("outstanding", default), await read.DataVersionAsync("sales", default))
        );
    }

    [Theory, EachDatabase]
    public async Task A_raise_that_is_rolled_back_never_happened(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Contexts().CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.RaiseDataVersionAsync("outstanding", default);
            Assert.Equal(1, await db.DataVersionAsync("outstanding", default));
        }

        await using var read = database.Contexts().CreateDbContext();
        Assert.Equal(0, await read.DataVersionAsync("outstanding", default));
    }

    [Fact]
    public async Task A_signal_on_one_node_is_heard_on_the_other_and_does_not_come_back()
    {
        await using var database = await TestDatabase.CreateBareAsync(TestProvider.Postgres);
        using var here = new Node(database.Options);
        using var there = new Node(database.Options);
        await here.Bridge.StartAsync(default);
        await there.Bridge.StartAsync(default);
        var echoes = 0;
        using var echo = here.ChangeNotifier.Subscribe("outstanding", () =>
            Task.FromResult(Interlocked.Increment(ref echoes))
        );

        var published = await PublishUntilHeardAsync(here, there, "outstanding");
        await PublishUntilHeardAsync(there, here, "imports");

        Assert.Equal(published, echoes);
        await here.Bridge.StopAsync(default);
        await there.Bridge.StopAsync(default);
    }

    [Fact]
    public async Task Signals_go_both_ways_again_after_the_server_ended_every_connection()
    {
        await using var database = await TestDatabase.CreateBareAsync(TestProvider.Postgres);
        using var here = new Node(database.Options);
        using var there = new Node(database.Options);
        await here.Bridge.StartAsync(default);
        await there.Bridge.StartAsync(default);

        for (var round = 0; round < 3; round++)
        {
            await PublishUntilHeardAsync(here, there, "outstanding");
            await PublishUntilHeardAsync(there, here, "imports");
            await EndOtherConnectionsAsync(database.Options.ConnectionString!);
        }

        await PublishUntilHeardAsync(here, there, "outstanding");
        await PublishUntilHeardAsync(there, here, "imports");
        await here.Bridge.StopAsync(default);
        await there.Bridge.StopAsync(default);
    }

    private static async Task EndOtherConnectionsAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A bridge that is still connecting may miss the first ones: hints may be lost by contract.</summary>
    /// <returns>How many signals were sent.</returns>
    private static async Task<int> PublishUntilHeardAsync(Node from, Node to, string topic)
    {
        var heard = new TaskCompletionSource();
        using var listening = to.ChangeNotifier.Subscribe(topic, () =>
        {
            heard.TrySetResult();
            return Task.CompletedTask;
        });
        var published = 0;
        for (; !heard.Task.IsCompleted && published < 1200; published++)
        {
            await from.ChangeNotifier.PublishAsync(topic);
            await Task.WhenAny(heard.Task, Task.Delay(50));
        }

        Assert.True(heard.Task.IsCompletedSuccessfully, "The signal never arrived.");
        return published;
    }

    private sealed class Node : IDisposable
    {
        private readonly ServiceProvider services;

        public Node(DatabaseOptions options)
        {
            var collection = new ServiceCollection().AddLogging().AddSingleton<ChangeNotifier>();
            services = collection.AddReportsData(options, AllFeatures.Model).BuildServiceProvider();
            Bridge = services.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        }

        public ChangeNotifier ChangeNotifier => services.GetRequiredService<ChangeNotifier>();

        public BackgroundService Bridge { get; }

        public void Dispose() => services.Dispose();
    }
}
