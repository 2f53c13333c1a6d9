using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>A company whose people were invited: an administrator, and whoever a test adds.</summary>
public sealed class PeopleFixture : IAsyncDisposable
{
    public const string Password = "four unrelated words";

    private readonly TestFixture fixture;

    private PeopleFixture(TestFixture fixture) => this.fixture = fixture;

    public FakeClock Clock => fixture.Clock;

    public Invitations Invitations => Get<Invitations>();

    public AccountCommands Commands => Get<AccountCommands>();

    public AccountLinks Links => Get<AccountLinks>();

    /// <summary>The administrator.</summary>
    public CurrentUser Asha { get; private set; } = null!;

    public static async Task<PeopleFixture> OpenAsync(
        TestProvider provider,
        params (string Key, string Value)[] settings
    )
    {
        var people = new PeopleFixture(await TestFixture.OpenAsync(provider, settings));
        await people
            .Get<RolePermissions>()
            .GrantDefaultsAsync(AllFeatures.List.SelectMany(f => f.Permissions), CancellationToken.None);
        people.Asha = await people.JoinAsync(CurrentUser.System, "Asha Menon", RoleNames.Admin);
        return people;
    }

    public T Get<T>()
        where T : notnull => fixture.Get<T>();

    public ReportsDb Db() => fixture.Contexts.CreateDbContext();

    public static NewPerson Person(string name, string role, string? region = null, params int[] departments) =>
        new(name, AddressOf(name), new PersonAssignment(role, region, departments, null, null));

    /// <summary>Invites a person and lets them choose <see cref="Password"/>.</summary>
    public async Task<CurrentUser> JoinAsync(CurrentUser by, string name, string role, string? region = null)
    {
        var link = await Invitations.InviteAsync(by, Person(name, role, region), default);
        await Links.UseAsync(TokenOf(link), LinkPurposes.Invite, null, Password, default);
        return await UserAsync(link.UserId);
    }

    public Task<CurrentUser> UserAsync(int id) => Get<CurrentUserAccessor>().OfUserAsync(id, default);

    public async Task<PersonRow> RowAsync(string name) =>
        Assert.Single(
            (
                await Get<PeopleQueries>()
                    .ListAsync(Asha, new PeopleFilter(name, null, null, null), new PageRequest(1, 10), default)
            ).Rows
        );

    public static string AddressOf(string name) => name.Replace(' ', '.').ToLowerInvariant() + "@example.com";

    public static string TokenOf(IssuedLink link) => link.Address!.Segments[^1];

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}
