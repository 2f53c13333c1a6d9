using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.Cover;

/// <summary>Leave cover from the first to the last day: who sets it, what it gives, and how it ends.</summary>
public sealed class LeaveCoverTests
{
    [Theory, EachDatabase]
    public async Task A_cover_counts_at_once_and_ends_with_its_last_day(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "mumbai");
        var today = people.Get<BusinessClock>().Today;

        await people.Get<CoverCommands>().SetAsync(ravi, ravi.UserId, lata.UserId, today, today.AddDays(1), default);

        var covering = await people.UserAsync(lata.UserId);
        Assert.Equal(["mumbai", "pune"], covering.Scope.Regions);
        Assert.Equal(["Ravi Iyer"], covering.Covers.Select(c => c.Name));
        Assert.Equal(
            ["mumbai"],
            (await people.Get<CurrentUserAccessor>().OwnAsync(lata.UserId, default)).Scope.Regions
        );
        Assert.Equal(["pune"], (await people.UserAsync(ravi.UserId)).Scope.Regions);

        people.Clock.Advance(
            people.Get<BusinessClock>().StartOf(today.AddDays(2))
                - people.Clock.GetUtcNow().UtcDateTime
                - TimeSpan.FromSeconds(1)
        );
        Assert.Equal(2, (await people.UserAsync(lata.UserId)).Scope.Regions!.Count);
        people.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["mumbai"], (await people.UserAsync(lata.UserId)).Scope.Regions);
    }

    [Theory, EachDatabase]
    public async Task A_cover_starts_with_its_first_day_and_ends_when_it_is_ended(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "mumbai");
        var (clock, covers) = (people.Get<BusinessClock>(), people.Get<CoverCommands>());
        var tomorrow = clock.Today.AddDays(1);
        var id = await covers.SetAsync(people.Asha, ravi.UserId, lata.UserId, tomorrow, tomorrow, default);

        Assert.Equal(["mumbai"], (await people.UserAsync(lata.UserId)).Scope.Regions);
        people.Clock.Advance(clock.StartOf(tomorrow) - people.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(2, (await people.UserAsync(lata.UserId)).Scope.Regions!.Count);

        await covers.EndAsync(await people.UserAsync(lata.UserId), id, default);
        Assert.Equal(["mumbai"], (await people.UserAsync(lata.UserId)).Scope.Regions);
        await RefusedAsync(ErrorKind.NotFound, () => covers.EndAsync(people.Asha, id, default));
        await using var db = people.Db();
        var acts = await db.Set<AuditEntry>().Where(e => e.Kind == "leave cover").OrderBy(e => e.Id).ToListAsync();
        Assert.Equal([AuditActions.Added, AuditActions.Changed], acts.Select(a => a.Action));
        Assert.Contains(AuditField.Read(acts[0].Details), f => f.After == $"person {lata.UserId}");
        Assert.Equal(["Ended"], AuditField.Read(acts[1].Details).Select(f => f.Field));
    }

    [Theory, EachDatabase]
    public async Task A_cover_ends_with_the_account_of_either(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "mumbai");
        var today = people.Get<BusinessClock>().Today;
        await people.Get<CoverCommands>().SetAsync(ravi, ravi.UserId, lata.UserId, today, today, default);

        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);

        Assert.Equal(["mumbai"], (await people.UserAsync(lata.UserId)).Scope.Regions);
        await RefusedAsync(ErrorKind.Conflict, () =>
            people.Get<CoverCommands>().SetAsync(people.Asha, ravi.UserId, lata.UserId, today, today, default)
        );
    }

    [Theory, EachDatabase]
    public async Task The_delegate_changes_the_customers_of_the_person_and_the_record_says_for_whom(
        TestProvider provider
    )
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "pune");
        var customer = await people.CustomerAsync("Shree Ganesh", "pune", ravi.UserId);
        var other = await people.CustomerAsync("Om Sai", "pune", null);
        var commands = people.Get<CustomerCommands>();
        await RefusedAsync(ErrorKind.Forbidden, () => commands.NotesAsync(lata, customer, "Called", null, default));
        var today = people.Get<BusinessClock>().Today;
        await people.Get<CoverCommands>().SetAsync(ravi, ravi.UserId, lata.UserId, today, today, default);
        var covering = await people.UserAsync(lata.UserId);

        Assert.True(await commands.NotesAsync(covering, customer, "Called", null, default));

        await RefusedAsync(ErrorKind.Forbidden, () => commands.NotesAsync(covering, other, "Called", null, default));
        await using var db = people.Db();
        var change = await db.Set<CustomerChange>().SingleAsync();
        Assert.Equal(("Lata Das for Ravi Iyer", lata.UserId), (change.ByName, change.ById));
    }

    [Theory, EachDatabase]
    public async Task Only_the_person_their_manager_and_administrators_set_a_cover(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var neha = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "pune");
        var (covers, today) = (people.Get<CoverCommands>(), people.Get<BusinessClock>().Today);
        Task<int> Set(CurrentUser by, CurrentUser person, int days = 0) =>
            covers.SetAsync(by, person.UserId, lata.UserId, today.AddDays(days), today.AddDays(days), default);

        await RefusedAsync(ErrorKind.Forbidden, () => Set(neha, ravi));
        await RefusedAsync(ErrorKind.Forbidden, () => Set(lata, ravi));
        await RefusedAsync(ErrorKind.Forbidden, () => Set(lata, neha));
        await Set(ravi, ravi);
        await Set(people.Asha, ravi, days: 1);
        await RefusedAsync(ErrorKind.Conflict, () => Set(ravi, ravi, days: 1));
        var row = await people.RowAsync("Ravi");
        await people.Commands.ChangeAsync(
            people.Asha,
            ravi.UserId,
            row.Version,
            new PersonAssignment(RoleNames.Engineer, "pune", [], neha.UserId, null),
            default
        );
        await Set(neha, ravi, days: 2);

        await RefusedAsync(ErrorKind.Invalid, () => Set(ravi, ravi, days: -1));
        await RefusedAsync(ErrorKind.Invalid, () =>
            covers.SetAsync(ravi, ravi.UserId, ravi.UserId, today.AddDays(9), today.AddDays(9), default)
        );
        Assert.Equal(
            3,
            (await people.Get<CoverQueries>().OfPersonAsync(lata, lata.UserId, default)).Rows.Count(r => r.IsDelegate)
        );
        Assert.Equal(
            3,
            (await people.Get<CoverQueries>().OfPersonAsync(ravi, ravi.UserId, default)).Rows.Count(r => !r.IsDelegate)
        );
    }

    [Theory, EachDatabase]
    public async Task A_cover_that_would_give_more_than_either_has_is_refused(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var neha = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "mumbai");
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var today = people.Get<BusinessClock>().Today;

        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            people.Get<CoverCommands>().SetAsync(ravi, ravi.UserId, neha.UserId, today, today, default)
        );

        Assert.Contains("delegate", refused.Fields.Keys);
        var admin = await people
            .Get<CoverQueries>()
            .PreviewAsync(people.Asha, people.Asha.UserId, neha.UserId, default);
        Assert.Null(admin.Problem);
        Assert.Contains(admin.Gained, t => t.Contains("Upload", StringComparison.Ordinal));
        Assert.DoesNotContain(admin.Gained, t => t.Contains("Invite people", StringComparison.Ordinal));
    }

    private static async Task RefusedAsync(ErrorKind kind, Func<Task> act) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
}
