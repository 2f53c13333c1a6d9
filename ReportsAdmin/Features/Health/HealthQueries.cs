using System.Reflection;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Health;

/// <summary>Everything at one moment.</summary>
public sealed record HealthReport(
    HealthState State,
    DateTime At,
    string Version,
    DateTime StartedAt,
    DatabaseHealth Database,
    WorkersHealth Workers,
    FilesystemHealth Filesystem,
    FilesHealth Files,
    CacheHealth Cache,
    StorageHealth Storage
);

/// <summary>The health of the installation. Looked at once in two seconds at most: anybody may ask, so asking must cost nothing.</summary>
public sealed class HealthQueries(
    HealthChecks checks,
    CacheCheck cache,
    StorageCheck storage,
    DatabaseIntegrity integrity,
    TimeProvider time
)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly DateTime startedAt = time.GetUtcNow().UtcDateTime;
    private HealthReport? latest;

    public static string Version { get; } =
        typeof(HealthQueries)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "1.0.0";

    public async Task<HealthReport> ReadAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (latest is { } known && now - known.At < Fresh)
                return known;
            var (database, workers, filesystem, files, answers) = (
                Judge(await checks.DatabaseAsync(ct)),
                await checks.WorkersAsync(ct),
                checks.Filesystem(),
                await checks.FilesAsync(ct),
                await cache.CheckAsync(ct)
            );
            return latest = new HealthReport(
                new[] { database.State, workers.State, filesystem.State, files.State, answers.State }.Max(),
                now,
                Version,
                startedAt,
                database,
                workers,
                filesystem,
                files,
                answers,
                storage.Check()
            );
        }
        finally
        {
            one.Release();
        }
    }

    private DatabaseHealth Judge(DatabaseHealth database) =>
        integrity.Damage is null
            ? database
            : database with
            {
                State = HealthState.Unhealthy,
                Problem = "The database file is damaged. Stop the application and restore a backup.",
            };
}
