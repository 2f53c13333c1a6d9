using Microsoft.Extensions.Caching.Memory;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Keeps answers that cost much to read, by data version, scope and question: an upload raises the version, so every kept answer is
/// stale at once and on every node, and nobody is shown what another's scope covers. Asked by many at a time it reads once.
/// The permission is the caller's to check: an answer is given without asking the face again.
/// </summary>
public sealed class AnswerCache : IDisposable
{
    private const int MaxAnswers = 1_000;

    private static readonly TimeSpan Unasked = TimeSpan.FromMinutes(10);

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MaxAnswers });

    /// <param name="version">Of the data that the answer rests on, read before.</param>
    /// <param name="question">A value with equality: a record, a tuple.</param>
    /// <param name="read">Reads the answer; it is not cancelled with one of those who wait.</param>
    public async Task<T> GetAsync<T>(
        CurrentUser currentUser,
        string version,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken ct
    )
    {
        var key = (typeof(T), version, currentUser.Scope.Key, question);
        var answer = kept.GetOrCreate(key, entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(Unasked);
            return new Lazy<Task<T>>(() => read(CancellationToken.None));
        })!;
        try
        {
            return await answer.Value.WaitAsync(ct);
        }
        catch when (answer.Value.IsFaulted)
        {
            // A failure is nobody's answer: the next one asks again.
            kept.Remove(key);
            throw;
        }
    }

    public void Dispose() => kept.Dispose();
}
