using System.Globalization;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Documents.Pages;

/// <summary>Statuses and formats as shown on the pages.</summary>
internal static class DocumentText
{
    public static readonly IReadOnlyList<Option> Statuses =
    [
        new("", "All statuses"),
        .. DocumentStatus.All.Select(s => new Option(s, Status(s).Text)),
    ];

    public static (string Text, Tone Tone) Status(string status) =>
        status switch
        {
            DocumentStatus.Pending => ("Waiting", Tone.Neutral),
            DocumentStatus.Generating => ("Generating", Tone.Accent),
            DocumentStatus.Completed => ("Ready", Tone.Good),
            DocumentStatus.Failed => ("Failed", Tone.Bad),
            _ => ("Archived", Tone.Neutral),
        };

    public static string Format(string key) =>
        key switch
        {
            "pdf" => "PDF",
            "docx" => "Word",
            _ => "Excel",
        };

    public static string Icon(string key) =>
        key switch
        {
            "pdf" => "picture_as_pdf",
            "excel" => "table_view",
            _ => "description",
        };

    public static string Href(int id) => string.Create(CultureInfo.InvariantCulture, $"/documents/{id}");

    public static string Download(int id, string format, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/reports/{id}/download/{format}?version={version}");

    public static string Kind(string type) =>
        type switch
        {
            GenerateReport.Custom => "Custom content",
            GenerateReport.Automatic => "Automatic",
            _ => type.Replace('_', ' '),
        };
}
