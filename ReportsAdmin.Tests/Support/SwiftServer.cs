using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Files;
using Xunit;

namespace ReportsAdmin.Tests.Support;

/// <summary>The tests of one S3 server, one after another: some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class S3Collection : ICollectionFixture<SwiftServer>
{
    public const string Name = "S3";
}

/// <summary>
/// A private S3 server on free loopback ports: OpenStack Swift from the distribution's packages, which checks signatures and the SHA-256
/// of what it is sent. Its front may be killed and started again on the same port.
/// </summary>
public sealed class SwiftServer : IAsyncLifetime
{
    public const string AccessKey = "tests:files";
    public const string SecretKey = "secret-of-the-tests";

    private static readonly string[] Kinds = ["account", "container", "object"];

    private readonly int port = FreePort.Next();
    private readonly List<Process> behind = [];
    private string folder = "";
    private Process? front;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public async ValueTask InitializeAsync()
    {
        if (!Commands.Exists("swift-proxy-server"))
            await Commands.TryInstallAsync("swift-proxy", "swift-account", "swift-container", "swift-object");
        if (!Commands.Exists("swift-proxy-server"))
            throw new InvalidOperationException(
                "The tests need an S3 server: install the packages swift-proxy, swift-account, swift-container and swift-object."
            );
        folder = await FolderWithAttributesAsync();
        Directory.CreateDirectory(Path.Combine(folder, "etc"));
        Directory.CreateDirectory(Path.Combine(folder, "node", "d1"));
        await WriteAsync(
            "swift",
            """
            [swift-hash]
            swift_hash_path_suffix = tests
            swift_hash_path_prefix = tests
            [storage-policy:0]
            name = Policy-0
            default = yes
            """
        );
        foreach (var kind in Kinds)
        {
            var own = FreePort.Next();
            var ring = Path.Combine(folder, "etc", kind + ".builder");
            await Commands.RunAsync("swift-ring-builder", [ring, "create", "1", "1", "0"]);
            await Commands.RunAsync("swift-ring-builder", [ring, "add", $"r1z1-127.0.0.1:{own}/d1", "1"]);
            await Commands.RunAsync("swift-ring-builder", [ring, "rebalance"]);
            await WriteAsync(
                kind,
                $"""
                {Common(own)}
                [pipeline:main]
                pipeline = {kind}-server
                [app:{kind}-server]
                use = egg:swift#{kind}
                """
            );
            behind.Add(Start(kind));
            await ListensAsync(own);
        }

        await WriteAsync(
            "proxy",
            $"""
            {Common(port)}
            [pipeline:main]
            pipeline = catch_errors cache listing_formats s3api tempauth copy slo proxy-server
            [app:proxy-server]
            use = egg:swift#proxy
            account_autocreate = true
            allow_account_management = true
            [filter:catch_errors]
            use = egg:swift#catch_errors
            [filter:cache]
            use = egg:swift#memcache
            memcache_servers = 127.0.0.1:{FreePort.Next()}
            [filter:listing_formats]
            use = egg:swift#listing_formats
            [filter:s3api]
            use = egg:swift#s3api
            location = us-east-1
            [filter:tempauth]
            use = egg:swift#tempauth
            user_{AccessKey.Replace(':', '_')} = {SecretKey} .admin
            [filter:copy]
            use = egg:swift#copy
            [filter:slo]
            use = egg:swift#slo
            """
        );
        await RestartAsync();
    }

    /// <summary>A bucket of its own for one test.</summary>
    public async Task<S3Options> BucketAsync()
    {
        var options = new S3Options
        {
            Endpoint = Endpoint,
            Bucket = "t" + Guid.NewGuid().ToString("N")[..20],
            AccessKey = AccessKey,
            SecretKey = SecretKey,
        };
        using var client = Client();
        await client.PutBucketAsync(options.Bucket);
        return options;
    }

    public static S3Files Files(S3Options options, string folder, ILogger<S3Files>? log = null) =>
        new(options, new StorageRoot(folder), log ?? NullLogger<S3Files>.Instance);

    /// <summary>A client of the test's own.</summary>
    public AmazonS3Client Client() =>
        new(
            new BasicAWSCredentials(AccessKey, SecretKey),
            new AmazonS3Config
            {
                ServiceURL = Endpoint,
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }
        );

    public async Task RestartAsync()
    {
        front = Start("proxy");
        await ListensAsync(port);
    }

    public async Task KillAsync()
    {
        await EndAsync(front!);
        front = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (front is not null)
            await KillAsync();
        foreach (var process in behind)
            await EndAsync(process);
        if (folder.Length > 0)
            Directory.Delete(folder, recursive: true);
    }

    private string Common(int own) =>
        $"""
            [DEFAULT]
            bind_ip = 127.0.0.1
            bind_port = {own}
            workers = 0
            user = {Environment.UserName}
            swift_dir = {Path.Combine(folder, "etc")}
            devices = {Path.Combine(folder, "node")}
            mount_check = false
            log_address = {Path.Combine(folder, "no-log")}
            """;

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder, "etc", name + ".conf"), text + "\n");

    private Process Start(string kind)
    {
        var process = Process.Start(
            new ProcessStartInfo($"swift-{kind}-server", [Path.Combine(folder, "etc", kind + ".conf")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        process.Dispose();
    }

    private static Task ListensAsync(int port) =>
        Until.TrueAsync(
            async () =>
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync("127.0.0.1", port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            $"Swift answers on port {port}",
            seconds: 60
        );

    /// <summary>Swift keeps what it knows of an object in extended attributes, which not every file system has.</summary>
    private static async Task<string> FolderWithAttributesAsync()
    {
        foreach (var place in new[] { Path.GetTempPath(), AppContext.BaseDirectory })
        {
            var folder = Directory.CreateDirectory(
                Path.Combine(place, "reportsadmin-s3-" + Guid.NewGuid().ToString("N")[..8])
            );
            try
            {
                await Commands.RunAsync(
                    "/usr/bin/python3",
                    ["-c", "import os, sys; os.setxattr(sys.argv[1], 'user.test', b'1')", folder.FullName]
                );
                return folder.FullName;
            }
            catch (InvalidOperationException)
            {
                folder.Delete();
            }
        }

        throw new InvalidOperationException("The S3 server needs a file system with extended attributes.");
    }
}
