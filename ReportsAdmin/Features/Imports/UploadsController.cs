using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Imports;

/// <summary>Our own wire for uploads: stage, look, answer, commit, undo. The upload page sends its file here.</summary>
[ApiController]
[Tags("Uploads")]
[Route("api/v2/uploads")]
[ApiFormat<JobsFormat>]
[Permission(ImportQueries.ReadPermission)]
public sealed class UploadsController(
    ImportCommands commands,
    ImportQueries queries,
    ImportTemplates templates,
    UploadReport report
) : ControllerBase
{
    // Callers from before there were kinds name none.
    private const string DefaultKind = "outstanding";

    [HttpPost]
    [EndpointSummary("Upload a file and read it")]
    [ProducesResponseType<JobsAnswer<StagedUploadResponse>>(202)]
    [ResponseExample(202, UploadExamples.Accepted)]
    [RequestSizeLimit(UploadForm.RequestLimit)]
    [RequestFormLimits(MultipartBodyLengthLimit = UploadForm.RequestLimit)]
    public async Task<IActionResult> Stage([FromForm] StageForm form, CancellationToken ct)
    {
        var file = form.File ?? throw DomainException.Invalid("file", "No file uploaded.");
        if (form.Period is { } named && !IsMonth(named))
            throw DomainException.Invalid("period", "The month is written as yyyymm.");
        var period = form.Period
            ?? commands.PeriodWithout(form.Kind ?? DefaultKind)
            ?? throw DomainException.Invalid("period", "Name the month, as yyyymm.");
        await using var content = file.OpenReadStream();
        var id = await commands.ReceiveAsync(
            HttpContext.CurrentUser(),
            new NewUpload(form.Kind ?? DefaultKind, file.FileName, period, form.DepartmentId),
            content,
            ct
        );
        return Accepted(
            $"/api/v2/uploads/{ApiId.Of(ImportIds.Upload, id)}",
            JobsFormat.Answer(new StagedUploadResponse(ApiId.Of(ImportIds.Upload, id), id))
        );
    }

    [HttpGet]
    [EndpointSummary("List uploads, newest first")]
    [ResponseExample(200, UploadExamples.History)]
    public async Task<JobsPage<IEnumerable<UploadLineResponse>>> History(
        CancellationToken ct,
        string? kind = null,
        int page = 1,
        int limit = 20
    )
    {
        var rows = await queries.HistoryAsync(HttpContext.CurrentUser(), kind, null, new PageRequest(page, limit), ct);
        return JobsFormat.List(rows, UploadLineResponse.From);
    }

    [HttpGet("{id}")]
    [EndpointSummary("An upload")]
    [ResponseExample(200, UploadExamples.Details)]
    public async Task<JobsAnswer<UploadResponse>> Details(string id, CancellationToken ct) =>
        JobsFormat.Answer(UploadResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), Key(id), ct)));

    [HttpGet("{id}/rows")]
    [EndpointSummary("Rows of an upload and what they change")]
    [ResponseExample(200, UploadExamples.Rows)]
    public async Task<JobsPage<IEnumerable<UploadRowResponse>>> Rows(
        string id,
        CancellationToken ct,
        string? effect = null,
        string? search = null,
        int page = 1,
        int limit = 50
    )
    {
        RowEffect? wanted =
            effect is null ? null
            : Enum.TryParse<RowEffect>(effect, ignoreCase: true, out var known) && !int.TryParse(effect, out _) ? known
            : throw DomainException.Invalid("effect", $"'{effect}' is not an effect.");
        var rows = await queries.RowsAsync(
            HttpContext.CurrentUser(),
            Key(id),
            wanted,
            search,
            new PageRequest(page, limit),
            ct
        );
        return JobsFormat.List(rows, UploadRowResponse.From);
    }

    [HttpPost("{id}/answer")]
    [EndpointSummary("Answer the questions of an upload")]
    [RequestExample("""{"dateOrder":"dayFirst"}""")]
    [ResponseExample(200, UploadExamples.Id)]
    public async Task<JobsAnswer<UploadIdResponse>> Answer(string id, AnswerRequest request, CancellationToken ct)
    {
        DateOrder? order = request.DateOrder switch
        {
            null => null,
            "dayFirst" => DateOrder.DayFirst,
            "monthFirst" => DateOrder.MonthFirst,
            _ => throw DomainException.Invalid("dateOrder", "dateOrder is dayFirst or monthFirst."),
        };
        await commands.AnswerAsync(
            HttpContext.CurrentUser(),
            Key(id),
            new UploadAnswer(
                request.Password,
                order,
                request.Sheet,
                request.HeaderRow,
                request.Columns,
                request.Answers,
                request.Subject
            ),
            ct
        );
        return JobsFormat.Answer(new UploadIdResponse(id));
    }

    [HttpPost("{id}/commit")]
    [EndpointSummary("Commit an upload")]
    [RequestExample("""{"missing":"carry","leaveOutErrors":false}""")]
    [ResponseExample(200, UploadExamples.Details)]
    public async Task<JobsAnswer<UploadResponse>> Commit(string id, CommitRequest request, CancellationToken ct)
    {
        await commands.CommitAsync(
            HttpContext.CurrentUser(),
            Key(id),
            request.Missing,
            request.LeaveOutErrors ? ErrorRows.LeaveOut : ErrorRows.Refuse,
            ct
        );
        return JobsFormat.Answer(
            UploadResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), Key(id), ct))
        );
    }

    [HttpPost("{id}/undo")]
    [EndpointSummary("Undo an upload")]
    [ResponseExample(200, UploadExamples.Undone)]
    public async Task<JobsAnswer<UndoneUploadResponse>> Undo(string id, CancellationToken ct) =>
        JobsFormat.Answer(
            new UndoneUploadResponse(id, await commands.UndoAsync(HttpContext.CurrentUser(), Key(id), ct))
        );

    [HttpPost("{id}/discard")]
    [EndpointSummary("Discard an upload")]
    [ResponseExample(200, UploadExamples.Id)]
    public async Task<JobsAnswer<UploadIdResponse>> Discard(string id, CancellationToken ct)
    {
        await commands.DiscardAsync(HttpContext.CurrentUser(), Key(id), ct);
        return JobsFormat.Answer(new UploadIdResponse(id));
    }

    /// <summary>The uploader's own workbook with the bad cells marked and explained.</summary>
    [HttpGet("{id}/problems")]
    [EndpointSummary("The uploader's workbook with the problems marked")]
    [FileAnswer(ReportTypes.Excel, HasRanges = false)]
    [AuditedDownload(ImportsAudit.Upload, "id")]
    public async Task Problems(string id, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var file = await queries.FileAsync(currentUser, Key(id), ct);
        await SendWorkbookAsync(
            $"{Path.GetFileNameWithoutExtension(file.FileName)}-problems.xlsx",
            output => queries.WriteProblemsAsync(currentUser, Key(id), output, ct),
            ct
        );
    }

    /// <summary>How the file was read, what was decided, and the rows that were not taken, as a workbook.</summary>
    [HttpGet("{id}/report")]
    [EndpointSummary("How an upload was read and decided, as a workbook")]
    [FileAnswer(ReportTypes.Excel, HasRanges = false)]
    [AuditedDownload(ImportsAudit.Upload, "id")]
    public Task Report(string id, CancellationToken ct) =>
        SendWorkbookAsync(
            $"upload-{Key(id).ToString(System.Globalization.CultureInfo.InvariantCulture)}-report.xlsx",
            output => report.WriteAsync(HttpContext.CurrentUser(), Key(id), output, ct),
            ct
        );

    /// <summary>An empty workbook with the columns of a kind, notes and drop-downs.</summary>
    [HttpGet("template")]
    [EndpointSummary("An empty workbook for a kind of upload")]
    [FileAnswer(ReportTypes.Excel, HasRanges = false)]
    [NotAudited("An empty workbook.")]
    public Task Template(CancellationToken ct, string kind = DefaultKind) =>
        SendWorkbookAsync(
            $"{kind}-template.xlsx",
            output =>
            {
                templates.WriteTemplate(HttpContext.CurrentUser(), kind, output);
                return Task.CompletedTask;
            },
            ct
        );

    /// <summary>A workbook with everything that is usually wrong, for trying the upload out.</summary>
    [HttpGet("sample")]
    [EndpointSummary("A workbook with usual mistakes, for practice")]
    [FileAnswer(ReportTypes.Excel, HasRanges = false)]
    [NotAudited("A workbook of invented rows.")]
    public Task Sample(int period, CancellationToken ct, string kind = DefaultKind) =>
        SendWorkbookAsync(
            $"{kind}-messy-sample.xlsx",
            output =>
            {
                if (!IsMonth(period))
                    throw DomainException.Invalid("period", "The month is written as yyyymm.");
                templates.WriteSample(HttpContext.CurrentUser(), kind, period, output);
                return Task.CompletedTask;
            },
            ct
        );

    /// <summary>The answer starts only when the file is whole: what refuses half-way refuses properly.</summary>
    private async Task SendWorkbookAsync(string name, Func<Stream, Task> write, CancellationToken ct)
    {
        await using var buffer = new FileStream(
            Path.GetTempFileName(),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        await write(buffer);
        buffer.Position = 0;
        Response.ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Response.Name(name);
        Response.ContentLength = buffer.Length;
        await buffer.CopyToAsync(Response.Body, ct);
    }

    private static bool IsMonth(int period) => period is >= 199001 and <= 219912 && period % 100 is >= 1 and <= 12;

    private static int Key(string id) =>
        ApiId.IntKeyOf(ImportIds.Upload, id)
        ?? (
            int.TryParse(
                id,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : throw DomainException.NotFound("Upload not found.")
        );
}

/// <summary>The form of an upload.</summary>
public sealed class StageForm
{
    public IFormFile? File { get; init; }

    public string? Kind { get; init; }

    /// <summary>The month as <c>yyyymm</c>; may be left out for kinds whose sheets speak of no month.</summary>
    public int? Period { get; init; }

    public int? DepartmentId { get; init; }
}

/// <summary>What every upload route shares.</summary>
public static class UploadForm
{
    /// <summary>What the server reads of a request at all; the exact limit of the file is <see cref="ImportFiles.MaxBytes"/>.</summary>
    public const long RequestLimit = (MostMegabytes + 10L) * 1024 * 1024;

    /// <summary>The largest file that the limit can be raised to.</summary>
    public const int MostMegabytes = 200;
}
