using System.Text.Json;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>A form to be made.</summary>
/// <param name="Publish">Opens it for submissions at once.</param>
public sealed record NewForm(
    string Title,
    string? Description,
    FormDefinition Definition,
    bool Public = false,
    bool Publish = false
)
{
    public FormSettings Settings { get; init; } = new();

    public int? SubmissionLimit { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? ClosesAt { get; init; }

    public AutomationSettings? Automation { get; init; }

    /// <summary>Whether a public form gets its first link at once.</summary>
    public bool WithLink { get; init; }
}

/// <summary>Whether a form takes submissions.</summary>
public enum FormState
{
    Open,
    Closed,

    /// <summary>Never published.</summary>
    Draft,
}

/// <summary>A line of the list of forms.</summary>
/// <param name="Draft">Whether the draft differs from what is published.</param>
/// <param name="Definition">What is published; the draft while nothing is.</param>
public sealed record FormRow(
    int Id,
    string Title,
    string? Description,
    bool Active,
    bool Public,
    int? PublishedVersion,
    bool Draft,
    int Submissions,
    int Unreviewed,
    int OwnerId,
    string OwnerName,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    DateTime? LastSubmissionAt,
    bool MayManage,
    FormDefinition Definition
)
{
    /// <summary>Whether it takes submissions now: switched on, before its closing time, and below its limit.</summary>
    public FormState State { get; init; }

    public FormSettings Settings { get; init; } = new();

    public int? SubmissionLimit { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? ClosesAt { get; init; }

    /// <summary>Null for those who only fill it in.</summary>
    public AutomationSettings? Automation { get; init; }

    /// <summary>Token of the newest public link that works more than once; null for those who only fill it in.</summary>
    public string? LinkToken { get; init; }
}

/// <summary>A form with its draft, for its makers.</summary>
public sealed record FormDetails(
    FormRow Row,
    FormDefinition Draft,
    int Revision,
    AutomationSettings AutomationSettings,
    IReadOnlyList<FormVersionRow> Versions,
    IReadOnlyList<FormLinkRow> Links
);

public sealed record FormVersionRow(int Number, DateTime PublishedAt, string PublishedBy, int Submissions);

public sealed record FormLinkRow(
    int Id,
    string Token,
    string Label,
    bool SingleUse,
    DateTime CreatedAt,
    DateTime? UsedAt,
    DateTime? RevokedAt,
    int Submissions
)
{
    public bool Open => RevokedAt is null && !(SingleUse && UsedAt is not null);
}

/// <summary>What is filled in: the published version.</summary>
public sealed record OpenForm(int Id, string Title, string? Description, int Version, FormDefinition Definition)
{
    public FormSettings Settings { get; init; } = new();
}

/// <summary>What happens by itself.</summary>
/// <param name="EveryN">On each so many submissions; null for never.</param>
/// <param name="Cron">Five fields; null for never.</param>
/// <param name="Export">Makes the Excel export of all submissions.</param>
/// <param name="Report">Makes a report in PDF, Word and Excel.</param>
public sealed record AutomationSettings(
    bool OnSubmission = false,
    bool OnApproval = false,
    int? EveryN = null,
    string? Cron = null,
    string TimeZone = "Asia/Kolkata",
    bool Export = true,
    bool Report = true,
    string Template = "default",
    bool IncludeCharts = false
)
{
    public const string AllFormats = "pdf,docx,excel";
    public const int MaxSent = 500;

    private const int MaxWord = 60;

    /// <summary>Of the report: keys with commas between.</summary>
    public string Formats { get; init; } = AllFormats;

    /// <summary>What a client of the API wrote in its own spelling (JSON), to give it back.</summary>
    public string? Sent { get; init; }

    public static AutomationSettings FromJson(string json) =>
        JsonSerializer.Deserialize<AutomationSettings>(json, JsonSerializerOptions.Web) ?? new AutomationSettings();

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <exception cref="DomainException">Settings that start nothing or too often, with the field.</exception>
    public void Check()
    {
        if (EveryN is < 2 or > 10_000)
            throw DomainException.Invalid("everyN", "Every 2 to 10,000 submissions.");
        if (!Export && !Report && this is not { OnSubmission: false, OnApproval: false, EveryN: null, Cron: null })
            throw DomainException.Invalid("report", "Choose what is made: the Excel export, the report, or both.");
        if (Report && Formats.Length == 0)
            throw DomainException.Invalid("formats", "Choose at least one format of the report.");
        if (Template.Length > MaxWord)
            throw DomainException.Invalid("template", $"A template's key has at most {MaxWord} characters.");
        if (Cron is { Length: > MaxWord } || TimeZone.Length > MaxWord)
            throw DomainException.Invalid("cron", $"A schedule and a time zone have at most {MaxWord} characters.");
        if (Sent is { Length: > MaxSent })
            throw DomainException.Invalid("form_settings", $"At most {MaxSent} characters.");
    }
}

/// <param name="From">UTC, included.</param>
/// <param name="To">UTC, excluded.</param>
public sealed record SubmissionFilter(
    SubmissionStatus? Status = null,
    DateTime? From = null,
    DateTime? To = null,
    string? Email = null,
    string? Search = null,
    int? Version = null
);

public sealed record SubmissionRow(
    int Id,
    int FormId,
    int Version,
    JsonElement Answers,
    SubmissionStatus Status,
    string? SubmitterEmail,
    int? SubmitterId,
    string? SubmitterName,
    DateTime SubmittedAt,
    DateTime UpdatedAt
);

/// <param name="Definition">The version that was filled in.</param>
public sealed record SubmissionDetails(
    SubmissionRow Row,
    int Revision,
    FormDefinition Definition,
    IReadOnlyList<SubmissionEventRow> Events,
    IReadOnlyList<SubmissionFileRow> Files,
    IReadOnlyList<FormRunRow> Runs
);

public sealed record SubmissionEventRow(
    DateTime At,
    string ByName,
    string Kind,
    string? Text,
    IReadOnlyList<AnswerChange> Changes
);

public sealed record AnswerChange(string Label, string Before, string After);

public sealed record SubmissionFileRow(int Id, string FieldId, string FileName, long Size, string Token);

/// <summary>What a submission left behind.</summary>
/// <param name="Reports">Numbers of the reports that were started by it.</param>
public sealed record SubmittedForm(int Id, int FormId, string Title, IReadOnlyList<int> Reports);

/// <summary>An export or report made of a form's submissions, or that could not be started.</summary>
/// <param name="Status">A word of the job: pending, running, completed, failed, cancelled, expired.</param>
public sealed record FormRunRow(
    int Id,
    string Kind,
    string Trigger,
    int? SubmissionId,
    int? ReportId,
    string Status,
    int Progress,
    string? Error,
    string ByName,
    DateTime At,
    DateTime? FinishedAt,
    string? FileName,
    long Size,
    long? JobId
);

/// <summary>What is exported.</summary>
/// <param name="MaxRecords">The newest so many; null for all.</param>
/// <param name="IncludeMetadata">Adds version, times and submitter.</param>
public sealed record FormExport(
    IReadOnlyList<int> FormIds,
    SubmissionFilter Filter,
    bool IncludeMetadata = true,
    int? MaxRecords = null,
    bool IncludeAnalytics = false
);
