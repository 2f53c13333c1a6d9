using System.Globalization;
using ReportsAdmin.Platform.Data.Transfer;

namespace ReportsAdmin.Platform.Backup;

/// <summary>The verbs <c>backup [FOLDER]</c>, <c>verify-backup FILE</c>, <c>restore FILE [--replace]</c> and <c>move --to CONNECTION</c>.</summary>
public sealed class BackupVerbs(BackupMaker maker, BackupRestore restore, DatabaseMove move, BackupFolder folder)
{
    /// <summary>A connection string may be named by the variable that holds it, as arguments can be read by other accounts.</summary>
    private const string Variable = "env:";

    public static bool Knows(string[] args) =>
        Array.Find(args, a => !IsSetting(a)) is "backup" or "verify-backup" or "restore" or "move";

    /// <summary>The arguments that are settings. A path among the others would be taken for a switch, with the next one as its value.</summary>
    public static string[] SettingsOf(string[] args) => Knows(args) ? Array.FindAll(args, IsSetting) : args;

    /// <summary>The same, to the terminal: what a verb answers is no log.</summary>
    public Task<int> RunAsync(string[] args, CancellationToken ct) =>
#pragma warning disable RS0030
        RunAsync(args, Console.Out, ct);
#pragma warning restore RS0030

    /// <summary>Does it, says what was done, and answers the exit code: 0 done, 1 it cannot be done, 2 arguments that cannot be read.</summary>
    public async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken ct)
    {
        var steps = new StepPrinter(output);
        try
        {
            // Settings may be given on the command line too: --Storage:Root=/srv/data.
            switch (args.Where(a => !IsSetting(a)).ToArray())
            {
                case ["backup"]:
                    return await BackUpAsync(folder.Path, output, steps, ct);
                case ["backup", var to]:
                    return await BackUpAsync(Path.GetFullPath(to), output, steps, ct);
                case ["verify-backup", var file]:
                    await DescribeAsync(await restore.VerifyAsync(file, steps.Report, ct), "is whole", output);
                    return 0;
                case ["restore", var file]:
                    return await RestoreAsync(file, replace: false, output, steps, ct);
                case ["restore", var file, "--replace"]:
                    return await RestoreAsync(file, replace: true, output, steps, ct);
                case ["move", "--to", var to]:
                    return await MoveAsync(to, output, steps, ct);
                default:
                    await output.WriteLineAsync(
                        "Write: backup [FOLDER], verify-backup FILE, restore FILE [--replace], or move --to CONNECTION."
                    );
                    return 2;
            }
        }
        catch (DomainException e)
        {
            await output.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal);

    private async Task<int> BackUpAsync(string to, TextWriter output, StepPrinter steps, CancellationToken ct)
    {
        var made = await maker.MakeAsync(to, steps.Report, ct);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.Combine(to, made.Name)}: {made.Rows} rows and {made.Files} files in {made.Size} bytes."
            )
        );
        return 0;
    }

    private async Task<int> RestoreAsync(
        string file,
        bool replace,
        TextWriter output,
        StepPrinter steps,
        CancellationToken ct
    )
    {
        var report = await restore.RestoreAsync(file, replace, steps.Report, ct);
        await DescribeAsync(report.Manifest, "is restored", output);
        if (report.SetAside is { } aside)
            await output.WriteLineAsync($"The former database is kept as {aside}.");
        await output.WriteLineAsync(
            "Everybody must sign in again. Look at API tokens, roles and people: what was taken away since the backup is there again."
        );
        return 0;
    }

    private async Task<int> MoveAsync(string to, TextWriter output, StepPrinter steps, CancellationToken ct)
    {
        var connection = to.StartsWith(Variable, StringComparison.Ordinal)
            ? Environment.GetEnvironmentVariable(to[Variable.Length..])
                ?? throw DomainException.Conflict($"The variable {to[Variable.Length..]} is not set.")
            : to;
        foreach (var table in await move.MoveAsync(connection, steps.Report, ct))
            await output.WriteLineAsync(Line(table));
        await output.WriteLineAsync(
            "Everything was copied and compared. Set Database:Provider to PostgreSQL and Database:ConnectionString, then start the application."
        );
        return 0;
    }

    private static Task DescribeAsync(BackupManifest manifest, string what, TextWriter output) =>
        output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The backup of {manifest.TakenAt:yyyy-MM-dd HH:mm:ss} UTC {what}: {manifest.Rows} rows and {manifest.Files.Count} files."
            )
        );

    private static string Line(TableDigest table) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{table.Table}: {table.Rows} rows{string.Concat(table.Sums.Select(s => string.Create(CultureInfo.InvariantCulture, $", {s.Key} {s.Value}")))}, {table.Digest}"
        );

    /// <summary>Writes each step once.</summary>
    private sealed class StepPrinter(TextWriter output)
    {
        private string? last;

        public void Report(string step, int percent)
        {
            if (step == last)
                return;
            last = step;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{percent, 3} % {step}"));
        }
    }
}
