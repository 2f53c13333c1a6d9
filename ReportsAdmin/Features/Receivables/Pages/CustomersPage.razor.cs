using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The list of customers. Its address is its state; what is selected and which editor is open lasts as long as the page.</summary>
public sealed partial class CustomersPage
{
    private static readonly string[] Pills = ["search", "remark", "bucket", "engineer", "disputed", "settled"];
    private static readonly Option[] RemarkFilter = [new("", "All"), .. RemarkText.Options];
    private static readonly Option[] BucketFilter =
    [
        new("", "All"),
        .. BucketText.All.Select(b => new Option(BucketText.Key(b), BucketText.Of(BucketText.Key(b)))),
    ];
    private static readonly Option[] ShownFilter =
    [
        new("", "Open"),
        new("d", "With disputes"),
        new("s", "Open and settled"),
        new("ds", "Disputes and settled"),
    ];

    private readonly GridColumns columns = new(CustomerGrid.All);
    private readonly Dictionary<int, CustomerRow> chosen = [];
    private readonly HashSet<int> drafts = [];

    private IReadOnlyList<Option> engineerFilter = [];
    private CustomerList? sheet;
    private IReadOnlyList<string> ages = [];
    private CustomerEdits edits = null!;
    private HistoryDrawer? history;
    private GridMemory? memory;
    private bool busy;
    private int asked;
    private (CustomerListState State, int Version)? read;
    private (CustomerFilter Filter, int Version)? summed;

    [Inject]
    private CustomerQueries Customers { get; set; } = null!;

