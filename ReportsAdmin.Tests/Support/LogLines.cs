using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ReportsAdmin.Tests.Support;

/// <summary>Everything that the application writes to its log, with the values of its messages.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose() { }
}
