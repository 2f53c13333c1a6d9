using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Administration.Backups;

/// <summary>A run of a backup or of a check.</summary>
/// <param name="Percent">0 to 100.</param>
public sealed record BackupRun(
    long JobId,
    string Title,
    JobState State,
    string? Step,
    int Percent,
    string? Error,
    DateTime CreatedAt,
    DateTime? FinishedAt,
    string By
);

/// <param name="Folder">Where backups lie on the server.</param>
/// <param name="IsNightly">Whether one is made every night.</param>
public sealed record BackupsView(
    string Folder,
    bool IsNightly,
    int Keep,
    IReadOnlyList<BackupFile> Files,
    IReadOnlyList<BackupRun> Runs
);

/// <summary>The backups of this installation and what became of the latest runs.</summary>
public sealed class BackupQueries(
    IDbContextFactory<ReportsDb> contexts,
    BackupStore store,
    BackupOptions options,
    PeopleNames names
)
{
    public const string ManagePermission = "backups:manage";

    private const int ShownRuns = 20;

    public async Task<BackupsView> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        return new BackupsView(
            store.Folder.Path,
            store.Folder.IsChosen,
            options.Keep,
            await store.ListAsync(ct),
            await RunsAsync(ct)
        );
    }

    /// <summary>Opens the file of a backup: it holds everything, so whoever takes it proves who they are first.</summary>
    public OpenFile Open(CurrentUser currentUser, string name)
    {
        RequireTaking(currentUser);
        return store.Open(name);
    }

    public static void RequireTaking(CurrentUser currentUser)
    {
        currentUser.Require(ManagePermission);
        currentUser.RequireConfirmed();
    }

    private async Task<IReadOnlyList<BackupRun>> RunsAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var jobs = await db.Set<Job>()
            .Where(j => BackupJobs.Kinds.Contains(j.Kind))
            .OrderByDescending(j => j.Id)
            .Take(ShownRuns)
            .ToListAsync(ct);
        var people = await names([.. jobs.Select(j => j.OwnerId).Where(id => id != 0).Distinct()], ct);
        return
        [
            .. jobs.Select(j => new BackupRun(
                j.Id,
                j.Title,
                j.State,
                j.Step,
                j.Percent,
                j.State is JobState.Completed ? null : j.ErrorMessage,
                j.CreatedAt,
                j.FinishedAt,
                j.OwnerId == 0 ? "Every night" : people.GetValueOrDefault(j.OwnerId) ?? "Somebody who is gone"
            )),
        ];
    }
}

/// <summary>Makes, checks and deletes backups.</summary>
public sealed class BackupCommands(IDbContextFactory<ReportsDb> contexts, JobQueue queue, BackupStore store)
{
    private const string RecordKind = "backup";

    /// <summary>Queues a backup; one that waits or runs already is enough.</summary>
    public Task<long> MakeAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(BackupQueries.ManagePermission);
        return QueueAsync(BackupJobs.Make(currentUser.UserId), "started", null, ct);
    }

    /// <summary>Queues a check that reads the whole backup.</summary>
    public Task<long> CheckAsync(CurrentUser currentUser, string name, CancellationToken ct)
    {
        currentUser.Require(BackupQueries.ManagePermission);
        store.PathOf(name);
        return QueueAsync(BackupJobs.Check(name, currentUser.UserId), "checked", name, ct);
    }

    public async Task DeleteAsync(CurrentUser currentUser, string name, CancellationToken ct)
    {
        BackupQueries.RequireTaking(currentUser);
        store.PathOf(name);
        await using var db = contexts.CreateDbContext();
        await db.RecordAsync(AuditActions.Removed, RecordKind, name, name, ct);
        store.Delete(name);
    }

    private async Task<long> QueueAsync(NewJob job, string action, string? name, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var id = await queue.EnqueueAsync(db, job, ct);
        await db.RecordAsync(action, RecordKind, name, name, ct);
        await transaction.CommitAsync(ct);
        await queue.AnnounceAsync(id, job.OwnerId);
        return id;
    }
}
