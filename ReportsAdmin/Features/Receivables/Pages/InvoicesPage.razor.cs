using Microsoft.AspNetCore.Components;
using MudBlazor;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The list of invoices. Its address is its state; what is selected lasts as long as the page.</summary>
public sealed partial class InvoicesPage
{
    private static readonly string[] Pills = ["search", "bucket", "status", "origin"];
    private static readonly Option[] BucketFilter =
    [
        new("", "All"),
        .. BucketText.All.Select(b => new Option(BucketText.Key(b), BucketText.Of(BucketText.Key(b)))),
    ];
    private static readonly Option[] StatusFilter =
    [
        new("", "All"),
        new("unpaid", "Unpaid"),
        new("dispute", "Disputed"),
        new("paid", "Paid"),
    ];
    private static readonly Option[] OriginFilter =
    [
        new("", "All"),
        new("sheet", "In this month's sheet"),
        new("carried", "Carried"),
        new("queried", "Queried"),
    ];

    private readonly GridColumns columns = new(InvoiceGrid.All);
    private readonly Dictionary<int, InvoiceRow> chosen = [];

    private InvoiceList? sheet;
    private GridMemory? memory;
    private bool busy;
    private int asked;
    private (CustomerListState State, int Version)? read;
    private (InvoiceFilter Filter, int Version)? summed;

    [Inject]
    private InvoiceQueries Invoices { get; set; } = null!;

    [Inject]
    private CustomerCommands Commands { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override string Path => "/invoices";

    protected override string? ViewKey => ReceivablesFeature.InvoicesView;

    // While the next rows are read the old ones stay; drawing them once more would cost as much as drawing the new ones.
    protected override bool ShouldRender() => !busy || sheet is null;

    protected override async Task ReadAsync()
    {
        var wanted = (State with { Query = State.Query with { Hide = null, View = null } }, DataVersion);
        if (sheet is not null && wanted == read)
            return;
        var mine = ++asked;
        busy = true;
        try
        {
            var filter = State.Query.ToInvoices(Latest);
            var sums = (filter with { Sort = "" }, DataVersion);
            var found = await Invoices.SheetAsync(
                CurrentUser,
                filter,
                new PageRequest(State.Page, State.Size),
                sums == summed ? sheet?.Totals : null,
                PageClosed
            );
            // Someone typed on: a later answer is on its way.
            if (mine != asked)
                return;
            if (summed is not { } before || before.Filter != sums.Item1)
                chosen.Clear();
            foreach (var row in found.Page.Rows.Where(r => chosen.ContainsKey(r.Id)))
                chosen[row.Id] = row;
            (sheet, read, summed) = (found, wanted, sums);
            if (found.Page.Rows.Count == 0 && found.Page.Total > 0)
                Nav.NavigateTo(State.PageHref((found.Page.Total + State.Size - 1) / State.Size), replace: true);
        }
        finally
        {
            if (mine == asked)
                busy = false;
        }
    }

    private void Pick(InvoiceRow row, bool on)
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

    private async Task ActOnChosenAsync(InvoiceAction action)
    {
        var rows = chosen.Values.Where(r => InvoiceActions.For(r).Contains(action)).ToList();
        if (action == InvoiceAction.MarkPaid && !await IsSureAsync(rows))
            return;
        await ActAsync(rows, action);
    }

    private Task<bool> IsSureAsync(IReadOnlyList<InvoiceRow> rows) =>
        Confirm.AskAsync(
            Dialogs,
            $"Mark {Counts.Of(rows.Count, "invoice")} as paid?",
            $"{new Money(rows.Sum(r => r.Outstanding.Paise)).ToRupeeText()} will no longer be outstanding. You can reverse it later.",
            "Mark as paid"
        );

    private async Task ActAsync(IReadOnlyList<InvoiceRow> rows, InvoiceAction action)
    {
        BulkResult? result = null;
        var ids = rows.Select(r => r.Id).ToList();
        if (
            await RunAsync(async () =>
                result = await Commands.ChangeInvoicesAsync(CurrentUser, ids, action, PageClosed)
            )
        )
            Notify(
                InvoiceActions.DoneOf(action),
                InvoiceActions.Summary(result!, "invoice"),
                result!.Changed.Count == 0
                    ? null
                    : () => UndoAsync([.. rows.Where(r => result.Changed.Contains(r.Id))], action)
            );
        await RunAsync(ReadAgainAsync);
    }

    private async Task UndoAsync(IReadOnlyList<InvoiceRow> rows, InvoiceAction action)
    {
        var ids = rows.Select(r => r.Id).ToList();
        await Commands.ChangeInvoicesAsync(CurrentUser, ids, InvoiceActions.UndoOf(action), PageClosed);
        // Marking as paid takes a dispute back, so undoing it has to bring the dispute back.
        var disputed = rows.Where(r => r.Status == "dispute").Select(r => r.Id).ToList();
        if (action == InvoiceAction.MarkPaid && disputed.Count > 0)
            await Commands.ChangeInvoicesAsync(CurrentUser, disputed, InvoiceAction.Dispute, PageClosed);
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
