using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms;

/// <summary>A form as the client of spec 002 reads it.</summary>
public sealed record FormWire(
    int Id,
    string Title,
    string? Description,
    SchemaWire Schema,
    bool IsActive,
    bool IsPublic,
    string CreatorId,
    string CreatorName,
    int? Version,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    int SubmissionCount
)
{
    public static FormWire From(FormRow r) =>
        new(
            r.Id,
            r.Title,
            r.Description,
            SchemaWire.From(r.Definition),
            r.Active,
            r.Public,
            WireId.Of(WireId.User, r.OwnerId),
            r.OwnerName,
            r.PublishedVersion,
            r.CreatedAt,
            r.UpdatedAt,
            r.Submissions
        );
}

/// <summary>The definition: all fields in one list, as the client draws them, and the sections they belong to. Its members are in camelCase, whatever is around them.</summary>
public sealed record SchemaWire(
    [property: JsonPropertyName("fields")] IReadOnlyList<FieldWire>? Fields = null,
    [property: JsonPropertyName("sections")] IReadOnlyList<SectionWire>? Sections = null
)
{
    private const string OnlySection = "section1";

    public static SchemaWire From(FormDefinition definition) =>
        new(
            [
                .. definition
                    .Sections.SelectMany(s => s.Fields.Select(f => (s.Id, f)))
                    .Select((x, i) => FieldWire.From(x.f, x.Id, i + 1)),
            ],
            [.. definition.Sections.Select(SectionWire.From)]
        );

    /// <summary>Fields that name no section stand in the first.</summary>
    public FormDefinition ToDefinition()
    {
        if (Fields is not { Count: > 0 } fields)
            throw Refusal.Invalid("schema.fields", "schema.fields lists the fields of the form.");
        var sections = Sections is { Count: > 0 } given ? given : [new SectionWire(OnlySection, "")];
        if (fields.FirstOrDefault(f => f.Section is { } s && sections.All(x => x.Id != s)) is { } lost)
            throw Refusal.Invalid("schema.fields", $"'{lost.Label}' names a section that the form has not.");
        return new FormDefinition([
            .. sections.Select(
                (s, i) =>
                    s.ToSection([
                        .. fields
                            .Where(f => f.Section == s.Id || (f.Section is null && i == 0))
                            .OrderBy(f => f.Order ?? int.MaxValue)
                            .Select(f => f.ToField()),
                    ])
            ),
        ]);
    }
}

public sealed record SectionWire(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("title")] string? Title = null,
    [property: JsonPropertyName("description")] string? Description = null,
    [property: JsonPropertyName("repeat")] RepeatWire? Repeat = null,
    [property: JsonPropertyName("showWhen")] ConditionWire? ShowWhen = null
)
{
    public static SectionWire From(FormSection s) =>
        new(
            s.Id,
            s.Title,
            s.Description,
            s.Repeat is null ? null : new RepeatWire(s.Repeat.Min, s.Repeat.Max),
            ConditionWire.From(s.ShowWhen)
        );

    public FormSection ToSection(IReadOnlyList<FormField> fields) =>
        new(
            Id,
            Title ?? "",
            Description,
            Repeat is null ? null : new FormRepeat(Repeat.Min, Repeat.Max),
            ShowWhen?.ToCondition()
        )
        {
            Fields = fields,
        };
}

public sealed record RepeatWire(
    [property: JsonPropertyName("min")] int Min,
    [property: JsonPropertyName("max")] int Max
);

public sealed record ConditionWire(
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("is")] string Is,
    [property: JsonPropertyName("value")] string? Value = null
)
{
    public static ConditionWire? From(FormCondition? c) => c is null ? null : new(c.Field, c.Is, c.Value);

    public FormCondition ToCondition() => new(Field, Is, Value);
}

public sealed record FieldWire(
    [property: JsonPropertyName("id")] string? Id = null,
    [property: JsonPropertyName("label")] string? Label = null,
    [property: JsonPropertyName("type")] string? Type = null,
    [property: JsonPropertyName("required")] bool Required = false,
    [property: JsonPropertyName("options")] IReadOnlyList<JsonElement>? Options = null,
    [property: JsonPropertyName("min")] decimal? Min = null,
    [property: JsonPropertyName("max")] decimal? Max = null,
    [property: JsonPropertyName("minLength")] int? MinLength = null,
    [property: JsonPropertyName("maxLength")] int? MaxLength = null,
    [property: JsonPropertyName("order")] int? Order = null,
    [property: JsonPropertyName("help")] string? Help = null,
    [property: JsonPropertyName("placeholder")] string? Placeholder = null,
    [property: JsonPropertyName("section")] string? Section = null,
    [property: JsonPropertyName("showWhen")] ConditionWire? ShowWhen = null,
    [property: JsonPropertyName("fileTypes")] IReadOnlyList<string>? FileTypes = null,
    [property: JsonPropertyName("maxMegabytes")] int? MaxMegabytes = null
)
{
    public static FieldWire From(FormField f, string section, int order) =>
        new(
            f.Id,
            f.Label,
            f.Type,
            f.Required,
            [.. f.Options.Select(o => JsonSerializer.SerializeToElement(o))],
            f.Min,
            f.Max,
            f.MinLength,
            f.MaxLength,
            order,
            f.Help,
            f.Placeholder,
            section,
            ConditionWire.From(f.ShowWhen),
            f.FileTypes,
            f.MaxMegabytes
        );

    public FormField ToField() =>
        new(
            Id ?? throw Refusal.Invalid("schema.fields", "Every field needs an id."),
            Label ?? "",
            Type ?? "",
            Required,
            Help,
            Placeholder,
            Min,
            Max,
            MinLength,
            MaxLength,
            MaxMegabytes,
            ShowWhen?.ToCondition()
        )
        {
            Options = Options is null ? [] : [.. Options.Select(OptionOf)],
            FileTypes = FileTypes ?? [],
        };

    /// <summary>An option is a text, or an object with a value.</summary>
    private static string OptionOf(JsonElement option) =>
        option.ValueKind == JsonValueKind.Object && option.TryGetProperty("value", out var value)
            ? value.ToString()
            : option.ToString();
}

