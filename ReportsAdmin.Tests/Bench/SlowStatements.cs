using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReportsAdmin.Tests.Bench;

/// <summary>Writes each statement that takes longer than a bar to the error stream, with its values: for whoever looks why a query is slow.</summary>
internal sealed class SlowStatements(double bar)
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>
{
    private readonly ConcurrentDictionary<Guid, long> begun = new();

    public static void Tell(double bar) => DiagnosticListener.AllListeners.Subscribe(new SlowStatements(bar));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // Until its reader is let go of: reading may be most of the work.
        if (value.Value is DataReaderDisposingEventData read)
            Tell(
                read.Command,
                begun.TryRemove(read.CommandId, out var from) ? Stopwatch.GetElapsedTime(from) : default
            );
        else if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData command)
            begun[command.CommandId] = Stopwatch.GetTimestamp();
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    private void Tell(DbCommand command, TimeSpan took)
    {
        if (took.TotalMilliseconds < bar)
            return;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"-- {took.TotalMilliseconds:0} ms"));
        foreach (DbParameter parameter in command.Parameters)
            Console.Error.WriteLine($"-- {parameter.ParameterName} = {parameter.Value}");
        Console.Error.WriteLine(command.CommandText + ";");
    }
}
