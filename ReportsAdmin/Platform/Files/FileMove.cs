namespace ReportsAdmin.Platform.Files;

/// <summary>What became of the files of a move.</summary>
/// <param name="Copied">Now there, and read back.</param>
/// <param name="There">There already, with the same content.</param>
/// <param name="Failed">Keys of files that are damaged or were not the same when read back.</param>
public sealed record FileMoveReport(int Copied, int There, long Bytes, IReadOnlyList<string> Failed);

/// <summary>
/// Copies all stored files from one place to another and reads each back. Nothing is deleted, and what is there already is not sent again,
/// so it may be broken off and repeated, and run while people work.
/// </summary>
public static class FileMove
{
    /// <param name="progress">How many files were looked at.</param>
    public static async Task<FileMoveReport> CopyAsync(
        IFilePlace from,
        IFilePlace to,
        Action<int> progress,
        CancellationToken ct
    )
    {
        var (copied, there, bytes, failed) = (0, 0, 0L, new List<string>());
        foreach (var owned in new[] { false, true })
        {
            await foreach (var file in from.ListAsync(owned, ct))
            {
                // What is half written belongs to a job that will write it again.
                if (!file.Whole)
                    continue;
                switch (await CopyAsync(from, to, file.Key, ct))
                {
                    case (Outcome.Copied, var size):
                        copied++;
                        bytes += size;
                        break;
                    case (Outcome.There, _):
                        there++;
                        break;
                    case (Outcome.Failed, _):
                        failed.Add(file.Key);
                        break;
                }

                progress(copied + there + failed.Count);
            }
        }

        return new FileMoveReport(copied, there, bytes, failed);
    }

    private enum Outcome
    {
        Copied,
        There,
        Failed,

        /// <summary>Deleted while the move went on.</summary>
        Gone,
    }

    private static async Task<(Outcome Outcome, long Size)> CopyAsync(
        IFilePlace from,
        IFilePlace to,
        string key,
        CancellationToken ct
    )
    {
        try
        {
            if (await from.DescribeAsync(key, ct) is not { } wanted)
                return (Outcome.Gone, 0);
            if (await to.DescribeAsync(key, ct) is { } present)
            {
                if (present == wanted)
                    return (Outcome.There, 0);
                await to.DeleteAsync(key, whole: true, ct);
            }

            await using (var content = await from.FindAsync(key, wanted.Hash, ct))
            {
                if (content is null)
                    return (Outcome.Gone, 0);
                await to.WriteAsync(key, (target, token) => content.CopyToAsync(target, token), ct);
            }

            // Read through, not believed: a damaged copy is an error here.
            await using var back = await to.FindAsync(key, wanted.Hash, ct);
            if (back is null || back.Length != wanted.Size)
                return (Outcome.Failed, 0);
            await back.CopyToAsync(Stream.Null, ct);
            return (Outcome.Copied, wanted.Size);
        }
        catch (FileDamagedException)
        {
            return (Outcome.Failed, 0);
        }
    }
}