public sealed record CreateFormBody(
    string? Title = null,
    string? Description = null,
    SchemaWire? Schema = null,
    bool? IsActive = null,
    bool? IsPublic = null
)
{
    public NewForm ToRequest() =>
        new(
            Title ?? throw Refusal.Invalid("title", "Missing required field: title"),
            Description,
            (Schema ?? throw Refusal.Invalid("schema", "Missing required field: schema")).ToDefinition(),
            IsPublic == true,
            IsActive != false
        );
}

/// <summary>Answers to a form. <c>form_id</c> where the address has none.</summary>
public sealed record SubmitBody(
    JsonElement? Data = null,
    string? Email = null,
    string? SubmitterEmail = null,
    int? FormId = null,
    string? Token = null
)
{
    public string? From => Email ?? SubmitterEmail;

    public JsonElement Answers =>
        Data is { ValueKind: JsonValueKind.Object } data
            ? data
            : throw Refusal.Invalid("data", "Missing required field: data");
}

public sealed record SubmissionWire(
    int Id,
    int FormId,
    int Version,
    JsonElement Data,
    string? SubmitterId,
    string? SubmitterEmail,
    string? SubmitterName,
    DateTime SubmittedAt,
    string Status
)
{
    public static SubmissionWire From(SubmissionRow r) =>
        new(
            r.Id,
            r.FormId,
            r.Version,
            r.Answers,
            r.SubmitterId is { } by ? WireId.Of(WireId.User, by) : null,
            r.SubmitterEmail,
            r.SubmitterName,
            r.SubmittedAt,
            SubmissionWords.Of(r.Status)
        );
}

public sealed record StatusBody(string? Status = null, string? Comment = null, string? Notes = null);

public sealed record ExportBody(
    DateRangeWire? DateRange = null,
    ExportFiltersWire? Filters = null,
    bool? IncludeMetadata = null,
    int? MaxRecords = null,
    bool? Immediate = null
)
{
    public FormExport ToExport(IReadOnlyList<int> formIds, BusinessClock clock)
    {
        var (from, to) = (DateRange ?? new DateRangeWire()).Read(clock, "date_range.start", "date_range.end");
        return new FormExport(
            formIds,
            new SubmissionFilter(Filters?.Read("filters.status"), from, to, Filters?.SubmitterEmail),
            IncludeMetadata != false,
            MaxRecords
        );
    }
}

/// <summary>Days, both included; an empty one is none, as a cleared input sends it.</summary>
public sealed record DateRangeWire(string? Start = null, string? End = null)
{
    /// <param name="start">What the start is called where it came from; refusals name it.</param>
    public (DateTime? From, DateTime? To) Read(BusinessClock clock, string start, string end) =>
        (
            string.IsNullOrWhiteSpace(Start) ? null : clock.StartOf(WireTime.Day(Start, start)),
            string.IsNullOrWhiteSpace(End) ? null : clock.StartOf(WireTime.Day(End, end).AddDays(1))
        );
}

public sealed record ExportFiltersWire(string? Status = null, string? SubmitterEmail = null)
{
    /// <param name="field">What the status is called where it came from.</param>
    public SubmissionStatus? Read(string field) =>
        string.IsNullOrWhiteSpace(Status) || Status.Equals("all", StringComparison.OrdinalIgnoreCase)
            ? null
            : SubmissionWords.Parse(Status)
                ?? throw Refusal.Invalid(
                    field,
                    $"'{Status}' is not a status. Use one of: {string.Join(", ", SubmissionWords.All)}."
                );
}

public sealed record BulkExportBody(IReadOnlyList<int>? FormIds = null, ExportBody? ExportOptions = null);

/// <summary>An export as <c>export-status</c> and <c>export-history</c> tell of it.</summary>
public sealed record ExportRunWire(
    string TaskId,
    string Status,
    int Progress,
    string Trigger,
    DateTime RequestedAt,
    DateTime? ExportedAt,
    string RequestedBy,
    string? FileName,
    long FileSize,
    string? DownloadUrl,
    string? Error
)
{
    public static ExportRunWire From(int formId, FormRunRow r) =>
        new(
            r.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            r.Status is "running" ? "processing" : r.Status,
            r.Progress,
            r.Trigger,
            r.At,
            r.FinishedAt,
            r.ByName,
            r.FileName,
            r.Size,
            r.FileName is null
                ? null
                : FormattableString.Invariant($"/api/forms/{formId}/download-excel?task_id={r.Id}"),
            r.Error
        );
}
