using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Data.Transfer;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Platform.Backup;

/// <param name="Name">Of the file.</param>
/// <param name="Size">Of the file in bytes.</param>
public sealed record BackupSummary(string Name, long Size, DateTime TakenAt, long Rows, int Files, int MissingFiles);

/// <summary>Makes a backup while the application is used: the rows are of one instant, and every file that they name is in it.</summary>
public sealed class BackupMaker(
    IDbContextFactory<ReportsDb> contexts,
    SideDatabases side,
    FileStore files,
    StorageRoot root,
    TimeProvider time
)
{
    private const string Unfinished = ".part";

    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <param name="folder">Where the file goes; made when absent.</param>
    /// <param name="progress">What is being done, and how far the whole is in percent.</param>
    public async Task<BackupSummary> MakeAsync(string folder, Action<string, int> progress, CancellationToken ct)
    {
        PrivateFiles.CreateFolder(folder);
        RemoveAbandoned(folder);
        var takenAt = time.GetUtcNow().UtcDateTime;
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"reportsadmin-{takenAt:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}{BackupArchive.Extension}"
        );
        var target = Path.Combine(folder, name);
        var database = Path.Combine(root.Folder("backup-work"), Guid.NewGuid().ToString("N") + ".db");
        try
        {
            var manifest = await WriteAsync(target + Unfinished, database, takenAt, progress, ct);
            File.Move(target + Unfinished, target);
            return new BackupSummary(
                name,
                new FileInfo(target).Length,
                takenAt,
                manifest.Rows,
                manifest.Files.Count,
                manifest.MissingFiles
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DomainException.Conflict($"The backup cannot be written: {e.Message}");
        }
        finally
        {
            File.Delete(target + Unfinished);
            SideDatabases.Delete(database);
        }
    }

    private async Task<BackupManifest> WriteAsync(
        string target,
        string database,
        DateTime takenAt,
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        progress("Copying the database", 0);
        await RequireSchemaAsync(ct);
        var takenFrom = await CopyDatabaseAsync(database, progress, ct);
        await using var db = side.Open(database);
        progress("Adding the rows up", 40);
        var tables = await TableRows.DigestAllAsync(db, ct);
        var schema = (await AppliedMigrations.OfAsync(db, ct)).Last();
        await using var file = PrivateFiles.CreateFile(target, FileOptions.Asynchronous);
        BackupManifest manifest;
        await using (var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, true, null, ct))
        {
            progress("Writing the database", 50);
            BackupEntry entry;
            await using (var source = File.OpenRead(database))
                entry = await BackupArchive.AddAsync(archive, BackupArchive.Database, source, ct);
            var (entries, missing) = await AddFilesAsync(archive, db, progress, ct);
            manifest = new BackupManifest(
                BackupManifest.CurrentFormat,
                schema,
                takenFrom,
                takenAt,
                entry,
                entries,
                missing,
                tables
            );
            await BackupArchive.AddManifestAsync(archive, manifest, ct);
        }

        file.Flush(flushToDisk: true);
        return manifest;
    }

    /// <summary>The verb can be run against a database that the application never started on.</summary>
    private async Task RequireSchemaAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        if (!(await AppliedMigrations.OfAsync(db, ct)).Any())
            throw DomainException.Conflict(
                "There is nothing to back up: the database is empty. Check Storage:Root and Database:ConnectionString."
            );
    }

    /// <summary>Puts the rows of this instant into a SQLite file, without holding writers up.</summary>
    private async Task<string> CopyDatabaseAsync(string database, Action<string, int> progress, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        if (!db.IsPostgres)
        {
            // SQLite fills an empty file, and would create one that every account can read.
            PrivateFiles.Ensure(database);
            db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {database}", ct);
            return "Sqlite";
        }

        await side.CreateAsync(database, ct);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        await using var target = side.Open(database);
        await TableCopy.CopyAsync(snapshot.Db, target, (table, percent) => progress(table, percent * 40 / 100), ct);
        return "PostgreSQL";
    }

    private async Task<(List<BackupEntry> Entries, int Missing)> AddFilesAsync(
        ZipArchive archive,
        ReportsDb db,
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        var keys = await FileSweep.NamedAsync(db, ct);
        var (entries, missing) = (new List<BackupEntry>(), 0);
        for (var i = 0; i < keys.Count; i++)
        {
            progress("Writing the files", 60 + (i * 40 / keys.Count));
            await using var content = await files.FindAsync(keys[i], null, ct);
            if (content is null)
                missing++;
            else
                entries.Add(await BackupArchive.AddAsync(archive, BackupArchive.FilesFolder + keys[i], content, ct));
        }

        return (entries, missing);
    }

    /// <summary>Removes what a killed process left half written.</summary>
    private void RemoveAbandoned(string folder)
    {
        var before = time.GetUtcNow().UtcDateTime - Abandoned;
        foreach (
            var path in Directory
                .EnumerateFiles(folder, "*" + BackupArchive.Extension + Unfinished)
                .Concat(Directory.EnumerateFiles(root.Folder("backup-work")))
        )
        {
            if (File.GetLastWriteTimeUtc(path) < before)
                File.Delete(path);
        }
    }
}
