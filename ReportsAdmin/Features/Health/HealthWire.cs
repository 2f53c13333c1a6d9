using System.Text.Json.Serialization;

namespace ReportsAdmin.Features.Health;

/// <summary>The body of spec 002. <c>redis</c> and <c>celery</c> are the names its client knows; they tell of the queue that is in use.</summary>
public sealed record HealthWire(
    string Service,
    string Status,
    DateTime Timestamp,
    string Version,
    HealthChecksWire Checks
)
{
    public const string ServiceName = "automated_report_platform";

    public static HealthWire From(HealthReport r) =>
        new(ServiceName, Word(r.State), r.At, r.Version, HealthChecksWire.From(r));

    internal static string Word(HealthState state) =>
        state switch
        {
            HealthState.Healthy => "healthy",
            HealthState.Degraded => "degraded",
            _ => "unhealthy",
        };
}

public sealed record HealthChecksWire(
    DatabaseWire Database,
    QueueWire Redis,
    FilesystemWire Filesystem,
    CeleryWire Celery,
    EnvironmentWire Environment
)
{
    public static HealthChecksWire From(HealthReport r) =>
        new(
            DatabaseWire.From(r.Database),
            QueueWire.From(r),
            FilesystemWire.From(r.Filesystem),
            CeleryWire.From(r.Workers),
            new EnvironmentWire("healthy")
        );
}

public sealed record DatabaseWire(
    string Status,
    string Connection,
    IReadOnlyDictionary<string, long> Tables,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
)
{
    private static readonly string[] Documented = ["users", "forms", "submissions", "reports"];

    public static DatabaseWire From(DatabaseHealth d) =>
        new(
            HealthWire.Word(d.State),
            d.Connected ? "connected" : "disconnected",
            Documented.Where(d.Tables.ContainsKey).ToDictionary(t => t, t => d.Tables[t], StringComparer.Ordinal),
            d.Problem
        );
}

/// <param name="Queue">What carries the jobs: the database itself.</param>
/// <param name="Cache">Where answers are kept.</param>
public sealed record QueueWire(
    string Status,
    string Connection,
    string Workers,
    string Queue,
    string Cache,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
)
{
    public static QueueWire From(HealthReport r) =>
        new(
            HealthWire.Word(r.Database.Connected ? r.Workers.State : HealthState.Unhealthy),
            r.Database.Connected ? "connected" : "disconnected",
            CeleryWire.Active(r.Workers),
            r.Database.Provider,
            "memory",
            r.Workers.Problem
        );
}

public sealed record FilesystemWire(
    string Status,
    string UploadDirectory,
    string Permissions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
)
{
    public static FilesystemWire From(FilesystemHealth f) =>
        new(
            HealthWire.Word(f.State),
            f.Writable ? "accessible" : "inaccessible",
            f.Writable ? "read_write" : "none",
            f.Problem
        );
}

public sealed record CeleryWire(string Status, string Workers)
{
    public static CeleryWire From(WorkersHealth w) => new(HealthWire.Word(w.State), Active(w));

    /// <summary><c>elsewhere</c> on a node that leaves jobs to others.</summary>
    internal static string Active(WorkersHealth w) =>
        w.State == HealthState.Unhealthy ? "inactive"
        : w.Workers == 0 ? "elsewhere"
        : "active";
}

public sealed record EnvironmentWire(string Status);

public sealed record WorkersWire(
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
    public static WorkersWire From(WorkersHealth w) =>
        new(
            HealthWire.Word(w.State),
            CeleryWire.Active(w),
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

public sealed record DetailedHealthWire(
    string Service,
    string Status,
    DateTime Timestamp,
    string Version,
    HealthChecksWire Checks,
    WorkersWire Workers,
    StorageWire Storage,
    long UptimeSeconds,
    int PendingMigrations
)
{
    public static DetailedHealthWire From(HealthReport r) =>
        new(
            HealthWire.ServiceName,
            HealthWire.Word(r.State),
            r.At,
            r.Version,
            HealthChecksWire.From(r),
            WorkersWire.From(r.Workers),
            new StorageWire(r.Filesystem.FreeMegabytes),
            (long)(r.At - r.StartedAt).TotalSeconds,
            r.Database.PendingMigrations
        );
}

public sealed record StorageWire(long FreeMegabytes);
