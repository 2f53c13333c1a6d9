using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.Imports;

internal static class ImportsModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ImportBatch>(MapImportBatch);
        model.Entity<ImportRow>(MapImportRow);
        model.Entity<RememberedMapping>(MapRememberedMapping);
        model.Entity<RememberedAnswer>(MapRememberedAnswer);
    }

    private static void MapImportBatch(EntityTypeBuilder<ImportBatch> e)
    {
        e.ToTable("import_batches");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(40);
        e.Property(x => x.FileName).HasColumnName("file_name").HasMaxLength(260);
        e.Property(x => x.FileKey).HasColumnName("file_key").HasMaxLength(100);
        e.Property(x => x.FileSize).HasColumnName("file_size");
        e.Property(x => x.FileHash).HasColumnName("file_hash").HasMaxLength(64);
        e.Property(x => x.Period).HasColumnName("period");
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.State).HasColumnName("state");
        e.Property(x => x.Question).HasColumnName("question");
        e.Property(x => x.ProtectedPassword).HasColumnName("protected_password");
        e.Property(x => x.DateOrder).HasColumnName("date_order");
        e.Property(x => x.SheetIndex).HasColumnName("sheet_index");
        e.Property(x => x.SheetName).HasColumnName("sheet_name").HasMaxLength(100);
        e.Property(x => x.HeaderRow).HasColumnName("header_row");
        e.Property(x => x.Mapping).HasColumnName("mapping");
        e.Property(x => x.Headers).HasColumnName("headers");
        e.Property(x => x.Questions).HasColumnName("questions");
        e.Property(x => x.Answers).HasColumnName("answers");
        e.Property(x => x.Remarks).HasColumnName("remarks");
        e.Property(x => x.Failure).HasColumnName("failure");
        e.Property(x => x.Missing).HasColumnName("missing").HasMaxLength(20);
        e.Property(x => x.BaseVersion).HasColumnName("base_version");
        e.Property(x => x.Progress).HasColumnName("progress");
        e.Property(x => x.RowsNew).HasColumnName("rows_new");
        e.Property(x => x.RowsChanged).HasColumnName("rows_changed");
        e.Property(x => x.RowsUnchanged).HasColumnName("rows_unchanged");
        e.Property(x => x.RowsError).HasColumnName("rows_error");
        e.Property(x => x.RowsDuplicate).HasColumnName("rows_duplicate");
        e.Property(x => x.RowsSkipped).HasColumnName("rows_skipped");
        e.Property(x => x.RowsMissing).HasColumnName("rows_missing");
        e.Property(x => x.TotalAmount).HasColumnName("total_amount");
        e.Property(x => x.UploadedById).HasColumnName("uploaded_by_id");
        e.Property(x => x.UploadedByName).HasColumnName("uploaded_by_name").HasMaxLength(200);
        e.Property(x => x.UploadedAt).HasColumnName("uploaded_at");
        e.Property(x => x.StagedAt).HasColumnName("staged_at");
        e.Property(x => x.CommittedAt).HasColumnName("committed_at");
        e.Property(x => x.CommittedByName).HasColumnName("committed_by_name").HasMaxLength(200);
        e.Property(x => x.UndoneAt).HasColumnName("undone_at");
        e.Property(x => x.UndoneByName).HasColumnName("undone_by_name").HasMaxLength(200);
        e.Property(x => x.Kept).HasColumnName("kept");
        e.Property(x => x.JobId).HasColumnName("job_id");
        e.Property(x => x.StagingFence).HasColumnName("staging_fence");
        e.Property(x => x.Attempts).HasColumnName("attempts");
        e.Ignore(x => x.DataRows);
        e.HasIndex(x => new
        {
            x.Kind,
            x.State,
            x.Period,
        });
        e.HasIndex(x => x.FileHash);
    }

    private static void MapImportRow(EntityTypeBuilder<ImportRow> e)
    {
        e.ToTable("import_rows");
        e.HasKey(x => new { x.BatchId, x.RowNumber });
        e.Property(x => x.BatchId).HasColumnName("batch_id");
        e.Property(x => x.RowNumber).HasColumnName("row_number");
        e.Property(x => x.Effect).HasColumnName("effect");
        e.Property(x => x.Key).HasColumnName("key").HasMaxLength(200);
        e.Property(x => x.Label).HasColumnName("label").HasMaxLength(200);
        e.Property(x => x.Section).HasColumnName("section").HasMaxLength(40);
        e.Property(x => x.Amount).HasColumnName("amount");
        e.Property(x => x.Delta).HasColumnName("delta");
        e.Property(x => x.Changes).HasColumnName("changes");
        e.Property(x => x.Problems).HasColumnName("problems");
    }

    private static void MapRememberedMapping(EntityTypeBuilder<RememberedMapping> e)
    {
        e.ToTable("remembered_mappings");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(40);
        e.Property(x => x.HeaderHash).HasColumnName("header_hash").HasMaxLength(64);
        e.Property(x => x.Mapping).HasColumnName("mapping");
        e.Property(x => x.DateOrder).HasColumnName("date_order");
        e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
        e.Property(x => x.At).HasColumnName("at");
        e.HasIndex(x => new { x.Kind, x.HeaderHash }).IsUnique();
    }

    private static void MapRememberedAnswer(EntityTypeBuilder<RememberedAnswer> e)
    {
        e.ToTable("remembered_answers");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(40);
        e.Property(x => x.HeaderHash).HasColumnName("header_hash").HasMaxLength(64);
        e.Property(x => x.Question).HasColumnName("question").HasMaxLength(120);
        e.Property(x => x.Answer).HasColumnName("answer").HasMaxLength(60);
        e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
        e.Property(x => x.At).HasColumnName("at");
        e.HasIndex(x => new
            {
                x.Kind,
                x.HeaderHash,
                x.Question,
            })
            .IsUnique();
    }
}
