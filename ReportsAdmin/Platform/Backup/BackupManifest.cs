using System.Text.Json.Serialization;
using ReportsAdmin.Platform.Data.Transfer;

namespace ReportsAdmin.Platform.Backup;

/// <summary>What a backup holds, as <c>manifest.json</c> in it.</summary>
/// <param name="Format">Grows when an older version of the application could not read the backup.</param>
/// <param name="Schema">The last migration of the database in the backup.</param>
/// <param name="TakenFrom"><c>Sqlite</c> or <c>PostgreSQL</c>; the database in the backup is SQLite's in either case.</param>
/// <param name="TakenAt">UTC: the instant that the rows are of.</param>
/// <param name="MissingFiles">Files that rows name and that were deleted before, because their time was over.</param>
public sealed record BackupManifest(
    int Format,
    string Schema,
    string TakenFrom,
    DateTime TakenAt,
    BackupEntry Database,
    IReadOnlyList<BackupEntry> Files,
    int MissingFiles,
    IReadOnlyList<TableDigest> Tables
)
{
    public const int CurrentFormat = 1;

    [JsonIgnore]
    public long Rows => Tables.Sum(t => t.Rows);
}

/// <param name="Name">Of the entry in the archive.</param>
/// <param name="Hash">SHA-256 in lower-case hexadecimal.</param>
public sealed record BackupEntry(string Name, long Size, string Hash);
