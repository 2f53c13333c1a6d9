using System.Text.Json;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Forms;

/// <summary>What the audit log records of forms and submissions. Questions and answers stay where they are: versions and the submission's own history hold them.</summary>
internal static class FormsAudit
{
    public const string Form = "form";
    public const string Submission = "submission";
    public const string Published = "published";

    public static void Add(IServiceCollection services)
    {
        services
            .AddAudited<Form>(Form, f => f.Id, f => f.Title)
            .Field(f => f.Title, "Title")
            .Field(f => f.Description, "Description")
            .Field(f => f.PublishedVersion, "Published version")
            .Field(f => f.Active, "Takes submissions")
            .Field(f => f.Public, "Public")
            .Field(f => f.SubmissionLimit, "Submission limit")
            .Field(f => f.ClosesAt, "Closes")
            .Mark(f => f.Draft, "Questions")
            .Mark(f => f.Settings, "Settings")
            .Mark(f => f.AutomationSettings, "Automation");
        services.AddAuditedEvents<FormLink>(
            (l, _) =>
                AuditExtensions.New(
                    AuditActions.Changed,
                    Form,
                    l.FormId,
                    null,
                    new AuditField("Public link", "", l.Label.Length > 0 ? l.Label : "added")
                )
        );
        services.AddAuditedEvents<Submission>(
            (s, _) => AuditExtensions.New(AuditActions.Added, Submission, s.Id, null, AuditField.Fact("Form", s.FormId))
        );
        services.AddAuditedEvents<SubmissionEvent>((e, _) => EntryOf(e));
    }

    // Answers are personal and live with the submission; here it is enough which changed.
    private static AuditEntry EntryOf(SubmissionEvent e)
    {
        var changes = e.Changes is null
            ? []
            : JsonSerializer.Deserialize<List<AnswerChange>>(e.Changes, JsonSerializerOptions.Web) ?? [];
        var fields =
            e.Kind == "status"
                ? changes.Select(c => new AuditField(c.Label, c.Before, c.After))
                : changes.Select(c => new AuditField(c.Label, null, null));
        return AuditExtensions.New(
            e.Kind == "comment" ? "commented" : AuditActions.Changed,
            Submission,
            e.SubmissionId,
            null,
            fields
        );
    }
}
