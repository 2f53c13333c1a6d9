using System.Text.Json;

namespace ReportsAdmin.Features.Documents;

/// <summary>A report to be made.</summary>
/// <param name="Data">Any JSON object.</param>
/// <param name="Config">As spec 002 has it: template, include_charts, format.</param>
/// <param name="FormId">The form whose submissions it tells of.</param>
public sealed record GenerateReport(
    string Title,
    string? Description,
    JsonElement Data,
    JsonElement Config,
    string ReportType = GenerateReport.Custom,
    int? FormId = null,
    bool Shared = false
)
{
    public const string Custom = "custom";
    public const string Automatic = "auto_generated";
}

/// <summary>A change of a report; null leaves a part as it is.</summary>
/// <param name="FromVersion">The version the editor began from; a later one is a conflict. Null takes whatever is newest.</param>
public sealed record ReportEdit(
    JsonElement? Data = null,
    string? Title = null,
    string? Description = null,
    JsonElement? Config = null,
    string? Why = null,
    int? FromVersion = null
);

public sealed record QueuedReport(
    int ReportId,
    int Version,
    long JobId,
    string Title,
    string ReportType,
    IReadOnlyList<string> Formats
);

/// <param name="Statuses">Words of <see cref="DocumentStatus"/>.</param>
/// <param name="From">Of its making, UTC, included.</param>
/// <param name="To">UTC, excluded.</param>
/// <param name="Owner">An id as the wire writes it, or a part of a name.</param>
/// <param name="Sort"><c>date</c>, <c>name</c>, <c>user</c> or <c>status</c>, with <c>-</c> in front for descending.</param>
public sealed record DocumentFilter(
    string? Search = null,
    IReadOnlyList<string>? Statuses = null,
    string? ReportType = null,
    DateTime? From = null,
    DateTime? To = null,
    string? Owner = null,
    int? FormId = null,
    string Sort = "-date"
);

/// <param name="Status">A word of <see cref="DocumentStatus"/>: that of the newest version's job.</param>
/// <param name="Progress">0 to 100.</param>
/// <param name="Formats">Keys of the formats whose files can be downloaded now.</param>
public sealed record DocumentRow(
    int Id,
    string Title,
    string? Description,
    string ReportType,
    string Status,
    int Progress,
    int OwnerId,
    string OwnerName,
    int Version,
    bool Shared,
    int? FormId,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    long JobId,
    IReadOnlyList<ReportFileRow> Files
);

/// <param name="Format">A key of <c>ReportFormat</c>.</param>
public sealed record ReportFileRow(string Format, string FileName, long Size, DateTime MadeAt);

/// <summary>One version of a report with its content.</summary>
/// <param name="Step">What its job is doing, in words.</param>
/// <param name="Error">Why it failed, for a person.</param>
/// <param name="Newest">Whether it is the version that <see cref="Row"/> tells of.</param>
public sealed record DocumentDetails(
    DocumentRow Row,
    int Number,
    string Title,
    string? Description,
    JsonElement Data,
    JsonElement Config,
    string AuthorName,
    DateTime At,
    string? Why,
    string? Step,
    string? Error,
    bool Newest,
    bool MayEdit,
    IReadOnlyList<string> Warnings
);

/// <summary>How far a version is: all that changes while its files are made.</summary>
/// <param name="Newest">Number of the newest version.</param>
/// <param name="Percent">0 to 100.</param>
public sealed record ReportProgress(int Newest, long JobId, string Status, int Percent, string? Step);

public sealed record ReportVersionRow(
    int Number,
    string Title,
    string AuthorName,
    DateTime At,
    string? Why,
    string Status,
    IReadOnlyList<ReportFileRow> Files
);

/// <param name="Path">Where in the content: <c>sales.rows[3].amount</c>.</param>
/// <param name="Before">Null when it was added.</param>
/// <param name="After">Null when it was removed.</param>
public sealed record ContentChange(string Path, string? Before, string? After);

/// <summary>What a run leaves beside its files.</summary>
public sealed record DocumentOutcome(IReadOnlyList<string> Warnings);
