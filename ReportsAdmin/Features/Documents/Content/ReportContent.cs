using System.Text.Encodings.Web;
using System.Text.Json;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>
/// The content of a report: any JSON object, within limits that every format can hold. What is beyond them is refused with the place
/// named, so that no file is cut and no worker stumbles.
/// </summary>
public static class ReportContent
{
    public const int MaxBytes = 4 * 1024 * 1024;
    public const int MaxDepth = 16;
    public const int MaxValues = 200_000;

    /// <summary>Below what a cell of Excel holds.</summary>
    public const int MaxText = 30_000;
    public const int MaxKey = 200;
    public const int MaxColumns = 400;

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly JsonSerializerOptions Indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The content as it is stored.</summary>
    /// <param name="field">Named in refusals: <c>data</c>.</param>
    /// <exception cref="DomainException">With the path of the value that does not fit.</exception>
    public static string Check(JsonElement content, string field)
    {
        if (content.ValueKind != JsonValueKind.Object)
            throw DomainException.Invalid(field, $"{field} must be a JSON object.");
        var values = 0;
        try
        {
            Check(content, field, 1, ref values);
        }
        catch (InvalidOperationException)
        {
            // The reader's only way to say that an escape stands for half of a character.
            throw DomainException.Invalid(field, $"{field} has a text with half of a character (a lone surrogate).");
        }

        var text = Write(content);
        return text.Length <= MaxBytes
            ? text
            : throw new DomainException(
                ErrorKind.TooLarge,
                $"The content has more than {MaxBytes / (1024 * 1024)} MB."
            );
    }

    /// <summary>A text that a person edited as JSON.</summary>
    /// <exception cref="DomainException">With the line and column of the first fault.</exception>
    public static JsonElement Read(string text, string field)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth + 8 });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw DomainException.Invalid(
                field,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"Line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {reason}"
                )
            );
        }
    }

    public static string Write(JsonElement content) => JsonSerializer.Serialize(content, Compact);

    public static string WriteIndented(JsonElement content) => JsonSerializer.Serialize(content, Indented);

    private static void Check(JsonElement value, string path, int depth, ref int values)
    {
        if (depth > MaxDepth)
            throw DomainException.Invalid(path, $"{path} is nested more than {MaxDepth} levels deep.");
        if (++values > MaxValues)
            throw new DomainException(
                ErrorKind.TooLarge,
                $"The content has more than {Money.GroupWhole(MaxValues)} values."
            );
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    if (property.Name.Length > MaxKey)
                        throw DomainException.Invalid(path, $"{path} has a name of more than {MaxKey} characters.");
                    Check(property.Value, $"{path}.{property.Name}", depth + 1, ref values);
                }

                break;
            case JsonValueKind.Array:
                CheckColumns(value, path);
                var index = 0;
                foreach (var item in value.EnumerateArray())
                    Check(
                        item,
                        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}[{index++}]"),
                        depth + 1,
                        ref values
                    );
                break;
            case JsonValueKind.String when value.GetString()!.Length > MaxText:
                throw DomainException.Invalid(path, $"{path} is longer than {Money.GroupWhole(MaxText)} characters.");
        }
    }

    private static void CheckColumns(JsonElement rows, string path)
    {
        var columns = rows.EnumerateArray()
            .Where(r => r.ValueKind == JsonValueKind.Object)
            .SelectMany(r => r.EnumerateObject().Select(p => p.Name))
            .Distinct(StringComparer.Ordinal)
            .Take(MaxColumns + 1)
            .Count();
        if (columns > MaxColumns)
            throw DomainException.Invalid(path, $"{path} has more than {MaxColumns} columns.");
    }
}
