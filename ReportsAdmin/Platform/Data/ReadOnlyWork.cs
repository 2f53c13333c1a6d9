using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Refuses to write in work that may only read (<see cref="Actor.ReadOnly"/>): saves, statements, bulk imports and jobs, whichever room asks for
/// them. A statement counts as reading only when each of its parts begins as one that reads.
/// </summary>
public static partial class ReadOnlyWork
{
    private static readonly HashSet<string> Reading = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT",
        "WITH",
        "VALUES",
        "EXPLAIN",
        "SHOW",
        "PRAGMA",
        "SET",
        "BEGIN",
        "SAVEPOINT",
        "RELEASE",
        "ROLLBACK",
        "COMMIT",
    };

    /// <exception cref="DomainException">Forbidden: the present work may only read.</exception>
    public static void Refuse()
    {
        if (Actor.Current.ReadOnly is { } why)
            throw DomainException.Forbidden(why);
    }

    /// <summary>Refuses unless the statement reads.</summary>
    public static void RefuseWriting(string sql)
    {
        if (Actor.Current.ReadOnly is not null && !Reads(sql))
            Refuse();
    }

    /// <summary>Whether the statement writes nothing.</summary>
    public static bool Reads(string sql) =>
        Ignored()
            .Replace(sql, " ")
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .All(part =>
                Reading.Contains(FirstWord().Match(part).Value)
                && (!part.StartsWith("WITH", StringComparison.OrdinalIgnoreCase) || !Writes().IsMatch(part))
            );

    // Comments, texts and quoted names.
    [GeneratedRegex(
        @"--[^\n]*|/\*.*?\*/|'([^']|'')*'|""([^""]|"""")*""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Ignored();

    [GeneratedRegex(@"^\w+", RegexOptions.None, 1000)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\b(INSERT|UPDATE|DELETE|MERGE)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Writes();
}

/// <summary>Refuses saves in work that may only read, before anything is sent.</summary>
internal sealed class ReadOnlySaves : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Look(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Look(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Look(DbContext db)
    {
        if (Actor.Current.ReadOnly is not null && db.ChangeTracker.HasChanges())
            ReadOnlyWork.Refuse();
    }
}

/// <summary>Refuses statements that write in work that may only read.</summary>
internal sealed class ReadOnlyStatements : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        ReadOnlyWork.RefuseWriting(command.CommandText);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        ReadOnlyWork.RefuseWriting(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result
    )
    {
        ReadOnlyWork.RefuseWriting(command.CommandText);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        ReadOnlyWork.RefuseWriting(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result
    )
    {
        ReadOnlyWork.RefuseWriting(command.CommandText);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default
    )
    {
        ReadOnlyWork.RefuseWriting(command.CommandText);
        return ValueTask.FromResult(result);
    }
}
