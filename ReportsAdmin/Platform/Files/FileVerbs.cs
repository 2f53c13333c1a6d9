using System.Globalization;

namespace ReportsAdmin.Platform.Files;

/// <summary>The verb <c>move-files --to folder|s3</c>: copies the stored files from where they are to the other place.</summary>
public sealed class FileVerbs(FileStoreOptions options, IServiceProvider services)
{
    private const string Usage = "Write: move-files --to folder, or move-files --to s3.";
    private const int Often = 100;

    public static bool Knows(string[] args) => args is ["move-files", ..];

    /// <summary>The same, to the terminal: what a verb answers is no log.</summary>
    public Task<int> RunAsync(string[] args, CancellationToken ct) =>
#pragma warning disable RS0030
        RunAsync(args, Console.Out, ct);
#pragma warning restore RS0030

    /// <summary>Does it, says what was done, and answers the exit code: 0 done, 1 it cannot be done, 2 arguments that cannot be read.</summary>
    public async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken ct)
    {
        // Settings may be given on the command line too: --Storage:Root=/srv/data.
        var words = args.Where(a =>
            !(a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=', StringComparison.Ordinal))
        );
        FilePlaceKind? to = words.ToArray() switch
        {
            ["move-files", "--to", "folder"] => FilePlaceKind.Folder,
            ["move-files", "--to", "s3"] => FilePlaceKind.S3,
            _ => null,
        };
        if (to is not { } target)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        if (!options.S3.IsSetUp)
        {
            await output.WriteLineAsync("Set Files:S3:Endpoint, Bucket, AccessKey and SecretKey first.");
            return 1;
        }

        return await MoveAsync(target, output, ct);
    }

    private async Task<int> MoveAsync(FilePlaceKind to, TextWriter output, CancellationToken ct)
    {
        var from = to == FilePlaceKind.S3 ? FilePlaceKind.Folder : FilePlaceKind.S3;
        try
        {
            var report = await FileMove.CopyAsync(
                services.PlaceOf(from),
                services.PlaceOf(to),
                count =>
                {
                    if (count % Often == 0)
                        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} files"));
                },
                ct
            );
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Copied} files copied and read back, {report.Bytes} bytes; {report.There} were there already; {report.Failed.Count} failed."
                )
            );
            foreach (var key in report.Failed)
                await output.WriteLineAsync($"Damaged: {key}");
            if (report.Failed.Count == 0)
                await output.WriteLineAsync(
                    $"Stop the application, repeat this for what came meanwhile, set Files:Store to {to}, and start it."
                );
            return report.Failed.Count == 0 ? 0 : 1;
        }
        catch (DomainException e)
        {
            await output.WriteLineAsync($"{e.Message} Repeat the command: what was copied is not copied again.");
            return 1;
        }
    }
}
