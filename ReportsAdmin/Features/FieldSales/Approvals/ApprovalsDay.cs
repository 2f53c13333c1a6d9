using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>Requests of the field that wait for the current user.</summary>
public sealed class ApprovalsDay(ApprovalQueries approvals, BusinessClock clock) : IDaySource
{
    public int Order => 40;

    public IReadOnlyList<string> TopicsOf(CurrentUser currentUser) => [ActivityQueries.Topic];

    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(SalesQueries.ReadPermission) || !currentUser.Can(DashboardCommands.DecidePermission))
            return [];
        var page = await approvals.WaitingAsync(currentUser, null, new PageRequest(1, DaySection.Most), ct);
        return
        [
            new DaySection(
                "Requests to decide",
                "task_alt",
                page.Total,
                "/field/approvals",
                [
                    .. page.Rows.Select(a => new DayItem(
                        a.Title,
                        a.RequestedBy is { } by ? $"Asked by {by.Name}" : "",
                        "/field/approvals",
                        Dates.Day(DateOnly.FromDateTime(clock.ToLocal(a.RequestedAt))),
                        DateOnly.FromDateTime(clock.ToLocal(a.RequestedAt)) < clock.Today.AddDays(-1)
                    )),
                ]
            ),
        ];
    }
}
