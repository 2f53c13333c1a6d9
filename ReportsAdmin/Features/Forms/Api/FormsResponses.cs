using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>A form as the client of spec 002 reads it.</summary>
public record FormResponse
{
    public FormResponse(FormRow r, string baseAddress)
    {
        (Id, Title, Description, Version) = (r.Id, r.Title, r.Description, r.PublishedVersion);
        Schema = SchemaResponse.From(r.Definition, r.Settings);
        (IsActive, IsPublic, SubmissionCount) = (r.Active, r.Public, r.Submissions);
        (CreatorId, CreatorName) = (ApiId.Of(ApiId.User, r.OwnerId), r.OwnerName);
        (CreatedAt, UpdatedAt) = (r.CreatedAt, r.UpdatedAt);
        (SubmissionLimit, ExpiresAt) = (r.SubmissionLimit, r.ClosesAt);
        AcceptsSubmissions = r.State == FormState.Open;
        FormSettings = r.Automation is { } automation ? FormSettingsBody.From(automation) : null;
        ExternalUrl = r.LinkToken is { } token ? $"{baseAddress}/f/{token}" : null;
    }

    public int Id { get; }

    public string Title { get; }

    public string? Description { get; }

    public SchemaResponse Schema { get; }

    public bool IsActive { get; }

    public bool IsPublic { get; }

    public string CreatorId { get; }

    public string CreatorName { get; }

    public int? Version { get; }

    public DateTime CreatedAt { get; }

    public DateTime UpdatedAt { get; }

    public int SubmissionCount { get; }

    public int? SubmissionLimit { get; }

    /// <summary>It takes no submissions from then on.</summary>
    public DateTime? ExpiresAt { get; }

    /// <summary>Whether it is active, before <c>expires_at</c> and below <c>submission_limit</c>.</summary>
    public bool AcceptsSubmissions { get; }

    /// <summary>What is made by itself; for those who manage the form.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FormSettingsBody? FormSettings { get; }

    /// <summary>The public link, for those who manage the form.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalUrl { get; }
}

/// <summary>One form: flat, as one of the clients reads it, and as <c>form</c>, as the other does.</summary>
public sealed record FormAnswer : FormResponse
{
    public FormAnswer(FormResponse form)
        : base(form) => Form = form;

    public bool Success => true;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    public FormResponse Form { get; }

    /// <summary>For those who manage the form.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FormStatisticsResponse? Statistics { get; init; }
}

/// <param name="RecentSubmissions">Of the last seven days.</param>
/// <param name="SubmissionRate">A day, over the last seven days.</param>
public sealed record FormStatisticsResponse(int TotalSubmissions, int RecentSubmissions, decimal SubmissionRate);
