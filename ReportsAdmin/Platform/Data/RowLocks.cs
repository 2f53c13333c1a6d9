using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data;

/// <summary>Locks rows on both databases, which have no common word for it.</summary>
internal static class RowLocks
{
    /// <summary>
    /// Locks the rows until the transaction ends: whoever locks them next waits, and what is read after the lock sees what others have
    /// committed. SQLite locks the database, as for every change.
    /// </summary>
    /// <param name="column">Any column; it is set to what it is.</param>
    public static Task LockAsync<T, TValue>(
        this IQueryable<T> rows,
        Expression<Func<T, TValue>> column,
        CancellationToken ct
    )
        where T : class => rows.ExecuteUpdateAsync(s => s.SetProperty(column, column), ct);
}
