using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data;

/// <summary>Rows of a room that refer to regions by code: a region that is used stays.</summary>
/// <param name="Title">What the rows are, in the plural: <c>people</c>.</param>
/// <param name="CountAsync">Rows by region code; codes without rows may be left out.</param>
public sealed record RegionUse(
    string Title,
    Func<ReportsDb, CancellationToken, Task<IReadOnlyDictionary<string, long>>> CountAsync
);

public enum PlaceKind
{
    Zone,
    Territory,
}

/// <summary>Rows of a room that hold the name of a zone or territory: they follow when it gets another name.</summary>
/// <param name="Title">What the rows are, in the plural: <c>people</c>.</param>
/// <param name="CountAsync">Rows by name; names without rows may be left out.</param>
/// <param name="RenameAsync">Gives the rows of one name another.</param>
public sealed record PlaceUse(
    PlaceKind Kind,
    string Title,
    Func<ReportsDb, CancellationToken, Task<IReadOnlyDictionary<string, long>>> CountAsync,
    Func<ReportsDb, string, string, CancellationToken, Task> RenameAsync
)
{
    /// <param name="column">The column that holds the name.</param>
    public static PlaceUse Of<T>(PlaceKind kind, string title, Expression<Func<T, string?>> column)
        where T : class =>
        new(
            kind,
            title,
            (db, ct) => db.Set<T>().CountByAsync(column, ct),
            (db, from, to, ct) =>
                db.Set<T>()
                    .Where(
                        Expression.Lambda<Func<T, bool>>(
                            Expression.Equal(column.Body, Expression.Constant(from)),
                            column.Parameters
                        )
                    )
                    .ExecuteUpdateAsync(s => s.SetProperty(column, to), ct)
        );
}

/// <summary>A topic whose answers depend on departments, regions or zones: its version rises with each change of one, so no cached answer outlives it.</summary>
public sealed record StructureDependent(string Topic);

/// <summary>A column of a room that names roles.</summary>
/// <param name="RenameAsync">Gives rows another role's name; null for a role that is deleted.</param>
public sealed record RoleReference(Func<ReportsDb, string, string?, CancellationToken, Task> RenameAsync);

public static class CodeCounts
{
    /// <summary>How many rows have each code; rows without one are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountByAsync<T>(
        this IQueryable<T> rows,
        Expression<Func<T, string?>> code,
        CancellationToken ct
    )
        where T : class =>
        await rows.Select(code)
            .Where(c => c != null)
            .GroupBy(c => c!)
            .Select(g => new { g.Key, Count = g.LongCount() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
}
