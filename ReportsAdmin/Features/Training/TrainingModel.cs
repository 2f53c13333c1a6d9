using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training;

internal static class TrainingModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Learner>(MapLearner);
        model.Entity<Course>(MapCourse);
        model.Entity<TrainingClass>(MapTrainingClass);
        model.Entity<TrainingContent>(MapTrainingContent);
        model.Entity<TrainingEvent>(MapTrainingEvent);
        model.MapUploadTable<Learner>();
        model.MapUploadTable<Course>();
        model.MapUploadTable<TrainingClass>();
        model.MapUploadTable<TrainingContent>();
        model.MapUploadTable<TrainingEvent>();
    }

    private static void MapLearner(EntityTypeBuilder<Learner> e)
    {
        e.ToTable("learners");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(60);
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.Active).HasColumnName("active");
        e.MapOrigin();
        e.HasIndex(x => x.Code).IsUnique();
        e.HasIndex(x => x.DepartmentId);
    }

    private static void MapCourse(EntityTypeBuilder<Course> e)
    {
        e.ToTable("courses");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(60);
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
        e.Property(x => x.Category).HasColumnName("category").HasMaxLength(100);
        e.Property(x => x.Program).HasColumnName("program").HasMaxLength(100);
        e.MapOrigin();
        e.HasIndex(x => x.Code).IsUnique();
    }

    private static void MapTrainingClass(EntityTypeBuilder<TrainingClass> e)
    {
        e.ToTable("training_classes");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(60);
        e.Property(x => x.CourseId).HasColumnName("course_id");
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
        e.Property(x => x.Instructor).HasColumnName("instructor").HasMaxLength(200);
        e.MapOrigin();
        e.HasIndex(x => new { x.CourseId, x.Code }).IsUnique();
    }

    private static void MapTrainingContent(EntityTypeBuilder<TrainingContent> e)
    {
        e.ToTable("training_contents");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(60);
        e.Property(x => x.CourseId).HasColumnName("course_id");
        e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
        e.MapOrigin();
        e.HasIndex(x => new { x.CourseId, x.Code }).IsUnique();
    }

    private static void MapTrainingEvent(EntityTypeBuilder<TrainingEvent> e)
    {
        e.ToTable("training_events");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.LearnerId).HasColumnName("learner_id");
        e.Property(x => x.CourseId).HasColumnName("course_id");
        e.Property(x => x.ClassId).HasColumnName("class_id");
        e.Property(x => x.ContentId).HasColumnName("content_id");
        e.Property(x => x.Type).HasColumnName("type");
        e.Property(x => x.Status).HasColumnName("status");
        e.Property(x => x.At).HasColumnName("at");
        e.Property(x => x.Month).HasColumnName("month");
        e.Property(x => x.ScoreHundredths).HasColumnName("score_hundredths");
        e.Property(x => x.Minutes).HasColumnName("minutes");
        e.Property(x => x.ValidUntil).HasColumnName("valid_until");
        e.MapOrigin();
        e.HasIndex(x => new
            {
                x.LearnerId,
                x.CourseId,
                x.At,
                x.Type,
                x.ClassId,
                x.ContentId,
            })
            .IsUnique();
        e.HasIndex(x => new { x.CourseId, x.At });
        e.HasIndex(x => x.At);
    }
}
