using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>A table as both databases have it, from the model.</summary>
/// <param name="Columns">In one order on both databases.</param>
/// <param name="Identity">The column whose values the database counts up itself; null for none.</param>
public sealed record TableLayout(string Name, IReadOnlyList<BulkColumn> Columns, string? Identity)
{
    public string ColumnNames => string.Join(", ", Columns.Select(c => c.Name));

    /// <summary>Every table; those that others refer to come before them.</summary>
    public static IReadOnlyList<TableLayout> Of(ReportsDb db)
    {
        var left = db.Model.GetRelationalModel().Tables.OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        var layouts = new List<TableLayout>();
        while (left.Count > 0)
        {
            var next = left.Find(t =>
                t.ForeignKeyConstraints.All(f => f.PrincipalTable == t || !left.Contains(f.PrincipalTable))
            ) ?? throw new InvalidOperationException($"Tables refer to each other in a circle: {left[0].Name}.");
            left.Remove(next);
            layouts.Add(Of(next));
        }

        return layouts;
    }

    private static TableLayout Of(ITable table) =>
        new(
            table.Name,
            [
                .. table
                    .Columns.OrderBy(c => c.Name, StringComparer.Ordinal)
                    .Select(c => new BulkColumn(c.Name, TypeOf(table, c))),
            ],
            table
                .Columns.FirstOrDefault(c =>
                    c.PropertyMappings.Any(m =>
                        m.Property.ValueGenerated == ValueGenerated.OnAdd
                        && m.Property.IsPrimaryKey()
                        && m.Property.ClrType != typeof(string)
                    )
                )
                ?.Name
        );

    private static BulkType TypeOf(ITable table, IColumn column)
    {
        var type = Nullable.GetUnderlyingType(column.ProviderClrType) ?? column.ProviderClrType;
        return type switch
        {
            _ when type == typeof(string) => BulkType.Text,
            _ when type == typeof(int) => BulkType.Int32,
            _ when type == typeof(long) => BulkType.Int64,
            _ when type == typeof(short) => BulkType.Int16,
            _ when type == typeof(bool) => BulkType.Boolean,
            _ when type == typeof(DateOnly) => BulkType.Date,
            _ when type == typeof(DateTime) => BulkType.Instant,
            _ when type == typeof(byte[]) => BulkType.Bytes,
            _ when type == typeof(double) => BulkType.Double,
            _ => throw new InvalidOperationException($"{table.Name}.{column.Name}: {type.Name} cannot be copied."),
        };
    }
}
