using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Receivables.Calendar;

/// <summary>Maps the tables of closed months.</summary>
internal static class CalendarModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ClosedMonths>(e =>
        {
            e.ToTable("closed_months");
            e.HasKey(x => x.DepartmentId);
            e.Property(x => x.DepartmentId).HasColumnName("department_id").ValueGeneratedNever();
            e.Property(x => x.Through).HasColumnName("through");
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
        });
        model.Entity<ClosingException>(e =>
        {
            e.ToTable("closing_exceptions");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.DepartmentId).HasColumnName("department_id");
            e.Property(x => x.Region).HasColumnName("region").HasMaxLength(40);
            e.Property(x => x.Period).HasColumnName("period");
            e.Property(x => x.Until).HasColumnName("until");
            e.Property(x => x.Reason).HasColumnName("reason").HasMaxLength(ClosingException.MaxReason);
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
            e.HasIndex(x => new { x.DepartmentId, x.Period });
        });
    }
}
