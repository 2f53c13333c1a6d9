using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Administration.Company;

/// <summary>The company's logo: sent by the settings page, shown to everybody, also before sign-in.</summary>
[ApiController]
[ApiExplorerSettings(IgnoreApi = true)]
[ApiFormat<JobsFormat>]
public sealed class CompanyController(CompanyCommands commands, CompanyBrand brand) : ControllerBase
{
    // The multipart frame around the file.
    private const int Frame = 16 * 1024;

    /// <summary>Kept by browsers for a year when the address carries the logo's version.</summary>
    [HttpGet("/brand/logo")]
    [NotAudited("The company's logo is on every page.")]
    [AllowAnonymous]
    public IActionResult Logo(string? v)
    {
        if (brand.Logo is not { } logo)
            return NotFound();
        Response.Headers.CacheControl = v == logo.Version ? "public, max-age=31536000, immutable" : "no-cache";
        Response.Headers.XContentTypeOptions = "nosniff";
        return File(logo.Content, logo.ContentType);
    }

    [HttpPost("/api/v2/company/logo")]
    [Permission(CompanyQueries.ManagePermission)]
    [RequestSizeLimit(CompanyCommands.MaxLogoBytes + Frame)]
    public async Task<object> Replace(IFormFile? file, CancellationToken ct)
    {
        if (file is null)
            throw DomainException.Invalid("file", "No file uploaded.");
        await using var content = file.OpenReadStream();
        await commands.ReplaceLogoAsync(HttpContext.CurrentUser(), content, ct);
        return JobsFormat.Answer(new { logo = brand.LogoHref });
    }
}
