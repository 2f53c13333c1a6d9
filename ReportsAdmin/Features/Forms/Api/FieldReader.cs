using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>Reads one field. Whatever it says is understood, or named among the problems: nothing is left out without a word.</summary>
/// <param name="at">Where the field is in the body: <c>schema.fields[2]</c>.</param>
internal sealed class FieldReader(FieldRequest field, string at, Dictionary<string, string> problems)
{
    private const int MaxText = 500;
    private const int MaxHelp = 2000;
    private const int MaxStyling = 2000;

    private readonly ValidationRequest limits = field.Validation ?? new ValidationRequest();

    private string Type { get; } = field.Type ?? "";

    public FormField Read()
    {
        Refuse(at, field.Others, "is not a setting of a field");
        Refuse($"{at}.validation", limits.Others, "is not a limit of a field");
        if (field.Id is null)
            problems[$"{at}.id"] = "Every field needs an id.";
        CheckKept();
        var (min, max) = (Number("min", field.Min, limits.Min), Number("max", field.Max, limits.Max));
        var read = new FormField(
            field.Id ?? "",
            field.Label ?? "",
            Type,
            Merged("required", field.Required, limits.Required) ?? false,
            Short("helpText", HelpText(), MaxHelp),
            Short("placeholder", field.Placeholder, MaxText),
            min,
            max,
            OfText("minLength", Merged("minLength", field.MinLength, limits.MinLength)),
            OfText("maxLength", Merged("maxLength", field.MaxLength, limits.MaxLength)),
            Megabytes(),
            new ConditionReader(field, at, problems).Read()
        )
        {
            Options = Options(),
            FileTypes = FileTypes(),
            Pattern = OfText("pattern", limits.Pattern is { Length: > 0 } pattern ? pattern : null),
            PatternMessage = OfText("message", Merged("message", limits.Message, limits.CustomMessage)),
            Earliest = Moment("min", limits.Min),
            Latest = Moment("max", limits.Max),
            Default =
                field.DefaultValue is { ValueKind: not JsonValueKind.Null } start && !IsEmpty(start) ? start : null,
        };
        return read with { Sent = FieldTwins.Kept(field, read) };
    }

    internal static void Refuse(
        string place,
        Dictionary<string, JsonElement>? others,
        string why,
        Dictionary<string, string> problems
    )
    {
        foreach (var name in others?.Keys ?? Enumerable.Empty<string>())
            problems[$"{place}.{name}"] = $"{place}.{name} {why}.";
    }

    private void Refuse(string place, Dictionary<string, JsonElement>? others, string why) =>
        Refuse(place, others, why, problems);

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0;

    private string? HelpText()
    {
        var help = Merged("helpText", field.Help, field.HelpText);
        return string.IsNullOrEmpty(help)
            ? field.Description is { Length: > 0 } about
                ? about
                : null
            : help;
    }

