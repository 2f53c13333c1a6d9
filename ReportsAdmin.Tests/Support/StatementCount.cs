using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

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
            lock (texts)
                texts.Add(Literal(command));
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
}
