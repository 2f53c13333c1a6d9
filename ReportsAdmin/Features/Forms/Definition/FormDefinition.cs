using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>What a form asks, in sections.</summary>
public sealed record FormDefinition(IReadOnlyList<FormSection> Sections)
{
    public static readonly FormDefinition Empty = new([new FormSection("section1", "")]);

    private static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonIgnore]
    public IEnumerable<FormField> Fields => Sections.SelectMany(s => s.Fields);

    public static FormDefinition FromJson(string json) =>
        JsonSerializer.Deserialize<FormDefinition>(json, Spelling) ?? Empty;

    public string ToJson() => JsonSerializer.Serialize(this, Spelling);
}

/// <param name="Id">Unique among sections and fields; the answer of a repeating section is under it.</param>
/// <param name="Repeat">Makes it a group that is filled in several times; null for once.</param>
/// <param name="ShowWhen">Null shows it always.</param>
public sealed record FormSection(
    string Id,
    string Title,
    string? Description = null,
    FormRepeat? Repeat = null,
    FormCondition? ShowWhen = null
)
{
    public IReadOnlyList<FormField> Fields { get; init; } = [];
}

/// <summary>How often a group may be filled in.</summary>
public sealed record FormRepeat(int Min, int Max);

/// <summary>That another field has been answered in a certain way.</summary>
/// <param name="Field">A field that is earlier.</param>
/// <param name="Is">One of <see cref="Operators"/>.</param>
public sealed record FormCondition(string Field, string Is, string? Value = null)
{
    public const string Equal = "equals";
    public const string NotEqual = "not_equals";
    public const string Contains = "contains";
    public const string Greater = "greater";
    public const string Less = "less";
    public const string Answered = "answered";

    public static readonly IReadOnlyList<string> Operators = [Equal, NotEqual, Contains, Greater, Less, Answered];
}

/// <param name="Id">Under which the answer stands; never shown.</param>
/// <param name="Type">One of <see cref="FieldTypes"/>.</param>
/// <param name="Options">Of select, radio, and checkboxes with several.</param>
/// <param name="Min">Least number, rating or number of files; of a number field.</param>
public sealed record FormField(
    string Id,
    string Label,
    string Type,
    bool Required = false,
    string? Help = null,
    string? Placeholder = null,
    decimal? Min = null,
    decimal? Max = null,
    int? MinLength = null,
    int? MaxLength = null,
    int? MaxMegabytes = null,
    FormCondition? ShowWhen = null
)
{
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Extensions with the dot; none takes the application's list.</summary>
    public IReadOnlyList<string> FileTypes { get; init; } = [];

    /// <summary>A regular expression that the whole answer must match; of text fields.</summary>
    public string? Pattern { get; init; }

    /// <summary>What an answer is told that does not match; null for a general sentence.</summary>
    public string? PatternMessage { get; init; }

    /// <summary>The first day, time or moment that is taken, written as answers are; of date and time fields.</summary>
    public string? Earliest { get; init; }

    /// <summary>The last one that is taken.</summary>
    public string? Latest { get; init; }

    /// <summary>What a new form is filled in with; an answer that the field would take.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>What a client of the API wrote in its own spelling, or keeps here for its own pages (styling, icon), to give it back.</summary>
    public JsonElement? Sent { get; init; }
}

/// <summary>The kinds of fields, as the client of spec 002 names them.</summary>
public static class FieldTypes
{
    public const string Text = "text";
    public const string TextArea = "textarea";
    public const string Email = "email";
    public const string Number = "number";
    public const string Select = "select";
    public const string Radio = "radio";
    public const string Checkbox = "checkbox";
    public const string Date = "date";
    public const string Time = "time";
    public const string DateTime = "datetime";
    public const string File = "file";
    public const string Phone = "phone";
    public const string Url = "url";
    public const string Rating = "rating";
    public const string Location = "location";

    public static readonly IReadOnlyList<string> All =
    [
        Text,
        TextArea,
        Email,
        Number,
        Select,
        Radio,
        Checkbox,
        Date,
        Time,
        DateTime,
        File,
        Phone,
        Url,
        Rating,
        Location,
    ];

    public static string TitleOf(string type) =>
        type switch
        {
            Text => "Short text",
            TextArea => "Long text",
            Email => "Email",
            Number => "Number",
            Select => "Drop-down",
            Radio => "One choice",
            Checkbox => "Checkboxes",
            Date => "Date",
            Time => "Time",
            DateTime => "Date and time",
            File => "File",
            Phone => "Phone",
            Url => "Web address",
            Rating => "Rating",
            _ => "Location",
        };

    /// <summary>Whether an answer is a text whose length and pattern can be limited.</summary>
    public static bool IsText(string type) => type is Text or TextArea or Email or Phone or Url;

    /// <summary>Whether an answer is a day, a time of day or both.</summary>
    public static bool IsMoment(string type) => type is Date or Time or DateTime;

    public static bool HasOptions(string type) => type is Select or Radio or Checkbox;
}
