using System.IO.Compression;
using System.Text.Json;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Platform.Backup;

/// <summary>
/// A ZIP with a SQLite database, the files that its rows name, and a manifest. A backup that was not finished has another name, so one
/// that is listed is whole.
/// </summary>
internal static class BackupArchive
{
    public const string Extension = ".backup.zip";
    public const string Database = "database.sqlite";
    public const string FilesFolder = "files/";

    private const string Manifest = "manifest.json";
    private const long MaxManifest = 256L << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Adds an entry and answers what was written.</summary>
    public static async Task<BackupEntry> AddAsync(
        ZipArchive archive,
        string name,
        Stream content,
        CancellationToken ct
    )
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        await using var target = await entry.OpenAsync(ct);
        using var hashing = new HashingStream(target);
        await content.CopyToAsync(hashing, ct);
        return new BackupEntry(name, hashing.Length, hashing.Hash());
    }

    public static async Task AddManifestAsync(ZipArchive archive, BackupManifest manifest, CancellationToken ct)
    {
        await using var target = await archive.CreateEntry(Manifest).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(target, manifest, Json, ct);
    }

    /// <exception cref="DomainException">It is no backup, or of a newer version.</exception>
    public static async Task<BackupManifest> ManifestOfAsync(ZipArchive archive, CancellationToken ct)
    {
        if (archive.GetEntry(Manifest) is not { Length: <= MaxManifest } entry)
            throw DomainException.Conflict("The file is no backup of ReportsAdmin: it has no manifest.json.");
        try
        {
            await using var source = await entry.OpenAsync(ct);
            var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(source, Json, ct);
            if (manifest is not { Database: not null, Files: not null, Tables: not null })
                throw DomainException.Conflict("The manifest of the backup is not complete.");
            if (manifest.Format > BackupManifest.CurrentFormat)
                throw DomainException.Conflict(
                    "The backup was made by a newer version of ReportsAdmin. Restore it with that."
                );
            return manifest;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw DomainException.Conflict("The manifest of the backup cannot be read.");
        }
    }

    /// <exception cref="DomainException">It is no ZIP.</exception>
    public static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw DomainException.Conflict($"{path} cannot be opened as a backup: {e.Message}");
        }
    }

    /// <summary>Copies an entry out and compares it with the manifest: never more than it says.</summary>
    /// <exception cref="DomainException">The entry is missing or another.</exception>
    public static async Task CopyAsync(ZipArchive archive, BackupEntry expected, Stream target, CancellationToken ct)
    {
        var entry = archive.GetEntry(expected.Name) ?? throw Differs(expected);
        try
        {
            await using var source = await entry.OpenAsync(ct);
            using var hashing = new HashingStream(target);
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await source.ReadAsync(buffer, ct)) > 0)
            {
                if (hashing.Length + read > expected.Size)
                    throw Differs(expected);
                await hashing.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            if (hashing.Length != expected.Size || hashing.Hash() != expected.Hash)
                throw Differs(expected);
        }
        catch (InvalidDataException)
        {
            throw DomainException.Conflict($"The backup is damaged: {expected.Name} cannot be read.");
        }
    }

    private static DomainException Differs(BackupEntry entry) =>
        DomainException.Conflict($"The backup is damaged: {entry.Name} is not what its manifest says.");
}
