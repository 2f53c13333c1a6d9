using System.Security.Claims;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Webhooks;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>The room Access on a database of its own with the demo people, without the web.</summary>
public sealed class AccessFixture : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly ServiceProvider services;

    private readonly string folder;

    private AccessFixture(TestDatabase database, ServiceProvider services, FakeClock clock, string folder) =>
        (this.database, this.services, Clock, this.folder) = (database, services, clock, folder);

    public FakeClock Clock { get; }

    public SignIn SignIn => Get<SignIn>();

    public Tokens Tokens => Get<Tokens>();

    public AccessQueries Queries => Get<AccessQueries>();

    public AccessCommands Commands => Get<AccessCommands>();

    public static async Task<AccessFixture> OpenAsync(TestProvider provider = TestProvider.Sqlite, bool people = true)
    {
        var database = await TestDatabase.CreateAsync(provider);
        var clock = new FakeClock();
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(new BusinessClock(clock));
        var folder = Directory.CreateTempSubdirectory("reportsadmin-access-").FullName;
        services.AddSingleton(new StorageRoot(folder));
        services.AddSingleton<FileStore>();
        services.AddSingleton<ChangeNotifier>();
        services.AddReportsData(database.Options, AllFeatures.Model);
        services.AddSingleton(
            new JwtRules("reportsadmin", "reportsadmin-api", TimeSpan.FromSeconds(30), TimeSpan.FromHours(8))
        );
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddAudit();
        services.AddRendering(configuration);
        services.AddJobs(configuration);
        services.AddMail(configuration);
        services.AddNotifications(configuration);
        services.AddWebhooks(configuration);
        new AccessFeature().Add(services, configuration);
        CheapPasswords.Use(services);
        var fixture = new AccessFixture(database, services.BuildServiceProvider(), clock, folder);
        await fixture
            .Get<RolePermissions>()
            .GrantDefaultsAsync(AllFeatures.List.SelectMany(f => f.Permissions), CancellationToken.None);
        if (!people)
            return fixture;
        await using var db = fixture.Db();
        await AccessDemo.SeedAsync(
            db,
            fixture.Get<IPasswordHasher<User>>(),
            clock.GetUtcNow().UtcDateTime,
            CancellationToken.None
        );
        return fixture;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ReportsDb Db() => Get<IDbContextFactory<ReportsDb>>().CreateDbContext();

    /// <summary>Changes a person behind the room's back; notifier nothing.</summary>
    public async Task ChangeAsync(string email, Action<User> change)
    {
        await using var db = Db();
        change(await db.Set<User>().AsTracking().SingleAsync(u => u.Email == email));
        await db.SaveChangesAsync();
    }

    public Task<CurrentUser> CurrentUserAsync(string email) => Queries.DemoViewerAsync(email, CancellationToken.None);

    /// <summary>Signs in and gives the tokens.</summary>
    public async Task<TokenPair> LoginAsync(string email)
    {
        var user = await SignIn.CheckAsync(email, AccessDemo.Password, SessionOrigin.Unknown, CancellationToken.None)
            ?? throw new InvalidOperationException($"{email} cannot sign in.");
        var session = await Get<Sessions>()
            .BeginAsync(user.UserId, SessionKinds.Api, SessionOrigin.Unknown, CancellationToken.None);
        return await Tokens.IssueAsync(user.UserId, user.Role, user.SecurityStamp, session, CancellationToken.None);
    }

    /// <summary>The user of an access token, checked as for a request; null when the token does not count.</summary>
    public async Task<CurrentUser?> WhoAsync(string accessToken)
    {
        var identities = Get<Identities>();
        var result = await new AccessTokens(identities, Get<JwtRules>(), Clock).ValidateTokenAsync(accessToken, new());
        return result.IsValid
            ? await identities.CurrentUserOfAsync(new ClaimsPrincipal(result.ClaimsIdentity), default)
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
