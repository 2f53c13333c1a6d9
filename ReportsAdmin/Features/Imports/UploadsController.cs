using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Imports;

/// <summary>Our own wire for uploads: stage, look, answer, commit, undo. The upload page sends its file here.</summary>
[ApiController]
[Route("api/v2/uploads")]
[Dialect<JobsDialect>]
[Permission(ImportQueries.ReadPermission)]
public sealed class UploadsController(ImportCommands commands, ImportQueries queries, ImportTemplates templates)
    : ControllerBase
{
    // Callers from before there were kinds name none.
    private const string DefaultKind = "outstanding";

    [HttpPost]
    [ResponseExample(202, UploadExamples.Accepted)]
    [RequestSizeLimit(UploadForm.RequestLimit)]
    [RequestFormLimits(MultipartBodyLengthLimit = UploadForm.RequestLimit)]
    public async Task<IActionResult> Stage([FromForm] StageForm form, CancellationToken ct)
    {
        var file = form.File ?? throw Refusal.Invalid("file", "No file uploaded.");
        if (form.Period is { } named && !IsMonth(named))
            throw Refusal.Invalid("period", "The month is written as yyyymm.");
        var period = form.Period
            ?? commands.PeriodWithout(form.Kind ?? DefaultKind)
            ?? throw Refusal.Invalid("period", "Name the month, as yyyymm.");
        await using var content = file.OpenReadStream();
        var id = await commands.ReceiveAsync(
            HttpContext.Viewer(),
            new NewUpload(form.Kind ?? DefaultKind, file.FileName, period, form.DepartmentId),
            content,
            ct
        );
        return Accepted(
            $"/api/v2/uploads/{WireId.Of(ImportIds.Upload, id)}",
            JobsDialect.Answer(new { id = WireId.Of(ImportIds.Upload, id), number = id })
        );
    }

    [HttpGet]
    [ResponseExample(200, UploadExamples.History)]
    public async Task<object> History(CancellationToken ct, string? kind = null, int page = 1, int limit = 20)
    {
        var rows = await queries.HistoryAsync(HttpContext.Viewer(), kind, null, new PageRequest(page, limit), ct);
        return JobsDialect.List(rows, r => new
        {
            id = WireId.Of(ImportIds.Upload, r.Id),
            number = r.Id,
            kind = r.Kind.Kind,
            r.FileName,
            r.Period,
            department = r.DepartmentName,
            state = UploadWire.Name(r.State),
            rows = r.DataRows,
            errors = r.Errors,
            total = r.Total?.Rupees,
            uploadedBy = r.UploadedByName,
            uploadedAt = r.UploadedAt,
        });
    }

    [HttpGet("{id}")]
    [ResponseExample(200, UploadExamples.Details)]
    public async Task<object> Details(string id, CancellationToken ct) =>
        JobsDialect.Answer(UploadWire.From(await queries.DetailsAsync(HttpContext.Viewer(), Key(id), ct)));

    [HttpGet("{id}/rows")]
    [ResponseExample(200, UploadExamples.Rows)]
    public async Task<object> Rows(
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
            : throw Refusal.Invalid("effect", $"'{effect}' is not an effect.");
        var rows = await queries.RowsAsync(
            HttpContext.Viewer(),
            Key(id),
            wanted,
            search,
            new PageRequest(page, limit),
            ct
        );
        return JobsDialect.List(rows, UploadRowWire.From);
    }

    [HttpPost("{id}/answer")]
    [RequestExample("""{"dateOrder":"dayFirst"}""")]
    [ResponseExample(200, UploadExamples.Id)]
    public async Task<object> Answer(string id, AnswerRequest request, CancellationToken ct)
    {
        DateOrder? order = request.DateOrder switch
        {
            null => null,
            "dayFirst" => DateOrder.DayFirst,
            "monthFirst" => DateOrder.MonthFirst,
            _ => throw Refusal.Invalid("dateOrder", "dateOrder is dayFirst or monthFirst."),
        };
        await commands.AnswerAsync(
            HttpContext.Viewer(),
            Key(id),
            new UploadAnswer(request.Password, order, request.Sheet, request.HeaderRow, request.Columns),
            ct
        );
        return JobsDialect.Answer(new { id });
    }

    [HttpPost("{id}/commit")]
    [RequestExample("""{"missing":"carry","leaveOutErrors":false}""")]
    [ResponseExample(200, UploadExamples.Details)]
    public async Task<object> Commit(string id, CommitRequest request, CancellationToken ct)
    {
        var missing = request.Missing switch
        {
            null or "carry" => MissingChoice.Carry,
            "paid" => MissingChoice.Paid,
            "query" => MissingChoice.Query,
            _ => throw Refusal.Invalid("missing", "missing is carry, paid or query."),
        };
        await commands.CommitAsync(
            HttpContext.Viewer(),
            Key(id),
            missing,
            request.LeaveOutErrors ? ErrorRows.LeaveOut : ErrorRows.Refuse,
            ct
        );
        return JobsDialect.Answer(UploadWire.From(await queries.DetailsAsync(HttpContext.Viewer(), Key(id), ct)));
    }

    [HttpPost("{id}/undo")]
    [ResponseExample(200, UploadExamples.Undone)]
    public async Task<object> Undo(string id, CancellationToken ct) =>
        JobsDialect.Answer(new { id, kept = await commands.UndoAsync(HttpContext.Viewer(), Key(id), ct) });

    [HttpPost("{id}/discard")]
    [ResponseExample(200, UploadExamples.Id)]
    public async Task<object> Discard(string id, CancellationToken ct)
    {
        await commands.DiscardAsync(HttpContext.Viewer(), Key(id), ct);
        return JobsDialect.Answer(new { id });
    }

    /// <summary>The uploader's own workbook with the bad cells marked and explained.</summary>
    [HttpGet("{id}/problems")]
    public async Task Problems(string id, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var file = await queries.FileAsync(viewer, Key(id), ct);
        await SendWorkbookAsync(
            $"{Path.GetFileNameWithoutExtension(file.FileName)}-problems.xlsx",
            output => queries.WriteProblemsAsync(viewer, Key(id), output, ct),
            ct
        );
    }

    /// <summary>An empty workbook with the columns of a kind, notes and drop-downs.</summary>
    [HttpGet("template")]
    public Task Template(CancellationToken ct, string kind = DefaultKind) =>
        SendWorkbookAsync(
            $"{kind}-template.xlsx",
            output =>
            {
                templates.WriteTemplate(HttpContext.Viewer(), kind, output);
                return Task.CompletedTask;
            },
            ct
        );

    /// <summary>A workbook with everything that is usually wrong, for trying the upload out.</summary>
    [HttpGet("sample")]
    public Task Sample(int period, CancellationToken ct, string kind = DefaultKind) =>
        SendWorkbookAsync(
            $"{kind}-messy-sample.xlsx",
            output =>
            {
                if (!IsMonth(period))
                    throw Refusal.Invalid("period", "The month is written as yyyymm.");
                templates.WriteSample(HttpContext.Viewer(), kind, period, output);
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
        Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment")
        {
            FileNameStar = name,
        }.ToString();
        Response.ContentLength = buffer.Length;
        await buffer.CopyToAsync(Response.Body, ct);
    }

    private static bool IsMonth(int period) => period is >= 199001 and <= 219912 && period % 100 is >= 1 and <= 12;

    private static int Key(string id) =>
        (int)(
            WireId.KeyOf(ImportIds.Upload, id)
            ?? (
                int.TryParse(
                    id,
                    System.Globalization.NumberStyles.None,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var number
                )
                    ? number
                    : throw Refusal.NotFound("There is no such upload.")
            )
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
    public const long RequestLimit = 210L * 1024 * 1024;
}
