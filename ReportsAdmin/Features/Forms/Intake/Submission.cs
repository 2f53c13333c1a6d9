using System.Text.Json;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Intake;

public enum SubmissionStatus : short
{
    Submitted = 0,
    Reviewed = 1,
    Approved = 2,
    Rejected = 3,
}

/// <summary>Answers to one version of a form.</summary>
public sealed class Submission
{
    public int Id { get; init; }

    public int FormId { get; init; }

    /// <summary>The version that was filled in.</summary>
    public int Version { get; init; }

    /// <summary>JSON: field id → answer.</summary>
    public required string Answers { get; set; }

    public SubmissionStatus Status { get; set; }

    /// <summary>Null for people without an account.</summary>
    public int? SubmitterId { get; init; }

    /// <summary>What the sender typed: anybody can type any address, so it identifies nobody and nothing is mailed to it.</summary>
    public string? SubmitterEmail { get; init; }

    public int? LinkId { get; init; }

    public DateTime SubmittedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>Counts edits; an edit names the one it began from.</summary>
    public int Revision { get; set; }
}

/// <summary>What happened to a submission: an edit with its differences, a change of status, a comment.</summary>
public sealed class SubmissionEvent
{
    public long Id { get; init; }

    public int SubmissionId { get; init; }

    public DateTime At { get; init; }

    public int ById { get; init; }

    public required string ByName { get; init; }

    /// <summary><c>edit</c>, <c>status</c> or <c>comment</c>.</summary>
    public required string Kind { get; init; }

    public string? Text { get; init; }

    /// <summary>JSON of old and new values.</summary>
    public string? Changes { get; init; }

    internal static SubmissionEvent Of(
        CurrentUser by,
        int submissionId,
        DateTime at,
        string kind,
        string? text,
        IReadOnlyList<AnswerChange>? changes = null
    ) =>
        new()
        {
            SubmissionId = submissionId,
            At = at,
            ById = by.UserId,
            ByName = by.Name,
            Kind = kind,
            Text = text?.Trim(),
            Changes = changes is null ? null : JsonSerializer.Serialize(changes, JsonSerializerOptions.Web),
        };
}

/// <summary>A file given as an answer. It belongs to nobody until its submission arrives.</summary>
public sealed class SubmissionFile
{
    public int Id { get; init; }

    public int FormId { get; init; }

    /// <summary>The public link that it was sent by; null for people with an account.</summary>
    public int? LinkId { get; init; }

    /// <summary>Null until submitted; <see cref="WaitingFiles"/> deletes such files within the hour.</summary>
    public int? SubmissionId { get; set; }

    public required string FieldId { get; init; }

    /// <summary>The unguessable name that the answer carries.</summary>
    public required string Token { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public long Size { get; init; }

    /// <summary>In the file store.</summary>
    public required string FileKey { get; init; }

    public DateTime UploadedAt { get; init; }
}

/// <summary>Something that was made from a form's submissions, by itself or by hand.</summary>
public sealed class FormRun
{
    public int Id { get; init; }

    public int FormId { get; init; }

    /// <summary><c>export</c> or <c>report</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>manual</c>, <c>submission</c>, <c>approval</c>, <c>count</c> or <c>schedule</c>.</summary>
    public required string Trigger { get; init; }

    public int? SubmissionId { get; init; }

    /// <summary>Null when it could not even be started.</summary>
    public long? JobId { get; init; }

    public int? ReportId { get; init; }

    /// <summary>Why it could not be started, in a sentence.</summary>
    public string? Fault { get; init; }

    /// <summary>JSON of what was asked for.</summary>
    public string Options { get; init; } = "{}";

    public int ById { get; init; }

    public DateTime At { get; set; }
}
