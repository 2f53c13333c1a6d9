using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

/// <summary>What the audit log records of uploads: one entry for each, with its counts, whatever number of rows it writes.</summary>
internal static class ImportsAudit
{
    public const string Upload = "upload";
    public const string Committed = "committed";
    public const string Undone = "undone";
    public const string Discarded = "discarded";

    public static void Add(IServiceCollection services) =>
        services.AddAuditedEvents<ImportBatch>((b, _) => EntryOf(AuditActions.Added, b));

    public static Task RecordUploadAsync(
        this ReportsDb db,
        string action,
        ImportBatch batch,
        CancellationToken ct,
        params IEnumerable<AuditField> fields
    )
    {
        db.Add(EntryOf(action, batch, fields));
        return db.SaveChangesAsync(ct);
    }

    private static AuditEntry EntryOf(string action, ImportBatch batch, params IEnumerable<AuditField> fields) =>
        AuditExtensions.New(
            action,
            Upload,
            batch.Id,
            batch.FileName,
            [
                AuditField.Fact("Type", batch.Kind),
                AuditField.Fact("Month", batch.Period),
                AuditField.Fact("File hash", batch.FileHash),
                .. fields,
            ]
        );
}
