using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ReportsAdmin.Platform.Audit;

/// <summary>
/// Takes entries of acts that write nothing themselves: failed sign-ins, downloads, views. Nobody waits for the database: they are written in
/// the background, within a second. What strangers cause is bounded and then only counted; what signed-in people do is never dropped.
/// </summary>
public sealed class AuditInbox(TimeProvider time)
{
    /// <summary>How many entries of strangers may wait; each further one is counted.</summary>
    public const int MaxStrangers = 1_000;

    private const int MaxPeople = 10_000;
    private const int MaxSeen = 20_000;
    private static readonly TimeSpan SeenFor = TimeSpan.FromMinutes(10);

    private readonly Channel<AuditEntry> strangers = Channel.CreateBounded<AuditEntry>(MaxStrangers);
    private readonly Channel<AuditEntry> people = Channel.CreateBounded<AuditEntry>(MaxPeople);
    private readonly ConcurrentDictionary<string, long> overflow = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim arrived = new(0, 1);

    /// <summary>Notes what somebody did who is not signed in; returns at once.</summary>
    public void NoteStranger(AuditEntry entry)
    {
        Stamp(entry);
        if (!strangers.Writer.TryWrite(entry))
            overflow.AddOrUpdate(entry.Action, 1, (_, count) => count + 1);
        Arrived();
    }

    /// <summary>Notes what a signed-in person did. Waits only while thousands of entries wait to be written.</summary>
    public async ValueTask NoteAsync(AuditEntry entry, CancellationToken ct)
    {
        Stamp(entry);
        await people.Writer.WriteAsync(entry, ct);
        Arrived();
    }

    /// <summary>Notes that somebody looked at a record with personal data: once in ten minutes, as pages read again whenever something changes.</summary>
    public ValueTask ViewedAsync(string kind, object recordId, string? recordName, CancellationToken ct)
    {
        var entry = AuditExtensions.New(AuditActions.Viewed, kind, recordId, recordName);
        var (key, now) = ($"{entry.ActorId}/{entry.SeenAsId}/{kind}/{entry.RecordId}", time.GetUtcNow());
        if (entry.ActorId is null || (seen.TryGetValue(key, out var last) && now - last < SeenFor && now >= last))
            return ValueTask.CompletedTask;
        if (seen.Count > MaxSeen)
            seen.Clear();
        seen[key] = now;
        return NoteAsync(entry, ct);
    }

    /// <summary>Waits until something has arrived.</summary>
    internal Task WaitAsync(CancellationToken ct) => arrived.WaitAsync(ct);

    /// <summary>Takes up to so many entries, and the counts of those that found no place.</summary>
    internal List<AuditEntry> Take(int max)
    {
        var taken = new List<AuditEntry>();
        while (taken.Count < max && people.Reader.TryRead(out var entry))
            taken.Add(entry);
        while (taken.Count < max && strangers.Reader.TryRead(out var entry))
            taken.Add(entry);
        foreach (var action in overflow.Keys)
        {
            if (!overflow.TryRemove(action, out var count))
                continue;
            using var system = Actor.Use(Actor.System);
            var counted = AuditExtensions.New(
                AuditActions.NotNoted,
                null,
                null,
                null,
                AuditField.Fact("Action", action),
                AuditField.Fact("Times", count)
            );
            Stamp(counted);
            taken.Add(counted);
        }

        return taken;
    }

    private void Stamp(AuditEntry entry) => entry.At = AuditInterceptor.Micros(time.GetUtcNow().UtcDateTime);

    private void Arrived()
    {
        if (arrived.CurrentCount > 0)
            return;
        try
        {
            arrived.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else was faster.
        }
    }
}
