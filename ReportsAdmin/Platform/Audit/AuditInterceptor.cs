using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReportsAdmin.Platform.Audit;

/// <summary>
/// Writes entries in the transaction of the change they tell of: with the same save where keys are known before it, with a second one in the
/// same transaction where the database gives the key.
/// </summary>
internal sealed class AuditInterceptor(IEnumerable<AuditedRows> kinds, AuditWake wake, TimeProvider time)
    : SaveChangesInterceptor
{
    /// <summary>More rows of one type and state in one save become one entry with their number.</summary>
    public const int MaxSingle = 500;

    private const int MaxNamed = 20;

    private readonly FrozenDictionary<Type, AuditedRows> kinds = kinds.ToFrozenDictionary(k => k.Type);
    private readonly ConditionalWeakTable<DbContext, Pending> pending = [];

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        var db = eventData.Context!;
        var keyless = Prepare(db);
        if (keyless.Count > 0)
        {
            var own = db.Database.CurrentTransaction is null
                ? await db.Database.BeginTransactionAsync(cancellationToken)
                : null;
            pending.AddOrUpdate(db, new Pending(keyless, own));
        }

        return result;
    }

    public override InterceptionResult<int> SavingChanges(
        DbContextEventData eventData,
        InterceptionResult<int> result
    ) =>
        Prepare(eventData.Context!).Count == 0
            ? result
            : throw new NotSupportedException("Rows that are audited are saved asynchronously.");

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        var db = eventData.Context!;
        if (!pending.TryGetValue(db, out var waiting))
        {
            wake.Wake();
            return result;
        }

        pending.Remove(db);
        try
        {
            db.AddRange(Entries(waiting.Added.Select(e => (e, EntityState.Added))));
            await db.SaveChangesAsync(cancellationToken);
            if (waiting.Own is not null)
                await waiting.Own.CommitAsync(cancellationToken);
        }
        finally
        {
            // Without a commit it rolls back.
            if (waiting.Own is not null)
                await waiting.Own.DisposeAsync();
        }

        wake.Wake();
        return result;
    }

    public override async Task SaveChangesFailedAsync(
        DbContextErrorEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (!pending.TryGetValue(eventData.Context!, out var waiting))
            return;
        pending.Remove(eventData.Context!);
        if (waiting.Own is not null)
            await waiting.Own.DisposeAsync();
    }

    public override Task SaveChangesCanceledAsync(
        DbContextEventData eventData,
        CancellationToken cancellationToken = default
    ) =>
        pending.TryGetValue(eventData.Context!, out var waiting) && pending.Remove(eventData.Context!)
            ? waiting.Own?.DisposeAsync().AsTask() ?? Task.CompletedTask
            : Task.CompletedTask;

    /// <summary>Adds the entries that can be written with this save; answers the new rows whose keys it will give.</summary>
    private List<EntityEntry> Prepare(DbContext db)
    {
        var keyless = new List<EntityEntry>();
        var ready = new List<(EntityEntry, EntityState)>();
        if (Actor.Current.IsRecorded)
        {
            foreach (var entry in db.ChangeTracker.Entries())
            {
                if (
                    entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)
                    || !kinds.ContainsKey(entry.Metadata.ClrType)
                )
                    continue;
                if (entry.State == EntityState.Added && HasKeyToCome(entry))
                    keyless.Add(entry);
                else
                    ready.Add((entry, entry.State));
            }
        }

        db.AddRange(Entries(ready));
        var now = Micros(time.GetUtcNow().UtcDateTime);
        foreach (var entry in db.ChangeTracker.Entries<AuditEntry>().Where(e => e.State == EntityState.Added).ToList())
        {
            if (!Actor.Current.IsRecorded)
                entry.State = EntityState.Detached;
            else if (entry.Entity.At == default)
                entry.Entity.At = now;
        }

        return keyless;
    }

    private List<AuditEntry> Entries(IEnumerable<(EntityEntry Entry, EntityState State)> rows)
    {
        var entries = new List<AuditEntry>();
        foreach (var group in rows.GroupBy(r => (r.Entry.Metadata.ClrType, r.State)))
        {
            var own = group
                .Select(r => kinds[group.Key.ClrType].EntryOf(r.Entry, r.State))
                .OfType<AuditEntry>()
                .ToList();
            if (own.Count > MaxSingle)
                entries.Add(Summary(own));
            else
                entries.AddRange(own);
        }

        return entries;
    }

    private static AuditEntry Summary(List<AuditEntry> entries) =>
        AuditExtensions.New(
            entries[0].Action,
            entries[0].Kind,
            null,
            null,
            AuditField.Fact("Records", entries.Count),
            AuditField.Fact(
                "Among them",
                string.Join(", ", entries.Take(MaxNamed).Select(e => e.RecordName ?? e.RecordId))
            )
        );

    private static bool HasKeyToCome(EntityEntry entry) =>
        entry.Properties.Any(p => p.Metadata.IsPrimaryKey() && p.IsTemporary);

    /// <summary>PostgreSQL keeps microseconds, and what is hashed is what is kept.</summary>
    internal static DateTime Micros(DateTime at) => new(at.Ticks - (at.Ticks % 10), DateTimeKind.Utc);

    private sealed record Pending(IReadOnlyList<EntityEntry> Added, IDbContextTransaction? Own);
}
