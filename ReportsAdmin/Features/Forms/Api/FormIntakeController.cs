using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>
/// Answers to a form that is named by its number: of people with an account, and of anybody where the form is public. Those without an
/// account share the limit of public links.
/// </summary>
[ApiController]
[AllowAnonymous]
[Route("api/forms")]
[ApiFormat<GenerationFormat>]
public sealed class FormIntakeController(SubmissionCommands intake, CircuitRates rates, IAntiforgery antiforgery)
    : ControllerBase
{
    private const long MaxBody = 2L * 1024 * 1024;

    [HttpPost("{id:int}/submissions")]
    [EndpointSummary("Submit a form")]
    [Idempotent]
    [CanFailSignIn]
    [RequestSizeLimit(MaxBody)]
    [RequestExample(FormsExamples.Submit)]
    [ResponseExample(201, FormsExamples.Submitted)]
    public Task<IActionResult> Submit(int id, SubmitFormRequest body, CancellationToken ct) => TakeAsync(id, body, ct);

    /// <summary>The same with the form named in the body, as the document's diagram has it.</summary>
    [HttpPost("submit")]
    [EndpointSummary("Submit a form named in the body")]
    [Idempotent]
    [CanFailSignIn]
    [RequestSizeLimit(MaxBody)]
    [RequestExample("""{"form_id":7,"data":{"name":"Asha","rating":5},"email":"asha@example.com"}""")]
    [ResponseExample(201, FormsExamples.Submitted)]
    public Task<IActionResult> SubmitNamed(SubmitFormRequest body, CancellationToken ct) =>
        TakeAsync(body.FormId ?? throw DomainException.Invalid("form_id", "Missing required field: form_id"), body, ct);

    internal static ObjectResult Taken(SubmittedForm taken) =>
        new(
            new
            {
                success = true,
                id = taken.Id,
                submission_id = taken.Id,
                form_id = taken.FormId,
                message = "Form submitted successfully",
                report_ids = taken.Reports,
            }
        )
        {
            StatusCode = StatusCodes.Status201Created,
        };

    private async Task<IActionResult> TakeAsync(int id, SubmitFormRequest body, CancellationToken ct)
    {
        if (HttpContext.Features.Get<CurrentUser>() is { } currentUser)
        {
            await CheckCookieAsync();
            return Taken(await intake.SubmitAsync(currentUser, id, body.Answers, body.From, ct));
        }

        // A token that has ended is told so: its client signs in again instead of answering as nobody.
        if (Request.Headers.Authorization.Count > 0)
            throw new DomainException(ErrorKind.Unauthenticated, "Sign in again: the token is no longer valid.");
        rates.Caller = CircuitRates.CallerOf(HttpContext);
        if (rates.Take(FormsFeature.PublicLimit) is { } wait)
            throw new DomainException(
                ErrorKind.TooMany,
                $"Too many requests. Try again in {Math.Ceiling(wait.TotalSeconds)} s."
            )
            {
                RetryAfter = wait,
            };
        return Taken(await intake.SubmitPublicAsync(id, body.Answers, body.From, ct));
    }

    /// <summary>The pipeline asks for the page's token on closed endpoints only; a cookie counts no more here.</summary>
    private async Task CheckCookieAsync()
    {
        if (
            User.Identity is { AuthenticationType: Authentication.Session }
            && !await antiforgery.IsRequestValidAsync(HttpContext)
        )
            throw DomainException.Forbidden(
                "A submission with the session cookie needs the page's token. Send a Bearer token."
            );
    }
}
