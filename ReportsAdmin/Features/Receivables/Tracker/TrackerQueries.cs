using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>A customer as the client of spec 003 wants them: with every invoice of the financial year inline.</summary>
public sealed record CustomerWithInvoices(
    CustomerRow Row,
    DateTime CreatedAt,
    IReadOnlyList<InvoiceWithMonths> Invoices
);

/// <param name="Months">What was owed in each month of the year, newest first.</param>
public sealed record InvoiceWithMonths(
    int Id,
    string Number,
    Money Amount,
    DateOnly? Date,
    string Status,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    IReadOnlyList<InvoiceMonthAmount> Months
);

public sealed record InvoiceMonthAmount(Period Period, Money Outstanding, AgeBucket Bucket);

/// <summary>The one read of spec 003 that has no page: all customers of a financial year, streamed.</summary>
public sealed class TrackerQueries(
    IDbContextFactory<ReportsDb> contexts,
    CustomerQueries customers,
    ReceivablesQueries outstanding,
    BusinessClock clock
)
{
    private const int Chunk = 500;

    /// <summary>Customers who owed something in the year (all years when none is given), in the order of their codes.</summary>
    public async IAsyncEnumerable<CustomerWithInvoices> CustomersAsync(
        CurrentUser currentUser,
        int? departmentId,
        FinancialYear? year,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var current = Period.Of(clock.Today);
        var latest = await outstanding.LatestPeriodAsync(currentUser, ct);
        var period =
            year is { } fy && fy.Last.CompareTo(latest.CompareTo(current) > 0 ? latest : current) < 0
                ? fy.Last
                : latest;
        if (year is { } wanted && !wanted.Contains(period))
            yield break;
        var filter = new CustomerFilter(new ReceivablesFilter(period, departmentId), WithSettled: true, Sort: "code");

        await using var db = contexts.CreateDbContext();
        var positions = await Positions.LoadAsync(db, currentUser, departmentId, null, ct);
        var inYear = positions
            .All.Where(p => year is not { } y || y.Contains(p.Period))
            .ToDictionary(p => p.Id, p => p.Period);
        var chunk = new List<CustomerRow>(Chunk);
        await foreach (var row in customers.StreamAsync(currentUser, filter, ct))
        {
            chunk.Add(row);
            if (chunk.Count < Chunk)
                continue;
            foreach (var dressed in await WithInvoicesAsync(db, chunk, inYear, ct))
                yield return dressed;
            chunk.Clear();
        }

        foreach (var dressed in await WithInvoicesAsync(db, chunk, inYear, ct))
            yield return dressed;
    }

    private static async Task<List<CustomerWithInvoices>> WithInvoicesAsync(
        ReportsDb db,
        List<CustomerRow> rows,
        Dictionary<int, Period> inYear,
        CancellationToken ct
    )
    {
        var ids = rows.Select(r => r.Id).ToList();
        var made = await db.Set<Customer>()
            .Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.CreatedAt })
            .ToDictionaryAsync(c => c.Id, c => c.CreatedAt, ct);
        var invoices = (
            await db.Set<Invoice>()
                .Where(i => ids.Contains(i.CustomerId) && i.Kind == InvoiceKind.Invoice)
                .OrderBy(i => i.Id)
                .ToListAsync(ct)
        ).ToLookup(i => i.CustomerId);
        var balances = (
            await db.Set<InvoiceBalance>()
                .Where(b => ids.Contains(b.CustomerId) && b.Kind == InvoiceKind.Invoice)
                .Select(b => new
                {
                    b.InvoiceId,
                    b.SnapshotId,
                    b.OutstandingPaise,
                    b.InvoiceDate,
                })
                .ToListAsync(ct)
        ).Where(b => inYear.ContainsKey(b.SnapshotId)).ToLookup(b => b.InvoiceId);
        return
        [
            .. rows.Select(row => new CustomerWithInvoices(
                row,
                made[row.Id],
                [
                    .. invoices[row.Id]
                        .Where(i => balances[i.Id].Any())
                        .Select(i => new InvoiceWithMonths(
                            i.Id,
                            i.Number,
                            new Money(i.AmountPaise),
                            i.InvoiceDate,
                            i.Status,
                            i.CreatedAt,
                            i.UpdatedAt,
                            [
                                .. balances[i.Id]
                                    .Select(b => new InvoiceMonthAmount(
                                        inYear[b.SnapshotId],
                                        new Money(b.OutstandingPaise),
                                        AgeingScheme.Standard.BucketOf(b.InvoiceDate, inYear[b.SnapshotId].LastDay)
                                    ))
                                    .OrderByDescending(m => m.Period),
                            ]
                        )),
                ]
            )),
        ];
    }
}
