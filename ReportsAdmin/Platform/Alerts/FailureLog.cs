namespace ReportsAdmin.Platform.Alerts;

/// <summary>
/// Alerts errors that are logged with an exception: whatever went wrong unexpectedly passes the log. Of the line its pattern is kept, of the
/// exception its type and place: messages and values may be personal.
/// </summary>
[ProviderAlias("Alerts")]
internal sealed class FailureLog(AlertInbox inbox, TimeProvider time) : ILoggerProvider
{
    private const string Ours = "ReportsAdmin.";

    /// <summary>Told once the job has failed for good, or about alerts themselves.</summary>
    private static readonly string[] Elsewhere =
    [
        "ReportsAdmin.Platform.Jobs.JobAttempt",
        "ReportsAdmin.Platform.Alerts.",
    ];

    private static readonly string[] Frameworks =
    [
        "Microsoft.AspNetCore.Server",
        "Microsoft.AspNetCore.Components",
        "Microsoft.Extensions.Hosting",
    ];

    public ILogger CreateLogger(string categoryName) =>
        Elsewhere.Any(e => categoryName.StartsWith(e, StringComparison.Ordinal))
        || !(
            categoryName.StartsWith(Ours, StringComparison.Ordinal)
            || Frameworks.Any(f => categoryName.StartsWith(f, StringComparison.Ordinal))
        )
            ? Silent.Instance
            : new Watcher(inbox, time, categoryName);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Watcher(AlertInbox inbox, TimeProvider time, string category) : ILogger
    {
        private const string Pattern = "{OriginalFormat}";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logLevel < LogLevel.Error || exception is null or OperationCanceledException)
                return;
            var words = (state as IEnumerable<KeyValuePair<string, object?>>)
                ?.FirstOrDefault(p => p.Key == Pattern)
                .Value;
            var where = PlaceOf(exception);
            inbox.Raise(
                new RaisedAlert(
                    AlertKind.Failure,
                    $"{category}\n{words}\n{exception.GetType()}\n{where}",
                    $"unexpected error in {category.Split('.')[^1]}",
                    $"{words ?? "An error was logged"}. {exception.GetType().Name}{(where is null ? "" : $" in {where}")}",
                    time.GetUtcNow().UtcDateTime
                )
            );
        }

        /// <summary>The first method of ours in the stack.</summary>
        private static string? PlaceOf(Exception exception) =>
            (exception.StackTrace ?? "")
                .Split('\n')
                .Select(line => line.Trim())
                .FirstOrDefault(line => line.StartsWith("at " + Ours, StringComparison.Ordinal))
                ?.Split(" in ")[0]
                .Split('(')[0]["at ".Length..];
    }

    private sealed class Silent : ILogger
    {
        public static readonly Silent Instance = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => false;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            // Not watched.
        }
    }
}
