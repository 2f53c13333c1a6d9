using System.Globalization;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Audit;

/// <summary>
/// How rooms record what no tracked entity shows: set-based changes and events. Entities declare themselves instead
/// (<see cref="AuditSetup.AddAudited"/>).
/// </summary>
public static class AuditExtensions
{
    /// <summary>Records an act with the caller's next save, so in its transaction or not at all.</summary>
    /// <param name="kind">The kind of record, in lower case; null for none.</param>
    public static void Record(
        this ReportsDb db,
        string action,
        string? kind,
        object? recordId,
        string? recordName,
        params IEnumerable<AuditField> fields
    ) => db.Add(New(action, kind, recordId, recordName, fields));

    /// <summary>Records an act now, in the caller's transaction: for changes by statements, which no save follows.</summary>
    public static async Task RecordAsync(
        this ReportsDb db,
        string action,
        string? kind,
        object? recordId,
        string? recordName,
        CancellationToken ct,
        params IEnumerable<AuditField> fields
    )
    {
        db.Record(action, kind, recordId, recordName, fields);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>An entry by the present actor, not stamped with a time yet.</summary>
    public static AuditEntry New(
        string action,
        string? kind,
        object? recordId,
        string? recordName,
        params IEnumerable<AuditField> fields
    )
    {
        var actor = Actor.Current;
        return new AuditEntry
        {
            Action = action,
            Kind = kind,
            RecordId = recordId is null ? null : Convert.ToString(recordId, CultureInfo.InvariantCulture),
            RecordName = Short(recordName, AuditEntry.MaxName),
            ActorId = actor.UserId,
            ActorName = Short(actor.Name, AuditEntry.MaxName),
            SeenAsId = actor.SeenAsId,
            SeenAsName = Short(actor.SeenAsName, AuditEntry.MaxName),
            Via = actor.Via,
            Address = Short(actor.Address, AuditEntry.MaxAddress),
            RequestId = Short(actor.RequestId, AuditEntry.MaxRequestId),
            Details = AuditField.Write([.. fields]),
        };
    }

    /// <summary>Names the actor, where the act itself says who it was: a sign-in.</summary>
    public static AuditEntry By(this AuditEntry entry, int userId, string? name)
    {
        (entry.ActorId, entry.ActorName) = (userId, Short(name, AuditEntry.MaxName));
        return entry;
    }

    private static string? Short(string? text, int max)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        return clean.Length > max ? clean[..max] : clean;
    }
}
