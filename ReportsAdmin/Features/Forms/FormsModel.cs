using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;

namespace ReportsAdmin.Features.Forms;

/// <summary>Tables of the room.</summary>
internal static class FormsModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Form>(MapForm);
        model.Entity<FormVersion>(MapFormVersion);
        model.Entity<FormLink>(MapFormLink);
        model.Entity<Submission>(MapSubmission);
        model.Entity<SubmissionEvent>(MapSubmissionEvent);
        model.Entity<SubmissionFile>(MapSubmissionFile);
        model.Entity<FormRun>(MapFormRun);
    }

    private static void MapForm(EntityTypeBuilder<Form> e)
    {
        e.ToTable("forms");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
        e.Property(x => x.Description).HasColumnName("description").HasMaxLength(2000);
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.Draft).HasColumnName("draft");
        e.Property(x => x.DraftRevision).HasColumnName("draft_revision").IsConcurrencyToken();
        e.Property(x => x.PublishedVersion).HasColumnName("published_version");
        e.Property(x => x.Active).HasColumnName("active");
        e.Property(x => x.Public).HasColumnName("public");
        e.Property(x => x.SubmissionLimit).HasColumnName("submission_limit");
        e.Property(x => x.ClosesAt).HasColumnName("closes_at");
        e.Property(x => x.Settings).HasColumnName("settings").HasMaxLength(2000);
        e.Property(x => x.AutomationSettings).HasColumnName("automation").HasMaxLength(4000);
        e.Property(x => x.RecurringId).HasColumnName("recurring_id");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.HasIndex(x => x.OwnerId);
    }

    private static void MapFormVersion(EntityTypeBuilder<FormVersion> e)
    {
        e.ToTable("form_versions");
        e.HasKey(x => new { x.FormId, x.Number });
        e.Property(x => x.FormId).HasColumnName("form_id");
        e.Property(x => x.Number).HasColumnName("number");
        e.Property(x => x.Definition).HasColumnName("definition");
        e.Property(x => x.PublishedAt).HasColumnName("published_at");
        e.Property(x => x.PublishedById).HasColumnName("published_by_id");
        e.HasOne<Form>().WithMany().HasForeignKey(x => x.FormId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void MapFormLink(EntityTypeBuilder<FormLink> e)
    {
        e.ToTable("form_links");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.FormId).HasColumnName("form_id");
        e.Property(x => x.Token).HasColumnName("token").HasMaxLength(64);
        e.Property(x => x.Label).HasColumnName("label").HasMaxLength(200);
        e.Property(x => x.SingleUse).HasColumnName("single_use");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UsedAt).HasColumnName("used_at");
        e.Property(x => x.RevokedAt).HasColumnName("revoked_at");
        e.HasOne<Form>().WithMany().HasForeignKey(x => x.FormId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => x.Token).IsUnique();
    }

    private static void MapSubmission(EntityTypeBuilder<Submission> e)
    {
        e.ToTable("submissions");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.FormId).HasColumnName("form_id");
        e.Property(x => x.Version).HasColumnName("version");
        e.Property(x => x.Answers).HasColumnName("answers");
        e.Property(x => x.Status).HasColumnName("status");
        e.Property(x => x.SubmitterId).HasColumnName("submitter_id");
        e.Property(x => x.SubmitterEmail).HasColumnName("submitter_email").HasMaxLength(256);
        e.Property(x => x.LinkId).HasColumnName("link_id");
        e.Property(x => x.SubmittedAt).HasColumnName("submitted_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.Property(x => x.Revision).HasColumnName("revision").IsConcurrencyToken();
        e.HasOne<Form>().WithMany().HasForeignKey(x => x.FormId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => new { x.FormId, x.SubmittedAt });
        e.HasIndex(x => new { x.FormId, x.Status });
    }

    private static void MapSubmissionEvent(EntityTypeBuilder<SubmissionEvent> e)
    {
        e.ToTable("submission_events");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.SubmissionId).HasColumnName("submission_id");
        e.Property(x => x.At).HasColumnName("at");
        e.Property(x => x.ById).HasColumnName("by_id");
        e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(20);
        e.Property(x => x.Text).HasColumnName("text").HasMaxLength(2000);
        e.Property(x => x.Changes).HasColumnName("changes");
        e.HasOne<Submission>().WithMany().HasForeignKey(x => x.SubmissionId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void MapSubmissionFile(EntityTypeBuilder<SubmissionFile> e)
    {
        e.ToTable("submission_files");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.FormId).HasColumnName("form_id");
        e.Property(x => x.LinkId).HasColumnName("link_id");
        e.Property(x => x.SubmissionId).HasColumnName("submission_id");
        e.Property(x => x.FieldId).HasColumnName("field_id").HasMaxLength(60);
        e.Property(x => x.Token).HasColumnName("token").HasMaxLength(64);
        e.Property(x => x.FileName).HasColumnName("file_name").HasMaxLength(200);
        e.Property(x => x.ContentType).HasColumnName("content_type").HasMaxLength(100);
        e.Property(x => x.Size).HasColumnName("size");
        e.Property(x => x.FileKey).HasColumnName("file_key").HasMaxLength(60);
        e.Property(x => x.UploadedAt).HasColumnName("uploaded_at");
        e.HasIndex(x => x.Token).IsUnique();
        e.HasIndex(x => new { x.SubmissionId, x.UploadedAt });
        e.HasIndex(x => x.FormId);
    }

    private static void MapFormRun(EntityTypeBuilder<FormRun> e)
    {
        e.ToTable("form_runs");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.FormId).HasColumnName("form_id");
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(20);
        e.Property(x => x.Trigger).HasColumnName("trigger").HasMaxLength(20);
        e.Property(x => x.SubmissionId).HasColumnName("submission_id");
        e.Property(x => x.JobId).HasColumnName("job_id");
        e.Property(x => x.ReportId).HasColumnName("report_id");
        e.Property(x => x.Fault).HasColumnName("fault").HasMaxLength(FormAutomation.MaxFault);
        e.Property(x => x.Options).HasColumnName("options").HasMaxLength(4000);
        e.Property(x => x.ById).HasColumnName("by_id");
        e.Property(x => x.At).HasColumnName("at");
        e.HasOne<Form>().WithMany().HasForeignKey(x => x.FormId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => new { x.FormId, x.At });
    }
}
