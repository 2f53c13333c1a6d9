using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>What a viewer sees of the feed and of the requests: those of his branches. Who sees all branches also sees those without one.</summary>
internal static class DashboardScope
{
    public static IQueryable<Activity> VisibleTo(this IQueryable<Activity> activities, Viewer viewer) =>
        viewer.Scope.Regions is { } branches ? activities.Where(a => a.Branch != null && branches.Contains(a.Branch)) : activities;

    public static IQueryable<Approval> VisibleTo(this IQueryable<Approval> approvals, Viewer viewer) =>
        viewer.Scope.Regions is { } branches ? approvals.Where(a => a.Branch != null && branches.Contains(a.Branch)) : approvals;

    /// <summary>Those that wait for the viewer's word: pending, and not his own.</summary>
    public static IQueryable<Approval> WaitingFor(this IQueryable<Approval> approvals, Viewer viewer) =>
        approvals.VisibleTo(viewer).Where(a => a.State == ApprovalState.Pending && a.RequestedById != viewer.UserId);
}