    [Inject]
    private CustomerCommands Commands { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    protected override string Path => "/customers";

    protected override string? ViewKey => ReceivablesFeature.CustomersView;

    private string Shown => (State.Query.Disputed == true ? "d" : "") + (State.Query.Settled == true ? "s" : "");

    // While the next rows are read the old ones stay; drawing them once more would cost as much as drawing the new ones.
    protected override bool ShouldRender() => !busy || sheet is null;

    protected override async Task ReadAsync()
    {
        var wanted = (State with { Query = State.Query with { Hide = null, View = null } }, DataVersion);
        // A row was opened or a column hidden: the rows are the same.
        if (sheet is not null && wanted == read)
            return;
        var mine = ++asked;
        busy = true;
        try
        {
            var filter = State.Query.ToCustomers(Latest);
            var sums = (filter with { Sort = "" }, DataVersion);
            var found = await Customers.SheetAsync(
                CurrentUser,
                filter,
                new PageRequest(State.Page, State.Size),
                sums == summed ? sheet?.Totals : null,
                PageClosed
            );
            // Someone typed on: a later answer is on its way.
            if (mine != asked)
                return;
            if (sums != summed)
                KeepChosen(found, sums.Item1);
            (sheet, read, summed) = (found, wanted, sums);
            ages = BucketText.Names(found.Scheme);
            Offer();
            if (found.Page.Rows.Count == 0 && found.Page.Total > 0)
                Nav.NavigateTo(State.PageHref((found.Page.Total + State.Size - 1) / State.Size), replace: true);
        }
        finally
        {
            if (mine == asked)
                busy = false;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await ReadDraftsAsync();
    }

    private void Offer()
    {
        engineerFilter =
        [
            new("", "All"),
            new("0", "Unassigned"),
            .. Lists.Engineers.Select(e => new Option(e.Id.ToString(CultureInfo.InvariantCulture), e.Name)),
        ];
        edits = new CustomerEdits
        {
            Engineers = Lists.Engineers,
            MayAssign = CurrentUser.Can(CustomerCommands.AssignPermission),
            Open = edits?.Open,
            Drafts = drafts,
            Edit = EventCallback.Factory.Create<CellEdit?>(this, EditAsync),
            Remark = EventCallback.Factory.Create<(CustomerRow Row, string Remark)>(this, e =>
                RemarkAsync(e.Row, e.Remark)
            ),
            Engineer = EventCallback.Factory.Create<(CustomerRow Row, int? Engineer)>(this, e =>
                AssignAsync([e.Row], e.Engineer)
            ),
            Noted = EventCallback.Factory.Create<CustomerRow>(this, () => RunAsync(ReadAgainAsync)),
        };
    }

    /// <summary>What was selected under other filters is let go; after a change of data the selected rows are those of now.</summary>
    private void KeepChosen(CustomerList found, CustomerFilter filter)
    {
        if (summed is not { } before || before.Filter != filter)
        {
            chosen.Clear();
            return;
        }

        foreach (var row in found.Page.Rows.Where(r => chosen.ContainsKey(r.Id)))
            chosen[row.Id] = row;
    }

    private void Pick(CustomerRow row, bool on)
    {
        if (on)
            chosen[row.Id] = row;
        else
            chosen.Remove(row.Id);
    }

    private void PickPage(bool on)
    {
        foreach (var row in sheet!.Page.Rows)
            Pick(row, on);
    }

    private async Task EditAsync(CellEdit? edit)
    {
        var closed = edits.Open;
        edits = edits with { Open = closed == edit ? null : edit };
        if (closed?.Kind == CellKind.Note)
            await ReadDraftsAsync();
    }

    /// <summary>Which notes this tab keeps unsaved.</summary>
    private async Task ReadDraftsAsync()
    {
        var start = NoteEditor.PlaceOf(CurrentUser.UserId, 0)[..^1];
        var kept = await Js.InvokeAsync<string[]>("ra.keptUnder", PageClosed, start);
        drafts.Clear();
        foreach (var place in kept)
        {
            if (int.TryParse(place[start.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                drafts.Add(id);
        }

        StateHasChanged();
    }

    private async Task RemarkAsync(CustomerRow row, string remark)
    {
        await CloseAsync();
        if (remark == row.Remark)
            return;
        if (await RunAsync(() => Commands.RemarkAsync(CurrentUser, row.Id, remark, row.Remark, PageClosed)))
            Notify($"Remark: {RemarkText.Of(remark)}", row.Name, () =>
                Commands.RemarkAsync(CurrentUser, row.Id, row.Remark, remark, PageClosed)
            );
        // Read again in any case: after an error the row must show what is really stored.
        await RunAsync(ReadAgainAsync);
    }

    private Task RemarkChosenAsync(string remark)
    {
        var rows = chosen.Values.ToList();
        return ChangeManyAsync(
            () => Commands.RemarksAsync(CurrentUser, rows.ToDictionary(r => r.Id, _ => remark), PageClosed),
            changed =>
                Commands.RemarksAsync(
                    CurrentUser,
                    rows.Where(r => changed.Contains(r.Id)).ToDictionary(r => r.Id, r => r.Remark),
                    PageClosed
                ),
            $"Remark: {RemarkText.Of(remark)}"
        );
    }

    private Task AssignChosenAsync(string engineer) =>
        AssignAsync(
            [.. chosen.Values],
            engineer.Length == 0 ? null : int.Parse(engineer, CultureInfo.InvariantCulture)
        );

    private async Task AssignAsync(IReadOnlyList<CustomerRow> rows, int? engineer)
    {
        if (edits.Open is not null)
            await CloseAsync();
        await ChangeManyAsync(
            () => Commands.AssignEngineersAsync(CurrentUser, rows.ToDictionary(r => r.Id, _ => engineer), PageClosed),
            changed =>
                Commands.AssignEngineersAsync(
                    CurrentUser,
                    rows.Where(r => changed.Contains(r.Id)).ToDictionary(r => r.Id, r => r.EngineerId),
                    PageClosed
                ),
            engineer is { } id ? $"Assigned to {Lists.EngineerName(id)}" : "Assignment removed"
        );
    }

    private async Task ChangeManyAsync(Func<Task<BulkResult>> change, Func<IReadOnlyList<int>, Task> undo, string done)
    {
        BulkResult? result = null;
        if (await RunAsync(async () => result = await change()))
            Notify(
                done,
                InvoiceActions.Summary(result!, "customer"),
                result!.Changed.Count == 0 ? null : () => undo(result.Changed)
            );
        await RunAsync(ReadAgainAsync);
    }

    private async Task CloseAsync()
    {
        var opener = edits.Open?.Opener;
        edits = edits with { Open = null };
        if (opener is not null)
            await Js.InvokeVoidAsync("ra.focusSoon", PageClosed, $"#{opener}");
    }

    private async Task ToggleColumnAsync(string key)
    {
        var hide = columns.Toggle(State.Query.Hide, key);
        await KeepColumnsAsync();
        Go(State.HideHref(hide));
    }

    private async Task ResetColumnsAsync()
    {
        await KeepColumnsAsync();
        Go(State.HideHref(null));
    }

    private Task KeepColumnsAsync() => memory?.KeepAsync() ?? Task.CompletedTask;
}
