using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Help;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Tests.Support;

/// <summary>The whole application on a loopback port, on a database of its own with the demo company's people and no receivables.</summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    public const string Admin = "admin@example.com";
    public const string CountryManager = "country.manager@example.com";
    public const string Manager = "manager@example.com";
    public const string Engineer = "engineer@example.com";

    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-app-").FullName;
    private readonly Dictionary<string, string> settings = new()
    {
        ["Demo:Enabled"] = "false",
        ["RateLimits:Login"] = "1000",
        ["RateLimits:Tracker"] = "100000",
        ["RateLimits:V2"] = "100000",
        ["RateLimits:Export"] = "100000",
        ["Jobs:DrainSeconds"] = "0",
    };

    private readonly List<Action<IServiceCollection>> added = [];
    private bool showsFirstSteps;
    private bool isEmpty;
    private bool checksContract = true;

    public TestApp() => UseKestrel(options => options.Listen(IPAddress.Loopback, 0));

    /// <summary>Where it listens: <c>http://127.0.0.1:port</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Changes a setting; before <see cref="StartAsync"/> only.</summary>
    public TestApp With(string key, string value)
    {
        settings[key] = value;
        return this;
    }

    /// <summary>Runs on that database, which the test made, instead of a SQLite file of its own; before <see cref="StartAsync"/> only.</summary>
    public TestApp On(DatabaseOptions database) =>
        With("Database:Provider", database.Provider).With("Database:ConnectionString", database.ConnectionString!);

    /// <summary>Adds services of the test's own; before <see cref="StartAsync"/> only.</summary>
    public TestApp With(Action<IServiceCollection> add)
    {
        added.Add(add);
        return this;
    }

    /// <summary>Shows the first steps as newcomers see them; without this everyone has closed them already.</summary>
    public TestApp WithFirstSteps()
    {
        showsFirstSteps = true;
        return this;
    }

    /// <summary>Gives clients that do not compare answers with the API document; for tests that do so themselves.</summary>
    public TestApp WithoutContractCheck()
    {
        checksContract = false;
        return this;
    }

    /// <summary>In Production, with nobody and nothing in the database.</summary>
    public TestApp FromNothing()
    {
        isEmpty = true;
        return With("environment", "Production");
    }

    public async Task<TestApp> StartAsync()
    {
        // Making the tables anew takes longer than the rest of the start.
        if (!isEmpty)
            await TestDatabase.CopyTemplateAsync(Path.Combine(folder, "reportsadmin.db"));
        StartServer();
        Address = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var demo = Services.GetRequiredService<DemoCompany>();
        await Until.TrueAsync(() => Task.FromResult(!demo.IsBeingMade), "the demo company is made", seconds: 120);
        if (isEmpty)
            return this;
        await using var db = Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await AccessDemo.SeedAsync(
            db,
            Services.GetRequiredService<IPasswordHasher<User>>(),
            DateTime.UnixEpoch.AddYears(55),
            CancellationToken.None
        );
        if (!showsFirstSteps)
        {
            var people = await db.Set<User>().Select(u => u.Id).ToListAsync();
            db.AddRange(people.Select(id => new FirstStepDone { UserId = id, Step = FirstStep.Closed }));
            await db.SaveChangesAsync();
        }

        return this;
    }

    /// <summary>A client without any sign-in.</summary>
    public HttpClient Anonymous() =>
        new(checksContract ? new ContractCheck() : new HttpClientHandler()) { BaseAddress = new Uri(Address) };

    /// <summary>A client that sends the bearer token of a demo account.</summary>
    public async Task<HttpClient> AsAsync(string email)
    {
        var client = Anonymous();
        await SignInAsync(client, email);
        return client;
    }

    /// <summary>Gives a client of any application the bearer token of a demo account.</summary>
    public static async Task SignInAsync(HttpClient client, string email)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/auth/login",
            new { email, password = AccessDemo.Password }
        );
        answer.EnsureSuccessStatusCode();
        var login = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            login.GetProperty("token").GetString()
        );
    }

    /// <summary>Makes a demo account work for one department only.</summary>
    public async Task LimitToDepartmentAsync(string email, string department)
    {
        await using var db = Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        var user = await db.Set<User>().SingleAsync(u => u.Email == email);
        db.Add(
            new UserDepartment
            {
                UserId = user.Id,
                DepartmentId = (await db.Set<Department>().SingleAsync(d => d.Name == department)).Id,
            }
        );
        await db.SaveChangesAsync();
        await Services.GetRequiredService<CurrentUserAccessor>().ChangedAsync();
    }

    /// <summary>Stages and commits a sheet for a department by its name.</summary>
    public async Task<int> UploadAsync(byte[] sheet, string month, string department = "Batching Plant")
    {
        if (!Period.TryParse(month, null, out var period))
            throw new ArgumentException($"{month} is no month.");
        var departments = await Services
            .GetRequiredService<AccessQueries>()
            .DepartmentsAsync(CurrentUser.System, CancellationToken.None);
        var commands = Services.GetRequiredService<ImportCommands>();
        var upload = new NewUpload(
            ReceivablesImport.TargetKind,
            "outstanding.xlsx",
            period.Number,
            departments.Single(d => d.Name == department).Id
        );
        var id = await commands.StageNowAsync(
            CurrentUser.System,
            upload,
            new MemoryStream(sheet),
            DateOrder.DayFirst,
            CancellationToken.None
        );
        await commands.CommitAsync(
            CurrentUser.System,
            id,
            MissingChoice.Carry,
            ErrorRows.Refuse,
            CancellationToken.None
        );
        return id;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Storage:Root", folder);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services =>
        {
            CheapPasswords.Use(services);
            added.ForEach(add => add(services));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync(this);
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await RemoveAsync(folder);
    }

    /// <summary>A job that was told to stop may write its last file while the folder goes.</summary>
    private static async Task RemoveAsync(string folder)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                await Task.Delay(200);
            }
        }
    }
}

/// <summary>The work that protects stored passwords would be most of what tests do: thousands of people and sign-ins.</summary>
internal static class CheapPasswords
{
    private const int Iterations = 500;

    public static PasswordHasher<User> Hasher { get; } =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    public static void Use(IServiceCollection services) =>
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = Iterations);
}
