using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Pages;

namespace ReportsAdmin.Features.Receivables.Movement.Pages;

/// <summary>Cells of the roll matrix as people read them.</summary>
public static class RollText
{
    /// <summary><c>31–90 → 91–180 days</c>, <c>New in 0–30 days</c>.</summary>
    public static string Of(RollCell cell, AgeingScheme scheme) =>
        cell.Kind switch
        {
            RollKind.New => $"New in {Bucket(cell.Now, scheme)}",
            RollKind.Grown => $"Grown in {Bucket(cell.Now, scheme)}",
            RollKind.Received => $"Received in part from {Bucket(cell.Then, scheme)}",
            RollKind.Gone => $"Paid or gone from {Bucket(cell.Then, scheme)}",
            _ when cell.Then == cell.Now => $"Still in {Bucket(cell.Now, scheme)}",
            _ => $"{Bucket(cell.Then, scheme)} → {Bucket(cell.Now, scheme)}",
        };

    /// <summary>The bucket of an invoice in the diff; a dash when it is not open.</summary>
    public static string Bucket(AgeBucket? bucket, AgeingScheme scheme) =>
        bucket is { } known ? BucketText.Of(scheme.Labels[(int)known]) : "–";
}
