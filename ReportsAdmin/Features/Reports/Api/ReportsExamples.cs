using ReportsAdmin.Features.Reports.Jobs;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>What the API document shows for each operation.</summary>
internal static class ReportsExamples
{
    public const string Create =
        """{"reportType":"outstanding-ageing","name":"Ageing of April","parameters":{"filters":{"month":["Apr-25"],"regions":["mumbai","pune"]},"groupBy":["region","engineer"],"measures":["ageing","share"]},"output":{"format":"pdf","filename":"ageing-april"},"priority":"normal","visibility":"private"}""";
    public const string Created =
        """{"success":true,"data":{"id":"7265706a0000000000000001","status":"pending","estimatedWaitTime":4,"queuePosition":1},"message":"Report job created."}""";
    public const string List =
        """{"success":true,"data":[{"id":"7265706a0000000000000001","name":"Ageing of April","reportType":"outstanding-ageing","status":"completed","priority":"normal","progress":{"percentage":100,"currentStep":"Finishing","recordsProcessed":42,"totalRecords":42},"requestedBy":{"id":"757365720000000000000001","name":"Asha Rao"},"createdAt":"2025-05-01T05:30:00Z","completedAt":"2025-05-01T05:30:04Z","output":{"format":"pdf","downloadUrl":"/api/v2/reports/jobs/7265706a0000000000000001/download","expiresAt":"2025-05-08T05:30:04Z","fileSizeBytes":48213}}],"pagination":{"page":1,"limit":20,"total":1,"pages":1,"totalPages":1}}""";
    public const string Details =
        """{"success":true,"data":{"id":"7265706a0000000000000001","name":"Ageing of April","description":null,"reportType":"outstanding-ageing","status":"running","priority":"normal","parameters":{"dateRange":null,"filters":{"month":["Apr-25"]},"groupBy":["region"],"measures":["ageing"],"includeInactive":false},"output":{"format":"pdf"},"visibility":"private","progress":{"percentage":55,"currentStep":"Writing the file","recordsProcessed":21,"totalRecords":42},"requestedBy":{"id":"757365720000000000000001","name":"Asha Rao","email":"asha@example.com"},"scheduledFor":null,"startedAt":"2025-05-01T05:30:01Z","completedAt":null,"error":null,"queuePosition":null,"estimatedWaitTime":null,"retryCount":0,"createdAt":"2025-05-01T05:30:00Z","updatedAt":"2025-05-01T05:30:02Z"}}""";
    public const string Status =
        """{"success":true,"data":{"id":"7265706a0000000000000001","state":"running","status":"running","progress":55,"currentStep":"Writing the file","estimatedTimeRemaining":3,"fileUrl":null,"message":"Writing the file","error":null}}""";
    public const string Cancelled =
        """{"success":true,"data":{"id":"7265706a0000000000000001","status":"cancelled","cancelledAt":"2025-05-01T05:30:02Z","cancelledBy":"Asha Rao"},"message":"Report job cancelled."}""";
    public const string Retried =
        """{"success":true,"data":{"id":"7265706a0000000000000001","status":"pending","retryCount":1},"message":"Report job queued again."}""";
    public const string Deleted = """{"success":true,"data":{"id":"7265706a0000000000000001","deleted":true}}""";
    public const string BulkDeleted = """{"success":true,"data":{"deleted":1,"failed":[]}}""";
    public const string SaveTemplate =
        """{"name":"Monthly ageing","reportType":"outstanding-ageing","parameters":{"groupBy":["region"]},"output":{"format":"pdf"},"visibility":"organization"}""";
    public const string Template =
        """{"success":true,"data":{"id":"746d706c0000000000000001","name":"Monthly ageing","description":null,"reportType":"outstanding-ageing","parameters":{"dateRange":null,"filters":{},"groupBy":["region"],"measures":["ageing","share","counts"],"includeInactive":false},"output":{"format":"pdf"},"priority":"normal","visibility":"organization","departmentId":null,"owner":{"id":"757365720000000000000001","name":"Asha Rao"},"createdAt":"2025-05-01T05:30:00Z","updatedAt":"2025-05-01T05:30:00Z"}}""";
    public const string Templates =
        """{"success":true,"data":[],"pagination":{"page":1,"limit":20,"total":0,"pages":0,"totalPages":0}}""";
    public const string SaveSchedule =
        """{"name":"Ageing every Monday","templateId":"746d706c0000000000000001","cron":"0 8 * * 1","timeZone":"Asia/Kolkata","enabled":true,"recipients":[]}""";
    public const string Schedule =
        """{"success":true,"data":{"id":"736368640000000000000001","name":"Ageing every Monday","templateId":"746d706c0000000000000001","templateName":"Monthly ageing","cron":"0 8 * * 1","timeZone":"Asia/Kolkata","enabled":true,"nextRunAt":"2025-05-05T02:30:00Z","lastRunAt":null,"nextRuns":["2025-05-05T02:30:00Z"],"recipients":[],"owner":{"id":"757365720000000000000001","name":"Asha Rao"}}}""";
    public const string Schedules =
        """{"success":true,"data":[],"pagination":{"page":1,"limit":20,"total":0,"pages":0,"totalPages":0}}""";
    public const string Lookups =
        """{"success":true,"data":[{"key":"output-format.pdf","value":"pdf","displayName":"PDF","description":null,"order":2}]}""";
    public const string ExportQueued =
        """{"success":true,"data":{"jobId":"7265706a0000000000000001","status":"pending"},"message":"The export is large and runs as a job."}""";
}
