using System.Text.Json.Serialization;

namespace ReportsAdmin.Features.Health;

/// <summary>The body of spec 002. <c>redis</c> and <c>celery</c> are the names its client knows; they tell of the queue that is in use.</summary>
public sealed record HealthResponse(
    string Service,
    string Status,
    DateTime Timestamp,
    string Version,
    HealthChecksResponse Checks
)
{
    public const string ServiceName = "automated_report_platform";

    public static HealthResponse From(HealthReport r) =>
        new(ServiceName, Word(r.State), r.At, r.Version, HealthChecksResponse.From(r));

    internal static string Word(HealthState state) =>
        state switch
        {
            HealthState.Healthy => "healthy",
            HealthState.Degraded => "degraded",
            _ => "unhealthy",
        };
}

public sealed record HealthChecksResponse(
    DatabaseResponse Database,
    QueueResponse Redis,
    FilesystemResponse Filesystem,
    CeleryResponse Celery,
    EnvironmentResponse Environment
)
{
    public static HealthChecksResponse From(HealthReport r) =>
        new(
            DatabaseResponse.From(r.Database),
            QueueResponse.From(r),
            FilesystemResponse.From(r.Filesystem, r.Files),
            CeleryResponse.From(r.Workers),
            new EnvironmentResponse("healthy")
        );
}

public sealed record DatabaseResponse(
    string Status,
    string Connection,
    IReadOnlyDictionary<string, long> Tables,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
)
{
    private static readonly string[] Documented = ["users", "forms", "submissions", "reports"];

    public static DatabaseResponse From(DatabaseHealth d) =>
        new(
            HealthResponse.Word(d.State),
            d.Connected ? "connected" : "disconnected",
            Documented.Where(d.Tables.ContainsKey).ToDictionary(t => t, t => d.Tables[t], StringComparer.Ordinal),
            d.Problem
        );
}

/// <param name="Connection">To Redis when one is set up, else to the database, which carries the jobs.</param>
/// <param name="Queue">What carries the jobs: the database itself.</param>
/// <param name="Cache">Where answers are kept: <c>redis</c> or <c>memory</c>.</param>
public sealed record QueueResponse(
    string Status,
    string Connection,
    string Workers,
    string Queue,
    string Cache,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
)
{
    public static QueueResponse From(HealthReport r) =>
        new(
            HealthResponse.Word(StateOf(r)),
            r.Database.Connected && r.Cache.Connected ? "connected" : "disconnected",
            CeleryResponse.Active(r.Workers),
            r.Database.Provider,
            r.Cache.Store,
            r.Workers.Problem ?? r.Cache.Problem
        );

    private static HealthState StateOf(HealthReport r) =>
        !r.Database.Connected ? HealthState.Unhealthy
        : r.Workers.State > r.Cache.State ? r.Workers.State
        : r.Cache.State;
}

public sealed record FilesystemResponse(
    string Status,
    string UploadDirectory,
    string Permissions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
)
{
    /// <summary>Uploads need both: the folder of this node, and the place where files are kept.</summary>
    public static FilesystemResponse From(FilesystemHealth f, FilesHealth files)
    {
        var serves = f.Writable && files.Problem is null;
        return new FilesystemResponse(
            HealthResponse.Word(f.State > files.State ? f.State : files.State),
            serves ? "accessible" : "inaccessible",
            serves ? "read_write" : "none",
            files.Problem ?? f.Problem
        );
    }
}

public sealed record CeleryResponse(string Status, string Workers)
{
    public static CeleryResponse From(WorkersHealth w) => new(HealthResponse.Word(w.State), Active(w));

    /// <summary><c>elsewhere</c> on a node that leaves jobs to others.</summary>
    internal static string Active(WorkersHealth w) =>
        w.State == HealthState.Unhealthy ? "inactive"
        : w.Workers == 0 ? "elsewhere"
        : "active";
}

public sealed record EnvironmentResponse(string Status);

public sealed record WorkersResponse(
    string Status,
    string Workers,
    int WorkerCount,
    int Running,
    int Pending,
    int Scheduled,
    [property: JsonPropertyName("failed_last_24h")] int FailedLastDay,
    long OldestPendingSeconds,
    DateTime LastHeartbeat,
    string? Message
)
{
    public static WorkersResponse From(WorkersHealth w) =>
        new(
            HealthResponse.Word(w.State),
            CeleryResponse.Active(w),
            w.Workers,
            w.Running,
            w.Pending,
            w.Scheduled,
            w.FailedLastDay,
            w.OldestSeconds,
            w.LastLookAt,
            w.Problem
        );
}

public sealed record DetailedHealthResponse(
    string Service,
    string Status,
    DateTime Timestamp,
    string Version,
    HealthChecksResponse Checks,
    WorkersResponse Workers,
    StorageResponse Storage,
    long UptimeSeconds,
    int PendingMigrations
)
{
    public static DetailedHealthResponse From(HealthReport r) =>
        new(
            HealthResponse.ServiceName,
            HealthResponse.Word(r.State),
            r.At,
            r.Version,
            HealthChecksResponse.From(r),
            WorkersResponse.From(r.Workers),
            new StorageResponse(r.Filesystem.FreeMegabytes),
            (long)(r.At - r.StartedAt).TotalSeconds,
            r.Database.PendingMigrations
        );
}

public sealed record StorageResponse(long FreeMegabytes);
