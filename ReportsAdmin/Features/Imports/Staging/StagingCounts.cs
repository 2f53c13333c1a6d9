namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>Counts rows by their effect and adds up the good ones.</summary>
internal sealed class StagingCounts
{
    private readonly int[] counts = new int[7];

    public long Amount { get; private set; }

    /// <summary>Whether good rows were left out as a person decided.</summary>
    public bool LeavesOut { get; private set; }

    public ValidatedRow Count(ValidatedRow row)
    {
        LeavesOut |= row is { Effect: RowEffect.Skipped, Problems: not null };
        counts[(int)row.Effect]++;
        if (row.Effect is RowEffect.New or RowEffect.Changed or RowEffect.Unchanged)
            Amount = checked(Amount + row.Amount);
        return row;
    }

    public void WriteTo(ImportBatch batch)
    {
        (batch.RowsNew, batch.RowsChanged, batch.RowsUnchanged, batch.RowsError) = (
            counts[0],
            counts[1],
            counts[2],
            counts[3]
        );
        (batch.RowsDuplicate, batch.RowsSkipped, batch.RowsMissing, batch.TotalAmount) = (
            counts[4],
            counts[5],
            counts[6],
            Amount
        );
    }
}
