using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>
/// A list in a grid: columns of the person, rows that are selected across pages, sums over all rows. Its address is its
/// state; what is selected lasts as long as the page.
/// </summary>
public abstract class ReceivablesGridPage<TFilter, TSheet, TRow>(IReadOnlyList<GridColumn> columns) : CustomerListPage
    where TFilter : class
    where TSheet : class
{
    private bool busy;
    private int asked;
    private (CustomerListState State, int Version)? read;
    private (TFilter Filter, int Version)? summed;

    protected GridColumns Columns { get; } = new(columns);

    protected GridMemory? Memory { get; set; }

    /// <summary>The rows as read last; null before the first answer.</summary>
    protected TSheet? Sheet { get; private set; }

    /// <summary>The selected rows by key.</summary>
    protected Dictionary<int, TRow> Chosen { get; } = [];

    /// <summary>What the rows are called, for counting.</summary>
    protected abstract string Noun { get; }

    /// <summary>What the address asks for.</summary>
    protected abstract TFilter Filter { get; }

    /// <summary>The same without the order, which changes no sum.</summary>
    protected abstract TFilter Unsorted(TFilter filter);

    /// <param name="summed">A sheet with the same sums; null when they have to be read.</param>
    protected abstract Task<TSheet> ReadSheetAsync(TFilter filter, PageRequest page, TSheet? summed);

    protected abstract Page<TRow> RowsOf(TSheet sheet);

    protected abstract int KeyOf(TRow row);

    /// <summary>After other rows were read.</summary>
    protected virtual void Arrived(TSheet sheet) { }

    // While the next rows are read the old ones stay; drawing them once more would cost as much as drawing the new ones.
    protected override bool ShouldRender() => !busy || Sheet is null;

    protected override async Task ReadAsync()
    {
        var wanted = (State with { Query = State.Query with { Hide = null, View = null } }, DataVersion);
        // A row was opened or a column hidden: the rows are the same.
        if (Sheet is not null && wanted == read)
            return;
        var mine = ++asked;
        busy = true;
        try
        {
            var sums = (Unsorted(Filter), DataVersion);
            var found = await ReadSheetAsync(
                Filter,
                new PageRequest(State.Page, State.Size),
                sums.Equals(summed) ? Sheet : null
            );
            // Someone typed on: a later answer is on its way.
            if (mine != asked)
                return;
            Take(found, sums.Item1);
            (read, summed) = (wanted, sums);
        }
        finally
        {
            if (mine == asked)
                busy = false;
        }
    }

    protected void Pick(TRow row, bool on)
    {
        if (on)
            Chosen[KeyOf(row)] = row;
        else
            Chosen.Remove(KeyOf(row));
    }

    protected void PickPage(bool on)
    {
        foreach (var row in RowsOf(Sheet!).Rows)
            Pick(row, on);
    }

    /// <summary>Changes many rows, says what was done with a way back, and reads again: after an error the rows must show what is stored.</summary>
    /// <param name="undo">Takes the change of these keys back.</param>
    protected async Task ChangeManyAsync(
        Func<Task<BulkResult>> change,
        Func<IReadOnlyList<int>, Task> undo,
        string done
    )
    {
        BulkResult? result = null;
        if (await RunAsync(async () => result = await change()))
            Notify(
                result!.Changed.Count == 0 ? InvoiceActions.NothingChanged : done,
                InvoiceActions.Summary(result, Noun),
                result.Changed.Count == 0 ? null : () => undo(result.Changed)
            );
        await RunAsync(ReadAgainAsync);
    }

    protected async Task ToggleColumnAsync(string key)
    {
        var hide = Columns.Toggle(State.Query.Hide, key);
        await KeepColumnsAsync();
        Go(State.HideHref(hide));
    }

    protected async Task ResetColumnsAsync()
    {
        await KeepColumnsAsync();
        Go(State.HideHref(null));
    }

    protected Task KeepColumnsAsync() => Memory?.KeepAsync() ?? Task.CompletedTask;

    /// <summary>What was selected under other filters is let go; after a change of data the selected rows are those of now.</summary>
    private void Take(TSheet found, TFilter filter)
    {
        var rows = RowsOf(found);
        if (summed is not { } before || !before.Filter.Equals(filter))
            Chosen.Clear();
        foreach (var row in rows.Rows.Where(r => Chosen.ContainsKey(KeyOf(r))))
            Chosen[KeyOf(row)] = row;
        Sheet = found;
        Arrived(found);
        if (rows.Rows.Count == 0 && rows.Total > 0)
            Nav.NavigateTo(State.PageHref((rows.Total + State.Size - 1) / State.Size), replace: true);
    }
}
