using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>The members of a field in the spelling of spec 002's form builder.</summary>
internal static class FieldTwins
{
    private static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>As they were written, as long as they still say what the field is; otherwise made from the field.</summary>
    public static Dictionary<string, JsonElement> Of(FormField field)
    {
        var made = Made(field);
        if (field.Sent is not { ValueKind: JsonValueKind.Object } sent)
            return made;
        var written = new Dictionary<string, JsonElement>(made, StringComparer.Ordinal);
        foreach (var member in sent.EnumerateObject())
            written[member.Name] = member.Value;
        if (IsCurrent(field, written))
            return written;
        // The form builder has changed the field since: what only the client reads stays.
        foreach (
            var member in sent.EnumerateObject().Where(m => m.Name is "styling" or "icon" or "name" or "description")
        )
            made[member.Name] = member.Value;
        return made;
    }

    /// <summary>What of a request the field alone would not give back; null when it would give back all.</summary>
    public static JsonElement? Kept(FieldRequest request, FormField field)
    {
        var made = Made(field);
        var given = new JsonObject();
        foreach (var (name, value) in Given(request))
            if (!(made.TryGetValue(name, out var twin) && JsonElement.DeepEquals(twin, value)))
                given[name] = JsonNode.Parse(value.GetRawText());
        return given.Count == 0 ? null : JsonSerializer.SerializeToElement(given);
    }

    /// <summary>Whether the field would be read from this again.</summary>
    private static bool IsCurrent(FormField field, Dictionary<string, JsonElement> written)
    {
        var request = Element(written).Deserialize<FieldRequest>(Spelling)!;
        request = request with
        {
            Id = field.Id,
            Label = field.Label,
            Type = field.Type,
            Required = field.Required,
            Options = request.Options ?? [.. field.Options.Select(o => Element(o))],
            Min = field.Min,
            Max = field.Max,
            MinLength = field.MinLength,
            MaxLength = field.MaxLength,
            MaxMegabytes = field.MaxMegabytes,
            FileTypes = field.FileTypes,
            Placeholder = field.Placeholder,
            Help = field.Help,
        };
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = new FieldReader(request, "", problems).Read();
        return problems.Count == 0 && Json(read) == Json(field);
    }

    private static string Json(FormField field) => JsonSerializer.Serialize(field with { Sent = null }, Spelling);

    private static Dictionary<string, JsonElement> Made(FormField f)
    {
        var twins = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (f.Help is not null)
            twins["helpText"] = Element(f.Help);
        if (f.Default is { } start)
            twins["defaultValue"] = start;
        if (f.ShowWhen is { } c)
            twins["conditional"] = Element(
                new ConditionalRequest
                {
                    DependsOn = c.Field,
                    ShowWhen = c.Value is null ? null : Element(c.Value),
                    Operator = c.Is == FormCondition.Equal ? null : c.Is,
                }
            );
        var limits = Element(
            new ValidationRequest
            {
                Min = Limit(f.Min, f.Earliest),
                Max = Limit(f.Max, f.Latest),
                MinLength = f.MinLength,
                MaxLength = f.MaxLength,
                Pattern = f.Pattern,
                Message = f.PatternMessage,
                FileType = f.FileTypes.Count > 0 ? f.FileTypes : null,
                MaxSize = f.MaxMegabytes,
            }
        );
        if (limits.EnumerateObject().Any())
            twins["validation"] = limits;
        return twins;
    }

    private static JsonElement? Limit(decimal? number, string? moment) =>
        number is { } n ? Element(n)
        : moment is not null ? Element(moment)
        : null;

    private static IEnumerable<(string Name, JsonElement Value)> Given(FieldRequest r)
    {
        (string, object?)[] members =
        [
            ("validation", r.Validation),
            ("conditional", r.Conditional),
            ("helpText", r.HelpText),
            ("defaultValue", r.DefaultValue),
            ("options", r.Options?.Any(o => o.ValueKind == JsonValueKind.Object) == true ? r.Options : null),
            ("styling", r.Styling),
            ("icon", r.Icon),
            ("name", r.Name),
            ("description", r.Description),
        ];
        return members.Where(m => m.Item2 is not null).Select(m => (m.Item1, Element(m.Item2!)));
    }

    private static JsonElement Element(object value) =>
        JsonSerializer.SerializeToElement(value, value.GetType(), Spelling);
}
