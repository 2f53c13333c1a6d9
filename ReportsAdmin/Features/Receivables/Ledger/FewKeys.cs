using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>Keys that are looked for first: where they are few, the database goes by them instead of trying every row of a month.</summary>
internal static class FewKeys
{
    /// <summary>So many are named to the database one by one.</summary>
    private const int Most = 1_000;

    /// <summary>Null where there are more.</summary>
    public static async Task<List<int>?> FewAsync(this IQueryable<int> keys, CancellationToken ct) =>
        await keys.Take(Most + 1).ToListAsync(ct) is { Count: <= Most } few ? few : null;
}
