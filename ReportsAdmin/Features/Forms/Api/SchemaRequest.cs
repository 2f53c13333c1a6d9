using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>The questions of a form: all fields in one list, and the sections they belong to. Its members are in camelCase, whatever is around them.</summary>
public sealed partial record SchemaRequest
{
    private const string OnlySection = "section1";

    [JsonPropertyName("fields")]
    public IReadOnlyList<FieldRequest>? Fields { get; init; }

    [JsonPropertyName("sections")]
    public IReadOnlyList<SectionResponse>? Sections { get; init; }

    [JsonPropertyName("settings")]
    public SchemaSettingsBody? Settings { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>The definition, checked as far as it could be read; fields that name no section are in the first.</summary>
    internal FormDefinition ToDefinition(Dictionary<string, string> problems)
    {
        FieldReader.Refuse("schema", Others, "is not part of a schema", problems);
        if (Fields is not { Count: > 0 } fields)
        {
            problems["schema.fields"] = "schema.fields lists the fields of the form.";
            return FormDefinition.Empty;
        }

        var sections = Sections is { Count: > 0 } given ? given : [new SectionResponse(OnlySection, "")];
        for (var i = 0; i < sections.Count; i++)
        {
            var (section, place) = (sections[i], $"schema.sections[{i}]");
            FieldReader.Refuse(place, section.Others, "is not a setting of a section", problems);
            FieldReader.Refuse($"{place}.repeat", section.Repeat?.Others, "is not part of a repetition", problems);
            FieldReader.Refuse($"{place}.showWhen", section.ShowWhen?.Others, "is not part of a condition", problems);
        }

        for (var i = 0; i < fields.Count; i++)
            if (fields[i].Section is { } home && sections.All(s => s.Id != home))
                problems[$"schema.fields[{i}].section"] = $"'{fields[i].Label}' names a section that the form has not.";
        var read = fields
            .Select((f, i) => (Request: f, Field: new FieldReader(f, $"schema.fields[{i}]", problems).Read()))
            .ToList();
        var definition = new FormDefinition([.. sections.Select((s, i) => SectionOf(s, i == 0, read))]);
        Check(definition, [.. read.Select(r => r.Field.Id)], problems);
        return definition;
    }

    private static FormSection SectionOf(
        SectionResponse section,
        bool first,
        List<(FieldRequest Request, FormField Field)> read
    ) =>
        new(
            section.Id,
            section.Title ?? "",
            section.Description,
            section.Repeat is { } repeat ? new FormRepeat(repeat.Min, repeat.Max) : null,
            section.ShowWhen is { } c ? new FormCondition(c.Field, c.Is, c.Value) : null
        )
        {
            Fields =
            [
                .. read.Where(r => r.Request.Section == section.Id || (r.Request.Section is null && first))
                    .OrderBy(r => r.Request.Order ?? int.MaxValue)
                    .Select(r => r.Field),
            ],
        };

    /// <summary>Holds it to the rules of forms; problems are named by their place in the request.</summary>
    private static void Check(FormDefinition definition, List<string> ids, Dictionary<string, string> problems)
    {
        if (problems.Count > 0)
            return;
        try
        {
            FormRules.Check(definition);
        }
        catch (DomainException error)
        {
            foreach (var (place, problem) in error.Fields)
                problems[PlaceOf(place, definition, ids)] = problem;
        }
    }

    private static string PlaceOf(string place, FormDefinition definition, List<string> ids)
    {
        if (FieldPlace().Match(place) is not { Success: true } found)
            return $"schema.{place}";
        var field = definition.Sections[int.Parse(found.Groups[1].Value)].Fields[int.Parse(found.Groups[2].Value)];
        return $"schema.fields[{ids.IndexOf(field.Id)}].{WireName(found.Groups[3].Value)}";
    }

    private static string WireName(string name) =>
        name switch
        {
            "pattern" => "validation.pattern",
            "pattern_message" => "validation.message",
            "earliest" => "validation.min",
            "latest" => "validation.max",
            "default" => "defaultValue",
            "show_when" => "conditional",
            "min_length" => "minLength",
            "file_types" => "fileTypes",
            _ => name,
        };

    [GeneratedRegex(@"^sections\[([0-9]+)\]\.fields\[([0-9]+)\]\.(.+)$")]
    private static partial Regex FieldPlace();
}

/// <summary>How the form is filled in. Theme and progress bar are of the client's own pages; they are kept and given back.</summary>
public sealed record SchemaSettingsBody
{
    [JsonPropertyName("theme"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Theme { get; init; }

    [JsonPropertyName("submitButtonText"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SubmitButtonText { get; init; }

    [JsonPropertyName("showProgressBar"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ShowProgressBar { get; init; }

    /// <summary>False takes one submission from each person or email address.</summary>
    [JsonPropertyName("allowMultipleSubmissions"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? AllowMultipleSubmissions { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Null when nothing is set.</summary>
    public static SchemaSettingsBody? From(FormSettings s) =>
        s == new FormSettings()
            ? null
            : new SchemaSettingsBody
            {
                Theme = s.Theme,
                SubmitButtonText = s.SubmitText,
                ShowProgressBar = s.ProgressBar,
                AllowMultipleSubmissions = !s.OnePerPerson,
            };

    internal FormSettings ToSettings(FormSettings now, Dictionary<string, string> problems)
    {
        FieldReader.Refuse("schema.settings", Others, "is not a setting of a form", problems);
        var texts = new[] { ("theme", Theme), ("submitButtonText", SubmitButtonText) };
        foreach (var (name, text) in texts.Where(t => t.Item2?.Length > FormSettings.MaxSubmitText))
            problems[$"schema.settings.{name}"] =
                $"schema.settings.{name} has at most {FormSettings.MaxSubmitText} characters.";
        return now with
        {
            Theme = Theme ?? now.Theme,
            SubmitText =
                SubmitButtonText is null ? now.SubmitText
                : SubmitButtonText.Trim() is { Length: > 0 } t ? t
                : null,
            ProgressBar = ShowProgressBar ?? now.ProgressBar,
            OnePerPerson = AllowMultipleSubmissions is { } several ? !several : now.OnePerPerson,
        };
    }
}
