using Microsoft.AspNetCore.Components;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>What waits for the reader, what was decided, and what he asked for himself.</summary>
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
                "You have not asked for anything yet",
                "Claims, plans and stock transfers that need somebody's word begin here, for yourself or for a person of your field. What you ask for stays here with what became of it."
            ),
            (ApprovalsTab.Mine, _) => (
                "fact_check",
                "You have asked for nothing of this kind",
                "Show all kinds, or ask for it now."
            ),
            (ApprovalsTab.Decided, null) => (
                "history",
                "Nothing was decided yet",
                "Requests that are approved, rejected or withdrawn in your branches are kept here, with who did so and why."
            ),
            (ApprovalsTab.Pending, null) => (
                "task_alt",
                "Nothing waits for you",
                "Requests of the field in your branches appear here by themselves. Your own, and those you enter for others, are decided by others."
            ),
            _ => ("task_alt", "No request of this kind", "Show all kinds to see the others."),
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
            pending = await Approvals.PendingAsync(CurrentUser, Stop);
        page = await ReadAsync(new PageRequest(state.Page, ApprovalsState.PageSize));
        // The last one of the last page was decided: show the page before it rather than nothing.
        if (page.Rows.Count == 0 && page.Total > 0)
            page = await ReadAsync(new PageRequest(page.TotalPages, ApprovalsState.PageSize));
    }

    private Task<Page<ApprovalRow>> ReadAsync(PageRequest window) =>
        state.Tab switch
        {
            ApprovalsTab.Mine => Approvals.MineAsync(CurrentUser, state.Kind, window, Stop),
            ApprovalsTab.Decided => Approvals.DecidedAsync(CurrentUser, state.Kind, window, Stop),
            _ => Approvals.WaitingAsync(CurrentUser, state.Kind, window, Stop),
        };

    private string? Current(ApprovalsTab tab) => state.Tab == tab ? "page" : null;

    /// <summary>What was just asked for stands first among one's own.</summary>
    private async Task ShowMineAsync()
    {
        var mine = new ApprovalsState { Tab = ApprovalsTab.Mine };
        if (state == mine)
            await Attempt(LoadAsync);
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
        if (await Attempt(() => Commands.WithdrawAsync(CurrentUser, row.Id, Stop)))
            Say("Withdrawn", row.Title);
        await Attempt(LoadAsync);
    }
}
