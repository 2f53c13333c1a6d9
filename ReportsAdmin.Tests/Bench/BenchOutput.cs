using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>Benches run one after another, and nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BenchCollection
{
    public const string Name = "Bench";
}

/// <summary>
/// What a bench says. Benches run when <c>REPORTSADMIN_BENCH</c> is set, in Release and with
/// <c>--logger "console;verbosity=detailed"</c> to see the figures; with the value <c>write</c> they also go to
/// <c>Docs/benchmarks.md</c>, where each bench replaces what it said before.
/// </summary>
internal sealed class BenchOutput(ITestOutputHelper test)
{
    private const string Variable = "REPORTSADMIN_BENCH";

    private static readonly string[] Sizes = ["REPORTSADMIN_BENCH_ROWS", "REPORTSADMIN_BENCH_LOAD"];

    private static readonly Dictionary<string, List<string>> Said = new(StringComparer.Ordinal);

    /// <summary>Skips the test unless benches are asked for.</summary>
    public static void SkipUnlessAsked()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            Assert.Skip($"Set {Variable}=1 to measure.");
    }

    public void WriteLine(FormattableString text)
    {
        var line = text.ToString(CultureInfo.InvariantCulture);
        test.WriteLine(line);
        if (Environment.GetEnvironmentVariable(Variable) != "write")
            return;
        var title = TestContext.Current.Test!.TestDisplayName[(typeof(BenchOutput).Namespace!.Length + 1)..];
        // Another size is another section.
        foreach (var size in Sizes)
        {
            if (Environment.GetEnvironmentVariable(size) is { Length: > 0 } asked)
                title += $", {size}={asked}";
        }

        if (!Said.TryGetValue(title, out var lines))
            Said[title] = lines = [];
        lines.Add(line);
        BenchPage.Replace(title, lines);
    }
}

/// <summary>The page of measured figures: one section for each bench, in the order of their names.</summary>
internal static class BenchPage
{
    private const string Head = """
        # Benchmarks

        Written by the benches themselves: `REPORTSADMIN_BENCH=write dotnet test -c Release --filter Category=Bench`; one of them alone with `--filter FullyQualifiedName~ImportBench`. Each section says when and on what it was measured. Machines differ and are shared: compare a figure with its floor or peer in the same section, not with another section.

        """;

    public static void Replace(string title, IReadOnlyList<string> lines)
    {
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "ReportsAdmin", "Docs", "benchmarks.md");
        var sections = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(path))
        {
            foreach (var section in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n## ").Skip(1))
                sections[section[..section.IndexOf('\n', StringComparison.Ordinal)]] = section.TrimEnd();
        }

        var machine = FormattableString.Invariant(
            $"{DateTime.UtcNow:d MMM yyyy}, {Environment.ProcessorCount} processors, .NET {Environment.Version}"
        );
        sections[title] = $"{title}\n{machine}\n\n```text\n{string.Join('\n', lines)}\n```";
        var page = new StringBuilder(Head);
        foreach (var section in sections.Values)
            page.Append("\n## ").Append(section).Append('\n');
        File.WriteAllText(path, page.ToString().ReplaceLineEndings("\n"));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
