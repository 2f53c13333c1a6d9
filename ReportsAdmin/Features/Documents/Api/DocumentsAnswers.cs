using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Documents.Api;

/// <summary>What <c>status</c> answers; its client reads the status and the progress (0 to 100) beside the report.</summary>
public sealed record DocumentStatusAnswer(bool Success, DocumentResponse Report, string Status, int GenerationProgress);

public sealed record PreviewAnswer(bool Success, PreviewResponse Preview);

public sealed record EditedDocumentAnswer(bool Success, string Message, int ReportId, string Status, int Version);

public sealed record DeletedDocumentAnswer(bool Success, string Message);

/// <summary>The list in both shapes.</summary>
public sealed record ReportsListAnswer(
    bool Success,
    IReadOnlyList<ReportListResponse> Data,
    RoadmapMeta Meta,
    IReadOnlyList<DocumentResponse> Reports,
    GenerationPagination Pagination,
    int Total
);

/// <summary>A report in both shapes.</summary>
public sealed record ReportDetailAnswer(bool Success, ReportDetailResponse Data, DocumentResponse Report);
