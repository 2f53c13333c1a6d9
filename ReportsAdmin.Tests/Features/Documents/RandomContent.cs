using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReportsAdmin.Tests.Features.Documents;

/// <summary>Nested content made from a seed, with a list of every text and number that it holds, noted down while it is made.</summary>
internal sealed class RandomContent
{
    private readonly Random random;
    private int next;

    public RandomContent(int seed)
    {
        random = new Random(seed);
        Data = Object(0);
        if (seed % 10 == 3)
            Data[Name()] = Wide();
        if (seed % 10 == 7)
            Data = [];
    }

    public JsonObject Data { get; }

    /// <summary>Names of members, and texts as they are.</summary>
    public List<string> Texts { get; } = [];

    public List<decimal> Numbers { get; } = [];

    public JsonElement Json => JsonSerializer.SerializeToElement(Data);

    private string Token() =>
        string.Create(CultureInfo.InvariantCulture, $"q{random.Next(36 * 36, 36 * 36 * 36):x}z{next++}");

    private string Name()
    {
        var name = "N" + Token();
        Texts.Add(name);
        return name;
    }

    private JsonObject Object(int depth)
    {
        var made = new JsonObject();
        var members = random.Next(1, 6);
        for (var i = 0; i < members; i++)
            made[Name()] = Value(depth + 1);
        return made;
    }

    private JsonNode? Value(int depth) =>
        random.Next(depth < 5 ? 9 : 5) switch
        {
            0 or 1 => Text(),
            2 or 3 => Number(),
            4 => random.Next(3) == 0 ? null : (JsonNode)(random.Next(2) == 0),
            5 => Object(depth),
            6 => Rows(random.Next(1, 30), random.Next(1, 7)),
            7 => new JsonArray([
                .. Enumerable
                    .Range(0, random.Next(0, 30))
                    .Select(_ => (JsonNode?)(random.Next(2) == 0 ? Text() : Number())),
            ]),
            _ => new JsonArray([Object(depth), Number(), new JsonArray(Text(), Object(depth + 1))]),
        };

    private JsonArray Rows(int rows, int columns)
    {
        var names = Enumerable.Range(0, columns).Select(_ => Name()).ToList();
        return new JsonArray([
            .. Enumerable
                .Range(0, rows)
                .Select(r =>
                    (JsonNode?)
                        new JsonObject(
                            names
                                .Where((_, c) => r == 0 || c == 0 || random.Next(5) > 0)
                                .Select(n =>
                                    KeyValuePair.Create(n, (JsonNode?)(random.Next(2) == 0 ? Text() : Number()))
                                )
                        )
                ),
        ]);
    }

    private JsonArray Wide() => Rows(3, 200);

    private JsonValue Text()
    {
        var text = random.Next(8) switch
        {
            0 => $"भारत {Token()} नमस्ते",
            1 => $"₹ {Token()} & <b>\"x\"</b>",
            2 => string.Concat(Enumerable.Repeat(Token(), 40)),
            3 => $"={Token()}+1",
            4 => string.Join(' ', Enumerable.Range(0, 60).Select(_ => Token())),
            _ => Token(),
        };
        Texts.Add(text);
        return JsonValue.Create(text);
    }

    private JsonValue Number()
    {
        // Never a last digit of zero, so that every spelling of it is the same.
        var number =
            random.Next(2) == 0
                ? random.Next(-99_999_999, 99_999_999)
                : (random.Next(-9_999_999, 9_999_999) * 10m + random.Next(1, 10))
                    / (random.Next(2) == 0 ? 100m : 1000m);
        Numbers.Add(number);
        return JsonValue.Create(number);
    }
}
