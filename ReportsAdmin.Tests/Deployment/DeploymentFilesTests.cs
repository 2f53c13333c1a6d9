using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using ReportsAdmin.Features;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Settings;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Deployment.DeployFiles;

namespace ReportsAdmin.Tests.Deployment;

/// <summary>The files that install the application name what it has: settings, ports, addresses; and they give it no more than it needs.</summary>
public sealed partial class DeploymentFilesTests
{
    private const string CertificateFile = "DataProtection__CertificateFile";

    /// <summary>Can be read as whatever a secret is.</summary>
    private const string Secret = "Host=postgres;Database=reportsadmin";

    private static readonly string[] Nodes = ["node-1", "node-2", "tool"];

    /// <summary>Of the framework, of the container's health check, and of the folder of secrets.</summary>
    private static readonly string[] Others =
    [
        "AllowedHosts",
        "ASPNETCORE_ENVIRONMENT",
        "ASPNETCORE_URLS",
        "DOTNET_EnableDiagnostics",
        "DOTNET_GCgen0size",
        "HEALTH_HOST",
        "HEALTH_PORT",
        SharedSettings.SecretsVariable,
    ];

    [Fact]
    public void Every_variable_and_secret_of_a_node_is_a_setting()
    {
        var named = Nodes
            .SelectMany(n => EnvironmentOf(n, Chosen).Keys.Concat(Texts(Service(n)["secrets"])))
            .Concat(ContainerVariables().Select(v => v.Name))
            .Concat(UnitVariables().Select(v => v.Name))
            .Concat(UnitCredential().Matches(Read("reportsadmin.service")).Select(m => m.Groups[1].Value))
            .Concat(LinesOf("settings.env.example").Select(l => l.Split('=')[0]))
            .Where(n => n != "keys.pfx")
            .Distinct()
            .ToList();
        var known = AllFeatures
            .Settings.SelectMany(s => s.Rows)
            .Select(r => r.Key.Replace(":", "__", StringComparison.Ordinal))
            .Concat(Others)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(named.Count > 15, string.Join(' ', named));
        Assert.DoesNotContain(named, n => !known.Contains(n));
    }

    [Fact]
    public void The_application_would_start_with_what_compose_and_the_unit_give()
    {
        var keys = Path.GetTempFileName();
        KeyFile.Write(keys, Secret);
        foreach (var node in Nodes)
        {
            var given = EnvironmentOf(node, Chosen);
            foreach (
                var secret in Texts(Service(node)["secrets"]).Where(s => s.Contains("__", StringComparison.Ordinal))
            )
                given[secret] = Secret;
            foreach (var (name, value) in ContainerVariables())
                given.TryAdd(name, value);
            Assert.Equal("/run/secrets/keys.pfx", given[CertificateFile]);
            given[CertificateFile] = keys;
            Assert.Empty(Faults(given));
        }

        var unit = UnitVariables()
            .Concat(LinesOf("settings.env.example").Select(l => (l.Split('=', 2)[0], l.Split('=', 2)[1])))
            .ToDictionary(v => v.Item1, v => v.Item2);
        Assert.Equal("%d/keys.pfx", unit[CertificateFile]);
        unit[CertificateFile] = keys;
        unit["DataProtection__CertificatePassword"] = Secret;
        Assert.Empty(Faults(unit));
        File.Delete(keys);
    }

