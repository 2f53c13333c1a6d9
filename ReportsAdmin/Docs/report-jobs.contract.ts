// Generated from the API document (openapi.json); do not edit. Docs/api/README.md says how it is written.

export interface BulkDeleteRequest {
  jobIds?: string[] | null;
}

export interface BulkDeletedResponse {
  deleted: number;
  failed: NotDeletedResponse[];
}

export interface CancelJobRequest {
  reason?: string | null;
}

export interface CancelledJobResponse {
  id: string;
  status: JobStatus;
  cancelledAt: string;
  cancelledBy: string;
  job: JobSummaryResponse;
}

export interface CreateJobRequest {
  reportType?: string | null;
  name?: string | null;
  description?: string | null;
  parameters?: ParametersRequest | null;
  output?: OutputRequest | null;
  priority?: JobPriority | null;
  scheduledFor?: string | null;
  templateId?: string | null;
  visibility?: RequestedVisibility | null;
  departmentId?: string | null;
  type?: string | null;
  predefinedType?: string | null;
  customReportCode?: string | null;
  dateRange?: LearningDatesRequest | null;
  filters?: Record<string, unknown> | null;
  outputFormat?: OutputFormat | null;
}

export interface CreatedJobResponse {
  id: string;
  status: JobStatus;
  estimatedWaitTime?: number;
  queuePosition?: number;
  job: JobSummaryResponse;
}

export interface DateRangeRequest {
  startDate?: string | null;
  endDate?: string | null;
}

export interface DateRangeResponse {
  startDate?: string;
  endDate?: string;
}

export interface DeletedResponse {
  id: string;
  deleted: boolean;
}

export interface ErrorDetail {
  code: string;
  message: string;
  details: Record<string, string>;
}

export interface JobDetailsResponse {
  id: string;
  name: string;
  description?: string;
  reportType: string;
  status: JobStatus;
  priority: JobPriority;
  parameters: ParametersResponse;
  output: OutputResponse;
  visibility: JobVisibility;
  progress?: ProgressResponse;
  requestedBy: PersonResponse;
  scheduledFor?: string;
  startedAt?: string;
  completedAt?: string;
  error?: JobErrorResponse;
  queuePosition?: number;
  estimatedWaitTime?: number;
  retryCount: number;
  createdAt: string;
  updatedAt: string;
  job: JobSummaryResponse;
}

export interface JobErrorResponse {
  code: string;
  message: string;
  retryable: boolean;
  occurredAt?: string;
}

export interface JobFileResponse {
  downloadUrl: string;
  fileName: string;
  contentType: string;
  fileSizeBytes: number;
  expiresAt: string;
}

export type JobPriority = 'critical' | 'high' | 'normal' | 'low';

export type JobState = 'pending' | 'processing' | 'ready' | 'failed' | 'cancelled' | 'expired';

export type JobStatus = 'scheduled' | 'pending' | 'running' | 'completed' | 'failed' | 'cancelled' | 'expired';

export interface JobStatusResponse {
  id: string;
  state: JobState;
  status: JobStatus;
  progress: number;
  currentStep?: string;
  estimatedTimeRemaining?: number;
  fileUrl?: string;
  message?: string;
  error?: JobErrorResponse;
}

export interface JobSummaryResponse {
  id: string;
  name: string;
  reportType: string;
  status: JobStatus;
  priority: JobPriority;
  progress?: ProgressResponse;
  requestedBy: PersonResponse;
  createdAt: string;
  completedAt?: string;
  output: OutputResponse;
  _id: string;
  state: JobState;
  type: string;
  predefinedType?: string;
  customReportCode?: string;
  description?: string;
  outputFormat: OutputFormat;
  visibility: JobVisibility;
  dateRange?: LearningDates;
  filters: Record<string, string[]>;
  metrics: LearningMetrics;
  result?: LearningResult;
  error?: JobErrorResponse;
  createdBy: string;
  updatedAt: string;
  startedAt?: string;
  expiresAt?: string;
}

export type JobVisibility = 'private' | 'department' | 'organization';

export interface JobsAnswerOfBulkDeletedResponse {
  success: boolean;
  data: BulkDeletedResponse;
  message?: string;
}

export interface JobsAnswerOfCancelledJobResponse {
  success: boolean;
  data: CancelledJobResponse;
  message?: string;
}

export interface JobsAnswerOfCreatedJobResponse {
  success: boolean;
  data: CreatedJobResponse;
  message?: string;
}

export interface JobsAnswerOfDeletedResponse {
  success: boolean;
  data: DeletedResponse;
  message?: string;
}

export interface JobsAnswerOfJobDetailsResponse {
  success: boolean;
  data: JobDetailsResponse;
  message?: string;
}

export interface JobsAnswerOfJobFileResponse {
  success: boolean;
  data: JobFileResponse;
  message?: string;
}

export interface JobsAnswerOfJobStatusResponse {
  success: boolean;
  data: JobStatusResponse;
  message?: string;
}

export interface JobsAnswerOfRetriedJobResponse {
  success: boolean;
  data: RetriedJobResponse;
  message?: string;
}

export interface JobsError {
  success: boolean;
  error: ErrorDetail;
  code: string;
  message: string;
}

export interface JobsPageOfListOfJobSummaryResponse {
  success: boolean;
  data: JobSummaryResponse[];
  pagination: JobsPages;
}

export interface JobsPages {
  page: number;
  limit: number;
  total: number;
  pages: number;
  totalPages: number;
  hasNext: boolean;
  hasPrev: boolean;
}

