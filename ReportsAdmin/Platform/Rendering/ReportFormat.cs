namespace ReportsAdmin.Platform.Rendering;

/// <summary>A file format that reports are rendered to.</summary>
/// <param name="Key">As requests name it: <c>pdf</c>, <c>docx</c>, <c>excel</c>, <c>csv</c>, <c>json</c>.</param>
public sealed record ReportFormat(string Key, string Title, string Extension, string ContentType)
{
    public static readonly ReportFormat Pdf = new("pdf", "PDF", "pdf", "application/pdf");
    public static readonly ReportFormat Word = new(
        "docx",
        "Word",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    );
    public static readonly ReportFormat Excel = new(
        "excel",
        "Excel",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    public static readonly ReportFormat Csv = new("csv", "CSV", "csv", "text/csv; charset=utf-8");
    public static readonly ReportFormat Json = new("json", "JSON", "json", "application/json; charset=utf-8");

    public static readonly IReadOnlyList<ReportFormat> All = [Excel, Pdf, Word, Csv, Json];

    /// <summary>Understands the key, the extension and <c>word</c>; null for anything else.</summary>
    public static ReportFormat? Find(string? name) =>
        All.FirstOrDefault(f =>
            f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)
            || f.Extension.Equals(name, StringComparison.OrdinalIgnoreCase)
            || f.Title.Equals(name, StringComparison.OrdinalIgnoreCase)
        );
}
