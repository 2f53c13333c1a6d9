namespace ReportsAdmin.Platform.Rendering;

/// <summary>Rows read once, forward, without boxing. Money is paise, a percent is a fraction.</summary>
public interface IRowSource : IAsyncDisposable
{
    /// <summary>Fills <paramref name="row"/> with the next row, cell by cell from the left; false at the end.</summary>
    ValueTask<bool> NextAsync(ReportRow row, CancellationToken ct);
}
