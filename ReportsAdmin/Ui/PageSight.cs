namespace ReportsAdmin.Ui;

/// <summary>
/// Whether anybody sees the page of a circuit. Many are open in tabs behind others all day: they wait with reading again until they are
/// shown, a minute at most, so that a tab's title is not far behind.
/// </summary>
public sealed class PageSight
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private volatile TaskCompletionSource? shown;

    /// <summary>The tab has gone behind another, or come to the front.</summary>
    public void Set(bool seen)
    {
        if (!seen)
            shown ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        else if (shown is { } waited)
        {
            shown = null;
            waited.TrySetResult();
        }
    }

    /// <summary>Ends at once for a page that is seen, else when it is shown.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        if (shown is not { } wait)
            return;
        try
        {
            await wait.Task.WaitAsync(Longest, ct);
        }
        catch (TimeoutException)
        {
            // Read again all the same.
        }
    }
}
