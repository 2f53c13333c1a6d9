using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Reports;

/// <summary>Tables of the room.</summary>
internal static class ReportsModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ReportRun>(MapReportRun);
        model.Entity<ReportShare>(MapReportShare);
        model.Entity<JobTemplate>(MapJobTemplate);
        model.Entity<ReportSchedule>(MapReportSchedule);
        model.Entity<ScheduleRecipient>(MapScheduleRecipient);
    }

    private static void MapReportRun(EntityTypeBuilder<ReportRun> e)
    {
        e.ToTable("report_runs");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.JobId).HasColumnName("job_id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
        e.Property(x => x.Description).HasColumnName("description").HasMaxLength(1000);
        e.Property(x => x.ReportType).HasColumnName("report_type").HasMaxLength(60);
        e.Property(x => x.Parameters).HasColumnName("parameters");
        e.Property(x => x.Format).HasColumnName("format").HasMaxLength(20);
        e.Property(x => x.FileName).HasColumnName("file_name").HasMaxLength(120);
        e.Property(x => x.Visibility).HasColumnName("visibility");
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.Scope).HasColumnName("scope").HasMaxLength(2000);
        e.Property(x => x.Fingerprint).HasColumnName("fingerprint").HasMaxLength(64);
        e.Property(x => x.TemplateId).HasColumnName("template_id");
        e.Property(x => x.ScheduleId).HasColumnName("schedule_id");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.HasOne<Job>().WithOne().HasForeignKey<ReportRun>(x => x.JobId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => new { x.OwnerId, x.CreatedAt });
        e.HasIndex(x => x.CreatedAt);
        e.HasIndex(x => x.Fingerprint);
        e.HasIndex(x => x.ScheduleId);
    }

    private static void MapReportShare(EntityTypeBuilder<ReportShare> e)
    {
        e.ToTable("report_shares");
        e.HasKey(x => new { x.RunId, x.UserId });
        e.Property(x => x.RunId).HasColumnName("run_id");
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.HasOne<ReportRun>().WithMany().HasForeignKey(x => x.RunId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => x.UserId);
    }

    private static void MapJobTemplate(EntityTypeBuilder<JobTemplate> e)
    {
        e.ToTable("report_templates");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
        e.Property(x => x.Description).HasColumnName("description").HasMaxLength(1000);
        e.Property(x => x.ReportType).HasColumnName("report_type").HasMaxLength(60);
        e.Property(x => x.Parameters).HasColumnName("parameters");
        e.Property(x => x.Format).HasColumnName("format").HasMaxLength(20);
        e.Property(x => x.Priority).HasColumnName("priority");
        e.Property(x => x.Visibility).HasColumnName("visibility");
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.HasIndex(x => x.OwnerId);
    }

    private static void MapReportSchedule(EntityTypeBuilder<ReportSchedule> e)
    {
        e.ToTable("report_schedules");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
        e.Property(x => x.TemplateId).HasColumnName("template_id");
        e.Property(x => x.RecurringId).HasColumnName("recurring_id");
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.HasOne<JobTemplate>().WithMany().HasForeignKey(x => x.TemplateId).OnDelete(DeleteBehavior.Restrict);
        e.HasOne<RecurringJob>()
            .WithOne()
            .HasForeignKey<ReportSchedule>(x => x.RecurringId)
            .OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => x.OwnerId);
    }

    private static void MapScheduleRecipient(EntityTypeBuilder<ScheduleRecipient> e)
    {
        e.ToTable("schedule_recipients");
        e.HasKey(x => new { x.ScheduleId, x.UserId });
        e.Property(x => x.ScheduleId).HasColumnName("schedule_id");
        e.Property(x => x.UserId).HasColumnName("user_id");
        e.HasOne<ReportSchedule>().WithMany().HasForeignKey(x => x.ScheduleId).OnDelete(DeleteBehavior.Cascade);
    }
}
