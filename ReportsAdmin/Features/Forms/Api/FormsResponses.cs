using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>A form as the client of spec 002 reads it.</summary>
public sealed record FormResponse(
    int Id,
    string Title,
    string? Description,
    SchemaResponse Schema,
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
    public static FormResponse From(FormRow r) =>
        new(
            r.Id,
            r.Title,
            r.Description,
            SchemaResponse.From(r.Definition),
            r.Active,
            r.Public,
            ApiId.Of(ApiId.User, r.OwnerId),
            r.OwnerName,
            r.PublishedVersion,
            r.CreatedAt,
            r.UpdatedAt,
            r.Submissions
        );
}

/// <summary>The definition: all fields in one list, as the client draws them, and the sections they belong to. Its members are in camelCase, whatever is around them.</summary>
public sealed record SchemaResponse(
    [property: JsonPropertyName("fields")] IReadOnlyList<FieldResponse>? Fields = null,
    [property: JsonPropertyName("sections")] IReadOnlyList<SectionResponse>? Sections = null
)
{
    private const string OnlySection = "section1";

    public static SchemaResponse From(FormDefinition definition) =>
        new(
            [
                .. definition
                    .Sections.SelectMany(s => s.Fields.Select(f => (s.Id, f)))
                    .Select((x, i) => FieldResponse.From(x.f, x.Id, i + 1)),
            ],
            [.. definition.Sections.Select(SectionResponse.From)]
        );

    /// <summary>Fields that name no section are in the first.</summary>
    public FormDefinition ToDefinition()
    {
        if (Fields is not { Count: > 0 } fields)
            throw DomainException.Invalid("schema.fields", "schema.fields lists the fields of the form.");
        var sections = Sections is { Count: > 0 } given ? given : [new SectionResponse(OnlySection, "")];
        if (fields.FirstOrDefault(f => f.Section is { } s && sections.All(x => x.Id != s)) is { } lost)
            throw DomainException.Invalid("schema.fields", $"'{lost.Label}' names a section that the form has not.");
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

public sealed record SectionResponse(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("title")] string? Title = null,
    [property: JsonPropertyName("description")] string? Description = null,
    [property: JsonPropertyName("repeat")] RepeatResponse? Repeat = null,
    [property: JsonPropertyName("showWhen")] ConditionResponse? ShowWhen = null
)
{
    public static SectionResponse From(FormSection s) =>
        new(
            s.Id,
            s.Title,
            s.Description,
            s.Repeat is null ? null : new RepeatResponse(s.Repeat.Min, s.Repeat.Max),
            ConditionResponse.From(s.ShowWhen)
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

public sealed record RepeatResponse(
    [property: JsonPropertyName("min")] int Min,
    [property: JsonPropertyName("max")] int Max
);

public sealed record ConditionResponse(
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("is")] string Is,
    [property: JsonPropertyName("value")] string? Value = null
)
{
    public static ConditionResponse? From(FormCondition? c) => c is null ? null : new(c.Field, c.Is, c.Value);

    public FormCondition ToCondition() => new(Field, Is, Value);
}

public sealed record FieldResponse(
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
    [property: JsonPropertyName("showWhen")] ConditionResponse? ShowWhen = null,
    [property: JsonPropertyName("fileTypes")] IReadOnlyList<string>? FileTypes = null,
    [property: JsonPropertyName("maxMegabytes")] int? MaxMegabytes = null
)
{
    public static FieldResponse From(FormField f, string section, int order) =>
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
            ConditionResponse.From(f.ShowWhen),
            f.FileTypes,
            f.MaxMegabytes
        );

    public FormField ToField() =>
        new(
            Id ?? throw DomainException.Invalid("schema.fields", "Every field needs an id."),
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

public sealed record CreateFormRequest(
    string? Title = null,
    string? Description = null,
    SchemaResponse? Schema = null,
    bool? IsActive = null,
    bool? IsPublic = null
)
{
    public NewForm ToRequest() =>
        new(
            Title ?? throw DomainException.Invalid("title", "Missing required field: title"),
            Description,
            (Schema ?? throw DomainException.Invalid("schema", "Missing required field: schema")).ToDefinition(),
            IsPublic == true,
            IsActive != false
        );
}

/// <summary>Answers to a form. <c>form_id</c> where the address has none.</summary>
public sealed record SubmitFormRequest(
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
            : throw DomainException.Invalid("data", "Missing required field: data");
}

public sealed record SubmissionResponse(
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
    public static SubmissionResponse From(SubmissionRow r) =>
        new(
            r.Id,
            r.FormId,
            r.Version,
            r.Answers,
            r.SubmitterId is { } by ? ApiId.Of(ApiId.User, by) : null,
            r.SubmitterEmail,
            r.SubmitterName,
            r.SubmittedAt,
            SubmissionWords.Of(r.Status)
        );
}

public sealed record ChangeStatusRequest(string? Status = null, string? Comment = null, string? Notes = null);

public sealed record CreateExportRequest(
    DateRangeResponse? DateRange = null,
    ExportFiltersResponse? Filters = null,
    bool? IncludeMetadata = null,
    int? MaxRecords = null,
    bool? Immediate = null
)
{
    public FormExport ToExport(IReadOnlyList<int> formIds, BusinessClock clock)
    {
        var (from, to) = (DateRange ?? new DateRangeResponse()).Read(clock, "date_range.start", "date_range.end");
        return new FormExport(
            formIds,
            new SubmissionFilter(Filters?.Read("filters.status"), from, to, Filters?.SubmitterEmail),
            IncludeMetadata != false,
            MaxRecords
        );
    }
}

/// <summary>Days, both included; an empty one is none, as a cleared input sends it.</summary>
public sealed record DateRangeResponse(string? Start = null, string? End = null)
{
    /// <param name="start">What the start is called where it came from; refusals name it.</param>
    public (DateTime? From, DateTime? To) Read(BusinessClock clock, string start, string end) =>
        (
            string.IsNullOrWhiteSpace(Start) ? null : clock.StartOf(ApiTime.Day(Start, start)),
            string.IsNullOrWhiteSpace(End) ? null : clock.StartOf(ApiTime.Day(End, end).AddDays(1))
        );
}

public sealed record ExportFiltersResponse(string? Status = null, string? SubmitterEmail = null)
{
    /// <param name="field">What the status is called where it came from.</param>
    public SubmissionStatus? Read(string field) =>
        string.IsNullOrWhiteSpace(Status) || Status.Equals("all", StringComparison.OrdinalIgnoreCase)
            ? null
            : SubmissionWords.Parse(Status)
                ?? throw DomainException.Invalid(
                    field,
                    $"'{Status}' is not a status. Use one of: {string.Join(", ", SubmissionWords.All)}."
                );
}

public sealed record BulkExportRequest(IReadOnlyList<int>? FormIds = null, CreateExportRequest? ExportOptions = null);

/// <summary>An export as <c>export-status</c> and <c>export-history</c> tell of it.</summary>
public sealed record ExportRunResponse(
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
    public static ExportRunResponse From(int formId, FormRunRow r) =>
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
