using System.Collections.Concurrent;
using System.Diagnostics;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Platform.Jobs;

namespace ReportsAdmin.Tests.Bench;

/// <summary>A queue of jobs that do nothing but say that they began, on a PostgreSQL database.</summary>
internal interface IJobPeer : IAsyncDisposable
{
    Task EnqueueAsync(IEnumerable<int> jobs);

    Task StartAsync();
}

/// <summary>What the jobs of all queues do.</summary>
public static class PeerWork
{
    /// <summary>A job that never ends, so that its node can be killed while it runs.</summary>
    public const int Endless = -1;

    /// <summary>Whether this process is killed while <see cref="Endless"/> runs; in others it ends at once.</summary>
    public static bool IsDoomed { get; set; }

    /// <summary>When each job began.</summary>
    public static ConcurrentDictionary<int, long> Began { get; } = new();

    public static void Do(int job)
    {
        Began.TryAdd(job, Stopwatch.GetTimestamp());
        if (job != Endless || !IsDoomed)
            return;
        Console.WriteLine("runs");
        Thread.Sleep(Timeout.Infinite);
    }
}

/// <summary>The queues by their names, each with the settings that let it hand over as fast as it can.</summary>
internal static class JobPeers
{
    public static readonly string[] Names = ["ReportsAdmin", "Hangfire", "Quartz"];

    /// <summary>Seconds after which the work of a dead node is another's, where that can be set.</summary>
    public const int LeaseSeconds = 10;

    public static IJobPeer Open(string name, string connection, string folder, int workers) =>
        name switch
        {
            "ReportsAdmin" => new OurQueue(connection, folder, workers),
            "Hangfire" => new HangfireQueue(connection, workers),
            "Quartz" => new QuartzQueue(connection, workers),
            _ => throw new ArgumentException(name),
        };

    /// <summary>Works in a process of its own until it is killed.</summary>
    public static async Task<string> WorkAsync(string name, string connection, string folder)
    {
        PeerWork.IsDoomed = true;
        await using var peer = Open(name, connection, folder, 1);
        await peer.StartAsync();
        await Task.Delay(Timeout.Infinite);
        return "";
    }

    private sealed class OurQueue(string connection, string folder, int workers) : IJobPeer
    {
        private readonly JobNode node = new(
            new DatabaseOptions { Provider = "PostgreSQL", ConnectionString = connection },
            folder,
            TimeProvider.System,
            [("Workers", $"{workers}"), ("LeaseSeconds", $"{LeaseSeconds}")],
            [new TestKind("peer", (context, _) =>
                {
                    PeerWork.Do(context.Read<int>());
                    return Task.CompletedTask;
                })]
        );

        public async Task EnqueueAsync(IEnumerable<int> jobs)
        {
            foreach (var job in jobs)
                await node.AddAsync(new NewJob("peer", "peer", $"{job}", 1));
        }

        public Task StartAsync() => node.StartAsync();

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }

    private sealed class HangfireQueue : IJobPeer
    {
        private readonly PostgreSqlStorage storage;
        private readonly int workers;
        private BackgroundJobServer? server;

        public HangfireQueue(string connection, int workers)
        {
            this.workers = workers;
            var options = new PostgreSqlStorageOptions
            {
                QueuePollInterval = TimeSpan.FromMilliseconds(200),
                EnableLongPolling = true,
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = TimeSpan.FromSeconds(LeaseSeconds),
            };
            storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options);
        }

        public Task EnqueueAsync(IEnumerable<int> jobs)
        {
            var client = new BackgroundJobClient(storage);
            foreach (var job in jobs)
                client.Enqueue(() => PeerWork.Do(job));
            return Task.CompletedTask;
        }

        public Task StartAsync()
        {
            server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers }, storage);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            server?.Dispose();
            return default;
        }
    }

    private sealed class QuartzQueue(string connection, int workers) : IJobPeer
    {
        private ServiceProvider? services;
        private IScheduler? scheduler;

        private async Task<IScheduler> SchedulerAsync()
        {
            if (scheduler is not null)
                return scheduler;
            var collection = new ServiceCollection();
            collection.AddLogging();
            collection.AddQuartz(quartz =>
            {
                quartz.ConfigureScheduler(o => o.InstanceId = "AUTO");
                quartz.UseDefaultThreadPool(workers);
                quartz.UsePersistentStore(store =>
                {
                    store.UsePostgres(NpgsqlFactory.Instance, connection);
                    store.UseClustering(c => c.CheckinInterval = TimeSpan.FromSeconds(LeaseSeconds / 2d));
                    store.ProvisionSchema();
                });
            });
            services = collection.BuildServiceProvider();
            return scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        }

        public async Task EnqueueAsync(IEnumerable<int> jobs)
        {
            var to = await SchedulerAsync();
            foreach (var job in jobs)
                await to.ScheduleJob(
                    JobBuilder.Create<QuartzJob>().UsingJobData("job", job).RequestRecovery().Build(),
                    TriggerBuilder.Create().StartNow().Build()
                );
        }

        public async Task StartAsync() => await (await SchedulerAsync()).Start();

        public async ValueTask DisposeAsync()
        {
            if (scheduler is not null)
                await scheduler.Shutdown();
            if (services is not null)
                await services.DisposeAsync();
        }
    }
}

/// <summary>The work as Quartz wants it.</summary>
public sealed class QuartzJob : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        PeerWork.Do(context.MergedJobDataMap.GetInt("job"));
        return default;
    }
}
