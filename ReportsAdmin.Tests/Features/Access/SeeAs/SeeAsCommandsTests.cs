using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Features.Access.SeeAs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.SeeAs;

/// <summary>Whom an administrator may see the application as, with which rights, and when it ends.</summary>
public sealed class SeeAsCommandsTests
{
    [Theory]
    [EachDatabase]
    public async Task The_session_acts_as_the_person_with_their_rights_of_now_and_ends_after_half_an_hour(
        TestProvider provider
    )
    {
        await using var test = await OpenAsync(provider);
        await using var people = test.People;
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        await test.Commands.BeginAsync(people.Asha, test.Session, ravi.UserId, default);

        var seen = await test.NowAsync();
        Assert.Equal((ravi.UserId, "Ravi Iyer", ravi.Scope.Key), (seen.UserId, seen.Name, seen.Scope.Key));
        Assert.Equal(ravi.Permissions.Order(), seen.Permissions.Order());
        Assert.Equal((people.Asha.UserId, people.Asha.UserId), (seen.SeenBy!.UserId, seen.CallerId));

        var row = await people.RowAsync("Ravi Iyer");
        await people.Commands.ChangeAsync(
            people.Asha,
            row.Id,
            row.Version,
            new PersonAssignment(RoleNames.Engineer, "mumbai", [], null, null),
            default
        );
        Assert.Equal(["mumbai"], (await test.NowAsync()).Scope.Regions);

        people.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(ravi.UserId, (await test.NowAsync()).UserId);
        people.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await test.NowAsync()).SeenBy);
        Assert.Equal(people.Asha.UserId, (await test.NowAsync()).UserId);
        await test.Commands.EndDueAsync(default);
        await test.Commands.EndDueAsync(default);
        Assert.Equal(
            [(AuditActions.SeeAsBegan, people.Asha.UserId), (AuditActions.SeeAsEnded, people.Asha.UserId)],
            await test.AuditAsync(ravi.UserId)
        );
    }

    [Fact]
    public async Task Nobody_is_seen_who_may_more_and_nobody_sees_without_the_permission_a_proof_and_a_browser()
    {
        await using var test = await OpenAsync(TestProvider.Sqlite);
        await using var people = test.People;
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        var other = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Admin);
        var country = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.CountryManager);
        var limited = people.Asha with { Scope = new Scope(["pune"], null, false) };
        var fewer = people.Asha with
        {
            Permissions = people.Asha.Permissions.Where(p => !ravi.Permissions.Contains(p)).ToHashSet(),
        };
        Task BeginAsync(CurrentUser by, int id, string? session = null) =>
            test.Commands.BeginAsync(by, session ?? test.Session, id, default);

        await ThrowsAsync(ErrorKind.Forbidden, () => BeginAsync(people.Asha, other.UserId));
        await ThrowsAsync(ErrorKind.Forbidden, () => BeginAsync(people.Asha, people.Asha.UserId));
        await ThrowsAsync(ErrorKind.Forbidden, () => BeginAsync(ravi, country.UserId));
        await ThrowsAsync(ErrorKind.Forbidden, () => BeginAsync(fewer, ravi.UserId));
        await ThrowsAsync(ErrorKind.NotFound, () => BeginAsync(limited, country.UserId));
        await ThrowsAsync(ErrorKind.NotFound, () => BeginAsync(people.Asha, 999_999));
        var old = await ThrowsAsync(ErrorKind.Forbidden, () =>
            BeginAsync(people.Asha with { MustConfirm = true }, ravi.UserId)
        );
        Assert.Equal(DomainException.ConfirmationCode, old.Code);

        var sessions = people.Get<Sessions>();
        var program = await sessions.BeginAsync(people.Asha.UserId, SessionKinds.Api, SessionOrigin.Unknown, default);
        var foreign = await sessions.BeginAsync(other.UserId, SessionKinds.Browser, SessionOrigin.Unknown, default);
        await ThrowsAsync(ErrorKind.Conflict, () => BeginAsync(people.Asha, ravi.UserId, program));
        await ThrowsAsync(ErrorKind.Conflict, () => BeginAsync(people.Asha, ravi.UserId, foreign));
        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);
        await ThrowsAsync(ErrorKind.Forbidden, () => BeginAsync(people.Asha, ravi.UserId));
        Assert.Null((await test.NowAsync()).SeenBy);
    }

    [Fact]
    public async Task It_ends_when_rights_change_and_does_not_begin_again_by_itself()
    {
        await using var test = await OpenAsync(TestProvider.Sqlite);
        await using var people = test.People;
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        await test.Commands.BeginAsync(people.Asha, test.Session, ravi.UserId, default);
        await ChangeRoleAsync(people, RoleNames.Admin);

        Assert.Null((await test.NowAsync()).SeenBy);
        await test.Commands.EndDueAsync(default);
        await ChangeRoleAsync(people, RoleNames.Manager);

        Assert.Null((await test.NowAsync()).SeenBy);
        Assert.Equal(
            [AuditActions.SeeAsBegan, AuditActions.SeeAsEnded],
            (await test.AuditAsync(ravi.UserId)).Select(e => e.Action)
        );
    }

    [Fact]
    public async Task A_session_that_ends_is_recorded_as_the_end()
    {
        await using var test = await OpenAsync(TestProvider.Sqlite);
        await using var people = test.People;
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        await test.Commands.BeginAsync(people.Asha, test.Session, ravi.UserId, default);

        await people.Get<Sessions>().EndAsync(test.Session, SessionEnds.SignedOut, default);
        await test.Commands.EndDueAsync(default);

        Assert.Equal(
            [AuditActions.SeeAsBegan, AuditActions.SeeAsEnded],
            (await test.AuditAsync(ravi.UserId)).Select(e => e.Action)
        );
    }

    [Fact]
    public async Task What_the_person_signs_in_with_stays_theirs()
    {
        await using var test = await OpenAsync(TestProvider.Sqlite);
        await using var people = test.People;
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        await test.Commands.BeginAsync(people.Asha, test.Session, ravi.UserId, default);
        var seen = await test.NowAsync();

        foreach (
            var look in new Func<Task>[]
            {
                () => people.Get<Sessions>().ListAsync(seen, default),
                () => people.Get<ApiTokenCommands>().OwnAsync(seen, default),
                () => people.Get<ApiTokenCommands>().CreateAsync(seen, new("x", ["users:read"], 1), default),
                () => people.Get<PasskeyCommands>().OwnAsync(seen, default),
                () => people.Get<SecondFactorCommands>().StateAsync(seen, default),
                () => people.Get<Confirmations>().ProofOfAsync(seen, default),
                () => test.Commands.BeginAsync(seen, test.Session, people.Asha.UserId, default),
            }
        )
            await ThrowsAsync(ErrorKind.Forbidden, look);
    }

    [Fact]
    public async Task Rights_by_leave_cover_count_when_the_two_are_compared()
    {
        await using var test = await OpenAsync(TestProvider.Sqlite);
        await using var people = test.People;
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Manager, "mumbai");
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        var today = people.Get<BusinessClock>().Today;
        var viewer = people.Asha with { Scope = new Scope(["pune"], null, false) };
        Assert.Null(SeeAsRules.Problem(viewer, ravi));

        await people.Get<CoverCommands>().SetAsync(people.Asha, lata.UserId, ravi.UserId, today, today, default);

        Assert.NotNull(SeeAsRules.Problem(viewer, await people.UserAsync(ravi.UserId)));
    }

    private static async Task ChangeRoleAsync(PeopleFixture people, string role)
    {
        var row = await people.RowAsync("Ravi Iyer");
        await people.Commands.ChangeAsync(
            people.Asha,
            row.Id,
            row.Version,
            new PersonAssignment(role, role == RoleNames.Admin ? null : "pune", [], null, null),
            default
        );
    }

    private static async Task<DomainException> ThrowsAsync(ErrorKind kind, Func<Task> act)
    {
        var error = await Assert.ThrowsAsync<DomainException>(act);
        Assert.Equal(kind, error.Kind);
        return error;
    }

    private static async Task<Seeing> OpenAsync(TestProvider provider)
    {
        var people = await PeopleFixture.OpenAsync(provider);
        var session = await people
            .Get<Sessions>()
            .BeginAsync(people.Asha.UserId, SessionKinds.Browser, SessionOrigin.Unknown, default);
        return new Seeing(people, session);
    }

    private sealed record Seeing(PeopleFixture People, string Session) : IAsyncDisposable
    {
        public SeeAsCommands Commands => People.Get<SeeAsCommands>();

        public async Task<CurrentUser> NowAsync()
        {
            var known = await People.Get<CurrentUserAccessor>().FindAsync(People.Asha.UserId, default);
            return (
                await People
                    .Get<SignedInUsers>()
                    .FindAsync(People.Asha.UserId, Tokens.StampOf(known!.Stamp), Session, default)
            )!;
        }

        public async Task<IReadOnlyList<(string Action, int Actor)>> AuditAsync(int personId)
        {
            await using var db = People.Db();
            var record = $"{personId}";
            var entries = await db.Set<AuditEntry>()
                .Where(e => e.RecordId == record && e.Action.StartsWith("see-as"))
                .OrderBy(e => e.Id)
                .ToListAsync();
            // The fixture's begin has no request, so nobody is named as its actor there.
            return [.. entries.Select(e => (e.Action, e.ActorId ?? People.Asha.UserId))];
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
