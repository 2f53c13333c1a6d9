using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Platform.Audit;

/// <summary>One field of a record, from what to what, as people read it. Both null says that it changed and not from or to what.</summary>
public sealed record AuditField(
    [property: JsonPropertyName("f")] string Field,
    [property: JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Before,
    [property: JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? After
)
{
    /// <summary>Texts are cut after so many characters.</summary>
    public const int MaxText = 2000;

    private const int MaxFields = 60;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A fact about the act that is no change.</summary>
    public static AuditField Fact(string field, object? value) => new(field, null, TextOf(value) ?? "");

    /// <summary>The fields among these whose value changed.</summary>
    public static IEnumerable<AuditField> Changes(
        params IEnumerable<(string Field, object? Before, object? After)> values
    ) =>
        values
            .Where(v => !Equals(v.Before, v.After))
            .Select(v => new AuditField(v.Field, TextOf(v.Before) ?? "", TextOf(v.After) ?? ""));

    /// <summary>The text of a value, whatever the culture; null for null.</summary>
    public static string? TextOf(object? value) =>
        value switch
        {
            null => null,
            string text => Cut(text),
            bool flag => flag ? "yes" : "no",
            DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => Cut(value.ToString() ?? ""),
        };

    /// <summary>The details of an entry; null for none.</summary>
    public static string? Write(IReadOnlyCollection<AuditField> fields) =>
        fields.Count == 0 ? null : JsonSerializer.Serialize(fields.Take(MaxFields), Json);

    /// <summary>The fields of an entry; none when it has none, or was tampered with so that they cannot be read.</summary>
    public static IReadOnlyList<AuditField> Read(string? details)
    {
        try
        {
            return details is null ? [] : JsonSerializer.Deserialize<List<AuditField>>(details, Json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Cut(string text)
    {
        // PostgreSQL holds no NUL in a text.
        var clean = text.Contains('\0', StringComparison.Ordinal)
            ? text.Replace("\0", "", StringComparison.Ordinal)
            : text;
        return clean.Length > MaxText ? clean[..MaxText] + "…" : clean;
    }
}
