using System.Text.Json;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>How a form is filled in, apart from its questions. It applies to all versions.</summary>
public sealed record FormSettings
{
    public const int MaxSubmitText = 60;
    public const int MaxSubmissionLimit = 1_000_000;

    /// <summary>On the button that sends the answers; null for "Submit".</summary>
    public string? SubmitText { get; init; }

    /// <summary>A person, or an email address, answers once.</summary>
    public bool OnePerPerson { get; init; }

    /// <summary>Look of a client's own pages; kept for that client.</summary>
    public string? Theme { get; init; }

    /// <summary>Whether a client's own pages show the progress; kept for that client.</summary>
    public bool? ProgressBar { get; init; }

    public static FormSettings FromJson(string json) =>
        JsonSerializer.Deserialize<FormSettings>(json, JsonSerializerOptions.Web) ?? new FormSettings();

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <exception cref="DomainException">Texts that are too long.</exception>
    public void Check()
    {
        if (SubmitText is { Length: > MaxSubmitText })
            throw DomainException.Invalid("submitText", $"At most {MaxSubmitText} characters.");
        if (Theme is { Length: > MaxSubmitText })
            throw DomainException.Invalid("theme", $"At most {MaxSubmitText} characters.");
    }

    /// <exception cref="DomainException">A limit out of range.</exception>
    public static void CheckLimit(int? submissionLimit)
    {
        if (submissionLimit is < 1 or > MaxSubmissionLimit)
            throw DomainException.Invalid(
                "submission_limit",
                $"submission_limit is 1 to {MaxSubmissionLimit}, or null for no limit."
            );
    }
}
