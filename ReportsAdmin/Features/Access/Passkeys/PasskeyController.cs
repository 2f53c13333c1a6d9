using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Pages;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Passkeys;

/// <summary>What the scripts of sign-in page and profile exchange with the server for passkeys. Errors are a sentence.</summary>
[ApiController]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class PasskeyController(
    IAntiforgery antiforgery,
    PasskeySignIn passkeys,
    SecondStep steps,
    Sessions sessions,
    AuditInbox audit
) : ControllerBase
{
    public const string ConfirmPath = "/profile/confirmation/passkey";

    private const string NotValid = "That passkey is not valid here.";

    [HttpGet("/sign-in/passkey")]
    [AllowAnonymous]
    public async Task<IActionResult> Ask() => Options(await passkeys.AskAsync(HttpContext));

    /// <summary>Signs in; answers where the browser goes next.</summary>
    [HttpPost("/sign-in/passkey")]
    [AllowAnonymous]
    public async Task<IActionResult> SignIn(
        [FromForm] string? credential,
        [FromForm] string? returnUrl,
        CancellationToken ct
    )
    {
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest("Reload the page and try again.");
        if (await passkeys.CheckAsync(HttpContext, credential ?? "", ct) is { } user)
            return Ok(await steps.EndAsync(HttpContext, user, returnUrl));
        audit.NoteStranger(AccessAudit.RefusedProof(null, "A passkey that does not count"));
        return StatusCode(StatusCodes.Status401Unauthorized, NotValid);
    }

    /// <summary>Takes a passkey as the proof before an act that is guarded twice: 204, else 400 with a sentence. Only one of the session's own person counts.</summary>
    [HttpPost(ConfirmPath)]
    [Authorize]
    public Task<IActionResult> Confirm([FromForm] string? credential, CancellationToken ct) =>
        GuardAsync(async () =>
        {
            var currentUser = HttpContext.CurrentUser();
            currentUser.RequireSelf();
            if (
                await passkeys.CheckAsync(HttpContext, credential ?? "", ct) is not { } owner
                || owner.UserId != currentUser.UserId
            )
            {
                await audit.NoteAsync(
                    AccessAudit.RefusedProof(currentUser.UserId, "A passkey that does not count"),
                    ct
                );
                return BadRequest(NotValid);
            }

            if (User.FindFirstValue(SessionClaims.Session) is { } session)
                await sessions.ConfirmAsync(session, currentUser.UserId, ct);
            return NoContent();
        });

    [HttpPost("/profile/passkeys/options")]
    [Authorize]
    public Task<IActionResult> Begin(CancellationToken ct) =>
        GuardAsync(async () => Options(await passkeys.BeginAsync(HttpContext, HttpContext.CurrentUser(), ct)));

    [HttpPost("/profile/passkeys")]
    [Authorize]
    public Task<IActionResult> Add([FromForm] string? credential, [FromForm] string? name, CancellationToken ct) =>
        GuardAsync(async () =>
        {
            await passkeys.AddAsync(HttpContext, HttpContext.CurrentUser(), credential ?? "", name ?? "", ct);
            return NoContent();
        });

    private async Task<IActionResult> GuardAsync(Func<Task<IActionResult>> act)
    {
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest("Reload the page and try again.");
        try
        {
            return await act();
        }
        catch (DomainException error)
        {
            return BadRequest(error.Message);
        }
    }

    private ContentResult Options(string json)
    {
        Response.Headers.CacheControl = "no-store";
        return Content(json, MediaTypeNames.Application.Json);
    }
}
