using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>Runs the queue's own statements, on the context's connection and within its transaction when there is one.</summary>
public sealed class JobTable(IDbContextFactory<ReportsDb> contexts, IQueueSql sql, TimeProvider time)
{
    public IQueueSql Sql => sql;

    /// <summary>The process's clock, which SQLite's statements go by.</summary>
    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>SQL for the place of a job among those of its priority; see README.md, Turns.</summary>
    /// <param name="priority">SQL of the job's priority.</param>
    /// <param name="owner">SQL of its owner.</param>
    public string FairOrder(string priority, string owner) =>
        $"""
            {sql.Greatest}(
                coalesce((SELECT p.turn FROM jobs p WHERE p.state = 1 AND p.priority = {priority} ORDER BY p.turn LIMIT 1), 0),
                coalesce((SELECT max(r.turn) FROM jobs r WHERE r.state = 2 AND r.priority = {priority}), 0),
                coalesce((SELECT o.turn + 1 FROM jobs o WHERE o.state = 1 AND o.owner_id = {owner} AND o.priority = {priority} ORDER BY o.turn DESC LIMIT 1), 0))
            """;

    public ReportsDb Open() => contexts.CreateDbContext();

    /// <summary>The value of a parameter that <see cref="IQueueSql.Later"/> names.</summary>
    public object Ahead(TimeSpan by) => sql.Ahead(by, UtcNow);

    public async Task<List<T>> ReadAsync<T>(
        ReportsDb db,
        string statement,
        IReadOnlyList<(string Name, object? Value)> values,
        Func<DbDataReader, T> read,
        CancellationToken ct
    )
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = Command(db, statement, values);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<T>();
            while (await reader.ReadAsync(ct))
                rows.Add(read(reader));
            return rows;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The same in a context of its own.</summary>
    public async Task<List<T>> ReadAsync<T>(
        string statement,
        IReadOnlyList<(string Name, object? Value)> values,
        Func<DbDataReader, T> read,
        CancellationToken ct
    )
    {
        await using var db = Open();
        return await ReadAsync(db, statement, values, read, ct);
    }

    /// <summary>The same on the calling thread, whatever the thread pool is busy with.</summary>
    public List<T> Read<T>(
        string statement,
        IReadOnlyList<(string Name, object? Value)> values,
        Func<DbDataReader, T> read,
        TimeSpan timeout
    )
    {
        using var db = Open();
        db.Database.OpenConnection();
        using var command = Command(db, statement, values);
        command.CommandTimeout = Math.Max(1, (int)timeout.TotalSeconds);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public async Task<int> WriteAsync(
        ReportsDb db,
        string statement,
        IReadOnlyList<(string Name, object? Value)> values,
        CancellationToken ct
    )
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = Command(db, statement, values);
            return await command.ExecuteNonQueryAsync(ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public static DateTime? Instant(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);

    private DbCommand Command(ReportsDb db, string statement, IReadOnlyList<(string Name, object? Value)> values)
    {
        ReadOnlyWork.RefuseWriting(statement);
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = statement;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var (name, value) in values)
            Add(command, name, value);
        if (!db.IsPostgres)
            Add(command, "now", UtcNow);
        return command;
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    /// <summary>Adds an error to the job's history.</summary>
    internal Task<int> AddErrorAsync(
        ReportsDb db,
        long jobId,
        int attempt,
        string code,
        string message,
        CancellationToken ct
    ) =>
        WriteAsync(
            db,
            $"""
            INSERT INTO job_errors (job_id, attempt, at, code, message)
            VALUES (@job, @attempt, {Sql.Now}, @code, @message)
            """,
            [("job", jobId), ("attempt", attempt), ("code", code), ("message", message)],
            ct
        );

    internal static bool Flag(DbDataReader row, int column) =>
        Convert.ToBoolean(row.GetValue(column), CultureInfo.InvariantCulture);
}
