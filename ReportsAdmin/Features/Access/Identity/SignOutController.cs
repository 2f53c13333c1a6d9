using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>The button of the account menu; a form, so that no link or picture can sign anybody out.</summary>
[ApiController]
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SignOutController(IAntiforgery antiforgery, Sessions sessions) : ControllerBase
{
    [HttpPost("/sign-out")]
    [AllowedWhileSeeingAs]
    public async Task<IActionResult> Leave()
    {
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return LocalRedirect("/");
        if (User.FindFirst(SessionClaims.Session) is { } session)
            await sessions.EndAsync(session.Value, SessionEnds.SignedOut, CancellationToken.None);
        await HttpContext.SignOutAsync(Authentication.Session);
        Response.ForgetAnswers();
        return LocalRedirect(Authentication.SignInPath);
    }
}
