using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Takes the proof that a dialog of an open page asks for.</summary>
[ApiController]
[Authorize]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class ConfirmationController(IAntiforgery antiforgery, Confirmations confirmations) : ControllerBase
{
    public const string Path = "/profile/confirmation";

    /// <summary>204 when the proof is right, else 400 with a sentence.</summary>
    [HttpPost(Path)]
    public async Task<IActionResult> Confirm([FromForm] string? proof, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest("Reload the page and try again.");
        try
        {
            await confirmations.ConfirmAsync(HttpContext, proof, ct);
            return NoContent();
        }
        catch (DomainException error)
        {
            return BadRequest(error.Message);
        }
    }
}
