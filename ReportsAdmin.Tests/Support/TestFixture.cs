using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Tests.Support;

/// <summary>All rooms on a database of their own, without the web: for tests that speak to the queries and commands.</summary>
public sealed class TestFixture : IAsyncDisposable
{
    private readonly TestDatabase? database;
    private readonly ServiceProvider services;
    private readonly string folder;

    private TestFixture(TestDatabase? database, ServiceProvider services, string folder, FakeClock clock) =>
        (this.database, this.services, this.folder, Clock) = (database, services, folder, clock);

    public FakeClock Clock { get; }

    public ImportCommands Imports => Get<ImportCommands>();

    public ImportQueries Uploads => Get<ImportQueries>();

    public ReceivablesQueries Outstanding => Get<ReceivablesQueries>();

    public CustomerQueries Customers => Get<CustomerQueries>();

    public CustomerCommands CustomerCommands => Get<CustomerCommands>();

    public InvoiceQueries Invoices => Get<InvoiceQueries>();

    public IDbContextFactory<ReportsDb> Contexts => Get<IDbContextFactory<ReportsDb>>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Starts the workers of the queue, which otherwise rest; they stop when the answer is disposed.</summary>
    public async Task<IAsyncDisposable> StartWorkersAsync()
    {
        var worker = (IHostedService)ActivatorUtilities.CreateInstance(services, Get<WorkerType>().Type);
        await worker.StartAsync(CancellationToken.None);
        return new Workers(worker);
    }

    private sealed record WorkerType(Type Type);

    private sealed class Workers(IHostedService worker) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await worker.StopAsync(CancellationToken.None);
            ((IDisposable)worker).Dispose();
        }
    }

    public static async Task<TestFixture> OpenAsync(
        TestProvider provider = TestProvider.Sqlite,
        params (string Key, string Value)[] settings
    )
    {
        var database = await TestDatabase.CreateAsync(provider);
        var fixture = Build(
            database,
            database.Options,
            Directory.CreateTempSubdirectory("reportsadmin-files-").FullName,
            settings
        );
        await fixture.SeedAsync();
        return fixture;
    }

    /// <summary>Opens what another process has left: a migrated database and its files, both of which stay when the fixture closes.</summary>
    public static TestFixture Reopen(
        DatabaseOptions options,
        string folder,
        params (string Key, string Value)[] settings
    ) => Build(null, options, folder, settings);

    /// <summary>Gives an empty database its two departments.</summary>
    public async Task SeedAsync()
    {
        await using var db = Contexts.CreateDbContext();
        db.AddRange(
            new Department
            {
                Name = "Batching Plant",
                Code = "BP",
                IsDefault = true,
            },
            new Department { Name = "Pump", Code = "PUMP" }
        );
        await db.SaveChangesAsync();
    }

    private static TestFixture Build(
        TestDatabase? database,
        DatabaseOptions options,
        string folder,
        (string Key, string Value)[] settings
    )
    {
        var clock = new FakeClock();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(new StorageRoot(folder));
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(new BusinessClock(clock));
        services.AddSingleton<FileStore>();
        services.AddSingleton<ChangeNotifier>();
        services.AddReportsData(options, AllFeatures.Model);
        services.AddCaching(configuration);
        services.AddRendering(configuration);
        services.AddJobs(configuration);
        services.AddMail(configuration);
        services.AddNotifications(configuration);
        services.AddWebhooks(configuration);
        services.AddAlerts(configuration, new StorageRoot(folder));
        services.AddAudit();
        services.AddFeatures(configuration);
        CheapPasswords.Use(services);
        services.AddSingleton(
            new WorkerType(
                services
                    .Single(d => d.ServiceType == typeof(IHostedService) && d.ImplementationType?.Name == "JobWorker")
                    .ImplementationType!
            )
        );
        services.RemoveAll<IHostedService>();
        return new TestFixture(database, services.BuildServiceProvider(), folder, clock);
    }

    /// <summary>Stages a sheet as the current user; answers the upload's key.</summary>
    public Task<int> StageAsync(
        byte[] sheet,
        string month,
        int? departmentId = 1,
        string fileName = "outstanding.xlsx",
        CurrentUser? currentUser = null,
        DateOrder dates = DateOrder.Unknown,
        IReadOnlyDictionary<string, string>? answers = null
    )
    {
        if (!Period.TryParse(month, null, out var period))
            throw new ArgumentException($"{month} is no month.");
        return Imports.StageNowAsync(
            currentUser ?? CurrentUser.System,
            new NewUpload(ReceivablesImport.TargetKind, fileName, period.Number, departmentId),
            new MemoryStream(sheet),
            dates,
            CancellationToken.None,
            answers
        );
    }

    /// <summary>Stages and commits a sheet.</summary>
    public async Task<int> UploadAsync(
        byte[] sheet,
        string month,
        int? departmentId = 1,
        string missing = MissingChoice.Carry,
        IReadOnlyDictionary<string, string>? answers = null
    )
    {
        var id = await StageAsync(sheet, month, departmentId, answers: answers);
        var details = await Uploads.DetailsAsync(CurrentUser.System, id, CancellationToken.None);
        if (details.State != ImportState.Staged)
            throw new InvalidOperationException(
                $"The sheet was not staged: {details.State} {details.Failure} {string.Join(" ", details.Questions.Select(q => q.Text))}"
            );
        await Imports.CommitAsync(CurrentUser.System, id, missing, ErrorRows.Refuse, CancellationToken.None);
        return id;
    }

    public Task<ReceivablesDashboard> DashboardAsync(
        string month,
        int? departmentId = null,
        string? region = null,
        CurrentUser? currentUser = null
    )
    {
        if (!Period.TryParse(month, null, out var period))
            throw new ArgumentException($"{month} is no month.");
        return Outstanding.DashboardAsync(
            currentUser ?? CurrentUser.System,
            new ReceivablesFilter(period, departmentId, region),
            CancellationToken.None
        );
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (database is null)
            return;
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
