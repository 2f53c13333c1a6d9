using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>A column of an entity: its name, and how a bulk insert writes it.</summary>
internal sealed record StagedColumn(string Property, string Name, BulkType Type);

/// <summary>The columns of an entity as EF's model maps them, so that a table is described once.</summary>
internal static class StagedColumns
{
    public const string UploadId = "upload_id";
    public const string RowNumber = "row_number";

    public static IReadOnlyList<StagedColumn> Of(IReadOnlyEntityType entity) =>
        [
            .. entity
                .GetProperties()
                .Where(p => p.PropertyInfo is not null && p.GetColumnName() is not (UploadId or RowNumber))
                .Select(p => new StagedColumn(p.Name, p.GetColumnName(), TypeOf(p.ClrType))),
        ];

    /// <summary>Writes the properties of a record, enums as the numbers that the columns hold, nothing boxed.</summary>
    public static Action<IBulkRow, T> Writer<T>(IReadOnlyList<StagedColumn> columns)
    {
        var (row, record) = (Expression.Parameter(typeof(IBulkRow)), Expression.Parameter(typeof(T)));
        var writes = columns.Select(c => Write(row, Expression.Property(record, c.Property)));
        return Expression.Lambda<Action<IBulkRow, T>>(Expression.Block(writes), row, record).Compile();
    }

    private static Expression Write(Expression row, Expression value)
    {
        if (Nullable.GetUnderlyingType(value.Type) is not null)
            return Expression.IfThenElse(
                Expression.Property(value, nameof(Nullable<int>.HasValue)),
                Write(row, Expression.Property(value, nameof(Nullable<int>.Value))),
                Expression.Call(row, typeof(IBulkRow).GetMethod(nameof(IBulkRow.WriteNull))!)
            );
        if (value.Type.IsEnum)
            value = Expression.Convert(value, value.Type.GetEnumUnderlyingType());
        return Expression.Call(row, typeof(IBulkRow).GetMethod(nameof(IBulkRow.Write), [value.Type])!, value);
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
