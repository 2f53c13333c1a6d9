using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access;

/// <summary>Who may do what.</summary>
public sealed class AccessFeature : IFeature
{
    private const string LoginLimit = "Login";

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(AccessQueries.TeamPermission, "See the team", [.. RoleNames.All]),
            new(PeopleCommands.ManagePermission, "Manage users and roles", RoleNames.Admin),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Team", "/team", "badge", 190, AccessQueries.TeamPermission, "Company")];

    public IReadOnlyList<ApiRoute> ApiRoutes =>
        [
            new("sign-in/**", null, LoginLimit, HttpMethods.Post),
            new("api/auth/login/**", new TrackerDialect(), LoginLimit, HttpMethods.Post),
        ];

    // A guess at a password counts against the address, whoever's cookie comes with it.
    public IReadOnlyList<RateLimit> RateLimits => [new(LoginLimit, 10, ByAddress: true)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Viewers>();
        services.AddSingleton<AccessQueries>();
        services.AddSingleton<FieldTeamQueries>();
        services.AddSingleton<IPaletteSource, PeoplePalette>();
        services.AddSingleton(new TableCount("users", (db, ct) => db.Set<User>().LongCountAsync(ct)));
        services.AddSingleton(new DemoCheck(AccessDemo.CountOtherAsync));
        services.AddSingleton<RolePermissions>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<AccessCommands>();
        services.AddSingleton<FirstAdmin>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstAdmin>());
        services.AddSingleton(provider =>
            IdentitiesOf(
                provider.GetRequiredService<SigningKeys>(),
                provider.GetRequiredService<Viewers>(),
                provider.GetRequiredService<EndedSessions>()
            )
        );
        services.AddSingleton<ViewerOf>(provider =>
            async (user, ct) =>
                await provider.GetRequiredService<Identities>().ViewerOfAsync(user, ct)
                ?? throw new Refusal(RefusalKind.Unauthenticated, "Your session has ended. Sign in again.")
        );
    }

    public void Map(ModelBuilder model) => AccessModel.Map(model);

    private static Identities IdentitiesOf(SigningKeys keys, Viewers viewers, EndedSessions ended) =>
        new(keys.FindAsync, async (userId, stamp, session, ct) =>
            await viewers.FindAsync(userId, ct) is { } known
            && Tokens.StampOf(known.Stamp) == stamp
            && !await ended.ContainsAsync(session, ct)
                ? known.Viewer
                : null
        );

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await AccessDemo.SeedAsync(
            db,
            services.GetRequiredService<IPasswordHasher<User>>(),
            services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
            ct
        );
    }
}
