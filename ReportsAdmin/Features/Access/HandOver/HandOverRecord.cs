using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Access.HandOver;

/// <summary>That a person's work was handed over. Never changed.</summary>
public sealed class HandOverRecord
{
    public int Id { get; init; }

    public int FromUserId { get; init; }

    public int ToUserId { get; init; }

    public required string ToName { get; init; }

    public int HandedOverById { get; init; }

    public required string HandedOverByName { get; init; }

    public DateTime At { get; init; }

    /// <summary>JSON of the lines of <see cref="HandOverResult"/>.</summary>
    public required string Lines { get; init; }
}

internal static class HandOverModel
{
    public static void Map(ModelBuilder model) =>
        model.Entity<HandOverRecord>(e =>
        {
            e.ToTable("hand_overs");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.FromUserId).HasColumnName("from_user_id");
            e.Property(x => x.ToUserId).HasColumnName("to_user_id");
            e.Property(x => x.ToName).HasColumnName("to_name").HasMaxLength(200);
            e.Property(x => x.HandedOverById).HasColumnName("handed_over_by_id");
            e.Property(x => x.HandedOverByName).HasColumnName("handed_over_by_name").HasMaxLength(200);
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.Lines).HasColumnName("lines");
            e.HasIndex(x => new { x.FromUserId, x.At });
        });
}
