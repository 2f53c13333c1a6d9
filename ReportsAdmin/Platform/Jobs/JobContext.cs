using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs.Sql;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>What a handler sees of its job: arguments, progress, files, result.</summary>
public sealed class JobContext
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly JobRun run;
    private readonly JobProgress progress;
    private readonly JobClaims claims;
    private readonly FileStore files;

    internal JobContext(JobRun run, JobProgress progress, JobClaims claims, FileStore files) =>
        (this.run, this.progress, this.claims, this.files) = (run, progress, claims, files);

    public long JobId => run.Job.Id;

    public int OwnerId => run.Job.OwnerId;

    public int Attempt => run.Job.Attempt;

    /// <summary>Grows with each claim of the job: what an attempt writes elsewhere can name it, so that a late attempt overwrites nothing.</summary>
    public long Fence => run.Job.Fence;

    /// <summary>Whether the attempt is to stop because the process does; it will not be counted.</summary>
    public bool IsShuttingDown => run.Why == JobStop.Shutdown;

    /// <summary>What <see cref="SetResult"/> left, as JSON.</summary>
    internal string? Result { get; private set; }

    /// <summary>The arguments; malformed ones fail the job with a reason and no further attempt.</summary>
    public T Read<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(run.Job.Arguments, Json) ?? throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    /// <summary>Says how far the work is. Cheap: it is written at most twice a second, the first and last always.</summary>
    /// <param name="percent">0 to 100 of the whole job.</param>
    public void Report(string step, int percent, long rowsDone = 0, long? rowsTotal = null) =>
        progress.Report(new JobProgressRow(step, (short)Math.Clamp(percent, 0, 100), rowsDone, rowsTotal));

    /// <summary>Whether an earlier attempt made this file already.</summary>
    public async Task<bool> HasArtifactAsync(string name, CancellationToken ct) =>
        await claims.ArtifactAsync(JobId, name, ct) is not null;

    /// <summary>
    /// Writes a file and publishes it, if this attempt still holds the job. A file that is not published is deleted.
    /// When the job has a file of this name already, that one is answered and the new one deleted.
    /// </summary>
    /// <param name="name">What it is within the job, unique.</param>
    /// <param name="keep">How long it stays; null for as long as the job.</param>
    public async Task<Artifact> SaveAsync(
        string name,
        string fileName,
        string contentType,
        TimeSpan? keep,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken ct
    )
    {
        var stored = await files.SaveAsync(new FileOwner(run.Job.Id, run.Job.Fence), write, ct);
        var draft = new Artifact
        {
            Name = name,
            FileName = fileName,
            ContentType = contentType,
            FileKey = stored.Key,
            Size = stored.Size,
            Hash = stored.Hash,
        };
        // When this throws nobody knows whether the row was written, so the file stays and the janitor decides.
        var published = await claims.PublishAsync(run.Job, draft, keep, ct);
        if (published?.FileKey != stored.Key)
            await files.DeleteAsync(stored.Key, ct);
        if (published is not null)
            return published;
        run.Stop(JobStop.Lost);
        throw new OperationCanceledException("The job is no longer held by this attempt.", run.Token);
    }

    /// <summary>What the job leaves besides files; stored as JSON on completion.</summary>
    public void SetResult<T>(T result) => Result = JsonSerializer.Serialize(result, Json);

    private static JobFailure Unreadable() =>
        new("bad-arguments", "The job's arguments cannot be read.", retryable: false);
}
