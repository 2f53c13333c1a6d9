using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Dashboard;

/// <summary>Who asks for what, for whom, and takes it back; on both databases.</summary>
public sealed class RequestTests
{
    private static readonly PageRequest Ten = new(1, 10);
    private static readonly NewRequest Taxi = new(
        ApprovalKind.TravelClaim,
        "  Taxi to Thane ",
        " Receipts are with the branch. ",
        1_234.50m
    );

    [Theory, EachDatabase]
    public async Task What_a_manager_enters_for_a_person_is_that_persons_and_somebody_else_decides(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, ravi, _, nilesh, _) = await PeopleAsync(fixture);
        var (heard, approvals) = (0, fixture.Get<ApprovalQueries>());
        using var subscription = fixture
            .Get<ChangeNotifier>()
            .Subscribe(ActivityQueries.Topic, () => Task.FromResult(++heard));
        var id = await fixture.Get<RequestCommands>().RequestAsync(ravi, Taxi with { ForUserId = nilesh }, default);

        var row = Assert.Single((await approvals.MineAsync(ravi, null, Ten, default)).Rows);
        Assert.Equal(
            (
                id,
                "Taxi to Thane",
                "Receipts are with the branch.",
                new Money(1_234_50),
                "Nilesh",
                "Ravi",
                "mumbai",
                ApprovalState.Pending
            ),
            (
                row.Id,
                row.Title,
                row.Description,
                row.Amount!.Value,
                row.RequestedBy!.Name,
                row.EnteredBy!.Name,
                row.Branch,
                row.State
            )
        );
        Assert.Equal(
            (fixture.Clock.GetUtcNow().UtcDateTime, null, null),
            (row.RequestedAt, row.DecidedBy, row.DecidedAt)
        );
        var told = Assert.Single(
            (await fixture.Get<ActivityQueries>().RecentAsync(asha, new ActivityFilter(), Ten, default)).Rows
        );
        Assert.Equal(
            (ActivityTypes.ApprovalRequested, "Travel claim requested", "Taxi to Thane of Nilesh", "pending", "Nilesh"),
            (told.Type, told.Title, told.Description, told.Status, told.User!.Name)
        );
        Assert.Equal("""{"kind":"travelClaim","requestedBy":"Nilesh","enteredBy":"Ravi"}""", told.Metadata);
        await using (var db = fixture.Contexts.CreateDbContext())
            Assert.Equal((1, 1L), (heard, await db.DataVersionAsync(ActivityQueries.DataTopic, default)));

