using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Help;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Deployment;

/// <summary>One node: the application in a process of its own, with the settings that compose.yaml gives and secrets in files.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly ProcessStartInfo start;
    private readonly StringBuilder said = new();
    private Process? process;

    /// <param name="keys">The certificate of the keys, the same for all nodes.</param>
    public NodeProcess(
        string folder,
        string keys,
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<string, string> secrets
    )
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        var hidden = PrivateFiles.CreateFolder(Path.Combine(folder, "secrets"));
        foreach (var (name, value) in secrets)
            File.WriteAllText(Path.Combine(hidden, name), value + "\n");
        File.Copy(keys, Path.Combine(hidden, "keys.pfx"));
        start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(typeof(Program).Assembly.Location)!,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");
        start.Environment["Storage__Root"] = Path.Combine(folder, "data");
        start.Environment["DataProtection__CertificateFile"] = Path.Combine(hidden, "keys.pfx");
        start.Environment[SharedSettings.SecretsVariable] = hidden;
    }

    public int Port { get; } = FreePort.Next();

    public string Folder { get; }

    /// <summary>As the proxy names it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public int Id => process!.Id;

    /// <summary>All it logged.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public void Start()
    {
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => Note(e.Data);
        process.ErrorDataReceived += (_, e) => Note(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
            process.Kill();
        process?.Dispose();
    }

    private void Note(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }
}

/// <summary>Makes the certificate that encrypts the keys in the database.</summary>
internal static class KeyFile
{
    public static void Write(string path, string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllBytes(path, made.Export(X509ContentType.Pkcs12, password));
    }
}

