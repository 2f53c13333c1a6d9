using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>What a viewer sees of the feed and of the requests: those of his branches. Who sees all branches also sees those without one.</summary>
internal static class DashboardScope
{
    public static IQueryable<Activity> VisibleTo(this IQueryable<Activity> activities, Viewer viewer) =>
        viewer.Scope.Regions is { } branches
            ? activities.Where(a => a.Branch != null && branches.Contains(a.Branch))
            : activities;

    public static IQueryable<Approval> VisibleTo(this IQueryable<Approval> approvals, Viewer viewer) =>
        viewer.Scope.Regions is { } branches
            ? approvals.Where(a => a.Branch != null && branches.Contains(a.Branch))
            : approvals;

    /// <summary>Those that wait for the viewer's word: pending, and neither his own nor entered by him.</summary>
    public static IQueryable<Approval> WaitingFor(this IQueryable<Approval> approvals, Viewer viewer) =>
        approvals
            .VisibleTo(viewer)
            .Where(a =>
                a.State == ApprovalState.Pending && a.RequestedById != viewer.UserId && a.EnteredById != viewer.UserId
            );

    /// <summary>The viewer's own and those he entered for others, wherever they belong.</summary>
    public static IQueryable<Approval> AskedBy(this IQueryable<Approval> approvals, Viewer viewer) =>
        approvals.Where(a => a.RequestedById == viewer.UserId || a.EnteredById == viewer.UserId);
}
