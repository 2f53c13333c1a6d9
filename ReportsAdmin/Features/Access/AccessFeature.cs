using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.ExternalLogins;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Features.Access.SeeAs;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Lists;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Access;

/// <summary>Who may do what.</summary>
public sealed class AccessFeature : IFeature
{
    /// <summary>The list of designations.</summary>
    public const string DesignationList = "designation";

    private const string LoginLimit = "Login";

    public IReadOnlyList<SettingsSection> Settings { get; } =
    [
        SettingsSection.Of<PasswordOptions>(),
        SettingsSection.Of<FirstAdminOptions>(),
        SettingsSection.Of<DemoOptions>(),
        SettingsSection.Of<OpenIdOptions>(),
    ];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(AccessQueries.TeamPermission, "See the team", [.. RoleNames.All]),
            new(
                PeopleCommands.ManagePermission,
                "Invite people, change their roles and scope, deactivate them",
                RoleNames.Admin
            ),
            new(RoleQueries.ManagePermission, "Decide what each role may do, add roles", RoleNames.Admin),
            new(
                DepartmentQueries.ManagePermission,
                "Add and change departments, their ageing included",
                RoleNames.Admin
            ),
            new(RegionQueries.ManagePermission, "Add, rename and deactivate regions", RoleNames.Admin),
            new(SeeAsCommands.Permission, "See the application as somebody else, read only", RoleNames.Admin),
            new(SignInRules.ManagePermission, "Decide how people sign in, revoke API tokens", RoleNames.Admin),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("Team", "/team", "badge", 190, AccessQueries.TeamPermission, "Company"),
            new("People", "/admin/people", "group", 191, PeopleCommands.ManagePermission, "Company"),
            new("Sign-in", "/admin/sign-in", "key", 192, SignInRules.ManagePermission, "Company"),
        ];

    public IReadOnlyList<NotificationKind> Notifications => [SecurityMails.Kind];

    public IReadOnlyList<WebhookEvent> WebhookEvents => AccountEvents.All;

    public IReadOnlyList<ApiRoute> ApiRoutes =>
        [
            new("sign-in/**", null, LoginLimit, HttpMethods.Post),
            new("invite/**", null, LoginLimit, HttpMethods.Post),
            new("reset/**", null, LoginLimit, HttpMethods.Post),
            new("api/auth/login/**", new TrackerFormat(), LoginLimit, HttpMethods.Post),
            new("api/v1/auth/login/**", new EnvelopeFormat(), LoginLimit, HttpMethods.Post),
            new("api/v2/auth/login/**", new JobsFormat(), LoginLimit, HttpMethods.Post),
        ];

    // A guess at a password counts against the address, whoever's cookie comes with it.
    public IReadOnlyList<RateLimit> RateLimits => [new(LoginLimit, 10, ByAddress: true)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        AccessAudit.Add(services);
        services.AddSingleton<CurrentUserAccessor>();
        services.AddSingleton<AccessQueries>();
        services.AddSingleton<SalesTeamQueries>();
        services.AddSingleton<IPaletteSource, PeoplePalette>();
        services.AddSingleton(new TableCount("users", (db, ct) => db.Set<User>().LongCountAsync(ct)));
        services.AddSingleton(new DemoCheck(AccessDemo.CountOtherAsync));
        services.AddSingleton<RolePermissions>();
        services.AddSingleton<StructureDirectory>();
        services.AddSingleton<RoleQueries>();
        services.AddSingleton<RoleCommands>();
        services.AddSingleton<DepartmentQueries>();
        services.AddSingleton<DepartmentCommands>();
        services.AddSingleton<RegionQueries>();
        services.AddSingleton<RegionCommands>();
        services.AddSingleton<StructureWriter>();
        services.AddSingleton<ZoneQueries>();
        services.AddSingleton<ZoneCommands>();
        services.AddSingleton<TerritoryCommands>();
        services.AddHostedService<StructureRefresh>();
        services.AddSingleton(new RegionUse("people", (db, ct) => db.Set<User>().CountByAsync(u => u.Region, ct)));
        services.AddSingleton(
            new RegionUse("territories", (db, ct) => db.Set<CompanyTerritory>().CountByAsync(t => t.RegionCode, ct))
        );
        services.AddSingleton(PlaceUse.Of<User>(PlaceKind.Zone, "people", u => u.Zone));
        services.AddSingleton(PlaceUse.Of<User>(PlaceKind.Territory, "people", u => u.Territory));
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = PasswordRules.HashIterations);
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<Tokens>();
        services.AddSingleton(SessionRules.Of(configuration));
        services.AddSingleton<Sessions>();
        services.AddSingleton(provider => new RestoreStep(provider.GetRequiredService<Sessions>().EndRestoredAsync));
        services.AddHostedService<SessionActivity>();
        services.AddSingleton<IRetention, SessionRetention>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<SessionGuesses>();
        services.AddSingleton<SecurityMails>();
        services.AddSingleton<AccountSecurity>();
        services.AddSingleton(PasswordRules.Of(configuration));
        services.AddSingleton(configuration.Read<FirstAdminOptions>());
        services.AddSingleton<SignIn>();
        services.AddSingleton<Login>();
        services.AddSignIn(configuration);
        services.AddSingleton<AccessCommands>();
        services.AddSingleton<AccountLinks>();
        services.AddSingleton<AccountMails>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<BulkInvitations>();
        services.AddSingleton<AccountCommands>();
        services.AddSingleton<PeopleQueries>();
        services.AddSingleton<PersonAccessQueries>();
        services.AddSingleton<CoverQueries>();
        services.AddSingleton<CoverCommands>();
        services.AddSingleton<IHandOver, ReportingHandOver>();
        services.AddSingleton<HandOverQueries>();
        services.AddSingleton<HandOverCommands>();
        services.AddSingleton<PasswordResetRequests>();
        services.AddHostedService(provider => provider.GetRequiredService<PasswordResetRequests>());
        services.AddSingleton<FirstAdmin>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstAdmin>());
        services.AddSingleton<SeeAsCommands>();
        services.AddSingleton<ValueLists>();
        services.AddSingleton(
            new ValueList(
                DesignationList,
                "Designations",
                "Offered where a person is invited or edited",
                "Territory Sales Manager",
                "Sales Manager",
                "Service Engineer",
                "Accounts Executive",
                "Branch Manager"
            )
        );
        services.AddSingleton<SignedInUsers>();
        services.AddSingleton(provider => new Identities(
            provider.GetRequiredService<SigningKeys>().FindAsync,
            provider.GetRequiredService<SignedInUsers>().FindAsync
        )
        {
            ApiTokenAsync = provider.GetRequiredService<ApiTokenCheck>().FindAsync,
        });
        services.AddSingleton(NotifiedAccounts.From);
        services.AddSingleton<PeopleNames>(provider =>
            async (ids, ct) =>
                (await provider.GetRequiredService<AccessQueries>().PeopleAsync(ids, ct)).ToDictionary(
                    p => p.Key,
                    p => p.Value.Name
                )
        );
        services.AddSingleton<CurrentUserOf>(provider =>
            async (user, ct) =>
                await provider.GetRequiredService<Identities>().CurrentUserOfAsync(user, ct)
                ?? throw new DomainException(ErrorKind.Unauthenticated, "Your session has ended. Sign in again.")
        );
    }

    public void Map(ModelBuilder model) => AccessModel.Map(model);

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await AccessDemo.SeedAsync(
            db,
            services.GetRequiredService<IPasswordHasher<User>>(),
            services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
            ct
        );
        await PlacesDemo.SeedAsync(db, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, ct);
        await services.GetRequiredService<StructureDirectory>().LoadAsync(ct);
    }
}
