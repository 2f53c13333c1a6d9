using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class OutstandingIds
{
    public const string Customer = "63757374";
    public const string Invoice = "696e766f";
    public const string Balance = "62616c61";
    public const string Contact = "636e7463";
    public const string Promise = "70726f6d";
    public const string Dispute = "64697370";
    public const string DisputeMessage = "64736d67";
    public const string DisputeFile = "6473666c";
    public const string ReminderRun = "72656d72";
    public const string Reminder = "72656d69";
}