    [Fact]
    public void The_variables_of_compose_are_those_of_the_example_and_the_proxy_has_all_of_its_own()
    {
        var example = LinesOf(".env.example").Select(l => l.Split('=')[0]).ToList();
        Assert.Equal(
            VariablesOf(Read("compose.yaml")).Order(StringComparer.Ordinal),
            example.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            CaddyVariable()
                .Matches(Read("Caddyfile"))
                .Select(m => m.Groups[1].Value)
                .Distinct()
                .Order(StringComparer.Ordinal),
            EnvironmentOf("proxy", Chosen).Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Secrets_are_files_and_in_no_variable()
    {
        var compose = Compose();
        foreach (var (name, secret) in Map(compose["secrets"]))
            Assert.Equal($"secrets/{name}", Map(secret)["file"]);
        var variables = Map(compose["services"])
            .Keys.Where(s => Service(s).ContainsKey("environment"))
            .SelectMany(s => EnvironmentOf(s, Chosen).Keys)
            .Where(n => !n.EndsWith("_FILE", StringComparison.Ordinal));
        // The one of the proxy signs no more than which node a browser goes to, and Redis has no password: nobody else reaches it.
        Assert.Equal(
            ["STICKY_SECRET"],
            variables.Where(n => SecretName().IsMatch(n) && n != "Redis__ConnectionString").Distinct()
        );
    }

    [Fact]
    public void Every_part_is_closed_checked_and_of_one_version()
    {
        var services = Map(Compose()["services"]);
        foreach (var (name, _) in services)
        {
            var service = Service(name);
            Assert.Equal("true", service["read_only"]);
            Assert.Equal(["ALL"], Texts(service["cap_drop"]));
            Assert.Equal(["no-new-privileges:true"], Texts(service["security_opt"]));
            Assert.True(service.ContainsKey("healthcheck"), name);
            Assert.True(service.ContainsKey("tmpfs"), name);
            Assert.Matches(PinnedImage(), Filled(service["image"].ToString()!, Chosen));
            // The proxy opens the ports 80 and 443, which its image does as root with that one right left.
            if (name != "proxy")
                Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", service["user"].ToString());
        }

        Assert.Equal(["NET_BIND_SERVICE"], Texts(Service("proxy")["cap_add"]));
        Assert.Equal(["proxy"], services.Keys.Where(s => Service(s).ContainsKey("ports")));
    }

    [Fact]
    public void The_image_is_of_one_version_runs_as_nobody_much_and_listens_where_the_proxy_asks()
    {
        var text = Read("Containerfile");
        var arguments = ArgumentOf().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        foreach (Match from in FromOf().Matches(text))
            Assert.Matches(PinnedImage(), Filled(from.Groups[1].Value, arguments));
        Assert.Equal("app", UserOf().Matches(text)[^1].Groups[1].Value);

        var variables = ContainerVariables().ToDictionary(v => v.Name, v => v.Value);
        var port = new Uri(variables["ASPNETCORE_URLS"].Replace('+', 'x')).Port;
        Assert.Contains($"EXPOSE {port}\n", text, StringComparison.Ordinal);
        Assert.Contains($"HEALTH_PORT:-{port}", Read("healthy.sh"), StringComparison.Ordinal);
        Assert.Equal($"node-1:{port} node-2:{port}", EnvironmentOf("proxy", Chosen)["NODES"]);
        // What the image writes to is a volume, and the rest may be read only.
        Assert.Contains($"VOLUME {variables["Storage__Root"]}\n", text, StringComparison.Ordinal);
        Assert.All(Nodes, n => Assert.EndsWith($":{variables["Storage__Root"]}", Texts(Service(n)["volumes"])[0]));
        // Restored without its components it would be published without Blazor's scripts.
        Assert.True(
            text.IndexOf("COPY ReportsAdmin ReportsAdmin", StringComparison.Ordinal)
                < text.IndexOf("RUN dotnet", StringComparison.Ordinal)
        );
        // What it copies is there.
        foreach (Match copy in CopyOf().Matches(text))
        foreach (var path in copy.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1])
            Assert.True(Path.Exists(Path.Combine(Folder, "..", path)), path);
    }

    [Fact]
    public async Task The_health_check_of_the_image_tells_a_node_that_is_ready_from_one_that_is_not()
    {
        var script = Path.Combine(Folder, "healthy.sh");
        await using var app = await new TestApp().With("AllowedHosts", "reports.example.com").StartAsync();
        var port = new Uri(app.Address).Port;
        async Task<bool> HealthyAsync(int at, string host)
        {
            try
            {
                await Commands.RunAsync("env", [$"HEALTH_PORT={at}", $"HEALTH_HOST={host}", "bash", script]);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        Assert.True(await HealthyAsync(port, "reports.example.com"));
        Assert.False(await HealthyAsync(port, "other.example.com"));
        Assert.False(await HealthyAsync(FreePort.Next(), "reports.example.com"));
        Assert.Contains("/health/ready", Read("Caddyfile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unit_is_understood_by_systemd_and_gives_little_away()
    {
        Assert.True(
            Commands.Exists("systemd-analyze"),
            "The tests need systemd-analyze: install the package 'systemd'."
        );
        var folder = Directory.CreateTempSubdirectory("reportsadmin-unit-");
        try
        {
            var unit = Path.Combine(folder.FullName, "reportsadmin.service");
            // It looks whether the program is there.
            await File.WriteAllTextAsync(
                unit,
                Read("reportsadmin.service").Replace("/usr/bin/dotnet", "/usr/bin/env", StringComparison.Ordinal)
            );
            Assert.Equal("", await Commands.RunAsync("bash", ["-c", $"systemd-analyze verify --man=no '{unit}' 2>&1"]));
            // 0 is closed, 10 is open; without a hardening line a unit has 9.6.
            await Commands.RunAsync(
                "systemd-analyze",
                ["security", "--offline=true", "--threshold=25", "--no-pager", unit]
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var user = Read("reportsadmin.service")
            .Split('\n')
            .Single(l => l.StartsWith("User=", StringComparison.Ordinal));
        Assert.Equal("User=reportsadmin", user);
    }

    private static IReadOnlyList<string> Faults(IEnumerable<KeyValuePair<string, string>> given) =>
        SettingsSection.Check(
            AllFeatures.Settings,
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    given.Select(v =>
                        KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), (string?)v.Value)
                    )
                )
                .Build()
        );

    private static IEnumerable<(string Name, string Value)> ContainerVariables() =>
        ContainerVariable().Matches(Read("Containerfile")).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    private static IEnumerable<(string Name, string Value)> UnitVariables() =>
        UnitVariable().Matches(Read("reportsadmin.service")).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    private static IEnumerable<string> LinesOf(string file) =>
        Read(file).Split('\n').Where(l => l.Length > 0 && l[0] != '#');

    [GeneratedRegex(@"(?:ENV| {4})\s*(\w+)=(\S+)")]
    private static partial Regex ContainerVariable();

    [GeneratedRegex(@"^Environment=(\w+)=(\S+)$", RegexOptions.Multiline)]
    private static partial Regex UnitVariable();

    [GeneratedRegex("^#?LoadCredential=([^:]+):", RegexOptions.Multiline)]
    private static partial Regex UnitCredential();

    [GeneratedRegex(@"\{\$([A-Z_]+)\}")]
    private static partial Regex CaddyVariable();

    [GeneratedRegex("password|secret|key|connectionstring$|token", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"^[\w./-]+:\d+\.\d+(\.\d+)?(-[\w.]+)?$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"^ARG (\w+)=(\S+)$", RegexOptions.Multiline)]
    private static partial Regex ArgumentOf();

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex FromOf();

    [GeneratedRegex(@"^USER (\S+)$", RegexOptions.Multiline)]
    private static partial Regex UserOf();

    [GeneratedRegex(@"^COPY (?:--chmod=\d+ )?(?!--)(.+)$", RegexOptions.Multiline)]
    private static partial Regex CopyOf();
}
