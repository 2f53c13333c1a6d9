namespace ReportsAdmin.Features.Training.Events;

/// <summary>Event types and statuses as sheets, requests and people spell them.</summary>
internal static class TrainingWords
{
    /// <summary>By number of <see cref="TrainingEventType"/>.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        "enrolled",
        "started",
        "progressed",
        "completed",
        "failed",
        "withdrawn",
        "attended",
        "assessed",
    ];

    /// <summary>By number of <see cref="TrainingStatus"/>.</summary>
    public static readonly IReadOnlyList<string> Statuses =
    [
        "enrolled",
        "in-progress",
        "completed",
        "failed",
        "withdrawn",
    ];

    public static string Of(TrainingEventType type) => Types[(int)type];

    public static string Of(TrainingStatus status) => Statuses[(int)status];

    public static TrainingEventType? TypeOf(string text) =>
        IndexOf(Types, text) is >= 0 and var i ? (TrainingEventType)i : null;

    /// <summary><c>In Progress</c>, <c>in_progress</c> and <c>in-progress</c> are one.</summary>
    public static TrainingStatus? StatusOf(string text) =>
        IndexOf(Statuses, text) is >= 0 and var i ? (TrainingStatus)i : null;

    /// <summary>What an event leaves behind when the sheet does not say.</summary>
    public static TrainingStatus After(TrainingEventType type) =>
        type switch
        {
            TrainingEventType.Enrolled => TrainingStatus.Enrolled,
            TrainingEventType.Completed => TrainingStatus.Completed,
            TrainingEventType.Failed => TrainingStatus.Failed,
            TrainingEventType.Withdrawn => TrainingStatus.Withdrawn,
            _ => TrainingStatus.InProgress,
        };

    /// <summary>Whether the type names the status itself, so that another status beside it is a contradiction.</summary>
    public static bool Decides(TrainingEventType type) =>
        type
            is TrainingEventType.Enrolled
                or TrainingEventType.Completed
                or TrainingEventType.Failed
                or TrainingEventType.Withdrawn;

    public static string Title(string word) => char.ToUpperInvariant(word[0]) + word[1..].Replace('-', ' ');

    private static int IndexOf(IReadOnlyList<string> words, string text)
    {
        var folded = text.Trim().Replace(' ', '-').Replace('_', '-').ToLowerInvariant();
        for (var i = 0; i < words.Count; i++)
            if (words[i] == folded || words[i].Replace("-", "", StringComparison.Ordinal) == folded)
                return i;
        return -1;
    }
}
