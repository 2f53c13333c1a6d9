using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Data.Postgres;
using ReportsAdmin.Platform.Data.Sqlite;

namespace ReportsAdmin.Platform.Data;

public static class DataSetup
{
    public static IServiceCollection AddReportsData(
        this IServiceCollection services,
        DatabaseOptions options,
        ModelParts parts,
        KeyProtection? keys = null
    )
    {
        services.AddSingleton(options);
        services.AddSingleton(parts);
        services.AddSingleton<IDbContextFactory<ReportsDb>, ReportsDbFactory>();
        services.AddSingleton<IBulkImporter>(_ =>
            options.IsPostgres ? new PostgresBulkImporter() : new SqliteBulkImporter()
        );
        services.AddSingleton<IBulkReader>(_ => options.IsPostgres ? new PostgresBulkReader() : new SqliteBulkReader());
        services.AddSingleton<SchemaRunner>();
        services.AddSingleton<DatabaseIntegrity>();
        services.AddSingleton<OutageOf>(DatabaseOutage.Of);
        if (options.IsPostgres)
            services.AddHostedService<PostgresBridge>();

        services.AddKeys(keys ?? KeyProtection.None);
        return services;
    }

    private static void AddKeys(this IServiceCollection services, KeyProtection protection)
    {
        services.AddSingleton(protection);
        services.AddSingleton<KeyEncryption>();
        var keys = services.AddDataProtection().SetApplicationName("ReportsAdmin");
        if (protection.Certificate is { } certificate)
            keys.ProtectKeysWithCertificate(certificate);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(
            provider => new ConfigureOptions<KeyManagementOptions>(o =>
                o.XmlRepository = new ProtectionKeyStore(provider.GetRequiredService<IDbContextFactory<ReportsDb>>())
            )
        );
    }
}

/// <summary>Makes one short-lived context per operation, of the configured provider.</summary>
/// <param name="interceptors">What watches the statements, besides the conventions of the database.</param>
public sealed class ReportsDbFactory(
    DatabaseOptions options,
    ModelParts parts,
    ILoggerFactory loggers,
    IEnumerable<IInterceptor>? interceptors = null
) : IDbContextFactory<ReportsDb>
{
    // Queries compiled so far, by all factories of the process. The 1,024 that fit by default are less than the application has.
    private static readonly MemoryCache Compiled = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    private static readonly IInterceptor[] ReadOnly = [new ReadOnlySaves(), new ReadOnlyStatements()];

    private readonly DbContextOptions<SqliteReportsDb>? sqlite = options.IsPostgres
        ? null
        : Common(new DbContextOptionsBuilder<SqliteReportsDb>(), loggers, interceptors)
            .UseSqlite(options.ConnectionString, o => o.MigrationsAssembly(typeof(ReportsDb).Assembly))
            .UseModel(parts.ModelOf(options))
            .AddInterceptors(SqliteConventions.Opening(options))
            .Options;

    private readonly DbContextOptions<PostgresReportsDb>? postgres = !options.IsPostgres
        ? null
        : Common(new DbContextOptionsBuilder<PostgresReportsDb>(), loggers, interceptors)
            .UseNpgsql(options.ConnectionString, o => o.MigrationsAssembly(typeof(ReportsDb).Assembly))
            .UseModel(parts.ModelOf(options))
            .Options;

    public ReportsDb CreateDbContext() =>
        sqlite is not null ? new SqliteReportsDb(sqlite, parts) : new PostgresReportsDb(postgres!, parts);

    private static DbContextOptionsBuilder<T> Common<T>(
        DbContextOptionsBuilder<T> builder,
        ILoggerFactory loggers,
        IEnumerable<IInterceptor>? interceptors
    )
        where T : DbContext =>
        builder
            .AddInterceptors(ReadOnly)
            .AddInterceptors(interceptors ?? [])
            .UseApplicationServiceProvider(new Loggers(loggers))
            .UseMemoryCache(Compiled)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTrackingWithIdentityResolution)
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));

    /// <summary>
    /// Gives the loggers in a way that does not count as another configuration: each one has services of its own and compiles every query anew.
    /// </summary>
    private sealed class Loggers(ILoggerFactory loggers) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ILoggerFactory) ? loggers : null;
    }
}
