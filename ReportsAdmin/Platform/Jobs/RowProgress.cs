namespace ReportsAdmin.Platform.Jobs;

/// <summary>Tells of rows written as a part of a job between 20 and 95 percent.</summary>
/// <param name="total">As announced; more rows raise it.</param>
internal sealed class RowProgress(JobContext context, string step, long total) : IProgress<long>
{
    private const int From = 20;
    private const int To = 95;

    public void Report(long value) =>
        context.Report(
            step,
            total == 0 ? To : From + (int)Math.Min(To - From, value * (To - From) / total),
            value,
            Math.Max(total, value)
        );
}
