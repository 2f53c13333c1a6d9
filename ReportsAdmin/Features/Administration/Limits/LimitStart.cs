using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Administration.Limits;

/// <summary>Applies the limits before the first request, and again whenever this or another node changes them.</summary>
internal sealed class LimitStart(LimitQueries queries, ChangeNotifier notifier) : IHostedService
{
    private IDisposable? subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscription = notifier.Subscribe(LimitQueries.Topic, () => queries.ApplyAsync(CancellationToken.None));
        return queries.ApplyAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        subscription?.Dispose();
        return Task.CompletedTask;
    }
}
