using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Documents;

/// <summary>What the audit log records of documents. What a version says is kept with the document.</summary>
internal static class DocumentsAudit
{
    public const string Document = "document";
    public const string Template = "document template";

    public static void Add(IServiceCollection services)
    {
        services
            .AddAudited<Document>(Document, d => d.Id, d => d.Title)
            .Field(d => d.Title, "Title")
            .Field(d => d.ReportType, "Type")
            .Field(d => d.Shared, "Shared");
        services.AddAuditedEvents<ReportVersion>((v, _) => v.Number == 1 ? null : EntryOf(v));
        services
            .AddAudited<DocumentTemplate>(Template, t => t.Id, t => t.Title)
            .Field(t => t.Title, "Title")
            .Field(t => t.Key, "Key");
    }

    private static AuditEntry EntryOf(ReportVersion version) =>
        AuditExtensions.New(
            AuditActions.Changed,
            Document,
            version.ReportId,
            version.Title,
            new AuditField("Version", AuditField.TextOf(version.Number - 1), AuditField.TextOf(version.Number)),
            AuditField.Fact("Reason", version.Why)
        );
}
