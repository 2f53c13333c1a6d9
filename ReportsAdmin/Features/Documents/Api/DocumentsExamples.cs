namespace ReportsAdmin.Features.Documents.Api;

/// <summary>Requests and answers for the OpenAPI document.</summary>
internal static class DocumentsExamples
{
    /// <summary>Those of <see cref="Content.ReportContent"/> and <see cref="DocumentCommands.MaxTitle"/>.</summary>
    public const string Limits =
        "Answers in the format of the Generation family. The data is a JSON object of at most 4 MB, 16 levels and 200000 values, an array of objects has at most 400 different names, a name at most 200 characters, a text 30000 and the title 200. What is beyond is refused with its place named. A number holds fifteen significant digits, as in a spreadsheet; a longer whole number is shown as it stands.";
    public const string Generate =
        """{"title":"Monthly Sales Report","description":"Sales of the first quarter","data":{"period":"Q1 2024","sales_data":[{"month":"Jan-24","amount":120000},{"month":"Feb-24","amount":134000}],"analytics":{"growth":11.67}},"config":{"template":"business_report","include_charts":true,"format":["pdf","docx","excel"]}}""";
    public const string Generated =
        """{"success":true,"message":"Report generation started","report_id":123,"status":"pending","download_urls":{"pdf":"/api/reports/123/download/pdf","docx":"/api/reports/123/download/docx","excel":"/api/reports/123/download/excel"},"reportId":123,"reportTitle":"Monthly Sales Report","reportType":"custom"}""";
    public const string Report =
        """{"id":123,"title":"Monthly Sales Report","description":"Sales of the first quarter","report_type":"custom","status":"completed","generation_progress":100,"version":1,"user_id":"757365720000000000000003","user_name":"Neha Kulkarni","created_at":"2026-01-31T10:30:00Z","updated_at":"2026-01-31T10:30:00Z","pdf_download_url":"/api/reports/123/download/pdf","docx_download_url":"/api/reports/123/download/docx","excel_download_url":"/api/reports/123/download/excel"}""";
    public const string Status =
        $$"""{"success":true,"report":{{Report}},"status":"completed","generation_progress":100}""";
    public const string Preview =
        """{"success":true,"preview":{"id":123,"title":"Monthly Sales Report","description":"Sales of the first quarter","report_type":"custom","status":"generating","generation_progress":40,"current_step":"Making the Word file","error_message":null,"generated_data":{"period":"Q1 2024"},"report_config":{"template":"business_report"},"version":1,"created_at":"2026-01-31T10:30:00Z","updated_at":"2026-01-31T10:30:00Z","pdf_download_url":null,"docx_download_url":null,"excel_download_url":null,"file_sizes":{"pdf":0,"docx":0,"excel":0}}}""";
    public const string Edit = """{"generated_data":{"period":"Q1 2024, corrected"}}""";
    public const string Edited =
        """{"success":true,"message":"Report updated. Its files are being made again.","report_id":123,"status":"pending","version":2}""";
    public const string List =
        $$"""{"success":true,"data":[{"id":123,"name":"Monthly Sales Report","title":"Monthly Sales Report","description":null,"type":"custom","user":"Neha Kulkarni","date":"2026-01-31T10:30:00Z","status":"completed","progress":100,"createdBy":"Neha Kulkarni","createdAt":"2026-01-31T10:30:00Z","updatedAt":"2026-01-31T10:30:00Z","filePath":"/api/reports/123/download/pdf"}],"meta":{"total":1,"page":1,"perPage":25},"reports":[{{Report}}],"pagination":{"page":1,"pages":1,"per_page":25,"total":1,"has_next":false,"has_prev":false},"total":1}""";
    public const string Detail =
        $$"""{"success":true,"data":{"id":123,"name":"Monthly Sales Report","title":"Monthly Sales Report","description":null,"type":"custom","user":"Neha Kulkarni","date":"2026-01-31T10:30:00Z","status":"completed","progress":100,"params":{"template":"business_report"},"data":{"period":"Q1 2024"},"version":1,"createdBy":"Neha Kulkarni","createdAt":"2026-01-31T10:30:00Z","updatedAt":"2026-01-31T10:30:00Z","files":["/api/reports/123/download/pdf"]},"report":{{Report}}}""";
}
