using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Administration.Company;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Administration.Retention;

/// <summary>A kind of data with how long it is kept and what would be deleted now.</summary>
/// <param name="Change">Null where nobody has changed the days.</param>
public sealed record RetentionRow(
    string Kind,
    string Title,
    string Description,
    int Days,
    int DefaultDays,
    SettingChange? Change,
    RetentionDue Due
);

/// <summary>How long each kind of data is kept, and what a clean-up would delete now.</summary>
public sealed class RetentionQueries(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<IRetention> kinds,
    AccessQueries people,
    TimeProvider time
)
{
    public const string ManagePermission = "retention:manage";

    public async Task<IReadOnlyList<RetentionRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        var chosen = await ChosenAsync(ct);
        var days = DaysOf(chosen);
        var names = await people.PeopleAsync([.. chosen.Values.Select(s => s.ChangedById).Distinct()], ct);
        var rows = new List<RetentionRow>();
        foreach (var kind in kinds.OrderBy(k => k.Title, StringComparer.Ordinal))
            rows.Add(
                new RetentionRow(
                    kind.Kind,
                    kind.Title,
                    kind.Description,
                    days[kind.Kind],
                    kind.DefaultDays,
                    chosen.GetValueOrDefault(kind.Kind) is { } s
                        ? new SettingChange(names.GetValueOrDefault(s.ChangedById)?.Name ?? "System", s.ChangedAt)
                        : null,
                    await kind.DueAsync(Before(days[kind.Kind]), ct)
                )
            );
        return rows;
    }

    /// <summary>For how many days data of a kind is kept.</summary>
    public async Task<int> DaysOfAsync(CurrentUser currentUser, string kind, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        return (await DaysAsync(ct))[kind];
    }

    /// <summary>The files that jobs made and that are still there: how many, and how many bytes.</summary>
    public async Task<(int Files, long Bytes)> StoredAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
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

    private async Task<Dictionary<string, int>> DaysAsync(CancellationToken ct) => DaysOf(await ChosenAsync(ct));

    private async Task<Dictionary<string, RetentionSetting>> ChosenAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await db.Set<RetentionSetting>().ToDictionaryAsync(s => s.Kind, ct);
    }

    private Dictionary<string, int> DaysOf(Dictionary<string, RetentionSetting> chosen) =>
        kinds.ToDictionary(
            k => k.Kind,
            k => chosen.GetValueOrDefault(k.Kind)?.Days ?? k.DefaultDays,
            StringComparer.Ordinal
        );
}

/// <summary>Changes how long data is kept, and cleans up now.</summary>
public sealed class RetentionCommands(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<IRetention> kinds,
    JobQueue queue,
    TimeProvider time
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
        var setting = await db.Set<RetentionSetting>().AsTracking().SingleOrDefaultAsync(s => s.Kind == kind, ct);
        var before = setting?.Days ?? data.DefaultDays;
        if (setting is null)
            db.Add(setting = new RetentionSetting { Kind = kind });
        (setting.Days, setting.ChangedById) = (days, currentUser.UserId);
        setting.ChangedAt = time.GetUtcNow().UtcDateTime;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            throw DomainException.Conflict("Somebody else changed this at the same moment. Try again.");
        }

        var change = AuditField.Changes(("Days", before, days));
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
