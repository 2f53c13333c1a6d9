using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Documents.Content;
using Xunit;

namespace ReportsAdmin.Tests.Features.Documents;

/// <summary>What is told of two contents: few changes where little changed, and always enough to make the new one from the old.</summary>
public sealed class ContentDiffTests
{
    private static readonly string[] Words = ["Ahmedabad", "Chennai", "Delhi", "Pune", "Raipur"];

    [Theory]
    [InlineData(
        """{"r":[{"id":1,"a":"x"},{"id":2,"a":"y"}]}""",
        """{"r":[{"id":9,"a":"z"},{"id":1,"a":"x"},{"id":2,"a":"y"}]}""",
        "+r[0]"
    )]
    [InlineData("""{"r":[{"a":"x"},{"a":"y"},{"a":"z"}]}""", """{"r":[{"a":"x"},{"a":"z"}]}""", "-r[1]")]
    [InlineData(
        """{"r":[{"a":"x","b":1},{"a":"y","b":2},{"a":"z","b":3}]}""",
        """{"r":[{"a":"y","b":2},{"a":"z","b":3},{"a":"x","b":1}]}""",
        "-r[0] +r[2]"
    )]
    [InlineData(
        """{"r":[{"id":1,"a":"x","b":1},{"id":2,"a":"y","b":2}]}""",
        """{"r":[{"id":0,"a":"n","b":0},{"id":1,"a":"q","b":7},{"id":2,"a":"y","b":2}]}""",
        "+r[0] ~r[1].a ~r[1].b"
    )]
    [InlineData(
        """{"r":[{"a":"x","b":1,"c":2},{"a":"y","b":2,"c":3}]}""",
        """{"r":[{"a":"n","b":0,"c":0},{"a":"x","b":9,"c":2},{"a":"y","b":2,"c":3}]}""",
        "+r[0] ~r[1].b"
    )]
    [InlineData("""{"r":[{"a":"x","b":1}]}""", """{"r":[{"a":"y","b":2}]}""", "-r[0] +r[0]")]
    [InlineData("""{"r":["a","b","c"]}""", """{"r":["a","x","c"]}""", "~r[1]")]
    [InlineData("""{"r":[1,2,3]}""", """{"r":[1,1.50,2,3]}""", "+r[1]")]
    [InlineData(
        """{"r":[{"code":"A","v":[1,2,3]},{"code":"B","v":[4]}]}""",
        """{"r":[{"code":"N","v":[]},{"code":"A","v":[1,3]}]}""",
        "+r[0] -r[1].v[1] -r[1]"
    )]
    [InlineData("""{"a":1,"r":[1.0,{"x":1,"y":2}]}""", """{"r":[1,{"y":2,"x":1.00}],"a":1}""", "")]
    [InlineData("""{"r":[]}""", """{"r":{}}""", "~r")]
    public void Rows_that_came_went_or_moved_are_told_as_that(string before, string after, string expected) =>
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            ContentDiff
                .Of(Json(before), Json(after))
                .Select(c =>
                    (
                        c.Before is null ? "+"
                        : c.After is null ? "-"
                        : "~"
                    ) + c.Path
                )
                .Order()
        );

    [Fact]
    public void One_row_more_at_the_top_of_many_is_one_change_even_when_the_key_is_no_help()
    {
        var rows = Enumerable
            .Range(0, 5_000)
            .Select(i => (JsonNode)new JsonObject { ["city"] = Words[i % 5], ["amount"] = i / 7 })
            .ToList();
        var more = new JsonArray([
            new JsonObject { ["city"] = "Goa", ["amount"] = 1 },
            .. rows.Select(r => r.DeepClone()),
        ]);
        Assert.Equal(
            "rows[0]",
            Assert
                .Single(
                    ContentDiff.Of(
                        Element(new JsonObject { ["rows"] = new JsonArray([.. rows]) }),
                        Element(new JsonObject { ["rows"] = more })
                    )
                )
                .Path
        );
    }

    [Fact]
    public void Applying_what_is_told_to_the_old_gives_the_new()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var before = new RandomContent(seed).Data;
            AddTables(before, random);
            var after = before.DeepClone().AsObject();
            for (var edits = random.Next(1, 12); edits > 0; edits--)
                Edit(after, random);
            var changes = ContentDiff.Of(Element(before), Element(after));
            Assert.True(
                JsonNode.DeepEquals(after, Apply(before, changes)),
                $"Seed {seed}: {string.Join("; ", changes.Take(20))}"
            );
            Assert.Equal(JsonNode.DeepEquals(before, after), changes.Count == 0);
        }
    }

    [Fact]
    public void Contents_that_have_nothing_in_common_are_told_too()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (before, after) = (
                new JsonObject { ["q"] = new RandomContent(seed).Data },
                new JsonObject { ["q"] = new RandomContent(seed + 1000).Data }
            );
            Assert.True(
                JsonNode.DeepEquals(after, Apply(before, ContentDiff.Of(Element(before), Element(after)))),
                $"Seed {seed}"
            );
        }
    }

    [Fact]
    public void The_largest_content_is_compared_by_place_where_a_search_would_have_no_end()
    {
        // 200,000 values, every row different: far more edits than are looked for.
        static JsonObject Made(int salt) =>
            new()
            {
                ["rows"] = new JsonArray([
                    .. Enumerable
                        .Range(0, 40_000)
                        .Select(i =>
                            (JsonNode)
                                new JsonObject
                                {
                                    ["a"] = i * 31 + salt,
                                    ["b"] = "t" + ((i * 17) + salt),
                                    ["c"] = "same",
                                    ["d"] = i % 3,
                                }
                        ),
                ]),
            };
        var (before, after) = (Made(0), Made(1));

        var changes = ContentDiff.Of(Element(before), Element(after));

        Assert.Equal(80_000, changes.Count);
        Assert.Equal("rows[0].a", changes[0].Path);
        Assert.All(changes, c => Assert.True(c.Before is not null && c.After is not null));
    }

    private static void AddTables(JsonObject content, Random random)
    {
        content["keyed"] = new JsonArray([
            .. Enumerable
                .Range(0, random.Next(0, 25))
                .Select(i =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["id"] = i,
                            ["city"] = Words[random.Next(5)],
                            ["amount"] = random.Next(4),
                        }
                ),
        ]);
        content["plain"] = new JsonArray([
            .. Enumerable
                .Range(0, random.Next(0, 25))
                .Select(_ =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["city"] = Words[random.Next(5)],
                            ["amount"] = random.Next(4),
                            ["tags"] = new JsonArray([
                                .. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode)random.Next(3)),
                            ]),
                        }
                ),
        ]);
    }

    /// <summary>Changes, adds, removes or moves something, anywhere.</summary>
    private static void Edit(JsonObject content, Random random)
    {
        JsonNode at = content;
        while (
            random.Next(3) > 0 && Parts(at).Where(p => p is JsonObject or JsonArray).ToList() is { Count: > 0 } deeper
        )
            at = deeper[random.Next(deeper.Count)]!;
        if (at is JsonArray list)
            Edit(list, random);
        else if (at is JsonObject members)
        {
            if (members.Count > 0 && random.Next(2) == 0)
                members.Remove(members.ElementAt(random.Next(members.Count)).Key);
            members["n" + random.Next(6).ToString(CultureInfo.InvariantCulture)] = Value(random);
        }
    }

    private static void Edit(JsonArray list, Random random)
    {
        var kind = list.Count == 0 ? 0 : random.Next(4);
        if (kind == 0)
        {
            list.Insert(
                random.Next(list.Count + 1),
                list.Count > 0 && random.Next(2) == 0 ? list[random.Next(list.Count)]?.DeepClone() : Value(random)
            );
            return;
        }

        var place = random.Next(list.Count);
        var item = list[place];
        list.RemoveAt(place);
        if (kind == 1)
            list.Insert(random.Next(list.Count + 1), item);
        else if (kind == 2)
            list.Insert(place, Value(random));
    }

    private static JsonNode? Value(Random random) =>
        random.Next(5) switch
        {
            0 => null,
            1 => random.Next(9),
            2 => Words[random.Next(5)],
            3 => new JsonArray(random.Next(3), Words[random.Next(5)]),
            _ => new JsonObject { ["id"] = random.Next(40), ["city"] = Words[random.Next(5)] },
        };

    private static IEnumerable<JsonNode?> Parts(JsonNode node) =>
        node is JsonArray list ? list
        : node is JsonObject members ? members.Select(m => m.Value)
        : [];

    /// <summary>Reads the changes as a person would: what went is named by its old place in its list, everything else by its new one.</summary>
    private static JsonNode? Apply(JsonNode before, IReadOnlyList<ContentChange> changes) =>
        Apply(before.DeepClone(), [.. changes.Select(c => (Steps(c.Path), c))]);

    private static JsonNode? Apply(
        JsonNode? node,
        IReadOnlyList<(IReadOnlyList<object> Steps, ContentChange Change)> changes
    )
    {
        if (changes.Count == 0)
            return node;
        if (changes is [{ Steps.Count: 0, Change.After: { } whole }])
            return Read(whole);
        if (node is JsonObject members)
        {
            foreach (var part in changes.GroupBy(c => (string)c.Steps[0]).ToList())
            {
                var inner = part.Select(c => ((IReadOnlyList<object>)[.. c.Steps.Skip(1)], c.Change)).ToList();
                var (steps, change) = inner[0];
                var old = members[part.Key];
                members.Remove(part.Key);
                if (steps.Count > 0 || change.After is not null)
                    members[part.Key] = steps.Count == 0 ? Read(change.After!) : Apply(old, inner);
            }

            return members;
        }

        return Apply(node!.AsArray(), changes);
    }

    private static JsonArray Apply(
        JsonArray list,
        IReadOnlyList<(IReadOnlyList<object> Steps, ContentChange Change)> changes
    )
    {
        var gone = changes
            .Where(c => c.Steps.Count == 1 && c.Change.After is null)
            .Select(c => (int)c.Steps[0])
            .ToHashSet();
        var come = changes
            .Where(c => c.Steps.Count == 1 && c.Change.Before is null)
            .ToDictionary(c => (int)c.Steps[0], c => c.Change.After!);
        var stayed = new Queue<JsonNode?>(list.Where((_, i) => !gone.Contains(i)).Select(n => n?.DeepClone()));
        var made = new JsonArray();
        while (stayed.Count > 0 || come.ContainsKey(made.Count))
        {
            var place = made.Count;
            var inner = changes
                .Where(c =>
                    (int)c.Steps[0] == place
                    && (c.Steps.Count > 1 || (c.Change.Before is not null && c.Change.After is not null))
                )
                .Select(c => ((IReadOnlyList<object>)[.. c.Steps.Skip(1)], c.Change))
                .ToList();
            made.Add(come.TryGetValue(place, out var added) ? Read(added) : Apply(stayed.Dequeue(), inner));
        }

        return made;
    }

    private static IReadOnlyList<object> Steps(string path) =>
        [
            .. path.Replace("[", ".[", StringComparison.Ordinal)
                .Split('.', StringSplitOptions.RemoveEmptyEntries)
                .Select(s => s[0] == '[' ? int.Parse(s[1..^1], CultureInfo.InvariantCulture) : (object)s),
        ];

    /// <summary>No text of these contents looks like JSON.</summary>
    private static JsonNode? Read(string shown)
    {
        try
        {
            return JsonNode.Parse(shown);
        }
        catch (JsonException)
        {
            return JsonValue.Create(shown);
        }
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
