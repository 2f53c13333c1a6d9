using ReportsAdmin.Platform.Jobs.Sql;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>The kinds of job that this program does, with the limits that their handlers set.</summary>
public sealed class JobKinds(IServiceScopeFactory scopes)
{
    private readonly Lazy<Dictionary<string, (TimeSpan Timeout, int? MaxRunning)>> kinds = new(() =>
    {
        using var scope = scopes.CreateScope();
        return scope
            .ServiceProvider.GetServices<IJobHandler>()
            .ToDictionary(h => h.Kind, h => (h.Timeout, h.MaxRunning), StringComparer.Ordinal);
    });

    public IReadOnlyList<KindLimit> Limits =>
        [
            .. kinds
                .Value.Where(k => k.Value.MaxRunning is not null)
                .Select(k => new KindLimit(k.Key, k.Value.MaxRunning!.Value)),
        ];

    /// <summary>How long one attempt may take; nothing for a kind that this program does not know.</summary>
    public TimeSpan TimeoutOf(string kind) =>
        kinds.Value.TryGetValue(kind, out var known) ? known.Timeout : TimeSpan.Zero;
}
