using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Cover;

/// <summary>That a delegate stands in for a person from one company day to another. Kept when it is over.</summary>
public sealed class LeaveCover
{
    public int Id { get; init; }

    public int PersonId { get; init; }

    public int DelegateId { get; init; }

    /// <summary>The first day, of the company's calendar.</summary>
    public DateOnly FromDay { get; init; }

    /// <summary>The last day, included.</summary>
    public DateOnly ToDay { get; init; }

    public int SetById { get; init; }

    public required string SetByName { get; init; }

    public DateTime SetAt { get; init; }

    /// <summary>UTC; set when somebody ended or withdrew it before its last day.</summary>
    public DateTime? EndedAt { get; set; }

    public int? EndedById { get; set; }
}

internal static class LeaveCovers
{
    /// <summary>The active people for whom the delegate stands in on this day, in the order in which that was set.</summary>
    public static Task<List<int>> OfDelegateAsync(ReportsDb db, int delegateId, DateOnly day, CancellationToken ct) =>
        db.Set<LeaveCover>()
            .Where(c => c.DelegateId == delegateId && c.EndedAt == null && c.FromDay <= day && c.ToDay >= day)
            .Where(c => db.Set<User>().Any(u => u.Id == c.PersonId && u.Active))
            .OrderBy(c => c.Id)
            .Select(c => c.PersonId)
            .ToListAsync(ct);
}

internal static class LeaveCoverModel
{
    public static void Map(ModelBuilder model) =>
        model.Entity<LeaveCover>(e =>
        {
            e.ToTable("leave_covers");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.PersonId).HasColumnName("person_id");
            e.Property(x => x.DelegateId).HasColumnName("delegate_id");
            e.Property(x => x.FromDay).HasColumnName("from_day");
            e.Property(x => x.ToDay).HasColumnName("to_day");
            e.Property(x => x.SetById).HasColumnName("set_by_id");
            e.Property(x => x.SetByName).HasColumnName("set_by_name").HasMaxLength(200);
            e.Property(x => x.SetAt).HasColumnName("set_at");
            e.Property(x => x.EndedAt).HasColumnName("ended_at");
            e.Property(x => x.EndedById).HasColumnName("ended_by_id");
            e.HasIndex(x => new { x.DelegateId, x.ToDay });
            e.HasIndex(x => new { x.PersonId, x.ToDay });
        });
}