    /// <summary>What is kept for the client alone is kept within bounds.</summary>
    private void CheckKept()
    {
        if (field.Styling is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            problems[$"{at}.styling"] = $"{at}.styling is an object.";
        else if (field.Styling is { } styling && styling.GetRawText().Length > MaxStyling)
            problems[$"{at}.styling"] = $"{at}.styling has at most {MaxStyling} characters.";
        Short("icon", field.Icon, MaxText);
        Short("name", field.Name, MaxText);
        Short("description", field.Description, MaxHelp);
    }

    private string? Short(string name, string? text, int most)
    {
        if (text?.Length > most)
            problems[$"{at}.{name}"] = $"{at}.{name} has at most {most} characters.";
        return text;
    }

    /// <summary>The same setting at two places must be the same.</summary>
    private T? Merged<T>(string name, T? one, T? other)
    {
        if (one is null || other is null)
            return one is null ? other : one;
        if (!one.Equals(other))
            problems[$"{at}.{name}"] = $"{at}.{name} is given twice, and differently.";
        return one;
    }

    private T? OfText<T>(string name, T? value)
    {
        if (value is not null && !FieldTypes.IsText(Type))
            Inapplicable(name);
        return value;
    }

    private void Inapplicable(string name) =>
        problems[$"{at}.validation.{name}"] = $"{at}.validation.{name}: a field of the type '{Type}' has no {name}.";

    private decimal? Number(string name, decimal? own, JsonElement? twin)
    {
        if (twin is { ValueKind: JsonValueKind.Null })
            twin = null;
        if (FieldTypes.IsMoment(Type) && own is null)
            return null;
        if ((own is not null || twin is not null) && Type is not (FieldTypes.Number or FieldTypes.Rating))
        {
            Inapplicable(name);
            return null;
        }

        decimal number = 0;
        if (twin is { } given && !(given.ValueKind == JsonValueKind.Number && given.TryGetDecimal(out number)))
        {
            problems[$"{at}.validation.{name}"] = $"{at}.validation.{name} is a number.";
            return null;
        }

        return Merged(name, own, twin is null ? null : number);
    }

    private string? Moment(string name, JsonElement? limit)
    {
        if (!FieldTypes.IsMoment(Type) || limit is null or { ValueKind: JsonValueKind.Null } || IsEmpty(limit.Value))
            return null;
        if (
            limit is { ValueKind: JsonValueKind.String } text
            && FieldReading.MomentOf(Type, text.GetString()!) is { } moment
        )
            return moment;
        problems[$"{at}.validation.{name}"] = $"{at}.validation.{name} is written like an answer to the field.";
        return null;
    }

    private List<string> Options()
    {
        var options = new List<string>();
        for (var i = 0; i < (field.Options?.Count ?? 0); i++)
        {
            var given = field.Options![i];
            var isObject = given.ValueKind == JsonValueKind.Object;
            var value = isObject && given.TryGetProperty("value", out var part) ? part.ToString() : given.ToString();
            options.Add(value);
            if (isObject && given.TryGetProperty("label", out var label) && label.ToString() != value)
                problems[$"{at}.options[{i}].label"] =
                    $"{at}.options[{i}].label differs from its value. An option is shown as it is stored.";
            foreach (var odd in isObject ? given.EnumerateObject().Select(p => p.Name) : [])
                if (odd is not ("value" or "label"))
                    problems[$"{at}.options[{i}].{odd}"] = $"{at}.options[{i}].{odd} is not a setting of an option.";
        }

        return options;
    }

    private IReadOnlyList<string> FileTypes()
    {
        var given = limits.FileType ?? limits.FileTypes;
        if (given is { Count: > 0 } && Type != FieldTypes.File)
            Inapplicable("fileType");
        var taken = new List<string>();
        foreach (var word in given ?? [])
        {
            var endings = AnswerFiles.EndingsOf(word);
            if (endings.Count == 0)
                problems[$"{at}.validation.fileType"] =
                    $"'{word}' files are not taken. Use some of: {string.Join(", ", AnswerFiles.Allowed.Keys)}.";
            taken.AddRange(endings.Where(e => !taken.Contains(e)));
        }

        if (field.FileTypes is { Count: > 0 } own && taken.Count > 0 && !own.Order().SequenceEqual(taken.Order()))
            problems[$"{at}.fileTypes"] = $"{at}.fileTypes is given twice, and differently.";
        return taken.Count > 0 ? taken : field.FileTypes ?? [];
    }

    private int? Megabytes()
    {
        var size = Merged("validation.maxSize", limits.MaxSize, limits.MaxFileSize);
        if (size is null)
            return field.MaxMegabytes;
        if (Type != FieldTypes.File)
            Inapplicable("maxSize");
        var megabytes = size >= AnswerFiles.Megabyte ? size / AnswerFiles.Megabyte : size;
        if (megabytes is < 1 or > AnswerFiles.MaxMegabytes || megabytes != decimal.Truncate(megabytes.Value))
        {
            problems[$"{at}.validation.maxSize"] =
                $"{at}.validation.maxSize is 1 to {AnswerFiles.MaxMegabytes} megabytes, or as many bytes (1048576 for one).";
            return field.MaxMegabytes;
        }

        return Merged("maxMegabytes", field.MaxMegabytes, (int)megabytes);
    }
}
