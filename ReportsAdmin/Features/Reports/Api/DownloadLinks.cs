using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>
/// Addresses under which a browser fetches the file of one job without a token, for a quarter of an hour. An address carries
/// who asked for it: when it is used, their rights are checked as they are then, so it ends with the job, its file, the
/// account, its password or its role, whichever ends first.
/// </summary>
public sealed class DownloadLinks(IDataProtectionProvider protection, CurrentUserAccessor users, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly IDataProtector protector = protection.CreateProtector("reports.job-file");

    /// <summary>Makes absolute addresses for the caller of this request.</summary>
    public async Task<JobFileLinks> OfAsync(HttpContext http, CurrentUser currentUser, CancellationToken ct)
    {
        var stamp = (await users.FindAsync(currentUser.UserId, ct))?.Stamp ?? "";
        var expires = time.GetUtcNow().UtcDateTime + Lifetime;
        var site = http.BaseAddress();
        // An address that works without a sign-in would outlive seeing the application as this person.
        if (currentUser.SeenBy is not null)
            return new JobFileLinks(jobId => $"{site}{JobFileLinks.PathOf(jobId)}/download", expires);
        return new JobFileLinks(
            jobId =>
                $"{site}{JobFileLinks.PathOf(jobId)}/file?token={protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{jobId}|{currentUser.UserId}|{expires.Ticks}|{stamp}"))}",
            expires
        );
    }

    /// <summary>Who asked for the address.</summary>
    /// <exception cref="DomainException">The address is not of this job, was changed, or has expired.</exception>
    public async Task<CurrentUser> CallerAsync(long jobId, string? token, CancellationToken ct)
    {
        if (
            Read(token) is [var job, var user, var expires, var stamp]
            && job == jobId.ToString(CultureInfo.InvariantCulture)
            && long.Parse(expires, CultureInfo.InvariantCulture) > time.GetUtcNow().UtcDateTime.Ticks
            && await users.FindAsync(int.Parse(user, CultureInfo.InvariantCulture), ct) is { } known
            && known.Stamp == stamp
        )
            return known.CurrentUser;
        throw new DomainException(
            ErrorKind.Unauthenticated,
            "This download link is not valid any more. Ask for a new one."
        );
    }

    private string[] Read(string? token)
    {
        try
        {
            return token is null ? [] : protector.Unprotect(token).Split('|', 4);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}

/// <summary>Addresses of the files of jobs for one caller.</summary>
/// <param name="Signed">The absolute address that needs no token.</param>
/// <param name="ExpiresAt">Until when signed addresses work.</param>
public sealed record JobFileLinks(Func<long, string> Signed, DateTime ExpiresAt)
{
    /// <summary>Changes while the links of an answer that a client has kept still work for a while, so that it gets new ones in time.</summary>
    public long Stamp => ExpiresAt.Ticks / (DownloadLinks.Lifetime / 4).Ticks;

    public static string PathOf(long jobId) => $"/api/v2/reports/jobs/{ApiId.Of(ReportJobIds.ReportJob, jobId)}";
}
