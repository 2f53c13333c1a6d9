using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using ReportsAdmin.Platform.Data;
using ZiggyCreatures.Caching.Fusion;

namespace ReportsAdmin.Platform.Caching;

/// <summary>
/// Keeps answers that cost much to read, by data version, scope and question: an upload raises the version, so every kept answer is
/// stale at once and on every node, and nobody is shown what another's scope covers. Asked by many at a time it reads once. With Redis an
/// answer that one node has read is there for all; while Redis is away each node goes on from its memory.
/// The permission is the caller's to check: an answer that is kept is given without reading again.
/// </summary>
public sealed class AnswerCache(IFusionCache kept) : IDisposable
{
    // A build may change what an answer looks like; nodes of two builds share a Redis while one replaces the other.
    private static readonly string Build = typeof(AnswerCache).Module.ModuleVersionId.ToString("N")[..8];

    private static readonly Meter Meter = new("ReportsAdmin.Cache");
    private static readonly Counter<long> Asked = Meter.CreateCounter<long>(
        "reportsadmin.cache.requests",
        "{answer}",
        "Answers that the cache was asked for."
    );
    private static readonly Counter<long> Missed = Meter.CreateCounter<long>(
        "reportsadmin.cache.misses",
        "{answer}",
        "Answers among them that had to be read."
    );

    private static readonly JsonSerializerOptions Spelling = new() { IncludeFields = true };

    /// <param name="version">Of the data that the answer rests on, read before.</param>
    /// <param name="question">A value that JSON tells apart from every other question: a record, a tuple, a number, a text.</param>
    /// <param name="read">Reads the answer; it is not cancelled with one of those who wait. A failure is not kept.</param>
    public async Task<T> GetAsync<T>(
        CurrentUser currentUser,
        string version,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken ct
    ) => await GetAsync(KeyOf<T>(currentUser.Scope, version, question), read, static _ => { }, ct);

    /// <summary>The same in the memory of this node alone, for answers that are not written as JSON. Whoever takes one must not change it.</summary>
    public async Task<T> GetHereAsync<T>(
        CurrentUser currentUser,
        string version,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken ct
    ) => await GetAsync(KeyOf<T>(currentUser.Scope, version, question), read, Here, ct);

    private async Task<T> GetAsync<T>(
        string key,
        Func<CancellationToken, Task<T>> read,
        Action<FusionCacheEntryOptions> setup,
        CancellationToken ct
    )
    {
        // The version may be of a write that is never committed, and then be given again to another.
        if (ReadSnapshot.IsWithinWrite)
            return await read(ct);
        Asked.Add(1);
        var answer = kept.GetOrSetAsync<T>(
            key,
            (_, token) =>
            {
                Missed.Add(1);
                return read(token);
            },
            setup,
            token: CancellationToken.None
        );
        return answer.IsCompletedSuccessfully ? answer.Result : await answer.AsTask().WaitAsync(ct);
    }

    private static void Here(FusionCacheEntryOptions options) =>
        options.SetSkipDistributedCache(true, skipBackplaneNotifications: true);

    public void Dispose() => kept.Dispose();

    /// <summary>The same for the same question over the same data in the same scope, on every node of one build.</summary>
    internal static string KeyOf<T>(Scope scope, string version, object question)
    {
        var parts = JsonSerializer.SerializeToUtf8Bytes((typeof(T).ToString(), version, scope.Key, question), Spelling);
        return $"{Build}:{Convert.ToHexStringLower(SHA256.HashData(parts))}";
    }
}
