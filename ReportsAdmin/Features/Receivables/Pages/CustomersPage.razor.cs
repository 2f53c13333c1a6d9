using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The list of customers. Its address is its state; what is selected and which editor is open lasts as long as the page.</summary>
public sealed partial class CustomersPage()
    : ReceivablesGridPage<CustomerFilter, CustomerList, CustomerRow>(CustomerGrid.All)
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

    private readonly HashSet<int> drafts = [];

    private IReadOnlyList<Option> engineerFilter = [];
    private IReadOnlyList<string> ages = [];
    private CustomerEdits edits = null!;
    private HistoryDrawer? history;

    [Inject]
    private CustomerQueries Customers { get; set; } = null!;

    [Inject]
    private CustomerCommands Commands { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    protected override string Path => "/customers";

    protected override string? ViewKey => ReceivablesFeature.CustomersView;

    private string Shown => (State.Query.Disputed == true ? "d" : "") + (State.Query.Settled == true ? "s" : "");

    protected override string Noun => "customer";

    protected override CustomerFilter Filter => State.Query.ToCustomers(Latest);

    protected override CustomerFilter Unsorted(CustomerFilter filter) => filter with { Sort = "" };

    protected override Task<CustomerList> ReadSheetAsync(
        CustomerFilter filter,
        PageRequest page,
        CustomerList? summed
    ) => Customers.SheetAsync(CurrentUser, filter, page, summed, PageClosed);

    protected override Page<CustomerRow> RowsOf(CustomerList sheet) => sheet.Page;

    protected override int KeyOf(CustomerRow row) => row.Id;

    protected override void Arrived(CustomerList sheet)
    {
        ages = BucketText.Names(sheet.Scheme);
        Offer();
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
        var rows = Chosen.Values.ToList();
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
            [.. Chosen.Values],
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

    private async Task CloseAsync()
    {
        var opener = edits.Open?.Opener;
        edits = edits with { Open = null };
        if (opener is not null)
            await Js.InvokeVoidAsync("ra.focusSoon", PageClosed, $"#{opener}");
    }
}
