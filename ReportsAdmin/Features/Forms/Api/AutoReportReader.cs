using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>Reads <c>form_settings</c>; what cannot be done is named among the problems.</summary>
/// <param name="at">Where it is in the body: <c>form_settings</c>.</param>
internal sealed class AutoReportReader(FormSettingsBody body, string at, Dictionary<string, string> problems)
{
    private const int DefaultThreshold = 10;
    private const int MaxThreshold = 10_000;
    private const int DefaultHours = 24;

    private static readonly ReportFormat[] Formats = [ReportFormat.Pdf, ReportFormat.Word, ReportFormat.Excel];

    private readonly AutoReportBody asked = body.AutoReportSettings ?? new AutoReportBody();
    private readonly string place = $"{at}.auto_report_settings";

    public AutomationSettings Read()
    {
        FieldReader.Refuse(at, body.Others, "is not a setting of a form", problems);
        FieldReader.Refuse(place, asked.Others, "is not a setting of automatic reports", problems);
        var formats = FormatsOf();
        var settings = new AutomationSettings(
            Export: asked.IncludeExport ?? true,
            Report: formats.Length > 0,
            Template: string.IsNullOrWhiteSpace(asked.Template) ? "default" : asked.Template,
            IncludeCharts: asked.IncludeCharts ?? false
        )
        {
            Formats = formats.Length > 0 ? formats : AutomationSettings.AllFormats,
        };
        if (settings is { Export: false, Report: false })
            Problem("formats", "names at least one format, unless include_export is true");
        var triggered = Triggered(settings);
        return body.AutoReportEnabled == true ? triggered : settings;
    }

    private AutomationSettings Triggered(AutomationSettings settings)
    {
        var (threshold, hours) = (ThresholdOf(), asked.IntervalHours ?? DefaultHours);
        if (!AutoReportBody.Intervals.TryGetValue(hours, out var cron))
            Problem("interval_hours", $"is one of: {string.Join(", ", AutoReportBody.Intervals.Keys)}");
        if (asked.TriggerType == AutoReportBody.Scheduled && string.IsNullOrWhiteSpace(asked.Cron))
            Problem("cron", "is required for the trigger scheduled");
        switch (asked.TriggerType ?? AutoReportBody.Count)
        {
            case AutoReportBody.Count:
                return threshold == 1 ? settings with { OnSubmission = true } : settings with { EveryN = threshold };
            case AutoReportBody.Immediate:
                return settings with { OnSubmission = true };
            case AutoReportBody.Interval:
                return settings with { Cron = asked.Cron ?? cron, TimeZone = asked.TimeZone ?? settings.TimeZone };
            case AutoReportBody.Scheduled:
                return settings with { Cron = asked.Cron, TimeZone = asked.TimeZone ?? settings.TimeZone };
            case AutoReportBody.Approval:
                return settings with { OnApproval = true };
            default:
                Problem("trigger_type", $"is one of: {string.Join(", ", AutoReportBody.Triggers)}");
                return settings;
        }
    }

    private int ThresholdOf()
    {
        if (asked.Threshold is { } one && asked.SubmissionThreshold is { } other && one != other)
            Problem("threshold", "and submission_threshold differ");
        var threshold = asked.Threshold ?? asked.SubmissionThreshold ?? DefaultThreshold;
        if (threshold is < 1 or > MaxThreshold)
            Problem(asked.Threshold is null ? "submission_threshold" : "threshold", $"is 1 to {MaxThreshold}");
        return threshold;
    }

    private string FormatsOf()
    {
        if (asked.Formats is not { } words)
            return AutomationSettings.AllFormats;
        var found = words.Select(w => (Word: w, Format: ReportFormat.Find(w))).ToList();
        foreach (var (word, _) in found.Where(f => f.Format is null || !Formats.Contains(f.Format)))
            Problem("formats", $"has '{word}'. Use some of: {string.Join(", ", Formats.Select(f => f.Key))}");
        return string.Join(',', Formats.Where(f => found.Any(x => x.Format == f)).Select(f => f.Key));
    }

    private void Problem(string name, string what) => problems[$"{place}.{name}"] = $"{place}.{name} {what}.";
}
