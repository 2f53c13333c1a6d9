using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ReportsAdmin.Tests.Support;

/// <summary>
/// Notes each request of the API that opens a connection while it holds another. A request does one thing after the other, so it waits for the
/// second with the first in its hand; where all connections are in such hands, all wait for ever.
/// </summary>
internal sealed class NestedConnections : DbConnectionInterceptor, IStartupFilter
{
    private static readonly AsyncLocal<Request?> Current = new();
    private readonly ConcurrentDictionary<string, string> found = new(StringComparer.Ordinal);

    /// <summary>What was opened while what was held, and the first request that did so.</summary>
    public IReadOnlyCollection<string> Found => [.. found.Select(f => $"{f.Value}\n{f.Key}")];

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IInterceptor>(this);
        services.AddSingleton<IStartupFilter>(this);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (HttpContext http, RequestDelegate rest) =>
                {
                    if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
                        Current.Value = new Request($"{http.Request.Method} {http.Request.Path}");
                    await rest(http);
                }
            );
            next(app);
        };

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (Current.Value is not { } request)
            return;
        var stack = Stack();
        foreach (var (_, earlier) in request.Held)
            found.TryAdd($"  holds {earlier}\n  opens {stack}", request.Asked);
        request.Held[connection] = stack;
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) =>
        Current.Value?.Held.TryRemove(connection, out _);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        ConnectionClosed(connection, eventData);
        return Task.CompletedTask;
    }

    public override void ConnectionDisposed(DbConnection connection, ConnectionEndEventData eventData) =>
        ConnectionClosed(connection, eventData);

    public override Task ConnectionDisposedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        ConnectionClosed(connection, eventData);
        return Task.CompletedTask;
    }

    private static string Stack() =>
        string.Join(
            " < ",
            new System.Diagnostics.StackTrace()
                .GetFrames()
                .Select(f => f.GetMethod()?.DeclaringType)
                .Where(t => t?.FullName?.StartsWith("ReportsAdmin.Features", StringComparison.Ordinal) == true)
                .Select(t => t!.DeclaringType is { } outer ? $"{outer.Name}.{t.Name}" : t.Name)
                .Distinct()
                .Take(6)
        );

    private sealed record Request(string Asked)
    {
        public ConcurrentDictionary<DbConnection, string> Held { get; } = new();
    }
}
