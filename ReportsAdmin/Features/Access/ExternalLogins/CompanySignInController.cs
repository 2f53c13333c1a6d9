using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access.Pages;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform.Audit;

namespace ReportsAdmin.Features.Access.ExternalLogins;

/// <summary>Sends a browser to the company's provider and takes it back. 404 when none is set up.</summary>
[ApiController]
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class CompanySignInController(
    CompanySignIn company,
    ExternalSignIns people,
    SecondStep steps,
    AuditInbox audit
) : ControllerBase
{
    public const string StartPath = "/sign-in/company";
    public const string FailedPath = "/sign-in?company=failed";

    private const string DonePath = "/sign-in/company/done";

    [HttpGet(StartPath)]
    public IActionResult Start(string? returnUrl) =>
        company.Options is null
            ? NotFound()
            : Challenge(
                new AuthenticationProperties
                {
                    RedirectUri = $"{DonePath}?returnUrl={Uri.EscapeDataString(LocalAddress.Of(returnUrl))}",
                },
                OpenIdSetup.Provider
            );

    /// <summary>The provider has said who it is; a second factor of ours is still asked for.</summary>
    [HttpGet(DonePath)]
    public async Task<IActionResult> Done(string? returnUrl, CancellationToken ct)
    {
        if (company.Options is null)
            return NotFound();
        var answer = await HttpContext.AuthenticateAsync(OpenIdSetup.Answer);
        await HttpContext.SignOutAsync(OpenIdSetup.Answer);
        if (answer.Principal is not { } principal || await people.FindAsync(principal, ct) is not { } user)
        {
            audit.NoteStranger(
                AccessAudit.RefusedProof(null, "The company's provider named nobody with an account here")
            );
            return LocalRedirect(FailedPath);
        }

        return LocalRedirect(await steps.ContinueAsync(HttpContext, user, returnUrl));
    }
}
