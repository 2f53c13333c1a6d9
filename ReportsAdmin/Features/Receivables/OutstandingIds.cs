using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class OutstandingIds
{
    public const string Customer = "63757374";
    public const string Invoice = "696e766f";
    public const string Balance = "62616c61";
}
