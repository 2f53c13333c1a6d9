namespace ReportsAdmin.Platform.Jobs;

/// <summary>What a handler sees of its job: arguments, progress, files, result.</summary>
public sealed class JobContext
{
    public long JobId => throw new NotImplementedException();

    public int OwnerId => throw new NotImplementedException();

    public int Attempt => throw new NotImplementedException();

    /// <summary>The arguments; malformed ones fail the job with a reason and no further attempt.</summary>
    public T Read<T>() => throw new NotImplementedException();

    /// <summary>Says how far the work is. Cheap: it is written at most twice a second, the first and last always.</summary>
    /// <param name="percent">0 to 100 of the whole job.</param>
    public void Report(string step, int percent, long rowsDone = 0, long? rowsTotal = null) => throw new NotImplementedException();

    /// <summary>Whether an earlier attempt made this file already.</summary>
    public Task<bool> HasArtifactAsync(string name, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Writes a file and publishes it, if this attempt still holds the job. A file that is not published is deleted.</summary>
    /// <param name="name">What it is within the job, unique.</param>
    /// <param name="keep">How long it stays; null for as long as the job.</param>
    public Task<Artifact> SaveAsync(string name, string fileName, string contentType, TimeSpan? keep, Func<Stream, CancellationToken, Task> write, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>What the job leaves besides files; stored as JSON on completion.</summary>
    public void SetResult<T>(T result) => throw new NotImplementedException();
}
