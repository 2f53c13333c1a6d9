using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>What people without an account send through a public link.</summary>
[ApiController]
[AllowAnonymous]
[Route("api/public/forms")]
[ApiFormat<GenerationFormat>]
[RateLimit(FormsFeature.PublicLimit)]
public sealed class PublicFormsController(FormQueries forms, SubmissionCommands intake) : ControllerBase
{
    private const long MaxFile = 30L * 1024 * 1024;
    private const long MaxBody = 2L * 1024 * 1024;

    [HttpGet("{token}")]
    [EndpointSummary("A form by its public link")]
    [ResponseExample(200, FormsExamples.Public)]
    public async Task<object> Open(string token, CancellationToken ct)
    {
        var form = await forms.OpenAsync(token, ct);
        return new
        {
            success = true,
            form = new
            {
                title = form.Title,
                description = form.Description,
                version = form.Version,
                schema = SchemaResponse.From(form.Definition, form.Settings),
            },
        };
    }

    [HttpPost("submit")]
    [EndpointSummary("Submit a form by its public link")]
    [RequestSizeLimit(MaxBody)]
    [RequestExample("""{"token":"Zk3v…","data":{"name":"Asha","rating":5},"email":"asha@example.com"}""")]
    [ResponseExample(201, FormsExamples.Submitted)]
    public async Task<IActionResult> Submit(SubmitFormRequest body, CancellationToken ct) =>
        FormIntakeController.Taken(
            await intake.SubmitAsync(
                body.Token ?? throw DomainException.Invalid("token", "Missing required field: token"),
                body.Answers,
                body.From,
                ct
            )
        );

    /// <summary>Takes a file for a field; the answer then carries the token that this gives. <c>version</c> is the one that is being filled in, when another was published since.</summary>
    [HttpPost("{token}/files")]
    [EndpointSummary("Upload a file for a form opened by its public link")]
    [RequestSizeLimit(MaxFile)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
    [ResponseExample(201, FormsExamples.Attached)]
    public async Task<IActionResult> Attach(
        string token,
        [FromForm] string field,
        IFormFile file,
        CancellationToken ct,
        int? version = null
    )
    {
        await using var content = file.OpenReadStream();
        var taken = await intake.AttachAsync(token, version, field, file.FileName, content, ct);
        return StatusCode(
            StatusCodes.Status201Created,
            new
            {
                success = true,
                token = taken.Token,
                file_name = taken.FileName,
                size = taken.Size,
            }
        );
    }
}

/// <summary>Files of people with an account: into a submission, and out of one.</summary>
[ApiController]
[Route("api/forms")]
[ApiFormat<GenerationFormat>]
[Permission(FormQueries.ReadPermission)]
public sealed class AnswerFilesController(SubmissionCommands intake, SubmissionQueries submissions) : ControllerBase
{
    private const long MaxFile = 30L * 1024 * 1024;

    [HttpPost("{id:int}/files")]
    [EndpointSummary("Upload a file for an answer of a form")]
    [RequestSizeLimit(MaxFile)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
    [ResponseExample(201, FormsExamples.Attached)]
    public async Task<IActionResult> Attach(
        int id,
        [FromForm] string field,
        IFormFile file,
        CancellationToken ct,
        int? version = null
    )
    {
        await using var content = file.OpenReadStream();
        var taken = await intake.AttachAsync(HttpContext.CurrentUser(), id, version, field, file.FileName, content, ct);
        return StatusCode(
            StatusCodes.Status201Created,
            new
            {
                success = true,
                token = taken.Token,
                file_name = taken.FileName,
                size = taken.Size,
            }
        );
    }

    /// <summary>Takes a file for an answer that is being edited.</summary>
    [HttpPost("submissions/{id:int}/files")]
    [EndpointSummary("Upload a file to an answer of a submission")]
    [RequestSizeLimit(MaxFile)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
    [ResponseExample(201, FormsExamples.Attached)]
    public async Task<IActionResult> AttachTo(int id, [FromForm] string field, IFormFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        var taken = await intake.AttachToAsync(HttpContext.CurrentUser(), id, field, file.FileName, content, ct);
        return StatusCode(
            StatusCodes.Status201Created,
            new
            {
                success = true,
                token = taken.Token,
                file_name = taken.FileName,
                size = taken.Size,
            }
        );
    }

    /// <summary>Always saved, never shown: what strangers send is not opened in our pages.</summary>
    [HttpGet("submissions/{id:int}/files/{fileId:int}")]
    [EndpointSummary("Download a file of a submission")]
    [FileAnswer(ReportTypes.Any)]
    [AuditedDownload(FormsAudit.Submission, "id")]
    public async Task<IActionResult> Download(int id, int fileId, CancellationToken ct) =>
        this.Send(await submissions.FileAsync(HttpContext.CurrentUser(), id, fileId, ct), inline: false);
}
