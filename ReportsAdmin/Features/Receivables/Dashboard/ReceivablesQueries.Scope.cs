using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Dashboard;

public sealed partial class ReceivablesQueries
{
    /// <summary>How many customers the current user sees.</summary>
    public async Task<int> CustomersAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        return await snapshot.Db.Set<Customer>().VisibleTo(currentUser).CountAsync(ct);
    }

    /// <summary>The outstanding amount that the current user sees, as their dashboard shows it for the latest month.</summary>
    public async Task<Money> OutstandingAsync(CurrentUser currentUser, CancellationToken ct)
    {
        var month = await LatestPeriodAsync(currentUser, ct);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var positions = await Positions.LoadAsync(snapshot.Db, currentUser, null, null, ct);
        return Positions.Sum(positions.At(month), month).Outstanding;
    }
}
