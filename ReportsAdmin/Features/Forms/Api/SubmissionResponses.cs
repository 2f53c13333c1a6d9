using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Api;

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
    /// <summary>In the list over all forms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FormTitle { get; init; }

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
    bool? Immediate = null,
    bool? IncludeAnalytics = null,
    JsonElement? ExcelOptions = null
)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <exception cref="DomainException">With every option that is unknown.</exception>
    public FormExport ToExport(IReadOnlyList<int> formIds, BusinessClock clock)
    {
        CheckKnown();
        var (from, to) = (DateRange ?? new DateRangeResponse()).Read(clock, "date_range.start", "date_range.end");
        return new FormExport(
            formIds,
            new SubmissionFilter(Filters?.Read("filters.status"), from, to, Filters?.SubmitterEmail),
            IncludeMetadata != false,
            MaxRecords,
            IncludeAnalytics == true
        );
    }

    private void CheckKnown()
    {
        var problems = (Others?.Keys ?? Enumerable.Empty<string>()).ToDictionary(
            n => n,
            n => $"'{n}' is not an option of an export."
        );
        // There are none: the sheet is made the same way for everybody.
        if (ExcelOptions is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            problems["excel_options"] = "excel_options is an object.";
        else if (ExcelOptions is { ValueKind: JsonValueKind.Object } options)
            foreach (var option in options.EnumerateObject())
                problems[$"excel_options.{option.Name}"] = $"'{option.Name}' is not an option of the workbook.";
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
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
