using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Dashboard;

/// <summary>What a user sees of the feed and of the requests: those of their branches. Who sees all branches also sees those without one.</summary>
internal static class DashboardScope
{
    public static IQueryable<Activity> VisibleTo(this IQueryable<Activity> activities, CurrentUser currentUser) =>
        currentUser.Scope.Regions is { } branches
            ? activities.Where(a => a.Branch != null && branches.Contains(a.Branch))
            : activities;

    public static IQueryable<Approval> VisibleTo(this IQueryable<Approval> approvals, CurrentUser currentUser) =>
        currentUser.Scope.Regions is { } branches
            ? approvals.Where(a => a.Branch != null && branches.Contains(a.Branch))
            : approvals;

    /// <summary>Those that wait for the current user's word: pending, and neither their own nor entered by them.</summary>
    public static IQueryable<Approval> WaitingFor(this IQueryable<Approval> approvals, CurrentUser currentUser) =>
        approvals
            .VisibleTo(currentUser)
            .Where(a =>
                a.State == ApprovalState.Pending
                && a.RequestedById != currentUser.UserId
                && a.EnteredById != currentUser.UserId
            );

    /// <summary>The current user's own and those they entered for others, wherever they belong.</summary>
    public static IQueryable<Approval> AskedBy(this IQueryable<Approval> approvals, CurrentUser currentUser) =>
        approvals.Where(a => a.RequestedById == currentUser.UserId || a.EnteredById == currentUser.UserId);
}