        Assert.Equal(
            (0, 1),
            ((await approvals.PendingAsync(ravi, default)).Total, (await approvals.PendingAsync(asha, default)).Total)
        );
        Assert.Empty((await approvals.WaitingAsync(ravi, null, Ten, default)).Rows);
        var refused = await RefusalOfAsync(() =>
            fixture.Get<DashboardCommands>().ApproveAsync(ravi, id, null, default)
        );
        Assert.Equal(
            (ErrorKind.Forbidden, "You entered this request; somebody else decides on it."),
            (refused!.Kind, refused.Message)
        );
        await fixture.Get<DashboardCommands>().ApproveAsync(asha, id, "Well done.", default);
        var decided = Assert.Single((await approvals.MineAsync(ravi, ApprovalKind.TravelClaim, Ten, default)).Rows);
        Assert.Equal(
            (ApprovalState.Approved, "Asha", "Well done."),
            (decided.State, decided.DecidedBy!.Name, decided.Reason)
        );
        Assert.Equal(0, (await approvals.MineAsync(ravi, ApprovalKind.WorkPlan, Ten, default)).Total);
        Assert.Equal(0, (await approvals.MineAsync(asha, null, Ten, default)).Total);
    }

    [Theory, EachDatabase]
    public async Task Who_may_decide_is_told_of_a_request_and_who_asked_of_the_decision(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture
            .Get<RolePermissions>()
            .GrantDefaultsAsync(AllFeatures.List.SelectMany(f => f.Permissions), default);
        var (asha, ravi, imran, nilesh, _) = await PeopleAsync(fixture);
        var (requests, decisions) = (fixture.Get<RequestCommands>(), fixture.Get<DashboardCommands>());

        var id = await requests.RequestAsync(ravi, Taxi with { ForUserId = nilesh }, default);
        await decisions.RejectAsync(asha, id, "Too much", default);
        var withdrawn = await requests.RequestAsync(imran, Taxi, default);
        await requests.WithdrawAsync(imran, withdrawn, default);

        await using var db = fixture.Contexts.CreateDbContext();
        var told = await db.Set<Notification>().OrderBy(n => n.Id).ToListAsync();
        var asked = told.Where(n => n.Kind == "field.requested").ToList();
        // Neither whoever entered it nor the requester decides.
        Assert.Equal(
            [
                (asha.UserId, "Travel claim of Nilesh"),
                (asha.UserId, "Travel claim of Imran"),
                (ravi.UserId, "Travel claim of Imran"),
            ],
            asked.OrderBy(n => n.UserId).ThenBy(n => n.Id).Select(n => (n.UserId, n.Title))
        );
        Assert.Equal("Taxi to Thane, ₹1,234.50", asked[0].Message);
        var decided = told.Where(n => n.Kind == "field.decided").ToList();
        Assert.All(decided, n => Assert.Equal("Taxi to Thane, by Asha: Too much", n.Message));
        Assert.Equal([ravi.UserId, nilesh], decided.Select(n => n.UserId).Order());
    }

    [Theory, EachDatabase]
    public async Task An_engineer_asks_for_himself_in_his_branch_without_seeing_the_field(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (_, ravi, imran, nilesh, _) = await PeopleAsync(fixture);
        var commands = fixture.Get<RequestCommands>();
        var id = await commands.RequestAsync(imran, Taxi, default);
        await commands.RequestAsync(
            imran,
            new NewRequest(ApprovalKind.WorkPlan, "June", ForUserId: imran.UserId),
            default
        );
        Assert.Equal(
            ["June", "Taxi to Thane"],
            (await fixture.Get<ApprovalQueries>().MineAsync(imran, null, Ten, default)).Rows.Select(r => r.Title)
        );
        var waiting = (
            await fixture.Get<ApprovalQueries>().WaitingAsync(ravi, ApprovalKind.TravelClaim, Ten, default)
        ).Rows.Single();
        Assert.Equal(
            (id, "Imran", null, "mumbai"),
            (waiting.Id, waiting.RequestedBy!.Name, waiting.EnteredBy, waiting.Branch)
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (await RefusalOfAsync(() => commands.RequestAsync(imran, Taxi with { ForUserId = nilesh }, default)))!.Kind
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (await RefusalOfAsync(() => fixture.Get<ApprovalQueries>().WaitingAsync(imran, null, Ten, default)))!.Kind
        );
        var stranger = imran with { Permissions = new HashSet<string> { SalesQueries.ReadPermission } };
        foreach (
            var act in (Func<Task>[])
                [
                    () => commands.RequestAsync(stranger, Taxi, default),
                    () => commands.WithdrawAsync(stranger, id, default),
                    () => fixture.Get<ApprovalQueries>().MineAsync(stranger, null, Ten, default),
                ]
        )
            Assert.Equal(ErrorKind.Forbidden, (await RefusalOfAsync(act))!.Kind);
    }

    [Theory, EachDatabase]
    public async Task What_does_not_fit_is_refused_field_by_field_and_leaves_nothing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (_, ravi, _, nilesh, divya) = await PeopleAsync(fixture);
        await using var db = fixture.Contexts.CreateDbContext();
        await db.Set<User>().Where(u => u.Id == nilesh).ExecuteUpdateAsync(s => s.SetProperty(u => u.Active, false));
        var commands = fixture.Get<RequestCommands>();
        foreach (
            var (request, fields) in ((NewRequest, string)[])
                [
                    (Taxi with { Title = "  ", Rupees = null }, "title amount"),
                    (
                        Taxi with
                        {
                            Title = new string('t', 201),
                            Description = new string('d', 2001),
                        },
                        "title description"
                    ),
                    (Taxi with { Kind = (ApprovalKind)9 }, "kind"),
                    (Taxi with { Rupees = 0 }, "amount"),
                    (Taxi with { Rupees = -5 }, "amount"),
                    (Taxi with { Rupees = 1.001m }, "amount"),
                    (Taxi with { Rupees = RequestCommands.MaxRupees + 0.01m }, "amount"),
                    (Taxi with { Rupees = decimal.MaxValue }, "amount"),
                    (Taxi with { Kind = ApprovalKind.ActivityReimbursement, Rupees = null }, "amount"),
                    (Taxi with { Kind = ApprovalKind.WorkPlan }, "amount"),
                    (Taxi with { Kind = ApprovalKind.StockTransfer, Rupees = 0 }, "amount"),
                    (Taxi with { ForUserId = divya }, "for"),
                    (Taxi with { ForUserId = 424242 }, "for"),
                    (Taxi with { ForUserId = nilesh }, "for"),
                    (new NewRequest(ApprovalKind.TravelClaim, "", ForUserId: divya), "amount for title"),
                ]
        )
        {
            var error = await RefusalOfAsync(() => commands.RequestAsync(ravi, request, default));
            Assert.Equal(ErrorKind.Invalid, error!.Kind);
            Assert.Equal(fields.Split(' ').Order(), error.Fields.Keys.Order());
        }

        Assert.Equal(
            (0, 0, 0L),
            (
                await db.Set<Approval>().CountAsync(),
                await db.Set<Activity>().CountAsync(),
                await db.DataVersionAsync(ActivityQueries.DataTopic, default)
            )
        );
        foreach (
            var request in (NewRequest[])
                [
                    Taxi with
                    {
                        Title = new string('t', 200),
                        Description = new string('d', 2000),
                        Rupees = RequestCommands.MaxRupees,
                    },
                    new(ApprovalKind.WorkPlan, "Plan"),
                    new(ApprovalKind.StockTransfer, "Bags"),
                    new(ApprovalKind.StockTransfer, "Bags", null, 0.01m),
                    new(ApprovalKind.StockVerification, "Count"),
                ]
        )
            await commands.RequestAsync(ravi, request, default);
        Assert.Equal(5, (await fixture.Get<ApprovalQueries>().MineAsync(ravi, null, Ten, default)).Total);
    }

    [Theory, EachDatabase]
    public async Task Of_withdrawing_and_deciding_at_once_one_wins_and_the_other_is_told(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, _, imran, _, _) = await PeopleAsync(fixture);
        var (requests, decisions) = (fixture.Get<RequestCommands>(), fixture.Get<DashboardCommands>());
        for (var round = 0; round < 5; round++)
        {
            var id = await requests.RequestAsync(imran, Taxi, default);
            var both = await Task.WhenAll(
                RefusalOfAsync(() => requests.WithdrawAsync(imran, id, default)),
                RefusalOfAsync(() => decisions.ApproveAsync(asha, id, null, default))
            );
            var told = Assert.Single(both, x => x is not null)!;
            var row = (await fixture.Get<ApprovalQueries>().DecidedAsync(asha, null, Ten, default)).Rows.Single(r =>
                r.Id == id
            );
            Assert.Equal(
                (
                    ErrorKind.Conflict,
                    row.State == ApprovalState.Withdrawn
                        ? "Imran has already withdrawn this request."
                        : "Asha has already approved this request."
                ),
                (told.Kind, told.Message)
            );
            Assert.Equal(
                both[0] is null ? (ApprovalState.Withdrawn, "Imran") : (ApprovalState.Approved, "Asha"),
                (row.State, row.DecidedBy!.Name)
            );
        }

        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            (10, 10L),
            (await db.Set<Activity>().CountAsync(), await db.DataVersionAsync(ActivityQueries.DataTopic, default))
        );
    }

    [Theory, EachDatabase]
    public async Task What_is_withdrawn_waits_for_nobody_and_only_who_asked_withdraws(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (asha, ravi, imran, nilesh, _) = await PeopleAsync(fixture);
        var (requests, approvals) = (fixture.Get<RequestCommands>(), fixture.Get<ApprovalQueries>());
        var (own, entered, decided) = (
            await requests.RequestAsync(imran, Taxi, default),
            await requests.RequestAsync(ravi, Taxi with { ForUserId = nilesh }, default),
            await requests.RequestAsync(imran, Taxi, default)
        );
        Assert.Equal(
            (3, 2),
            ((await approvals.PendingAsync(asha, default)).Total, (await approvals.PendingAsync(ravi, default)).Total)
        );
        foreach (
            var (currentUser, id) in ((CurrentUser, int)[])[(asha, own), (ravi, own), (imran, entered), (imran, 424242)]
        )
            Assert.Equal(
                ErrorKind.NotFound,
                (await RefusalOfAsync(() => requests.WithdrawAsync(currentUser, id, default)))!.Kind
            );

        await requests.WithdrawAsync(imran, own, default);
        await requests.WithdrawAsync(imran with { UserId = nilesh, Name = "Nilesh" }, entered, default);
        await fixture.Get<DashboardCommands>().RejectAsync(asha, decided, "No bills.", default);
        Assert.Equal(0, (await approvals.PendingAsync(asha, default)).Total);
        Assert.Equal(
            "Imran has already withdrawn this request.",
            (await RefusalOfAsync(() => requests.WithdrawAsync(imran, own, default)))!.Message
        );
        Assert.Equal(
            "Nilesh has already withdrawn this request.",
            (await RefusalOfAsync(() => requests.WithdrawAsync(ravi, entered, default)))!.Message
        );
        Assert.Equal(
            "Imran has already withdrawn this request.",
            (
                await RefusalOfAsync(() => fixture.Get<DashboardCommands>().ApproveAsync(asha, own, null, default))
            )!.Message
        );
        Assert.Equal(
            "Asha has already rejected this request.",
            (await RefusalOfAsync(() => requests.WithdrawAsync(imran, decided, default)))!.Message
        );
        Assert.Equal(
            [(own, ApprovalState.Withdrawn), (entered, ApprovalState.Withdrawn), (decided, ApprovalState.Rejected)],
            (await approvals.DecidedAsync(ravi, null, Ten, default)).Rows.Select(r => (r.Id, r.State)).Order()
        );
        var told = (
            await fixture
                .Get<ActivityQueries>()
                .RecentAsync(asha, new ActivityFilter(ActivityTypes.ApprovalDecided, imran.UserId), Ten, default)
        ).Rows.Single();
        Assert.Equal(
            (
                "Travel claim withdrawn",
                "Taxi to Thane of Imran",
                "failed",
                """{"kind":"travelClaim","requestedBy":"Imran","decision":"withdrawn"}"""
            ),
            (told.Title, told.Description, told.Status, told.Metadata)
        );
    }

    /// <summary>Asha sees all branches, Ravi Mumbai alone, both decide and ask; Imran of Mumbai asks and sees nothing of the field. Nilesh is of Mumbai's field, Divya of Delhi's.</summary>
    private static async Task<(
        CurrentUser Asha,
        CurrentUser Ravi,
        CurrentUser Imran,
        int Nilesh,
        int Divya
    )> PeopleAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var ids = await TeamCommands.EnrolAsync(
            db,
            [
                new("asha@example.com", "Asha", RoleNames.Manager),
                new("ravi@example.com", "Ravi", RoleNames.Manager, "mumbai"),
                new("imran@example.com", "Imran", RoleNames.Engineer, "mumbai"),
                new(
                    "nilesh@field.example.com",
                    "Nilesh",
                    RoleNames.Engineer,
                    "mumbai",
                    Designation: "MDO",
                    InField: true
                ),
                new("divya@field.example.com", "Divya", RoleNames.Engineer, "delhi", Designation: "MDO", InField: true),
            ],
            DateTime.UnixEpoch,
            default
        );
        HashSet<string> both =
        [
            SalesQueries.ReadPermission,
            DashboardCommands.DecidePermission,
            RequestCommands.RequestPermission,
        ];
        return (
            new CurrentUser(ids["asha@example.com"], "Asha", RoleNames.Manager, both, Scope.Everything),
            new CurrentUser(
                ids["ravi@example.com"],
                "Ravi",
                RoleNames.Manager,
                both,
                new Scope(["mumbai"], null, false)
            ),
            new CurrentUser(
                ids["imran@example.com"],
                "Imran",
                RoleNames.Engineer,
                new HashSet<string> { RequestCommands.RequestPermission },
                new Scope(["mumbai"], null, true)
            ),
            ids["nilesh@field.example.com"],
            ids["divya@field.example.com"]
        );
    }

    private static async Task<DomainException?> RefusalOfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DomainException error)
        {
            return error;
        }
    }
}