export interface JsonReport {
  title: string;
  subtitle: string | null;
  parameters: Record<string, string>;
  generatedAt: string;
  generatedBy: string;
  dataAsOf: string | null;
  keyFigures: JsonReportFigure[];
  tables: JsonReportTable[];
}

export interface JsonReportColumn {
  key: string;
  header: string;
  type: string;
}

export interface JsonReportFigure {
  label: string;
  value: unknown;
  note?: string;
}

export interface JsonReportTable {
  title: string | null;
  columns: JsonReportColumn[];
  rows: (Record<string, unknown>)[];
  totals: Record<string, unknown>;
}

export interface LearningDates {
  start: string | null;
  end: string | null;
}

export interface LearningDatesRequest {
  start?: string | null;
  end?: string | null;
}

export interface LearningMetrics {
  progress: number;
  currentStep: string | null;
  rowsProcessed: number;
  totalRows: number | null;
  queuePosition: number | null;
  estimatedTimeRemaining: number | null;
}

export interface LearningResult {
  fileUrl: string;
  downloadUrl: string;
  fileName: string;
  fileSize: number;
  rowCount: number;
  expiresAt: string | null;
}

export interface NotDeletedResponse {
  id: string;
  message: string;
}

export type OutputFormat = 'excel' | 'pdf' | 'docx' | 'csv' | 'json';

export interface OutputRequest {
  format?: OutputFormat | null;
  filename?: string | null;
}

export interface OutputResponse {
  format: OutputFormat;
  filename?: string;
  downloadUrl?: string;
  expiresAt?: string;
  fileSizeBytes?: number;
}

export interface ParametersRequest {
  dateRange?: DateRangeRequest | null;
  filters?: Record<string, unknown> | null;
  groupBy?: string[] | null;
  measures?: string[] | null;
  includeInactive?: boolean | null;
}

export interface ParametersResponse {
  dateRange?: DateRangeResponse;
  filters: Record<string, string[]>;
  groupBy: string[];
  measures: string[];
  includeInactive: boolean;
}

export interface PersonResponse {
  id: string;
  name: string;
  email?: string;
}

export interface ProgressResponse {
  percentage: number;
  currentStep: string;
  recordsProcessed: number;
  totalRecords?: number;
}

export type RequestedVisibility = 'private' | 'department' | 'organization' | 'team';

export interface RetriedJobResponse {
  id: string;
  status: JobStatus;
  retryCount: number;
  job: JobSummaryResponse;
}

/** Method and address of each operation, what it takes, and its answers by status. */
export interface ReportJobsApi {
  /** Create a report job */
  'POST /api/v2/reports/jobs': {
    body: CreateJobRequest;
    responses: {
      201: JobsAnswerOfCreatedJobResponse;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      413: JobsError;
      415: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** List report jobs */
  'GET /api/v2/reports/jobs': {
    query: { status?: string[]; reportType?: string[]; requestedBy?: string; departmentId?: string; fromDate?: string; toDate?: string; search?: string; page?: number; limit?: number; sortBy?: string; sortOrder?: string; type?: string; dateFrom?: string; dateTo?: string; sort?: string };
    responses: {
      200: JobsPageOfListOfJobSummaryResponse;
      304: undefined;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Delete several report jobs */
  'POST /api/v2/reports/jobs/bulk-delete': {
    body: BulkDeleteRequest;
    responses: {
      200: JobsAnswerOfBulkDeletedResponse;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      413: JobsError;
      415: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** A report job */
  'GET /api/v2/reports/jobs/{jobId}': {
    path: { jobId: string };
    responses: {
      200: JobsAnswerOfJobDetailsResponse;
      304: undefined;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Delete a report job */
  'DELETE /api/v2/reports/jobs/{jobId}': {
    path: { jobId: string };
    responses: {
      200: JobsAnswerOfDeletedResponse;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Cancel a report job */
  'POST /api/v2/reports/jobs/{jobId}/cancel': {
    path: { jobId: string };
    body: CancelJobRequest;
    responses: {
      200: JobsAnswerOfCancelledJobResponse;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      413: JobsError;
      415: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Download the file of a report job, or its address */
  'GET /api/v2/reports/jobs/{jobId}/download': {
    path: { jobId: string };
    query: { inline?: boolean };
    responses: {
      200: JobsAnswerOfJobFileResponse | JsonReport | Blob;
      206: Blob;
      304: undefined;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      412: undefined;
      416: undefined;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Progress of a report job as server-sent events */
  'GET /api/v2/reports/jobs/{jobId}/events': {
    path: { jobId: string };
    responses: {
      200: string;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Download the file of a report job by a signed address */
  'GET /api/v2/reports/jobs/{jobId}/file': {
    path: { jobId: string };
    query: { token?: string };
    responses: {
      200: Blob | JsonReport;
      206: Blob;
      304: undefined;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      412: undefined;
      416: undefined;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Queue a failed report job again */
  'POST /api/v2/reports/jobs/{jobId}/retry': {
    path: { jobId: string };
    responses: {
      200: JobsAnswerOfRetriedJobResponse;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
  /** Status of a report job, for polling */
  'GET /api/v2/reports/jobs/{jobId}/status': {
    path: { jobId: string };
    responses: {
      200: JobsAnswerOfJobStatusResponse;
      304: undefined;
      400: JobsError;
      401: JobsError;
      403: JobsError;
      404: JobsError;
      409: JobsError;
      429: JobsError;
      500: JobsError;
      503: JobsError;
    };
  };
}
