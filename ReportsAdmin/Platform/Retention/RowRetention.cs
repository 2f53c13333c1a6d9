using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Retention;

/// <summary>Rows without files that are kept for a time.</summary>
public abstract class RowRetention<T>(IDbContextFactory<ReportsDb> contexts) : IRetention
    where T : class
{
    public abstract string Kind { get; }

    public abstract string Title { get; }

    public abstract string Description { get; }

    public int DefaultDays => 90;

    /// <summary>The age of a row, for the oldest that is due.</summary>
    protected abstract Expression<Func<T, DateTime?>> At { get; }

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var due = Due(db.Set<T>(), before);
        var count = await due.CountAsync(ct);
        return count == 0 ? RetentionDue.None : new RetentionDue(count, 0, await due.MinAsync(At, ct), []);
    }

    public virtual async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await Due(db.Set<T>(), before).ExecuteDeleteAsync(ct);
    }

    protected abstract IQueryable<T> Due(IQueryable<T> rows, DateTime before);
}
