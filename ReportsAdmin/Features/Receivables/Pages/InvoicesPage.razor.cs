using Microsoft.AspNetCore.Components;
using MudBlazor;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Disputes.Pages;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The list of invoices. Its address is its state; what is selected lasts as long as the page.</summary>
public sealed partial class InvoicesPage()
    : ReceivablesGridPage<InvoiceFilter, InvoiceList, InvoiceRow>(InvoiceGrid.All)
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

    [Inject]
    private InvoiceQueries Invoices { get; set; } = null!;

    [Inject]
    private CustomerCommands Commands { get; set; } = null!;

    [Inject]
    private DisputeCommands Disputes { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override string Path => "/invoices";

    protected override string? ViewKey => ReceivablesFeature.InvoicesView;

    protected override string Noun => "invoice";

    protected override InvoiceFilter Filter => State.Query.ToInvoices(Latest);

    protected override InvoiceFilter Unsorted(InvoiceFilter filter) => filter with { Sort = "" };

    protected override Task<InvoiceList> ReadSheetAsync(InvoiceFilter filter, PageRequest page, InvoiceList? summed) =>
        Invoices.SheetAsync(CurrentUser, filter, page, summed, PageClosed);

    protected override Page<InvoiceRow> RowsOf(InvoiceList sheet) => sheet.Page;

    protected override int KeyOf(InvoiceRow row) => row.Id;

    private InvoiceDisputes? disputes;

    private async Task ActOnChosenAsync(InvoiceAction action)
    {
        var rows = Chosen.Values.Where(r => InvoiceActions.For(r).Contains(action)).ToList();
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

    private Task ActAsync(IReadOnlyList<InvoiceRow> rows, InvoiceAction action) =>
        action switch
        {
            InvoiceAction.Dispute => disputes!.OpenAsync(rows),
            InvoiceAction.ResolveDispute => disputes!.SettleAsync(rows),
            _ => ChangeManyAsync(
                () => Commands.ChangeInvoicesAsync(CurrentUser, [.. rows.Select(r => r.Id)], action, PageClosed),
                changed => UndoAsync([.. rows.Where(r => changed.Contains(r.Id))], action),
                InvoiceActions.DoneOf(action)
            ),
        };

    private async Task UndoAsync(IReadOnlyList<InvoiceRow> rows, InvoiceAction action)
    {
        var ids = rows.Select(r => r.Id).ToList();
        await Commands.ChangeInvoicesAsync(CurrentUser, ids, InvoiceActions.UndoOf(action), PageClosed);
        // Marking as paid ends a dispute, so undoing it has to go on with it.
        var disputed = rows.Where(r => r.Status == "dispute").Select(r => r.Id).ToList();
        if (action == InvoiceAction.MarkPaid && disputed.Count > 0)
            await Disputes.ReopenAsync(CurrentUser, disputed, PageClosed);
    }
}
