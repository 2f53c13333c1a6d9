using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data;

/// <summary>Reads and raises the version of a topic. Raised inside the transaction that changed the data, so a reader never sees one without the other.</summary>
public static class DataVersions
{
    /// <summary>The version of the topic; 0 before its first change.</summary>
    public static Task<long> DataVersionAsync(this ReportsDb db, string topic, CancellationToken ct) =>
        db.Set<DataVersion>().Where(v => v.Topic == topic).Select(v => v.Version).SingleOrDefaultAsync(ct);

    /// <summary>The versions of several topics as one text, the same for the same versions, read in one statement.</summary>
    public static async Task<string> DataVersionsAsync(
        this ReportsDb db,
        IReadOnlyCollection<string> topics,
        CancellationToken ct
    )
    {
        var versions = await db.Set<DataVersion>()
            .Where(v => topics.Contains(v.Topic))
            .ToDictionaryAsync(v => v.Topic, v => v.Version, StringComparer.Ordinal, ct);
        return string.Join('.', topics.Select(t => versions.GetValueOrDefault(t)));
    }

    /// <summary>Raises the version by one. Its row lock also makes writers of the topic wait for each other on PostgreSQL.</summary>
    public static Task RaiseDataVersionAsync(this ReportsDb db, string topic, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO data_versions (topic, version)
            VALUES ({topic}, 1)
            ON CONFLICT (topic) DO UPDATE SET version = data_versions.version + 1
            """,
            ct
        );
}
