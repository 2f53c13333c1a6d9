using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>What is made of submissions by itself, as the client of spec 002 writes and reads it.</summary>
public sealed record FormSettingsBody
{
    private static readonly JsonSerializerOptions Spelling = new GenerationFormat().Json;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? AutoReportEnabled { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AutoReportBody? AutoReportSettings { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>As it was written, as long as it still says what the form does; otherwise made from what it does.</summary>
    public static FormSettingsBody From(AutomationSettings automation)
    {
        if (
            automation.Sent is { } json
            && JsonSerializer.Deserialize<FormSettingsBody>(json, Spelling) is { } sent
            && new AutoReportReader(sent, "", []).Read() with { Sent = json } == automation
        )
            return sent;
        return new FormSettingsBody
        {
            AutoReportEnabled = automation is not { OnSubmission: false, OnApproval: false, EveryN: null, Cron: null },
            AutoReportSettings = AutoReportBody.From(automation),
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Spelling);
}

/// <summary>When a report is made, and how.</summary>
public sealed record AutoReportBody
{
    public const string Immediate = "immediate";
    public const string Count = "submission_count";
    public const string Interval = "time_interval";
    public const string Scheduled = "scheduled";
    public const string Approval = "approval";

    public static readonly IReadOnlyList<string> Triggers = [Count, Interval, Immediate, Scheduled, Approval];

    /// <summary>Hours between two reports → the schedule that has them.</summary>
    public static readonly IReadOnlyDictionary<int, string> Intervals = new Dictionary<int, string>
    {
        [1] = "0 * * * *",
        [2] = "0 */2 * * *",
        [3] = "0 */3 * * *",
        [4] = "0 */4 * * *",
        [6] = "0 */6 * * *",
        [8] = "0 */8 * * *",
        [12] = "0 */12 * * *",
        [24] = "0 8 * * *",
        [168] = "0 8 * * 1",
    };

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TriggerType { get; init; }

    /// <summary>On each so many submissions; 10 when not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Threshold { get; init; }

    /// <summary>The same as <see cref="Threshold"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SubmissionThreshold { get; init; }

    /// <summary>One of <see cref="Intervals"/>; 24 when not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? IntervalHours { get; init; }

    /// <summary>Five fields, for the trigger <c>scheduled</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cron { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    /// <summary>Of <c>pdf</c>, <c>docx</c> and <c>excel</c>; all when not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Formats { get; init; }

    /// <summary>Key of a template of documents.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Template { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IncludeCharts { get; init; }

    /// <summary>Whether the Excel export of all submissions is made too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IncludeExport { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    public static AutoReportBody From(AutomationSettings a)
    {
        var (interval, cron) = a.Cron is { Length: > 0 } c ? (HoursOf(c), c) : (null, null);
        var trigger =
            a.OnSubmission ? Immediate
            : a.EveryN is not null ? Count
            : interval is not null ? Interval
            : cron is not null ? Scheduled
            : a.OnApproval ? Approval
            : null;
        return new AutoReportBody
        {
            TriggerType = trigger,
            Threshold = a.EveryN,
            SubmissionThreshold = a.EveryN,
            IntervalHours = interval,
            Cron = cron,
            TimeZone = cron is null ? null : a.TimeZone,
            Formats = a.Report ? a.Formats.Split(',') : [],
            Template = a.Template,
            IncludeCharts = a.IncludeCharts,
            IncludeExport = a.Export,
        };
    }

    private static int? HoursOf(string cron) =>
        Intervals.Where(i => i.Value == cron).Select(i => (int?)i.Key).FirstOrDefault();
}
