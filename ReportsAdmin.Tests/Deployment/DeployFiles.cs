using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ReportsAdmin.Tests.Deployment;

/// <summary>The files of the folder Deploy as the tests read them.</summary>
internal static partial class DeployFiles
{
    /// <summary>What an operator would put into <c>.env</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Chosen = new Dictionary<string, string>
    {
        ["REPORTSADMIN_VERSION"] = "1.0.0",
        ["SITE_HOST"] = "reports.example.com",
        ["S3_ENDPOINT"] = "https://s3.example.com",
        ["S3_BUCKET"] = "reportsadmin",
        ["STICKY_SECRET"] = "sticky",
    };

    public static string Folder { get; } = FolderOf();

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>A service of compose.yaml, with its anchors merged in.</summary>
    public static IReadOnlyDictionary<string, object> Service(string name) => Map(Map(Compose()["services"])[name]);

    public static IReadOnlyDictionary<string, object> Compose()
    {
        using var text = new StringReader(Read("compose.yaml"));
        var parser = new MergingParser(new Parser(text));
        return Map(new DeserializerBuilder().Build().Deserialize<object>(parser)!);
    }

    public static IReadOnlyDictionary<string, object> Map(object node) =>
        ((IDictionary<object, object>)node).ToDictionary(p => (string)p.Key, p => p.Value);

    public static IReadOnlyList<string> Texts(object node) => [.. ((IList<object>)node).Select(n => n.ToString()!)];

    /// <summary>The environment of a service, with what <c>.env</c> gives.</summary>
    public static Dictionary<string, string> EnvironmentOf(
        string service,
        IReadOnlyDictionary<string, string> chosen
    ) => Map(Service(service)["environment"]).ToDictionary(p => p.Key, p => Filled(p.Value?.ToString() ?? "", chosen));

    /// <summary><c>${NAME}</c>, <c>${NAME:-otherwise}</c> and <c>${NAME:?what is missing}</c>.</summary>
    public static string Filled(string text, IReadOnlyDictionary<string, string> chosen) =>
        Variable()
            .Replace(text, m => chosen.TryGetValue(m.Groups["name"].Value, out var value) ? value
                : m.Groups["how"].Value == "-" ? m.Groups["rest"].Value
                : throw new InvalidOperationException($"{m.Value} is not set."));

    public static IEnumerable<string> VariablesOf(string text) =>
        Variable().Matches(text).Select(m => m.Groups["name"].Value).Distinct();

    private static string FolderOf([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "Deploy"));

    [GeneratedRegex(@"\$\{(?<name>[A-Z0-9_]+)(?::(?<how>[-?])(?<rest>[^}]*))?\}")]
    private static partial Regex Variable();
}
