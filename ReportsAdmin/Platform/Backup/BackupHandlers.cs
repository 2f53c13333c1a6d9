using System.Text.Json;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;

namespace ReportsAdmin.Platform.Backup;

/// <summary>The jobs that people can ask for.</summary>
public static class BackupJobs
{
    /// <summary>Of a job that makes a backup.</summary>
    public const string Title = "Backup";

    public static IReadOnlyList<string> Kinds { get; } = [BackupHandler.JobKind, BackupCheckHandler.JobKind];

    /// <summary>While one is open, another is not added.</summary>
    public static NewJob Make(int ownerId) =>
        new(BackupHandler.JobKind, Title, """{"asked":true}""", ownerId)
        {
            UniqueKey = BackupHandler.JobKind,
            MaxAttempts = 2,
        };

    public static NewJob Check(string name, int ownerId) =>
        new(BackupCheckHandler.JobKind, $"Check of {name}", JsonSerializer.Serialize(new { name }), ownerId)
        {
            UniqueKey = $"{BackupCheckHandler.JobKind}:{name}",
            MaxAttempts = 1,
        };
}

/// <summary>Makes a backup, and deletes those that are more than are kept.</summary>
internal sealed class BackupHandler(BackupMaker maker, BackupStore store) : IJobHandler
{
    public const string JobKind = "backup.make";

    public static readonly NightlyJob EveryNight = new(JobKind, BackupJobs.Title, "20 1 * * *");

    public string Kind => JobKind;

    public TimeSpan Timeout => TimeSpan.FromHours(4);

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        // The line of the nightly job stays when the folder is taken out of the settings.
        if (!context.Read<Arguments>().Asked && !store.Folder.IsChosen)
            return;
        try
        {
            var made = await maker.MakeAsync(store.Folder.Path, (step, percent) => context.Report(step, percent), ct);
            store.DeleteOld();
            context.SetResult(made);
        }
        catch (DomainException e)
        {
            throw new JobFailure("backup-failed", e.Message, retryable: true);
        }
    }

    private sealed record Arguments(bool Asked);
}

/// <summary>Reads a backup through and compares it with its manifest.</summary>
internal sealed class BackupCheckHandler(BackupRestore restore, BackupStore store) : IJobHandler
{
    public const string JobKind = "backup.check";

    public string Kind => JobKind;

    public TimeSpan Timeout => TimeSpan.FromHours(4);

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var path = store.PathOf(context.Read<Arguments>().Name);
        try
        {
            await restore.VerifyAsync(path, (step, percent) => context.Report(step, percent), ct);
        }
        catch (DomainException e)
        {
            throw new JobFailure("backup-damaged", e.Message, retryable: false);
        }
    }

    private sealed record Arguments(string Name);
}
