using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Documents;

/// <summary>The words of spec 002 for how far a report is.</summary>
public static class DocumentStatus
{
    public const string Pending = "pending";
    public const string Generating = "generating";
    public const string Completed = "completed";
    public const string Failed = "failed";

    /// <summary>Made once; the files are no longer kept.</summary>
    public const string Archived = "archived";

    public static readonly IReadOnlyList<string> All = [Pending, Generating, Completed, Failed, Archived];

    /// <summary>The one word for a state; null when the text is none.</summary>
    public static string? Parse(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "ready" => Completed,
            "running" or "processing" => Generating,
            "queued" or "scheduled" => Pending,
            "cancelled" => Failed,
            var word => All.Contains(word, StringComparer.Ordinal) ? word : null,
        };

    /// <param name="state">Null when the job is gone.</param>
    /// <param name="hasFiles">Whether any file of it can be downloaded.</param>
    internal static string Of(JobState? state, bool hasFiles) =>
        state switch
        {
            JobState.Scheduled or JobState.Pending => Pending,
            JobState.Running => Generating,
            JobState.Completed => hasFiles ? Completed : Archived,
            JobState.Failed or JobState.Cancelled => Failed,
            _ => Archived,
        };
}
