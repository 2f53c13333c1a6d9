using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ReportsAdmin.Features;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>A kind of job whose work a test gives.</summary>
internal sealed record TestKind(string Kind, Func<JobContext, CancellationToken, Task> Work) : IJobHandler
{
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    public int? MaxRunning { get; init; }

    public Task RunAsync(JobContext context, CancellationToken ct) => Work(context, ct);
}

/// <summary>One database and file folder with any number of nodes on it.</summary>
internal sealed class JobsFixture : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-jobs-").FullName;
    private readonly List<JobNode> nodes = [];
    private readonly TestDatabase database;

    private JobsFixture(TestDatabase database) => this.database = database;

    public FakeClock Clock { get; } = new(DateTime.UtcNow);

    public DatabaseOptions Options => database.Options;

    public string Folder => folder;

    /// <summary>Nodes go by the real clock instead of <see cref="Clock"/>.</summary>
    public bool RealTime { get; init; }

    public static async Task<JobsFixture> OpenAsync(TestProvider provider, bool realTime = false) =>
        new(await TestDatabase.CreateAsync(provider)) { RealTime = realTime };

    public ReportsDb Db() => database.Contexts().CreateDbContext();

    /// <summary>A node that does not work yet; tests may use its parts directly.</summary>
    public JobNode Node(params IJobHandler[] kinds) => Node([], kinds);

    public JobNode Node((string Key, string Value)[] settings, params IJobHandler[] kinds)
    {
        var node = new JobNode(Options, folder, RealTime ? TimeProvider.System : Clock, settings, kinds);
        nodes.Add(node);
        return node;
    }

    public async Task<JobNode> StartAsync(params IJobHandler[] kinds) => await Node(kinds).StartAsync();

    public async Task<JobNode> StartAsync((string Key, string Value)[] settings, params IJobHandler[] kinds) =>
        await Node(settings, kinds).StartAsync();

    public async Task<Job> JobAsync(long id)
    {
        await using var db = Db();
        return await db.Set<Job>().SingleAsync(j => j.Id == id);
    }

    public async Task<List<Job>> JobsAsync()
    {
        await using var db = Db();
        return await db.Set<Job>().OrderBy(j => j.Id).ToListAsync();
    }

    public async Task<List<JobError>> ErrorsAsync(long jobId)
    {
        await using var db = Db();
        return await db.Set<JobError>().Where(e => e.JobId == jobId).OrderBy(e => e.Id).ToListAsync();
    }

    public async Task<List<Artifact>> ArtifactsAsync()
    {
        await using var db = Db();
        return await db.Set<Artifact>().OrderBy(a => a.Id).ToListAsync();
    }

    /// <summary>Waits until the job is in the state.</summary>
    public async Task<Job> UntilAsync(long id, JobState state, double seconds = 60)
    {
        await Eventually.IsTrueAsync(
            async () => (await JobAsync(id)).State == state,
            seconds,
            async () =>
                $"Job {id} is {(await JobAsync(id)).State}, not {state}: {string.Join(' ', (await ErrorsAsync(id)).Select(e => $"{e.At:O} {e.Attempt} {e.Message}"))}"
        );
        return await JobAsync(id);
    }

    /// <summary>Lets time pass for the queue: on SQLite by the process's clock, on PostgreSQL by moving every instant back, as its own clock cannot be set.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await using var db = Db();
        if (!db.IsPostgres)
            return;
        await db.Database.ExecuteSqlAsync(
            $"UPDATE jobs SET run_at = run_at - {time}, lease_until = lease_until - {time}, finished_at = finished_at - {time}, started_at = started_at - {time}, created_at = created_at - {time}"
        );
        await db.Database.ExecuteSqlAsync(
            $"UPDATE artifacts SET expires_at = expires_at - {time}, created_at = created_at - {time}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>One process's worth of the queue.</summary>
internal sealed class JobNode : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider services;
    private bool started;

    public JobNode(
        DatabaseOptions options,
        string folder,
        TimeProvider time,
        (string Key, string Value)[] settings,
        IJobHandler[] kinds
    )
    {
        var configured = new Dictionary<string, string?>
        {
            ["Jobs:PollSeconds"] = "0.2",
            ["Jobs:BackoffSeconds"] = "0.2",
            ["Jobs:DrainSeconds"] = "5",
            ["Jobs:GraceSeconds"] = "0.5",
        };
        foreach (var (key, value) in settings)
            configured["Jobs:" + key] = value;
        var collection = new ServiceCollection().AddLogging();
        collection.AddSingleton(new StorageRoot(folder));
        collection.AddSingleton(time);
        collection.AddSingleton<FileStore>();
        collection.AddSingleton<ChangeNotifier>();
        collection.AddReportsData(options, AllFeatures.Model);
        collection.AddJobs(new ConfigurationBuilder().AddInMemoryCollection(configured).Build());
        foreach (var kind in kinds)
            collection.AddSingleton(kind);
        services = collection.BuildServiceProvider();
    }

    public JobQueue Queue => Get<JobQueue>();

    public JobDispatch Dispatch => Get<JobDispatch>();

    public JobClaims Claims => Get<JobClaims>();

    public ChangeNotifier ChangeNotifier => Get<ChangeNotifier>();

    public FileStore Files => Get<FileStore>();

    public JobMaintenance Janitor => Get<JobMaintenance>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ReportsDb Db() => Get<IDbContextFactory<ReportsDb>>().CreateDbContext();

    public async Task<JobNode> StartAsync()
    {
        started = true;
        foreach (var part in services.GetServices<IHostedService>())
            await part.StartAsync(default);
        return this;
    }

    public async Task StopAsync()
    {
        if (!started)
            return;
        started = false;
        foreach (var part in services.GetServices<IHostedService>().Reverse())
            await part.StopAsync(default);
    }

    /// <summary>Adds a job and wakes this node's workers.</summary>
    public async Task<long> AddAsync(NewJob job)
    {
        await using var db = Db();
        var id = await Queue.EnqueueAsync(db, job, default);
        await Queue.AnnounceAsync(id, job.OwnerId);
        return id;
    }

    public Task<long> AddAsync(string kind, int owner = 1) => AddAsync(new NewJob(kind, kind, "{}", owner));

    /// <summary>Claims as the worker of that name would.</summary>
    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(int count = 1, string worker = "w") =>
        Task.Run(() => Dispatch.Claim(worker, count, Lease));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await services.DisposeAsync();
    }
}

internal static class Eventually
{
    /// <summary>Asks again and again until it is so.</summary>
    public static async Task IsTrueAsync(
        Func<Task<bool>> question,
        double seconds = 60,
        Func<Task<string>>? otherwise = null
    )
    {
        var end = DateTime.UtcNow.AddSeconds(seconds);
        while (!await question())
        {
            if (DateTime.UtcNow > end)
                throw new TimeoutException(otherwise is null ? "It never came true." : await otherwise());
            await Task.Delay(15);
        }
    }
}
