namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>Addresses that Office Open XML files are full of.</summary>
internal static class OpenXml
{
    public const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string OfficeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    public const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    public const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    public const string SpreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    public const string RelationsType = "application/vnd.openxmlformats-package.relationships+xml";
    public const string DrawingType = "application/vnd.openxmlformats-officedocument.drawing+xml";
    public const string ChartType = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
    public const string VmlType = "application/vnd.openxmlformats-officedocument.vmlDrawing";
}
