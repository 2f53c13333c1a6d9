using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>Tells those who may decide on a request that it waits, and those who asked what became of it.</summary>
public sealed class ApprovalNews(NotificationOutbox notifications, NotifiedPeople people, CurrentUserAccessor accounts)
{
    internal static readonly NotificationKind Asked = new(
        "field.requested",
        "Request to decide on",
        "Somebody in your branches asks for approval."
    )
    {
        Group = "Field sales",
        Permission = DashboardCommands.DecidePermission,
    };

    internal static readonly NotificationKind Decided = new(
        "field.decided",
        "Decision on your request",
        "A request of yours, or one that you entered, was approved or rejected."
    )
    {
        Group = "Field sales",
        Permission = RequestCommands.RequestPermission,
    };

    /// <summary>Who may decide on the request now, by their own rights or those of the people they stand in for.</summary>
    internal async Task<IReadOnlyList<int>> DecidersAsync(Approval approval, CancellationToken ct)
    {
        var found = new List<int>();
        foreach (var person in await people(null, DashboardCommands.DecidePermission, ct))
        {
            if (new[] { approval }.AsQueryable().WaitingFor(await accounts.OfUserAsync(person.Id, ct)).Any())
                found.Add(person.Id);
        }

        return found;
    }

    /// <summary>Written in the caller's transaction; what is answered is announced after the commit.</summary>
    internal Task<WrittenNotifications> AskedAsync(
        ReportsDb db,
        Approval approval,
        string requester,
        IReadOnlyList<int> deciders,
        CancellationToken ct
    ) =>
        notifications.WriteAsync(
            db,
            new NewNotification(
                Asked.Key,
                $"{ApprovalKinds.NameOf(approval.Kind)} of {requester}",
                Text(approval),
                $"/field/approvals?kind={ApprovalKinds.KeyOf(approval.Kind)}"
            ),
            deciders,
            ct
        );

    /// <summary>The same for what became of it; whoever decided is not told.</summary>
    internal Task<WrittenNotifications> DecidedAsync(
        ReportsDb db,
        Approval approval,
        ApprovalState end,
        CurrentUser by,
        string? words,
        CancellationToken ct
    )
    {
        int?[] asked = [approval.RequestedById, approval.EnteredById];
        return notifications.WriteAsync(
            db,
            new NewNotification(
                Decided.Key,
                $"{ApprovalKinds.NameOf(approval.Kind)} {(end == ApprovalState.Approved ? "approved" : "rejected")}",
                words is null ? $"{approval.Title}, by {by.Name}" : $"{approval.Title}, by {by.Name}: {words}",
                "/field/approvals?tab=mine"
            )
            {
                IsProblem = end == ApprovalState.Rejected,
                CausedById = by.UserId,
            },
            [.. asked.OfType<int>().Where(id => id != by.UserId).Distinct()],
            ct
        );
    }

    internal Task AnnounceAsync(WrittenNotifications written, CurrentUser by) =>
        notifications.AnnounceAsync(written, by.UserId);

    private static string Text(Approval approval) =>
        approval.AmountPaise is { } paise ? $"{approval.Title}, {new Money(paise).ToRupeeText()}" : approval.Title;
}
