using System.Data.Common;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Data.Transfer;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Platform.Backup;

/// <param name="SetAside">Where the former database is now; null when there was none.</param>
public sealed record RestoreReport(BackupManifest Manifest, string? SetAside);

/// <summary>Puts the database and the files of a backup in the place of what this installation has, on either database.</summary>
public sealed class BackupRestore(
    DatabaseOptions options,
    SideDatabases side,
    FileStore files,
    StorageRoot root,
    IEnumerable<RestoreStep> steps,
    TimeProvider time
)
{
    private const string RestoredAction = "restored";

    /// <summary>
    /// Restores. The former database is renamed, not deleted; files are added to those that are there. When anything fails before the
    /// end, the former database is in its place again.
    /// </summary>
    /// <param name="replace">Whether a database that holds data may be set aside.</param>
    /// <exception cref="DomainException">The backup is damaged or newer, the place is not empty, or the application runs.</exception>
    public async Task<RestoreReport> RestoreAsync(
        string path,
        bool replace,
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        await using var archive = BackupArchive.Open(path);
        var manifest = await BackupArchive.ManifestOfAsync(archive, ct);
        await using var alone = await DatabaseInUse.TakeAsync(options, ct);
        var place = new DatabasePlace(options, side);
        var holdsData = await place.HoldsDataAsync(ct);
        if (holdsData && !replace)
            throw DomainException.Conflict(
                "The database is not empty. Add --replace to set it aside and put the backup in its place."
            );
        var database = Path.Combine(root.Folder("backup-work"), Guid.NewGuid().ToString("N") + ".db");
        try
        {
            progress("Reading the database", 0);
            await ExtractAsync(archive, manifest, database, ct);
            await PutFilesBackAsync(archive, manifest, progress, ct);
            await PrepareAsync(database, manifest, ct);
            progress("Putting the database in place", 60);
            var aside = await place.PutAsync(
                database,
                holdsData,
                (table, percent) => progress(table, 60 + (percent * 40 / 100)),
                ct
            );
            return new RestoreReport(manifest, aside);
        }
        finally
        {
            SideDatabases.Delete(database);
        }
    }

    /// <summary>Reads the whole backup and compares everything with its manifest.</summary>
    /// <exception cref="DomainException">It is damaged or newer.</exception>
    public async Task<BackupManifest> VerifyAsync(string path, Action<string, int> progress, CancellationToken ct)
    {
        await using var archive = BackupArchive.Open(path);
        var manifest = await BackupArchive.ManifestOfAsync(archive, ct);
        var database = Path.Combine(root.Folder("backup-work"), Guid.NewGuid().ToString("N") + ".db");
        try
        {
            progress("Reading the database", 0);
            await ExtractAsync(archive, manifest, database, ct);
            for (var i = 0; i < manifest.Files.Count; i++)
            {
                progress("Reading the files", 40 + (i * 60 / manifest.Files.Count));
                await BackupArchive.CopyAsync(archive, manifest.Files[i], Stream.Null, ct);
            }

            return manifest;
        }
        finally
        {
            SideDatabases.Delete(database);
        }
    }

    /// <summary>Copies the database out, and looks whether it is whole and holds what the manifest says.</summary>
    private async Task ExtractAsync(ZipArchive archive, BackupManifest manifest, string database, CancellationToken ct)
    {
        await using (var file = PrivateFiles.CreateFile(database, FileOptions.Asynchronous))
            await BackupArchive.CopyAsync(archive, manifest.Database, file, ct);
        await using var db = side.Open(database);
        try
        {
            var applied = await AppliedMigrations.OfAsync(db, ct);
            // The tables of another version are not those of this model; the hash of the file was compared.
            if (!applied.SequenceEqual(db.Database.GetMigrations()))
                return;
            var differences = TableDigest.Differences(manifest.Tables, await TableRows.DigestAllAsync(db, ct));
            if (differences.Count > 0)
                throw DomainException.Conflict($"The backup is damaged: {string.Join("; ", differences)}.");
        }
        catch (DbException e)
        {
            throw DomainException.Conflict($"The database in the backup cannot be read: {e.Message}");
        }
    }

    private async Task PutFilesBackAsync(
        ZipArchive archive,
        BackupManifest manifest,
        Action<string, int> progress,
        CancellationToken ct
    )
    {
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            progress("Putting the files back", 20 + (i * 40 / manifest.Files.Count));
            var entry = manifest.Files[i];
            var key = entry.Name.StartsWith(BackupArchive.FilesFolder, StringComparison.Ordinal)
                ? entry.Name[BackupArchive.FilesFolder.Length..]
                : "";
            if (!FileStore.IsKey(key))
                throw DomainException.Conflict($"The backup is damaged: {entry.Name} is no file of the store.");
            await files.RestoreAsync(
                key,
                (target, token) => BackupArchive.CopyAsync(archive, entry, target, token),
                ct
            );
        }
    }

    /// <summary>Brings the database to this version, and changes what must not come back.</summary>
    private async Task PrepareAsync(string database, BackupManifest manifest, CancellationToken ct)
    {
        await side.MigrateAsync(database, ct);
        await using (var db = side.Open(database))
        {
            foreach (var step in steps)
                await step.ApplyAsync(db, ct);
            using (Actor.Use(Actor.System))
            {
                var entry = AuditExtensions.New(
                    RestoredAction,
                    "backup",
                    null,
                    null,
                    AuditField.Fact("Taken at", manifest.TakenAt)
                );
                entry.At = time.GetUtcNow().UtcDateTime;
                db.Add(entry);
                await db.SaveChangesAsync(ct);
            }
        }

        await side.CloseAsync(database, ct);
    }
}
