using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>Maps the two tables beside a table that uploads write.</summary>
public static class UploadTableMapping
{
    /// <summary>Maps which uploads wrote a row.</summary>
    public static void MapOrigin<T>(this EntityTypeBuilder<T> e)
        where T : class, IUploaded
    {
        e.Property(x => x.BatchId).HasColumnName("batch_id").HasDefaultValue(0);
        e.Property(x => x.WrittenBy).HasColumnName("written_by").HasDefaultValue(0);
        e.Property(x => x.SheetRow).HasColumnName("sheet_row").HasDefaultValue(0);
        e.HasIndex(x => x.BatchId);
    }

    /// <summary>Call it after the entity itself is mapped: both tables take its columns over.</summary>
    /// <param name="stagedWithOthers">Whether the records are staged in a table of the room, so that they need none of their own.</param>
    public static void MapUploadTable<T>(this ModelBuilder model, bool stagedWithOthers = false)
        where T : class, IUploaded
    {
        var source = model.Entity<T>().Metadata;
        var columns = source.GetProperties().Where(p => p.PropertyInfo is not null).ToList();
        var keys = source.FindPrimaryKey()!.Properties.Select(p => p.Name);
        if (!stagedWithOthers)
            Map(
                model,
                "staged_" + source.GetTableName(),
                columns.Where(c => typeof(IUploaded).GetProperty(c.Name) is null),
                e =>
                {
                    e.IndexerProperty<int>("RowNumber").HasColumnName(StagedColumns.RowNumber);
                    e.HasNoKey();
                    e.HasIndex("UploadId");
                }
            );
        Map(model, UploadTable<T>.Replaced(source.GetTableName()!), columns, e =>
        {
            e.HasKey(["UploadId", .. keys]);
            e.HasIndex(nameof(IUploaded.WrittenBy));
        });
    }

    private static void Map(
        ModelBuilder model,
        string table,
        IEnumerable<IMutableProperty> columns,
        Action<EntityTypeBuilder<Dictionary<string, object>>> keys
    ) => model.SharedTypeEntity<Dictionary<string, object>>(table, e =>
        {
            e.ToTable(table);
            e.IndexerProperty<int>("UploadId").HasColumnName(StagedColumns.UploadId).ValueGeneratedNever();
            foreach (var column in columns)
            {
                var copy = e.IndexerProperty(column.ClrType, column.Name)
                    .HasColumnName(column.GetColumnName())
                    .IsRequired(!column.IsNullable)
                    .ValueGeneratedNever();
                if (column.GetMaxLength() is { } most)
                    copy.HasMaxLength(most);
            }

            keys(e);
        });
}
