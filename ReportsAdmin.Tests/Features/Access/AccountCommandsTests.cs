using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>What an administrator may do with other people's accounts, and what nobody may.</summary>
public sealed class AccountCommandsTests
{
    [Theory, EachDatabase]
    public async Task Who_is_deactivated_is_signed_out_with_the_reason_and_comes_back_with_the_old_password(
        TestProvider provider
    )
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var sessions = people.Get<Sessions>();
        var open = await sessions.BeginAsync(ravi.UserId, SessionKinds.Api, SessionOrigin.Unknown, default);
        var reset = await people.Invitations.ResetAsync(people.Asha, ravi.UserId, default);

        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);

        Assert.False(await sessions.IsLiveAsync(open, ravi.UserId, default));
        await using (var db = people.Db())
            Assert.Equal(SessionEnds.Deactivated, (await db.Set<Session>().SingleAsync(s => s.Id == open)).EndReason);
        Assert.Null(await people.Get<CurrentUserAccessor>().FindAsync(ravi.UserId, default));
        Assert.Null(await people.Links.FindAsync(PeopleFixture.TokenOf(reset), LinkPurposes.Reset, default));
        await RefusedAsync(ErrorKind.Conflict, () => people.Invitations.ResetAsync(people.Asha, ravi.UserId, default));
        Assert.Null(await SignInAsync(people));

        await people.Commands.ReactivateAsync(people.Asha, ravi.UserId, default);
        Assert.NotNull(await SignInAsync(people));
        Assert.False(await sessions.IsLiveAsync(open, ravi.UserId, default));
    }

    [Theory, EachDatabase]
    public async Task An_administrator_ends_the_sessions_of_others_and_nothing_else(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var neha = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "mumbai");
        var sessions = people.Get<Sessions>();
        var (open, other) = (
            await sessions.BeginAsync(ravi.UserId, SessionKinds.Browser, SessionOrigin.Unknown, default),
            await sessions.BeginAsync(neha.UserId, SessionKinds.Browser, SessionOrigin.Unknown, default)
        );

        await RefusedAsync(ErrorKind.Forbidden, () => people.Commands.SignOutAsync(neha, ravi.UserId, default));
        var managing = neha with { Permissions = new HashSet<string> { PeopleCommands.ManagePermission } };
        await RefusedAsync(ErrorKind.NotFound, () => people.Commands.SignOutAsync(managing, ravi.UserId, default));
        Assert.True(await sessions.IsLiveAsync(open, ravi.UserId, default));
        await people.Commands.SignOutAsync(people.Asha, ravi.UserId, default);

        Assert.False(await sessions.IsLiveAsync(open, ravi.UserId, default));
        Assert.True(await sessions.IsLiveAsync(other, neha.UserId, default));
        await using (var db = people.Db())
            Assert.Equal(
                SessionEnds.EndedByAdministrator,
                (await db.Set<Session>().SingleAsync(s => s.Id == open)).EndReason
            );
        Assert.NotNull(await SignInAsync(people));
    }

    [Theory, EachDatabase]
    public async Task Another_role_or_region_counts_at_once_and_signs_out(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var sessions = people.Get<Sessions>();
        var open = await sessions.BeginAsync(ravi.UserId, SessionKinds.Browser, SessionOrigin.Unknown, default);
        var row = await people.RowAsync("Ravi");
        var same = new PersonAssignment(RoleNames.Engineer, "pune", [2], people.Asha.UserId, " TSM ");

        await people.Commands.ChangeAsync(people.Asha, ravi.UserId, row.Version, same, default);
        var moved = await people.RowAsync("Ravi");
        Assert.Equal(("Asha Menon", "TSM"), (moved.ReportsTo, moved.Designation));
        Assert.True(await sessions.IsLiveAsync(open, ravi.UserId, default));
        Assert.Equal([2], (await people.UserAsync(ravi.UserId)).Scope.DepartmentIds);

        await RefusedAsync(ErrorKind.Conflict, () =>
            people.Commands.ChangeAsync(people.Asha, ravi.UserId, row.Version, same, default)
        );
        var manager = same with { Role = RoleNames.Manager, DepartmentIds = [] };
        await people.Commands.ChangeAsync(people.Asha, ravi.UserId, moved.Version, manager, default);

        Assert.False(await sessions.IsLiveAsync(open, ravi.UserId, default));
        Assert.Equal(RoleNames.Manager, (await people.UserAsync(ravi.UserId)).Role);
        Assert.Null((await people.UserAsync(ravi.UserId)).Scope.DepartmentIds);
    }

    [Theory, EachDatabase]
    public async Task An_installation_keeps_an_administrator_and_nobody_removes_themselves(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var asha = people.Asha.UserId;
        var row = await people.RowAsync("Asha");
        var manager = new PersonAssignment(RoleNames.Manager, null, [], null, null);
        // An administrator who was only invited cannot sign in, and does not count.
        await people.Invitations.InviteAsync(people.Asha, PeopleFixture.Person("Not Yet", RoleNames.Admin), default);

        await RefusedAsync(ErrorKind.Forbidden, () => people.Commands.DeactivateAsync(people.Asha, asha, default));
        await RefusedAsync(ErrorKind.Forbidden, () =>
            people.Commands.ChangeAsync(people.Asha, asha, row.Version, manager, default)
        );
        await RefusedAsync(ErrorKind.Conflict, () =>
            people.Commands.DeactivateAsync(CurrentUser.System, asha, default)
        );
        await RefusedAsync(ErrorKind.Conflict, () =>
            people.Commands.ChangeAsync(CurrentUser.System, asha, row.Version, manager, default)
        );
    }

    [Theory, EachDatabase]
    public async Task Two_administrators_who_deactivate_each_other_leave_one(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var omar = await people.JoinAsync(people.Asha, "Omar Khan", RoleNames.Admin);

        var acts = new[]
        {
            Record.ExceptionAsync(() => people.Commands.DeactivateAsync(people.Asha, omar.UserId, default)).AsTask(),
            Record.ExceptionAsync(() => people.Commands.DeactivateAsync(omar, people.Asha.UserId, default)).AsTask(),
        };

        Assert.Equal(ErrorKind.Conflict, Assert.Single((await Task.WhenAll(acts)).OfType<DomainException>()).Kind);
        await using var db = people.Db();
        Assert.Equal(1, await db.Set<User>().CountAsync(u => u.Active));
    }

    [Theory, EachDatabase]
    public async Task Permission_role_and_scope_limit_what_may_be_done(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "mumbai");
        var plain = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");
        var neha = plain with { Permissions = new HashSet<string> { PeopleCommands.ManagePermission } };
        var any = new PersonAssignment(RoleNames.Engineer, "pune", [], null, null);
        var row = await people.RowAsync("Ravi");

        await RefusedAsync(ErrorKind.Forbidden, () => people.Invitations.ResetAsync(plain, ravi.UserId, default));
        await RefusedAsync(ErrorKind.Forbidden, () => people.Commands.DeactivateAsync(plain, ravi.UserId, default));
        await RefusedAsync(ErrorKind.Forbidden, () =>
            people.Commands.ChangeAsync(plain, ravi.UserId, row.Version, any, default)
        );
        await RefusedAsync(ErrorKind.NotFound, () => people.Commands.DeactivateAsync(neha, lata.UserId, default));
        await RefusedAsync(ErrorKind.NotFound, () => people.Invitations.ResetAsync(neha, people.Asha.UserId, default));
        foreach (var wrong in new[] { any with { Role = RoleNames.Admin }, any with { Region = "mumbai" } })
            await RefusedAsync(ErrorKind.Forbidden, () =>
                people.Commands.ChangeAsync(neha, ravi.UserId, row.Version, wrong, default)
            );
        var page = await people
            .Get<PeopleQueries>()
            .ListAsync(neha, new PeopleFilter(null, null, null, null), new PageRequest(1, 10), default);
        Assert.Equal(["Neha Rao", "Ravi Iyer"], page.Rows.Select(r => r.Name));
        await people.Commands.DeactivateAsync(neha, ravi.UserId, default);
    }

    [Fact]
    public async Task An_assignment_is_checked_field_by_field()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        var row = await people.RowAsync("Ravi");
        var fine = new PersonAssignment(RoleNames.Manager, "pune", [], null, null);
        var below = await people.Invitations.InviteAsync(
            people.Asha,
            PeopleFixture.Person("Lata Das", RoleNames.Engineer, "pune") with
            {
                Assignment = fine with { Role = RoleNames.Engineer, ReportsToId = ravi.UserId },
            },
            default
        );

        foreach (
            var (field, wrong) in new[]
            {
                ("role", fine with { Role = "Owner" }),
                ("region", fine with { Region = "atlantis" }),
                ("region", fine with { Role = RoleNames.Engineer, Region = null }),
                ("departments", fine with { DepartmentIds = [1, 99] }),
                ("reportsTo", fine with { ReportsToId = 999 }),
                ("reportsTo", fine with { ReportsToId = ravi.UserId }),
                ("reportsTo", fine with { ReportsToId = below.UserId }),
                ("designation", fine with { Designation = new string('x', 61) }),
            }
        )
        {
            var error = await RefusedAsync(ErrorKind.Invalid, () =>
                people.Commands.ChangeAsync(people.Asha, ravi.UserId, row.Version, wrong, default)
            );
            Assert.Equal(field, Assert.Single(error.Fields).Key);
        }

        foreach (var person in new[] { new NewPerson(" ", "a@example.com", fine), new NewPerson("A", "a@b", fine) })
            await RefusedAsync(ErrorKind.Invalid, () => people.Invitations.InviteAsync(people.Asha, person, default));
    }

    private static Task<SignedIn?> SignInAsync(PeopleFixture people) =>
        people
            .Get<SignIn>()
            .CheckAsync("ravi.iyer@example.com", PeopleFixture.Password, SessionOrigin.Unknown, default);

    private static async Task<DomainException> RefusedAsync(ErrorKind kind, Func<Task> act)
    {
        var error = await Assert.ThrowsAsync<DomainException>(act);
        Assert.Equal(kind, error.Kind);
        return error;
    }
}
