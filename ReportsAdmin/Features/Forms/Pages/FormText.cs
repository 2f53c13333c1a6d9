using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Forms, submissions and runs as the pages show them.</summary>
internal static class FormText
{
    public static readonly Option[] Statuses =
    [
        new("", "Any"),
        .. SubmissionWords.All.Select(w => new Option(w, Capital(w))),
    ];

    public static readonly Option[] Types = [.. FieldTypes.All.Select(t => new Option(t, FieldTypes.TitleOf(t)))];

    public static string Href(int form) => string.Create(CultureInfo.InvariantCulture, $"/forms/{form}");

    public static string Href(int form, string tab) => $"{Href(form)}?tab={tab}";

    public static string Submission(int form, int submission) =>
        string.Create(CultureInfo.InvariantCulture, $"/forms/{form}/submissions/{submission}");

    public static string Export(int form, int run) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/forms/{form}/download-excel?task_id={run}");

    public static (string Text, Tone Tone) State(FormRow row) =>
        row switch
        {
            { State: FormState.Draft } => ("Draft", Tone.Neutral),
            { State: FormState.Open } => ("Open", Tone.Good),
            _ => ("Closed", Tone.Warn),
        };

    public static (string Text, Tone Tone) Status(SubmissionStatus status) =>
        status switch
        {
            SubmissionStatus.Submitted => ("Submitted", Tone.Info),
            SubmissionStatus.Reviewed => ("Reviewed", Tone.Accent),
            SubmissionStatus.Approved => ("Approved", Tone.Good),
            _ => ("Rejected", Tone.Bad),
        };

    public static (string Text, Tone Tone) Run(string status) =>
        status switch
        {
            "pending" => ("Waiting", Tone.Neutral),
            "running" => ("Running", Tone.Accent),
            "completed" => ("Ready", Tone.Good),
            "failed" => ("Failed", Tone.Bad),
            "cancelled" => ("Cancelled", Tone.Warn),
            _ => ("Expired", Tone.Neutral),
        };

    public static string Trigger(FormRunRow run) =>
        run.Trigger switch
        {
            "submission" => $"on submission {Number(run.SubmissionId)}",
            "approval" => $"on approval of {Number(run.SubmissionId)}",
            "count" => "by the number of submissions",
            "schedule" => "on schedule",
            _ => $"requested by {run.ByName}",
        };

    public static string Icon(string type) =>
        type switch
        {
            FieldTypes.Text => "edit",
            FieldTypes.TextArea => "article",
            FieldTypes.Email => "mail",
            FieldTypes.Number => "pin",
            FieldTypes.Select => "unfold_more",
            FieldTypes.Radio => "radio_button_checked",
            FieldTypes.Checkbox => "select_check_box",
            FieldTypes.Date => "calendar_month",
            FieldTypes.Time => "schedule",
            FieldTypes.DateTime => "event",
            FieldTypes.File => "attach_file",
            FieldTypes.Phone => "call",
            FieldTypes.Url => "language",
            FieldTypes.Rating => "star",
            _ => "location_on",
        };

    public static string Operator(string word) =>
        word switch
        {
            FormCondition.Equal => "is",
            FormCondition.NotEqual => "is not",
            FormCondition.Contains => "contains",
            FormCondition.Greater => "is more than",
            FormCondition.Less => "is less than",
            _ => "is answered",
        };

    /// <summary>An answer as text; days and times in the format of the application.</summary>
    /// <param name="fileNames">Token → name of the file.</param>
    public static string Answer(
        FormField field,
        JsonNode? answer,
        IReadOnlyDictionary<string, string>? fileNames = null
    )
    {
        var text = AnswerTexts.Of(answer, fileNames);
        if (
            field.Type == FieldTypes.Date
            && DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
            return Dates.Day(day);
        return
            field.Type == FieldTypes.DateTime
            && DateTime.TryParseExact(
                text,
                "yyyy-MM-dd'T'HH:mm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var at
            )
            ? Dates.Moment(at)
            : text;
    }

    /// <summary>An address with the values that are not empty.</summary>
    public static string Uri(string path, params (string Name, string? Value)[] values) =>
        QueryHelpers.AddQueryString(
            path,
            values.Where(v => !string.IsNullOrEmpty(v.Value)).Select(v => KeyValuePair.Create(v.Name, v.Value))
        );

    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    private static string Number(int? submission) => string.Create(CultureInfo.InvariantCulture, $"#{submission}");
}
