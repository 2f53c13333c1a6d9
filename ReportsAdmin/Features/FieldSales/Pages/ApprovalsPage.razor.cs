using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>Pending requests, decided requests and the current user's own requests.</summary>
public sealed partial class ApprovalsPage
{
    private ApprovalsState state = new();
    private PendingApprovals? pending;
    private Page<ApprovalRow>? page;
    private DecideDialog? decide;
    private RequestDialog? ask;
    private ConfirmDialog? confirm;
    private ApprovalRow? withdrawing;
    private bool decides;
    private bool requests;

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [Inject]
    private RequestCommands Commands { get; set; } = null!;

    private string Heading =>
        state.Tab switch
        {
            ApprovalsTab.Mine => "My requests",
            ApprovalsTab.Decided => "Decided requests",
            _ => "Pending requests",
        };

    private (string Icon, string Title, string Words) Nothing =>
        (state.Tab, state.Kind) switch
        {
            (ApprovalsTab.Mine, null) => (
                "fact_check",
                "No requests yet",
                "Send claims, work plans and stock transfers for approval, for yourself or for your field staff. Your requests stay here with their decisions."
            ),
            (ApprovalsTab.Mine, _) => (
                "fact_check",
                "No requests of this kind",
                "Show all kinds, or create a request."
            ),
            (ApprovalsTab.Decided, null) => (
                "history",
                "No decisions yet",
                "Approved, rejected and withdrawn requests of your branches appear here with the person and the reason."
            ),
            (ApprovalsTab.Pending, null) => (
                "task_alt",
                "No pending requests",
                "New requests of your branches appear here automatically. Requests that you send or enter for others are decided by someone else."
            ),
            _ => ("task_alt", "No requests of this kind", "Show all kinds to see the others."),
        };

    protected override Task StartAsync()
    {
        Watch(ActivityQueries.Topic, LoadAsync);
        return Task.CompletedTask;
    }

    protected override async Task LoadAsync()
    {
        (decides, requests) = (
            CurrentUser.Can(DashboardCommands.DecidePermission),
            CurrentUser.Can(RequestCommands.RequestPermission)
        );
        state = ApprovalsState.Of(Tab, Kind, Page, decides, requests);
        if (decides)
            pending = await Approvals.PendingAsync(CurrentUser, PageClosed);
        page = await ReadAsync(new PageRequest(state.Page, ApprovalsState.PageSize));
        // After the last request of the last page was decided, the page before it is shown.
        if (page.Rows.Count == 0 && page.Total > 0)
            page = await ReadAsync(new PageRequest(page.TotalPages, ApprovalsState.PageSize));
    }

    private Task<Page<ApprovalRow>> ReadAsync(PageRequest window) =>
        state.Tab switch
        {
            ApprovalsTab.Mine => Approvals.MineAsync(CurrentUser, state.Kind, window, PageClosed),
            ApprovalsTab.Decided => Approvals.DecidedAsync(CurrentUser, state.Kind, window, PageClosed),
            _ => Approvals.WaitingAsync(CurrentUser, state.Kind, window, PageClosed),
        };

    private string? Current(ApprovalsTab tab) => state.Tab == tab ? "page" : null;

    /// <summary>A new request is the first of the user's own.</summary>
    private async Task ShowMineAsync()
    {
        var mine = new ApprovalsState { Tab = ApprovalsTab.Mine };
        if (state == mine)
            await RunAsync(LoadAsync);
        else
            Nav.NavigateTo(mine.ToUri());
    }

    private void AskWithdrawal(ApprovalRow row)
    {
        withdrawing = row;
        confirm!.Open();
    }

    private async Task WithdrawAsync()
    {
        if (withdrawing is not { } row)
            return;
        if (await RunAsync(() => Commands.WithdrawAsync(CurrentUser, row.Id, PageClosed)))
            Notify("Withdrawn", row.Title);
        await RunAsync(LoadAsync);
    }
}
