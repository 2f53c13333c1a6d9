using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Contract;
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

    public Task<IAsyncDisposable> StartWorkersAsync() => fixture.StartWorkersAsync();

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

    /// <summary>A customer of the first department, assigned to a person or to nobody; answers its key.</summary>
    public async Task<int> CustomerAsync(string name, string region, int? engineerId)
    {
        await using var db = Db();
        var customer = new Customer
        {
            Id = await db.Set<Customer>().CountAsync() + 1,
            Code = name,
            Name = name,
            SearchText = Customer.FoldForSearch(name),
            Region = region,
            DepartmentId = 1,
            EngineerId = engineerId,
        };
        db.Add(customer);
        await db.SaveChangesAsync();
        return customer.Id;
    }

    /// <summary>Two customers in Pune and one in Mumbai, with amounts that differ.</summary>
    public Task UploadAsync() =>
        fixture.UploadAsync(
            Sheet.Of(
                ContractApp.Header,
                "C-1|Shree Ganesh|Pune|SI-1|2025-03-20|200000|150000.25",
                "C-2|Om Sai|Pune|SI-2|2025-03-21|3000|3000",
                "C-3|Bandra Builders|Mumbai|SI-3|2025-03-22|70000|70000"
            ),
            "Apr-25"
        );

    public async Task ReportToAsync(string name, int superiorId)
    {
        var row = await RowAsync(name);
        var assignment = new PersonAssignment(row.Role, row.Region, [], superiorId, null);
        await Commands.ChangeAsync(Asha, row.Id, row.Version, assignment, default);
    }

    public static string AddressOf(string name) => name.Replace(' ', '.').ToLowerInvariant() + "@example.com";

    public static string TokenOf(IssuedLink link) => link.Address!.Segments[^1];

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}
