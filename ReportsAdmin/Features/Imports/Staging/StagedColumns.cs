using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>A column of an entity: its name, how a bulk insert writes it, and how its value is read from a record.</summary>
internal sealed record StagedColumn<T>(string Property, string Name, BulkType Type, Func<T, object?> Read);

/// <summary>The columns of an entity as EF's model maps them, so that a table is described once.</summary>
internal static class StagedColumns
{
    public const string UploadId = "upload_id";
    public const string RowNumber = "row_number";

    public static IReadOnlyList<StagedColumn<T>> Of<T>(IReadOnlyEntityType entity) =>
        [
            .. entity
                .GetProperties()
                .Where(p => p.PropertyInfo is not null && p.GetColumnName() is not (UploadId or RowNumber))
                .Select(p => new StagedColumn<T>(
                    p.Name,
                    p.GetColumnName(),
                    TypeOf(p.ClrType),
                    Reader<T>(p.PropertyInfo!)
                )),
        ];

    /// <summary>Reads a property boxed, enums as the number that the column holds.</summary>
    private static Func<T, object?> Reader<T>(PropertyInfo property)
    {
        var record = Expression.Parameter(typeof(T));
        Expression value = Expression.Property(record, property);
        var bare = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (bare.IsEnum)
        {
            var number = bare.GetEnumUnderlyingType();
            value = Expression.Convert(
                value,
                bare == property.PropertyType ? number : typeof(Nullable<>).MakeGenericType(number)
            );
        }

        return Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), record).Compile();
    }

    private static BulkType TypeOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        bare = bare.IsEnum ? bare.GetEnumUnderlyingType() : bare;
        return bare switch
        {
            _ when bare == typeof(string) => BulkType.Text,
            _ when bare == typeof(short) => BulkType.Int16,
            _ when bare == typeof(int) => BulkType.Int32,
            _ when bare == typeof(long) => BulkType.Int64,
            _ when bare == typeof(bool) => BulkType.Boolean,
            _ when bare == typeof(DateOnly) => BulkType.Date,
            _ when bare == typeof(DateTime) => BulkType.Instant,
            _ => throw new NotSupportedException($"{bare.Name} has no bulk column type."),
        };
    }
}
