using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>A value of a content. Two values that say the same have the same <see cref="Id"/>, whatever the order of their members.</summary>
internal sealed record ContentNode(
    JsonElement Value,
    int Id,
    IReadOnlyDictionary<string, ContentNode>? Members = null,
    IReadOnlyList<ContentNode>? Items = null
);

/// <summary>Numbers the values of contents that are compared: equality of any two then costs one comparison of numbers.</summary>
internal sealed class ContentNodes
{
    // Beyond so many digits a decimal rounds.
    private const int ExactDigits = 28;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

    public ContentNode Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new Dictionary<string, ContentNode>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject())
                    members[member.Name] = Of(member.Value);
                return new ContentNode(value, IdOf(members), Members: members);
            case JsonValueKind.Array:
                ContentNode[] items = [.. value.EnumerateArray().Select(Of)];
                return new ContentNode(
                    value,
                    Number("[" + string.Join(',', items.Select(i => i.Id)) + "]"),
                    Items: items
                );
            default:
                return new ContentNode(value, Number(Scalar(value)));
        }
    }

    private int IdOf(Dictionary<string, ContentNode> members)
    {
        var text = new StringBuilder("{");
        // The length in front keeps a name with a colon from looking like another.
        foreach (var (name, node) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{name.Length}:{name}:{node.Id},");
        return Number(text.ToString());
    }

    private int Number(string canonical)
    {
        if (!ids.TryGetValue(canonical, out var id))
            ids[canonical] = id = ids.Count;
        return id;
    }

    private static string Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => "\"" + value.GetString(),
            JsonValueKind.Number
                when value.GetRawText().Length <= ExactDigits
                    && value.TryGetDecimal(out var number)
                    && !value.GetRawText().Contains('e', StringComparison.OrdinalIgnoreCase) => number.ToString(
                "0.############################",
                CultureInfo.InvariantCulture
            ),
            _ => value.GetRawText(),
        };
}
