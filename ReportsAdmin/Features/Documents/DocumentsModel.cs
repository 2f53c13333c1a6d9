using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReportsAdmin.Features.Documents;

/// <summary>Tables of the room.</summary>
internal static class DocumentsModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Document>(MapDocument);
        model.Entity<ReportVersion>(MapReportVersion);
        model.Entity<DocumentTemplate>(MapDocumentTemplate);
    }

    private static void MapDocument(EntityTypeBuilder<Document> e)
    {
        e.ToTable("generated_reports");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
        e.Property(x => x.Description).HasColumnName("description").HasMaxLength(2000);
        e.Property(x => x.ReportType).HasColumnName("report_type").HasMaxLength(60);
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.Shared).HasColumnName("shared");
        e.Property(x => x.Version).HasColumnName("version").IsConcurrencyToken();
        e.Property(x => x.FormId).HasColumnName("form_id");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.HasIndex(x => new { x.OwnerId, x.CreatedAt });
        e.HasIndex(x => x.CreatedAt);
        e.HasIndex(x => x.FormId);
    }

    private static void MapReportVersion(EntityTypeBuilder<ReportVersion> e)
    {
        e.ToTable("report_versions");
        e.HasKey(x => new { x.ReportId, x.Number });
        e.Property(x => x.ReportId).HasColumnName("report_id");
        e.Property(x => x.Number).HasColumnName("number");
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
        e.Property(x => x.Description).HasColumnName("description").HasMaxLength(2000);
        e.Property(x => x.Data).HasColumnName("data");
        e.Property(x => x.Config).HasColumnName("config").HasMaxLength(4000);
        e.Property(x => x.AuthorId).HasColumnName("author_id");
        e.Property(x => x.AuthorName).HasColumnName("author_name").HasMaxLength(200);
        e.Property(x => x.At).HasColumnName("at");
        e.Property(x => x.Why).HasColumnName("why").HasMaxLength(500);
        e.Property(x => x.JobId).HasColumnName("job_id");
        e.HasOne<Document>().WithMany().HasForeignKey(x => x.ReportId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => x.JobId);
    }

    private static void MapDocumentTemplate(EntityTypeBuilder<DocumentTemplate> e)
    {
        e.ToTable("report_layouts");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Key).HasColumnName("key").HasMaxLength(60);
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
        e.Property(x => x.Definition).HasColumnName("definition").HasMaxLength(8000);
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.HasIndex(x => x.Key).IsUnique();
    }
}
