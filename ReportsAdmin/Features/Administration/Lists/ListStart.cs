using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Lists;

namespace ReportsAdmin.Features.Administration.Lists;

/// <summary>Fills new lists with their defaults before the first request.</summary>
internal sealed class ListStart(ValueLists lists) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Nobody entered the defaults.
        using var acting = Actor.Use(Actor.System with { IsRecorded = false });
        await lists.SeedAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
