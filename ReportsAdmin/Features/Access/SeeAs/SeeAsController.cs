using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.SeeAs;

/// <summary>The button of the banner; a form, so that it works where the page's connection does not.</summary>
[ApiController]
[Authorize]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SeeAsController(IAntiforgery antiforgery, SeeAsCommands commands) : ControllerBase
{
    public const string EndPath = "/see-as/end";

    [HttpPost(EndPath)]
    [AllowedWhileSeeingAs]
    public async Task<IActionResult> End(CancellationToken ct)
    {
        if (
            !await antiforgery.IsRequestValidAsync(HttpContext)
            || User.FindFirstValue(SessionClaims.Session) is not { } session
            || await commands.EndAsync(session, ct) is not { } personId
        )
            return LocalRedirect("/");
        Response.ForgetAnswers();
        return LocalRedirect(FormattableString.Invariant($"/admin/people/{personId}"));
    }
}
