using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Administration.Retention;

/// <summary>A kind of data with how long it is kept and what would go now.</summary>
public sealed record RetentionRow(
    string Kind,
    string Title,
    string Description,
    int Days,
    int DefaultDays,
    RetentionDue Due
);

/// <summary>What is kept how long, and what a clean-up would delete now.</summary>
public sealed class RetentionQueries(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<IRetention> kinds,
    TimeProvider time
)
{
    public const string ManagePermission = "retention:manage";

    public async Task<IReadOnlyList<RetentionRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        var days = await DaysAsync(ct);
        var rows = new List<RetentionRow>();
        foreach (var kind in kinds.OrderBy(k => k.Title, StringComparer.Ordinal))
            rows.Add(
                new RetentionRow(
                    kind.Kind,
                    kind.Title,
                    kind.Description,
                    days[kind.Kind],
                    kind.DefaultDays,
                    await kind.DueAsync(Before(days[kind.Kind]), ct)
                )
            );
        return rows;
    }

    /// <summary>For how many days things of a kind are kept.</summary>
    public async Task<int> DaysOfAsync(CurrentUser currentUser, string kind, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        return (await DaysAsync(ct))[kind];
    }

    /// <summary>The files that jobs made and that are still there: how many, and how many bytes.</summary>
    public async Task<(int Files, long Bytes)> StoredAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.CreateDbContext();
        var kept = db.Set<Artifact>().Where(a => a.RemovedAt == null);
        return (await kept.CountAsync(ct), await kept.SumAsync(a => a.Size, ct));
    }

    /// <summary>Deletes what is due of every kind; answers how many of each.</summary>
    internal async Task<IReadOnlyDictionary<string, int>> DeleteAsync(
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        var days = await DaysAsync(ct);
        var done = new Dictionary<string, int>(StringComparer.Ordinal);
        var all = kinds.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            progress(all[i].Title, i * 100 / all.Count);
            done[all[i].Kind] = await all[i].DeleteAsync(Before(days[all[i].Kind]), ct);
        }

        return done;
    }

    private DateTime Before(int days) => time.GetUtcNow().UtcDateTime.AddDays(-days);

    private async Task<Dictionary<string, int>> DaysAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var chosen = await db.Set<RetentionSetting>().ToDictionaryAsync(s => s.Kind, s => s.Days, ct);
        return kinds.ToDictionary(
            k => k.Kind,
            k => chosen.GetValueOrDefault(k.Kind, k.DefaultDays),
            StringComparer.Ordinal
        );
    }
}

/// <summary>Changes how long things are kept, and cleans up now.</summary>
public sealed class RetentionCommands(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<IRetention> kinds,
    JobQueue queue
)
{
    public const int MaxDays = 3650;

    public async Task KeepAsync(CurrentUser currentUser, string kind, int days, CancellationToken ct)
    {
        currentUser.Require(RetentionQueries.ManagePermission);
        var data = kinds.FirstOrDefault(k => k.Kind == kind) ?? throw DomainException.NotFound("Unknown kind of data.");
        if (days < data.MinDays || days > MaxDays)
            throw DomainException.Invalid("days", $"Keep it for {data.MinDays} to {MaxDays} days.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var before = await db.Set<RetentionSetting>()
            .Where(s => s.Kind == kind)
            .Select(s => (int?)s.Days)
            .SingleOrDefaultAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO retention_settings (kind, days)
            VALUES ({kind}, {days})
            ON CONFLICT (kind) DO UPDATE SET days = excluded.days
            """,
            ct
        );
        var change = AuditField.Changes(("Days", before ?? data.DefaultDays, days));
        await db.RecordAsync(AuditActions.Changed, "retention", kind, data.Title, ct, change);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Queues a clean-up; one that waits already is enough.</summary>
    public async Task<long> CleanUpAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(RetentionQueries.ManagePermission);
        await using var db = contexts.CreateDbContext();
        var job = await queue.EnqueueAsync(db, CleanUpHandler.NewJob(currentUser.UserId), ct);
        await db.RecordAsync("started", "clean-up", null, null, ct);
        await queue.AnnounceAsync(job, currentUser.UserId);
        return job;
    }
}
