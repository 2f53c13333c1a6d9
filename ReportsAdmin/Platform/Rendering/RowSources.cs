namespace ReportsAdmin.Platform.Rendering;

/// <summary>Row sources over what rooms already have: a list, or a stream from the database.</summary>
public static class RowSources
{
    public static IRowSource Of<T>(IEnumerable<T> items, Action<ReportRow, T> fill) =>
        new Listed<T>(items.GetEnumerator(), fill);

    /// <param name="open">Called on the first read, with the token of that read.</param>
    public static IRowSource Of<T>(Func<CancellationToken, IAsyncEnumerable<T>> open, Action<ReportRow, T> fill) =>
        new Streamed<T>(open, fill);

    private sealed class Listed<T>(IEnumerator<T> items, Action<ReportRow, T> fill) : IRowSource
    {
        public ValueTask<bool> NextAsync(ReportRow row, CancellationToken ct)
        {
            if (!items.MoveNext())
                return new(false);
            row.Begin();
            fill(row, items.Current);
            return new(true);
        }

        public ValueTask DisposeAsync()
        {
            items.Dispose();
            return default;
        }
    }

    private sealed class Streamed<T>(Func<CancellationToken, IAsyncEnumerable<T>> open, Action<ReportRow, T> fill)
        : IRowSource
    {
        private IAsyncEnumerator<T>? items;

        public async ValueTask<bool> NextAsync(ReportRow row, CancellationToken ct)
        {
            items ??= open(ct).GetAsyncEnumerator(ct);
            if (!await items.MoveNextAsync())
                return false;
            row.Begin();
            fill(row, items.Current);
            return true;
        }

        public ValueTask DisposeAsync() => items?.DisposeAsync() ?? default;
    }
}
