using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>The words of spec 004 for states and priorities, and the other words its clients use for them.</summary>
public static class ReportStatus
{
    public const string Scheduled = "scheduled";
    public const string Pending = "pending";
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>Completed, and the file is no longer kept.</summary>
    public const string Expired = "expired";

    public static readonly IReadOnlyList<string> All =
    [
        Scheduled,
        Pending,
        Running,
        Completed,
        Failed,
        Cancelled,
        Expired,
    ];

    public static readonly IReadOnlyList<string> Priorities = ["critical", "high", "normal", "low"];

    private static readonly string[] Prefixes =
    [
        "report-status.",
        "report-type.",
        "output-format.",
        "report-priority.",
    ];

    /// <summary>The one word for a state; null when the text is none.</summary>
    public static string? Parse(string text) =>
        Plain(text)!.ToLowerInvariant() switch
        {
            "ready" or "downloaded" => Completed,
            "queued" => Pending,
            "processing" or "rendering" or "uploading" => Running,
            "canceled" => Cancelled,
            var word => All.Contains(word, StringComparer.Ordinal) ? word : null,
        };

    /// <summary>A lookup's value with or without its category in front.</summary>
    public static string? Plain(string? text)
    {
        if (text is null)
            return null;
        var trimmed = text.Trim();
        return Prefixes.FirstOrDefault(p => trimmed.StartsWith(p, StringComparison.OrdinalIgnoreCase)) is { } prefix
            ? trimmed[prefix.Length..]
            : trimmed;
    }

    /// <param name="fileGone">The file was removed when its time was over.</param>
    internal static string Of(JobState state, int attempt, int retries, bool fileGone) =>
        state switch
        {
            // Between two attempts it waits like any other: only what a person put off is scheduled.
            JobState.Scheduled => attempt == 0 && retries == 0 ? Scheduled : Pending,
            JobState.Pending => Pending,
            JobState.Running => Running,
            JobState.Completed => fileGone ? Expired : Completed,
            JobState.Failed => Failed,
            _ => Cancelled,
        };

    internal static short PriorityOf(string? text) =>
        Plain(text)?.ToLowerInvariant() switch
        {
            null or "" or "normal" => JobPriority.Normal,
            "critical" => JobPriority.Critical,
            "high" => JobPriority.High,
            // The lookup of spec 004's client for work that nobody waits for.
            "low" or "scheduled" => JobPriority.Low,
            _ => throw DomainException.Invalid(
                "priority",
                $"'{text}' is not a priority. Use one of: {string.Join(", ", Priorities)}."
            ),
        };

    internal static string PriorityName(short priority) =>
        priority switch
        {
            >= JobPriority.Critical => "critical",
            >= JobPriority.High => "high",
            <= JobPriority.Low => "low",
            _ => "normal",
        };

    internal static string NameOf(Visibility visibility) => visibility.ToString().ToLowerInvariant();

    /// <summary>The clients' "team" is the department here.</summary>
    internal static Visibility VisibilityOf(string? text) =>
        text?.Trim().ToLowerInvariant() switch
        {
            null or "" or "private" => Visibility.Private,
            "department" or "team" => Visibility.Department,
            "organization" or "organisation" => Visibility.Organization,
            _ => throw DomainException.Invalid(
                "visibility",
                $"'{text}' is not a visibility. Use private, department or organization."
            ),
        };
}
