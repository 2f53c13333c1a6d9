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
    private int count;

    private StatementCount(string connectionString)
    {
        database = connectionString;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public static async Task<int> OfAsync(TestFixture house, Func<Task> act)
    {
        await using var db = house.Contexts.CreateDbContext();
        using var counting = new StatementCount(
            Name(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database))
        );
        await act();
        return counting.count;
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
            && value.Value is CommandEventData { Command.Connection: { } connection }
            && Name(connection) == database
        )
            Interlocked.Increment(ref count);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());

    private static string Name(DbConnection connection) => connection.DataSource + "/" + connection.Database;
}
