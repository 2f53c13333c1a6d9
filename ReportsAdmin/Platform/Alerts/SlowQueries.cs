using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>Alerts statements that take longer than the threshold. Only their text is kept, without literals and without parameter values.</summary>
internal sealed partial class SlowQueries(
    AlertInbox inbox,
    AlertOptions options,
    TimeProvider time,
    IServiceProvider services
) : DbCommandInterceptor
{
    private const int MaxText = 800;

    private static readonly Meter Meter = new("ReportsAdmin.Queries");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "reportsadmin.query.duration",
        "s",
        "How long statements took until their first row.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30],
        }
    );
    private static readonly Counter<long> Slow = Meter.CreateCounter<long>(
        "reportsadmin.slow_queries",
        "{statement}",
        "Statements over Alerts:SlowQueryMilliseconds."
    );

    // Made late: loggers may be made with the database, and their provider needs it.
    private ILogger Log => field ??= services.GetRequiredService<ILogger<SlowQueries>>();

    public override DbDataReader ReaderExecuted(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result
    )
    {
        Look(command, eventData.Duration);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        Look(command, eventData.Duration);
        return ValueTask.FromResult(result);
    }

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Look(command, eventData.Duration);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        Look(command, eventData.Duration);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        object? result,
        CancellationToken cancellationToken = default
    )
    {
        Look(command, eventData.Duration);
        return ValueTask.FromResult(result);
    }

    /// <summary>The statement on one line, its literals replaced by <c>?</c>.</summary>
    internal static string Shape(string sql)
    {
        var shape = Blank().Replace(Literal().Replace(Comment().Replace(sql, " "), "?"), " ").Trim();
        return shape.Length > MaxText ? shape[..MaxText] : shape;
    }

    private void Look(DbCommand command, TimeSpan took)
    {
        Duration.Record(took.TotalSeconds);
        if (options.SlowQueryMilliseconds == 0 || took.TotalMilliseconds < options.SlowQueryMilliseconds)
            return;
        var shape = Shape(command.CommandText);
        Slow.Add(1);
        Log.LogWarning("Slow query, {Milliseconds} ms: {Statement}", (long)took.TotalMilliseconds, shape);
        inbox.Raise(
            new RaisedAlert(
                AlertKind.SlowQuery,
                shape,
                "slow query",
                FormattableString.Invariant($"{took.TotalSeconds:0.0} s: {shape}"),
                time.GetUtcNow().UtcDateTime
            )
        );
    }

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    // Texts, and numbers that are not part of a name (p0, @p__1).
    [GeneratedRegex(@"'([^']|'')*'|(?<![\w@$.])\d+(\.\d+)?\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();
}
