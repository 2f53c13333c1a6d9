using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>Requests and answers for the OpenAPI document.</summary>
internal static class FormsExamples
{
    public const string Schema =
        """{"fields":[{"id":"name","label":"Name","type":"text","required":true,"options":[],"min":null,"max":null,"minLength":null,"maxLength":100,"order":1,"help":"As on the badge","placeholder":null,"section":"section1","showWhen":null,"fileTypes":[],"maxMegabytes":null,"helpText":"As on the badge","validation":{"maxLength":100,"pattern":"[A-Za-z .]+"}}],"sections":[{"id":"section1","title":"","description":null,"repeat":null,"showWhen":null}]}""";
    private const string Members = $$$"""
        "id":7,"title":"Site visit","description":null,"schema":{{{Schema}}},"is_active":true,"is_public":true,"creator_id":"757365720000000000000003","creator_name":"Neha Kulkarni","version":1,"created_at":"2026-01-31T10:30:00Z","updated_at":"2026-01-31T10:30:00Z","submission_count":12,"submission_limit":500,"expires_at":"2026-12-31T18:30:00Z","accepts_submissions":true,"form_settings":{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"submission_count","threshold":10}},"external_url":"https://reports.example.com/f/Zk3v"
        """;
    public const string Form = "{" + Members + "}";
    public const string List =
        $$"""{"success":true,"forms":[{{Form}}],"pagination":{"page":1,"pages":1,"per_page":10,"total":1,"has_next":false,"has_prev":false},"total":1}""";
    public const string One =
        "{\"success\":true,\"form\":"
        + Form
        + ",\"statistics\":{\"total_submissions\":12,\"recent_submissions\":7,\"submission_rate\":1.00},"
        + Members
        + "}";
    public const string Create =
        """{"title":"Site visit","schema":{"fields":[{"id":"name","label":"Name","type":"text","required":true,"helpText":"As on the badge","validation":{"maxLength":100,"pattern":"[A-Za-z .]+"}},{"id":"rating","label":"How was it?","type":"rating"},{"id":"why","label":"Why?","type":"textarea","conditional":{"dependsOn":"rating","showWhen":"1"}}]},"is_public":true,"submission_limit":500,"expires_at":"2026-12-31","form_settings":{"auto_report_enabled":true,"auto_report_settings":{"trigger_type":"submission_count","threshold":10}}}""";
    public const string Created =
        "{\"success\":true,\"message\":\"Form created\",\"form\":" + Form + "," + Members + "}";
    public const string Update = """{"title":"Site visit, weekly","is_active":false,"submission_limit":null}""";
    public const string Updated =
        "{\"success\":true,\"message\":\"Form updated\",\"form\":" + Form + "," + Members + "}";
    public const string Deleted =
        """{"success":true,"message":"Form deleted","id":7,"deleted":true,"archived":false,"submission_count":0}""";
    public const string Submit = """{"data":{"name":"Asha","rating":5},"email":"asha@example.com"}""";
    public const string Submitted =
        """{"success":true,"id":12,"submission_id":12,"form_id":7,"message":"Form submitted successfully","report_ids":[123]}""";
    public const string Submitters =
        "Answers in the format of the Generation family. A submitter_email that is not that of the account in submitter_id is what somebody typed: nobody checked it.";
    public const string Submissions =
        """{"success":true,"submissions":[{"id":12,"form_id":7,"version":1,"data":{"name":"Asha","rating":5},"submitter_id":null,"submitter_email":"asha@example.com","submitter_name":null,"submitted_at":"2026-01-31T10:30:00Z","status":"submitted"}],"pagination":{"page":1,"pages":1,"per_page":10,"total":1,"has_next":false,"has_prev":false},"total":1}""";
    public const string AllSubmissions =
        """{"success":true,"submissions":[{"form_title":"Site visit","id":12,"form_id":7,"version":1,"data":{"name":"Asha","rating":5},"submitter_id":null,"submitter_email":"asha@example.com","submitter_name":null,"submitted_at":"2026-01-31T10:30:00Z","status":"submitted"}],"pagination":{"page":1,"pages":1,"per_page":10,"total":1,"has_next":false,"has_prev":false},"total":1}""";
    public const string ExportedJson =
        """{"success":true,"form_id":7,"exported_at":"2026-01-31T10:35:00Z","total":1,"submissions":[{"id":12,"form_id":7,"version":1,"data":{"name":"Asha","rating":5},"submitter_id":null,"submitter_email":"asha@example.com","submitter_name":null,"submitted_at":"2026-01-31T10:30:00Z","status":"submitted"}]}""";
    public const string FieldTypes =
        """{"success":true,"field_types":{"text":{"label":"Short text","description":"A line of text","icon":"TextFields","category":"Basic","color":"#2196F3","validation":["required","minLength","maxLength","pattern"]}},"categories":{"Basic":["text"]}}""";
    public const string Analytics =
        """{"success":true,"form_id":7,"total_submissions":12,"by_status":{"submitted":5,"reviewed":1,"approved":6,"rejected":0},"submissions_per_day":[{"date":"2026-01-31","count":12}],"fields":[{"id":"rating","label":"How was it?","type":"rating","answered":11,"distribution":[{"value":"1","count":0},{"value":"2","count":0},{"value":"3","count":1},{"value":"4","count":4},{"value":"5","count":6}],"average":4.45}]}""";
    public const string Public =
        $$$"""{"success":true,"form":{"title":"Site visit","description":null,"version":1,"schema":{{{Schema}}}}}""";
    public const string Attached =
        """{"success":true,"token":"9f86d081884c7d659a2feaa0c55ad015","file_name":"site.jpg","size":48213}""";
    public const string Export =
        """{"date_range":{"start":"2024-01-01","end":"2024-03-31"},"filters":{"status":"approved"},"include_metadata":true,"max_records":10000,"immediate":false}""";
    public const string Exported =
        """{"success":true,"message":"Export completed","form_id":7,"file_size":20480,"download_url":"/api/forms/7/download-excel?task_id=12","exported_at":"2026-01-31T10:30:00Z","task_id":"12"}""";
    public const string ExportQueued =
        """{"success":true,"message":"Export started","form_id":7,"task_id":"12","status":"processing"}""";
    public const string ExportStatus =
        """{"success":true,"form_id":7,"task_id":"12","status":"completed","progress":100,"file_size":20480,"download_url":"/api/forms/7/download-excel?task_id=12","exported_at":"2026-01-31T10:30:00Z","error":null}""";
    public const string ExportHistory =
        """{"success":true,"form_id":7,"exports":[{"task_id":"12","status":"completed","progress":100,"trigger":"manual","requested_at":"2026-01-31T10:29:00Z","exported_at":"2026-01-31T10:30:00Z","requested_by":"Neha Kulkarni","file_name":"Site_visit-20260131-160000.xlsx","file_size":20480,"download_url":"/api/forms/7/download-excel?task_id=12","error":null}]}""";
}