/// <summary>
/// The topology of compose.yaml with processes on loopback: two nodes that share nothing on disk, PostgreSQL, Redis, an S3 server, and
/// Caddy with the Caddyfile of the folder Deploy in front.
/// </summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private const string Sticky = "sticky-secret-of-the-tests";
    private const string Site = "localhost";
    private const string KeyPassword = "password-of-the-keys";

    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-nodes-").FullName;
    private readonly SwiftServer files;
    private readonly int port = FreePort.Next();
    private Action<IDictionary<string, string>>? set;
    private RedisProcess? redis;
    private Process? proxy;
    private TestDatabase? database;

    private TwoNodes(SwiftServer files) => this.files = files;

    public IReadOnlyList<NodeProcess> Nodes { get; private set; } = [];

    public string Address => string.Create(CultureInfo.InvariantCulture, $"https://{Site}:{port}");

    public DatabaseOptions Database => database!.Options;

    public ReportsDb Db() => database!.Contexts().CreateDbContext();

    /// <param name="set">Settings of both nodes that the test wants otherwise.</param>
    public static async Task<TwoNodes> StartAsync(SwiftServer files, Action<IDictionary<string, string>>? set = null)
    {
        var nodes = new TwoNodes(files) { set = set };
        try
        {
            await nodes.OpenAsync();
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    private string Keys => Path.Combine(folder, "keys.pfx");

    /// <summary>What the cookie of the proxy says for a node: Caddy signs the node's address.</summary>
    public static string CookieOf(NodeProcess node) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Sticky), Encoding.UTF8.GetBytes(node.Address))
        );

    /// <summary>A client that trusts the certificate of the proxy.</summary>
    public HttpClient Client() =>
        new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            BaseAddress = new Uri(Address),
            Timeout = TimeSpan.FromSeconds(60),
        };

    public async Task ReadyAsync(NodeProcess node)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{node.Address}") };
        await ReadyAsync(client, $"the node is ready: {node.Said}", seconds: 120);
    }

    public async ValueTask DisposeAsync()
    {
        if (proxy is not null)
        {
            proxy.Kill(entireProcessTree: true);
            await proxy.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            proxy.Dispose();
        }

        foreach (var node in Nodes)
            node.Dispose();
        if (redis is not null)
            await redis.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Waits until whoever answers there says that it is ready.</summary>
    public static Task ReadyAsync(HttpClient client, string what, int seconds) =>
        Until.TrueAsync(
            async () =>
            {
                try
                {
                    using var answer = await client.GetAsync("/health/ready");
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            what,
            seconds
        );

    private async Task OpenAsync()
    {
        if (!Commands.Exists("caddy"))
            await Commands.TryInstallAsync("caddy");
        if (!Commands.Exists("caddy"))
            throw new InvalidOperationException("The tests need the proxy Caddy: install the package 'caddy'.");
        redis = await RedisProcess.StartAsync();
        database = await TestDatabase.CreateAsync(TestProvider.Postgres);
        await SeedAsync(database.Contexts());
        var bucket = await files.BucketAsync();
        KeyFile.Write(Keys, KeyPassword);
        Nodes = [Node("1", bucket), Node("2", bucket)];
        foreach (var node in Nodes)
            node.Start();
        foreach (var node in Nodes)
            await ReadyAsync(node);
        StartProxy();
        using var client = Client();
        await ReadyAsync(client, "the proxy answers", seconds: 60);
    }

    private NodeProcess Node(string name, S3Options bucket)
    {
        var chosen = new Dictionary<string, string>(DeployFiles.Chosen)
        {
            ["SITE_HOST"] = Site,
            ["S3_ENDPOINT"] = bucket.Endpoint!,
            ["S3_BUCKET"] = bucket.Bucket!,
        };
        var settings = DeployFiles.EnvironmentOf("node-" + name, chosen);
        // What the test has elsewhere than the containers.
        settings["AllowedHosts"] = "localhost;127.0.0.1";
        settings["Site__Address"] = Address;
        settings["Proxy__KnownNetworks"] = "127.0.0.0/8";
        settings["Redis__ConnectionString"] = redis!.ConnectionString;
        set?.Invoke(settings);
        var secrets = new Dictionary<string, string>
        {
            // The server of the tests has room for 200 connections.
            ["Database__ConnectionString"] = database!.WithConnections(80).ConnectionString!,
            ["DataProtection__CertificatePassword"] = KeyPassword,
            ["Files__S3__AccessKey"] = SwiftServer.AccessKey,
            ["Files__S3__SecretKey"] = SwiftServer.SecretKey,
        };
        return new NodeProcess(Path.Combine(folder, "node-" + name), Keys, settings, secrets);
    }

    private void StartProxy()
    {
        var start = new ProcessStartInfo(
            "caddy",
            ["run", "--config", Path.Combine(DeployFiles.Folder, "Caddyfile"), "--adapter", "caddyfile"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var settings = new Dictionary<string, string>
        {
            ["SITE_ADDRESS"] = Address,
            ["SITE_HOST"] = Site,
            ["NODES"] = string.Join(' ', Nodes.Select(n => n.Address)),
            ["STICKY_SECRET"] = Sticky,
            ["TLS_OPTIONS"] = "tls internal",
            ["GLOBAL_OPTIONS"] = "auto_https disable_redirects\ndefault_bind 127.0.0.1",
            ["HOME"] = folder,
            ["XDG_DATA_HOME"] = folder,
            ["XDG_CONFIG_HOME"] = folder,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        proxy = Process.Start(start)!;
        proxy.OutputDataReceived += (_, _) => { };
        proxy.ErrorDataReceived += (_, _) => { };
        proxy.BeginOutputReadLine();
        proxy.BeginErrorReadLine();
    }

    /// <summary>The demo company's people, who have seen the first steps.</summary>
    public static async Task SeedAsync(IDbContextFactory<ReportsDb> contexts)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await AccessDemo.SeedAsync(db, CheapPasswords.Hasher, DateTime.UnixEpoch.AddYears(55), default);
        var people = await db.Set<User>().Select(u => u.Id).ToListAsync();
        db.AddRange(people.Select(id => new FirstStepDone { UserId = id, Step = FirstStep.Closed }));
        await db.SaveChangesAsync();
    }
}
