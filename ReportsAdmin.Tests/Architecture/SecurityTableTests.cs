using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace ReportsAdmin.Tests.Architecture;

/// <summary>The table of <c>Docs/security.md</c>: complete, and no promise without what keeps it.</summary>
/// <remarks><c>asvs-ids.txt</c> has the ids of OWASP ASVS 5.0.0, levels 1 and 2, each with its level.</remarks>
public sealed partial class SecurityTableTests
{
    private const string Met = "met";
    private const string NotApplicable = "not applicable";
    private const string Open = "open";

    private static readonly string Root = SourceModel.Instance.Root;
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "Docs", "security.md"));
    private static readonly IReadOnlyList<Row> Rows = [.. Line().Matches(Text).Select(m => new Row(m))];

    [Fact]
    public void Every_requirement_of_levels_1_and_2_is_there_once_with_its_level()
    {
        var ids = File.ReadLines(Path.Combine(Root, "..", "ReportsAdmin.Tests", "Architecture", "asvs-ids.txt"))
            .Where(l => l.Length > 0 && l[0] != '#');

        Assert.Equal(ids, Rows.Select(r => $"{r.Id} {r.Level}"));
        Assert.Equal(253, Rows.Count);
    }

    [Fact]
    public void Every_row_says_in_which_state_it_is_and_why()
    {
        Assert.All(Rows, r =>
        {
            Assert.True(r.State is Met or NotApplicable or Open, $"{r.Id}: {r.State}");
            Assert.True(r.What.Length > 8, $"{r.Id} does not say what it asks for.");
            Assert.True(r.Why.Length > 12, $"{r.Id} gives no reason.");
        });
    }

    [Fact]
    public void What_is_met_names_a_test_or_says_that_there_is_none() =>
        Assert.All(Rows.Where(r => r.State == Met), r =>
            Assert.True(r.Tests.Any() || r.Why.Contains("no test", StringComparison.Ordinal), $"{r.Id}: {r.Why}")
        );

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var tests = Assembly
            .GetExecutingAssembly()
            .GetTypes()
            .Where(t => t.Name.EndsWith("Tests", StringComparison.Ordinal))
            .SelectMany(t => t.GetMethods().Where(IsTest).Select(m => $"{t.Name}.{m.Name}").Append(t.Name))
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(Rows, r => Assert.All(r.Tests, t => Assert.True(tests.Contains(t), $"{r.Id} names {t}.")));
    }

    [Fact]
    public void Every_file_and_every_section_that_is_named_exists()
    {
        var sections = Heading()
            .Matches(Text)
            .Select(m => m.Groups[1].Value.ToLowerInvariant().Replace(' ', '-'))
            .ToHashSet();

        Assert.All(Rows, r =>
        {
            Assert.All(r.Files, f => Assert.True(Exists(f), $"{r.Id} names {f}."));
            Assert.All(r.Sections, s => Assert.True(sections.Contains(s), $"{r.Id} names #{s}."));
        });
    }

    [Fact]
    public void The_totals_are_those_of_the_table()
    {
        foreach (var state in (string[])[Met, NotApplicable, Open])
            Assert.Contains(
                $"| {state} | {Count(state, "1")} | {Count(state, "2")} | {Count(state, "1") + Count(state, "2")} |",
                Text,
                StringComparison.Ordinal
            );

        static int Count(string state, string level) => Rows.Count(r => r.State == state && r.Level == level);
    }

    [Theory]
    [InlineData("../README.md", "ReportsAdmin/Docs/security.md")]
    [InlineData("Docs/architecture.md", "security.md")]
    public void The_table_is_linked_from_where_people_look(string from, string link) =>
        Assert.Contains($"]({link})", File.ReadAllText(Path.Combine(Root, from)), StringComparison.Ordinal);

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(a => a is FactAttribute);

    private static bool Exists(string file) =>
        File.Exists(Path.Combine(Root, file)) || File.Exists(Path.Combine(Root, "..", file));

    [GeneratedRegex(@"^\| `(v5\.0\.0-[\d.]+)` \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"`(\w+Tests(?:\.\w+)?)`")]
    private static partial Regex Test();

    [GeneratedRegex(@"`([\w./-]+/[\w.-]+\.(?:cs|razor|js|md|json|props))`|`(\.ci/run)`")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\]\(#([\w-]+)\)")]
    private static partial Regex Section();

    private sealed record Row(string Id, string Level, string What, string State, string Why)
    {
        public Row(Match m)
            : this(
                m.Groups[1].Value,
                m.Groups[2].Value,
                m.Groups[3].Value.Trim(),
                m.Groups[4].Value.Trim(),
                m.Groups[5].Value.Trim()
            ) { }

        public IEnumerable<string> Tests => Test().Matches(Why).Select(m => m.Groups[1].Value);

        public IEnumerable<string> Files => FileName().Matches(Why).Select(m => m.Value.Trim('`'));

        public IEnumerable<string> Sections => Section().Matches(Why).Select(m => m.Groups[1].Value);
    }
}
