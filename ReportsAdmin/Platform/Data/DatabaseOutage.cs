using Microsoft.Data.Sqlite;
using Npgsql;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Tells a database or a disk that cannot serve at the moment from a fault of the program: the caller may try again, and work that was
/// accepted waits. Everything else stays an unexpected error.
/// </summary>
public static class DatabaseOutage
{
    // As the operating systems number them: no space left, quota exceeded, read-only file system.
    private const int NoSpace = 28;
    private const int NoQuota = 122;
    private const int ReadOnly = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>The error in words, of the kind <see cref="ErrorKind.Unavailable"/>; null when the exception is no outage.</summary>
    public static DomainException? Of(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (Judge(e) is { } outage)
                return outage;
        }

        return null;
    }

    /// <summary>Whether the database is there and another write holds it.</summary>
    internal static bool IsBusy(Exception error) =>
        error is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED };

    private static DomainException? Judge(Exception error) =>
        error switch
        {
            DomainException { Kind: ErrorKind.Unavailable } known => known,
            SqliteException sqlite => OfSqlite(sqlite),
            PostgresException postgres => OfPostgres(postgres.SqlState),
            NpgsqlException { IsTransient: true } => Away(),
            NpgsqlException { InnerException: IOException or TimeoutException or System.Net.Sockets.SocketException } =>
                Away(),
            IOException { HResult: NoSpace or NoQuota or WindowsDiskFull } => Full(),
            IOException { HResult: ReadOnly } => Away(),
            _ => null,
        };

    private static DomainException? OfSqlite(SqliteException error) =>
        error.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => Busy(),
            SQLitePCL.raw.SQLITE_FULL => Full(),
            SQLitePCL.raw.SQLITE_READONLY
            or SQLitePCL.raw.SQLITE_IOERR
            or SQLitePCL.raw.SQLITE_CANTOPEN
            or SQLitePCL.raw.SQLITE_CORRUPT
            or SQLitePCL.raw.SQLITE_NOTADB => Away(),
            _ => null,
        };

    private static DomainException? OfPostgres(string state) =>
        state switch
        {
            PostgresErrorCodes.DiskFull => Full(),
            PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure => Busy(),
            PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.OutOfMemory
            or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.ReadOnlySqlTransaction => Away(),
            _ when state.StartsWith("08", StringComparison.Ordinal) => Away(),
            // The database was closed to connections for a while.
            PostgresErrorCodes.ObjectNotInPrerequisiteState => Away(),
            _ => null,
        };

    private static DomainException Busy() =>
        new(ErrorKind.Unavailable, "The database is busy with another write. Try again in a moment.")
        {
            RetryAfter = TimeSpan.FromSeconds(10),
        };

    private static DomainException Away() =>
        new(ErrorKind.Unavailable, "The database does not answer at the moment. Try again in a minute.")
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        };

    private static DomainException Full() =>
        new(ErrorKind.Unavailable, "The disk of the server is full. Try again when your administrator has freed space.")
        {
            RetryAfter = TimeSpan.FromMinutes(2),
        };
}
