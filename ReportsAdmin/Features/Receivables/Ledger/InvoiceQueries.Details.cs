using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

public sealed partial class InvoiceQueries
{
    /// <summary>An invoice through the months: what was owed, and the file, sheet, row and cells that say so.</summary>
    public async Task<InvoiceDetails> DetailsAsync(CurrentUser currentUser, int invoiceId, CancellationToken ct)
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var invoice = await db.Set<Invoice>()
            .Where(i => i.Id == invoiceId)
            .Join(db.Set<Customer>().VisibleTo(currentUser), i => i.CustomerId, c => c.Id, (i, c) => new { i, c })
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Invoice not found.");
        var months = await MonthsAsync(db, currentUser, invoice.i, ct);
        if (months.Count == 0)
            throw DomainException.NotFound("Invoice not found.");
        var (position, terms) = await LatestAsync(db, currentUser, months[0], ct);
        var changes = await db.Set<CustomerChange>()
            .Where(c => c.CustomerId == invoice.c.Id && c.InvoiceId == invoiceId)
            .OrderByDescending(c => c.Id)
            .Take(PageRequest.MaxSize)
            .ToListAsync(ct);
        return new InvoiceDetails(
            Row(
                currentUser,
                new Joined
                {
                    Balance = months[0].In(position),
                    Invoice = invoice.i,
                    Customer = invoice.c,
                    Region = months[0].Region,
                },
                terms
            ),
            position.Period,
            await SourcesAsync(months, ct),
            [.. changes.Select(c => new ChangeRow(c.Field, c.Before, c.After, c.At, c.ByName, invoice.i.Number))]
        );
    }

    /// <summary>What was owed month by month, the latest first.</summary>
    private static async Task<List<PlacedBalance>> MonthsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Invoice invoice,
        CancellationToken ct
    ) =>
        await db.Set<InvoiceBalance>()
            .Where(b => b.CustomerId == invoice.CustomerId && b.InvoiceId == invoice.Id)
            .Join(
                db.Set<Snapshot>().VisibleTo(currentUser),
                b => b.SnapshotId,
                s => s.Id,
                (b, s) =>
                    new PlacedBalance
                    {
                        Balance = b,
                        Period = s.Period,
                        Region = s.Region,
                        DepartmentId = s.DepartmentId,
                    }
            )
            .OrderByDescending(x => x.Period)
            // An invoice that moved to another region is in both positions of the month.
            .ThenByDescending(x => x.Balance.OutstandingPaise != 0)
            .ToListAsync(ct);

    /// <summary>The latest position of the department and region: a later sheet that no longer has the invoice counts, too.</summary>
    private async Task<(Position Position, AgeingTerms Terms)> LatestAsync(
        ReportsDb db,
        CurrentUser currentUser,
        PlacedBalance newest,
        CancellationToken ct
    )
    {
        var all = await Positions.LoadAsync(db, currentUser, newest.DepartmentId, newest.Region, ct);
        var position = all.All[^1];
        var filter = new ReceivablesFilter(position.Period, newest.DepartmentId);
        return (position, await outstanding.TermsAsync(currentUser, filter, [position], ct));
    }

    /// <summary>The file, sheet, row and cells behind each month.</summary>
    private async Task<List<InvoiceMonth>> SourcesAsync(List<PlacedBalance> months, CancellationToken ct)
    {
        var files = await imports.FilesAsync([.. months.Select(m => m.Balance.BatchId).Distinct()], ct);
        var shown = new List<InvoiceMonth>();
        foreach (var month in months)
        {
            var (balance, file) = (month.Balance, files.GetValueOrDefault(month.Balance.BatchId));
            var cells = balance.RowNumber is { } row ? await imports.SourceCellsAsync(balance.BatchId, row, ct) : [];
            shown.Add(
                new InvoiceMonth(
                    Period.FromNumber(month.Period),
                    new Money(balance.OutstandingPaise),
                    balance.Origin,
                    balance.BatchId,
                    file?.FileName ?? "",
                    file?.SheetName,
                    balance.RowNumber,
                    cells
                )
            );
        }

        return shown;
    }

    /// <summary>A balance with the position that holds it.</summary>
    private sealed class PlacedBalance
    {
        public required InvoiceBalance Balance { get; init; }

        public required int Period { get; init; }

        public required string Region { get; init; }

        public required int DepartmentId { get; init; }

        /// <summary>What the position says: nothing is owed where it no longer has the invoice.</summary>
        public InvoiceBalance In(Position position) =>
            Balance.SnapshotId == position.Id
                ? Balance
                : new InvoiceBalance
                {
                    SnapshotId = position.Id,
                    InvoiceId = Balance.InvoiceId,
                    CustomerId = Balance.CustomerId,
                    InvoiceDate = Balance.InvoiceDate,
                    DueDate = Balance.DueDate,
                    Bucket = Balance.Bucket,
                    Kind = Balance.Kind,
                    Disputed = Balance.Disputed,
                    DisputePaise = Balance.DisputePaise,
                    Origin = Balance.Origin,
                    BatchId = Balance.BatchId,
                    RowNumber = Balance.RowNumber,
                };
    }
}
