using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace ReportsAdmin.Tests.Support;

/// <summary>Counts the statements that go to one database while something runs; other tests have databases of their own.</summary>
public sealed class StatementCount
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private readonly string database;
    private readonly List<IDisposable> subscriptions = [];
    private readonly List<string> texts = [];
    private (string Text, Func<Task> Other)? interrupt;

    private StatementCount(string connectionString)
    {
        database = connectionString;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public static async Task<int> OfAsync(TestFixture fixture, Func<Task> act)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        using var counting = new StatementCount(
            Name(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database))
        );
        await act();
        return counting.texts.Count;
    }

    /// <summary>The statements that go to the database while <paramref name="act"/> runs, with literals in place of parameters.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(TestFixture fixture, Func<Task> act)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        using var reading = new StatementCount(
            Name(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database))
        );
        await act();
        return reading.texts;
    }

    /// <summary>Lets something else happen right before the first statement with that text which <paramref name="act"/> sends.</summary>
    public static async Task InterruptAsync(TestFixture fixture, string text, Func<Task> other, Func<Task> act)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        using var reading = new StatementCount(
            Name(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database))
        );
        reading.interrupt = (text, other);
        await act();
        Assert.Null(reading.interrupt);
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value.Key == RelationalEventId.CommandExecuting.Name
            && value.Value is CommandEventData { Command: { Connection: { } connection } command }
            && Name(connection) == database
        )
        {
            Func<Task>? other = null;
            lock (texts)
            {
                texts.Add(Literal(command));
                if (interrupt is { } asked && command.CommandText.Contains(asked.Text, StringComparison.Ordinal))
                    (other, interrupt) = (asked.Other, null);
            }

            if (other is not null)
                RunApart(other);
        }
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());

    /// <summary>SQLite plans a statement by its text alone; any value will do for a parameter.</summary>
    private static string Literal(DbCommand command) =>
        command
            .Parameters.Cast<DbParameter>()
            .OrderByDescending(p => p.ParameterName.Length)
            .Aggregate(command.CommandText, (sql, p) => sql.Replace(p.ParameterName, "1", StringComparison.Ordinal));

    private static string Name(DbConnection connection) => connection.DataSource + "/" + connection.Database;

    // The statement waits for it, and it is not in the flow that sends the statement.
    private static void RunApart(Func<Task> other)
    {
        using (ExecutionContext.SuppressFlow())
            Task.Run(other).GetAwaiter().GetResult();
    }
}
