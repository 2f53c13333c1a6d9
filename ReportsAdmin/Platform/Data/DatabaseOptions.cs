using ReportsAdmin.Platform.Data.Sqlite;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Data;

/// <summary>Which database: <c>Sqlite</c> (default, a file under the storage root) or <c>PostgreSQL</c> with a connection string.</summary>
public sealed record DatabaseOptions : ISettings
{
    private const string Sqlite = "Sqlite";
    private const string Postgres = "PostgreSQL";

    public static string Section => "Database";

    [Setting("Sqlite, a file in the storage folder, or PostgreSQL.")]
    public string Provider { get; init; } = Sqlite;

    [Setting("Needed with PostgreSQL.", Default = "a file in the storage folder")]
    public string? ConnectionString { get; init; }

    [Setting(
        "How long a request waits for SQLite's one writer before it is told to try again; background work waits four times as long.",
        Least = 1,
        Most = 60
    )]
    public int BusySeconds { get; init; } = 15;

    [Setting("How much memory SQLite's caches may take, those of all connections together.", Least = 16)]
    public int CacheMegabytes { get; init; } = 256;

    [Setting(
        "How long a start waits for a locked database, a database server, or another node that prepares the database.",
        Least = 1
    )]
    public int StartWaitSeconds { get; init; } = 60;

    public bool IsPostgres => Is(Postgres);

    /// <summary>The settings with the connection string that they mean.</summary>
    public DatabaseOptions Under(StorageRoot root) =>
        IsPostgres ? this : this with { ConnectionString = SqliteConventions.ConnectionString(ConnectionString, root) };

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (!IsPostgres && !Is(Sqlite))
            yield return $"Database:Provider is '{Provider}'; it may be Sqlite or PostgreSQL.";
        if (IsPostgres && string.IsNullOrWhiteSpace(ConnectionString))
            yield return "Database:ConnectionString is needed with PostgreSQL.";
    }

    private bool Is(string provider) => string.Equals(Provider, provider, StringComparison.OrdinalIgnoreCase);
}
