using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReportsAdmin.Platform.Jobs;

internal static class JobsModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Job>(MapJob);
        model.Entity<JobError>(MapJobError);
        model.Entity<Artifact>(MapArtifact);
        model.Entity<RecurringJob>(MapRecurringJob);
    }

    private static void MapJob(EntityTypeBuilder<Job> e)
    {
        e.ToTable("jobs");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(60);
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(300);
        e.Property(x => x.Arguments).HasColumnName("arguments");
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.State).HasColumnName("state");
        e.Property(x => x.Priority).HasColumnName("priority");
        e.Property(x => x.FairOrder).HasColumnName("turn");
        e.Property(x => x.RunAt).HasColumnName("run_at");
        e.Property(x => x.UniqueKey).HasColumnName("unique_key").HasMaxLength(200);
        e.Property(x => x.Attempt).HasColumnName("attempt");
        e.Property(x => x.MaxAttempts).HasColumnName("max_attempts");
        e.Property(x => x.Retries).HasColumnName("retries");
        e.Property(x => x.TimeoutSeconds).HasColumnName("timeout_seconds");
        e.Property(x => x.Fence).HasColumnName("fence");
        e.Property(x => x.Worker).HasColumnName("worker").HasMaxLength(100);
        e.Property(x => x.Slot).HasColumnName("slot");
        e.Property(x => x.LeaseUntil).HasColumnName("lease_until");
        e.Property(x => x.CancelRequestedAt).HasColumnName("cancel_requested_at");
        e.Property(x => x.CancelledBy).HasColumnName("cancelled_by").HasMaxLength(200);
        e.Property(x => x.CancelReason).HasColumnName("cancel_reason").HasMaxLength(500);
        e.Property(x => x.Step).HasColumnName("step").HasMaxLength(200);
        e.Property(x => x.Percent).HasColumnName("percent");
        e.Property(x => x.RowsDone).HasColumnName("rows_done");
        e.Property(x => x.RowsTotal).HasColumnName("rows_total");
        e.Property(x => x.ErrorCode).HasColumnName("error_code").HasMaxLength(60);
        e.Property(x => x.ErrorMessage).HasColumnName("error_message");
        e.Property(x => x.Result).HasColumnName("result");
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.Property(x => x.StartedAt).HasColumnName("started_at");
        e.Property(x => x.FinishedAt).HasColumnName("finished_at");
        e.Property(x => x.RecurringId).HasColumnName("recurring_id");
        e.Property(x => x.OccurrenceAt).HasColumnName("occurrence_at");
        MapJobIndexes(e);
    }

    // The partial indexes stay as small as the queue is: finished jobs are in none of the first six.
    private static void MapJobIndexes(EntityTypeBuilder<Job> e)
    {
        e.HasIndex(
                x => new
                {
                    x.Priority,
                    x.FairOrder,
                    x.RunAt,
                    x.Id,
                },
                "ix_jobs_pending"
            )
            .IsDescending(true, false, false, false)
            .HasFilter("state = 1");
        e.HasIndex(
                x => new
                {
                    x.OwnerId,
                    x.Priority,
                    x.FairOrder,
                },
                "ix_jobs_pending_owner"
            )
            .HasFilter("state = 1");
        e.HasIndex(x => x.RunAt, "ix_jobs_scheduled").HasFilter("state = 0");
        e.HasIndex(x => x.LeaseUntil, "ix_jobs_running").HasFilter("state = 2");
        e.HasIndex(x => new { x.Kind, x.Slot }, "ix_jobs_slot").IsUnique().HasFilter("state = 2 AND slot IS NOT NULL");
        e.HasIndex(x => x.UniqueKey, "ix_jobs_unique_key")
            .IsUnique()
            .HasFilter("state IN (0, 1, 2) AND unique_key IS NOT NULL");
        e.HasIndex(x => new { x.RecurringId, x.OccurrenceAt }, "ix_jobs_occurrence")
            .IsUnique()
            .HasFilter("recurring_id IS NOT NULL");
        e.HasIndex(x => new { x.Kind, x.FinishedAt }, "ix_jobs_completed").HasFilter("state = 3");
        e.HasIndex(x => x.FinishedAt, "ix_jobs_finished").HasFilter("finished_at IS NOT NULL");
        e.HasIndex(x => new { x.OwnerId, x.Id }, "ix_jobs_owner");
    }

    private static void MapJobError(EntityTypeBuilder<JobError> e)
    {
        e.ToTable("job_errors");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.JobId).HasColumnName("job_id");
        e.Property(x => x.Attempt).HasColumnName("attempt");
        e.Property(x => x.At).HasColumnName("at");
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(60);
        e.Property(x => x.Message).HasColumnName("message");
        e.HasOne<Job>().WithMany().HasForeignKey(x => x.JobId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void MapArtifact(EntityTypeBuilder<Artifact> e)
    {
        e.ToTable("artifacts");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.JobId).HasColumnName("job_id");
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(60);
        e.Property(x => x.FileName).HasColumnName("file_name").HasMaxLength(260);
        e.Property(x => x.ContentType).HasColumnName("content_type").HasMaxLength(150);
        e.Property(x => x.FileKey).HasColumnName("file_key").HasMaxLength(100);
        e.Property(x => x.Size).HasColumnName("size");
        e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(64);
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.ExpiresAt).HasColumnName("expires_at");
        e.Property(x => x.RemovedAt).HasColumnName("removed_at");
        e.HasIndex(x => new { x.JobId, x.Name }, "ix_artifacts_name").IsUnique();
        e.HasIndex(x => x.FileKey, "ix_artifacts_file_key").IsUnique();
        e.HasIndex(x => x.ExpiresAt, "ix_artifacts_expiry").HasFilter("removed_at IS NULL AND expires_at IS NOT NULL");
        e.HasOne<Job>().WithMany().HasForeignKey(x => x.JobId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void MapRecurringJob(EntityTypeBuilder<RecurringJob> e)
    {
        e.ToTable("recurring_jobs");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(60);
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(300);
        e.Property(x => x.Arguments).HasColumnName("arguments");
        e.Property(x => x.OwnerId).HasColumnName("owner_id");
        e.Property(x => x.Cron).HasColumnName("cron").HasMaxLength(120);
        e.Property(x => x.TimeZone).HasColumnName("time_zone").HasMaxLength(60);
        e.Property(x => x.Enabled).HasColumnName("enabled");
        e.Property(x => x.NextAt).HasColumnName("next_at");
        e.Property(x => x.LastAt).HasColumnName("last_at");
        e.Property(x => x.LastJobId).HasColumnName("last_job_id");
        e.HasIndex(x => x.NextAt, "ix_recurring_jobs_due").HasFilter("next_at IS NOT NULL");
    }
}
