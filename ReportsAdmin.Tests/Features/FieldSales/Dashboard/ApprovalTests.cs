using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Dashboard;

/// <summary>Who decides on what, once, on both databases.</summary>
public sealed class ApprovalTests
{
    private static readonly HashSet<string> Rights = [SalesQueries.ReadPermission, DashboardCommands.DecidePermission];

    [Theory, EachDatabase]
    public async Task Of_two_who_decide_at_once_one_wins_and_the_other_is_told_who_did(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, ravi, requester) = await PeopleAsync(fixture);
        for (var round = 0; round < 5; round++)
        {
            var id = await RequestAsync(fixture, requester, "mumbai");
            var commands = fixture.Get<DashboardCommands>();
            var both = await Task.WhenAll(
                OutcomeAsync(() => commands.ApproveAsync(asha, id, null, default)),
                OutcomeAsync(() => commands.RejectAsync(ravi, id, "No bills.", default))
            );
            Assert.Single(both, x => x is null);
            var told = both.Single(x => x is not null)!;
            Assert.Equal(ErrorKind.Conflict, told.Kind);
            var row = (
                await fixture.Get<ApprovalQueries>().DecidedAsync(asha, null, new PageRequest(1, 10), default)
            ).Rows[0];
            Assert.Equal(
                row.State == ApprovalState.Approved
                    ? "Asha has already approved this request."
                    : "Ravi has already rejected this request.",
                told.Message
            );
            Assert.Equal(
                (
                    id,
                    row.State == ApprovalState.Approved ? "Asha" : "Ravi",
                    row.State == ApprovalState.Approved ? null : "No bills."
                ),
                (row.Id, row.DecidedBy!.Name, row.Reason)
            );
        }

        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            (5, 5L),
            (await db.Set<Activity>().CountAsync(), await db.DataVersionAsync(ActivityQueries.DataTopic, default))
        );
    }

    [Theory, EachDatabase]
    public async Task A_decision_is_told_in_the_feed_and_signalled(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, _, requester) = await PeopleAsync(fixture);
        var heard = 0;
        using var subscription = fixture
            .Get<ChangeNotifier>()
            .Subscribe(ActivityQueries.Topic, () => Task.FromResult(++heard));
        await fixture
            .Get<DashboardCommands>()
            .RejectAsync(asha, await RequestAsync(fixture, requester, "mumbai"), "  Bills are \"missing\".  ", default);
        var told = Assert.Single(
            (
                await fixture
                    .Get<ActivityQueries>()
                    .RecentAsync(asha, new ActivityFilter(), new PageRequest(1, 10), default)
            ).Rows
        );
        Assert.Equal(
            (ActivityTypes.ApprovalDecided, "Travel claim rejected", "To Nashik of Nilesh", "failed", "Asha"),
            (told.Type, told.Title, told.Description, told.Status, told.User!.Name)
        );
        Assert.Equal("""{"kind":"travelClaim","requestedBy":"Nilesh","decision":"rejected"}""", told.Metadata);
        Assert.Equal(
            "Bills are \"missing\".",
            (await fixture.Get<ApprovalQueries>().DecidedAsync(asha, null, new PageRequest(1, 10), default))
                .Rows[0]
                .Reason
        );
        Assert.Equal(1, heard);
    }

    [Theory, EachDatabase]
    public async Task What_may_not_be_decided_is_refused_and_stays_pending(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, ravi, requester) = await PeopleAsync(fixture);
        var (delhi, nowhere, own, open) = (
            await RequestAsync(fixture, requester, "delhi"),
            await RequestAsync(fixture, requester, null),
            await RequestAsync(fixture, ravi.UserId, "mumbai"),
            await RequestAsync(fixture, requester, "mumbai")
        );
        var commands = fixture.Get<DashboardCommands>();
        foreach (
            var (currentUser, id, kind) in ((CurrentUser, int, ErrorKind)[])
                [
                    (ravi, delhi, ErrorKind.NotFound),
                    (ravi, nowhere, ErrorKind.NotFound),
                    (ravi, own, ErrorKind.Forbidden),
                    (ravi, 424242, ErrorKind.NotFound),
                    (
                        ravi with
                        {
                            Permissions = new HashSet<string> { SalesQueries.ReadPermission },
                        },
                        open,
                        ErrorKind.Forbidden
                    ),
                ]
        )
        {
            Assert.Equal(kind, (await OutcomeAsync(() => commands.ApproveAsync(currentUser, id, null, default)))!.Kind);
            Assert.Equal(kind, (await OutcomeAsync(() => commands.RejectAsync(currentUser, id, "No.", default)))!.Kind);
        }

        foreach (var reason in (string[])["", "   ", new string('x', 1001)])
            Assert.Equal(
                "reason",
                (await OutcomeAsync(() => commands.RejectAsync(ravi, open, reason, default)))!.Fields.Single().Key
            );
        Assert.Equal(4, (await fixture.Get<ApprovalQueries>().PendingAsync(asha, default)).Total);
        Assert.Equal(
            [open],
            (
                await fixture.Get<ApprovalQueries>().WaitingAsync(ravi, null, new PageRequest(1, 10), default)
            ).Rows.Select(r => r.Id)
        );
        Assert.Equal(
            1,
            (await fixture.Get<ApprovalQueries>().PendingAsync(ravi, default)).Of(ApprovalKind.TravelClaim)
        );
        Assert.Equal(
            0,
            (
                await fixture
                    .Get<ApprovalQueries>()
                    .PendingAsync(
                        ravi with
                        {
                            Permissions = new HashSet<string> { SalesQueries.ReadPermission },
                        },
                        default
                    )
            ).Total
        );
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.False(await db.Set<Activity>().AnyAsync());

        await commands.RejectAsync(ravi, open, new string('x', 1000), default);
        Assert.Equal(0, (await fixture.Get<ApprovalQueries>().PendingAsync(ravi, default)).Total);
        Assert.Equal(
            0,
            (
                await fixture
                    .Get<ApprovalQueries>()
                    .DecidedAsync(ravi, ApprovalKind.WorkPlan, new PageRequest(1, 10), default)
            ).Total
        );
    }

    /// <summary>Asha sees all branches, Ravi Mumbai alone; Nilesh asks.</summary>
    private static async Task<(CurrentUser Asha, CurrentUser Ravi, int Requester)> PeopleAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var ids = await TeamCommands.EnrolAsync(
            db,
            [
                new("asha@example.com", "Asha", RoleNames.Manager),
                new("ravi@example.com", "Ravi", RoleNames.Manager, "mumbai"),
                new(
                    "nilesh@field.example.com",
                    "Nilesh",
                    RoleNames.Engineer,
                    "mumbai",
                    Designation: "MDO",
                    InField: true
                ),
            ],
            DateTime.UnixEpoch,
            default
        );
        return (
            new CurrentUser(ids["asha@example.com"], "Asha", RoleNames.Manager, Rights, Scope.Everything),
            new CurrentUser(
                ids["ravi@example.com"],
                "Ravi",
                RoleNames.Manager,
                Rights,
                new Scope(["mumbai"], null, false)
            ),
            ids["nilesh@field.example.com"]
        );
    }

    private static async Task<int> RequestAsync(TestFixture fixture, int requester, string? branch)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var approval = new Approval
        {
            Kind = ApprovalKind.TravelClaim,
            Title = "To Nashik",
            RequestedById = requester,
            RequestedAt = fixture.Clock.GetUtcNow().UtcDateTime,
            Branch = branch,
            AmountPaise = 500_00,
        };
        db.Add(approval);
        await db.SaveChangesAsync();
        // Decisions made one after the other are distinguished by their time.
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        return approval.Id;
    }

    private static async Task<DomainException?> OutcomeAsync(Func<Task> decide)
    {
        try
        {
            await decide();
            return null;
        }
        catch (DomainException error)
        {
            return error;
        }
    }
}
